package postgres_test

import (
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

func (b *bundle) keep() {
	b.t.Helper()
	b.ok(b.KeepPartitions(b.t.Context(), b.now))
	b.ok(b.AgeOut(b.t.Context(), b.now))
}

// placed counts a table's rows by the partition they are in.
func (b *bundle) placed(table string) map[string]int {
	b.t.Helper()
	rows, err := b.dial().Query(b.t.Context(), "select tableoid::regclass::text, count(*)::int from "+table+" group by 1")
	b.ok(err)
	placed := map[string]int{}
	for rows.Next() {
		var name string
		var n int
		b.ok(rows.Scan(&name, &n))
		placed[name] = n
	}
	b.ok(rows.Err())
	return placed
}

// Hints have partitions by week, levels by month. Partitions are made ahead
// and dropped with age, and the current level of an option stays stored.
func TestPartitionsComeAndGo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.keep()
	b.apply(read(1, 9, 4))
	b.hint(products(1))
	want(t, "levels", b.placed("stock_history"), map[string]int{"stock_history_20261101": 2})
	want(t, "hints", b.placed("hints"), map[string]int{"hints_20261123": 1})

	for range 4 { // weeks
		b.wait(7 * 24 * time.Hour)
		b.keep()
		b.hint(products(1))
	}
	want(t, "hints of three weeks", b.placed("hints"),
		map[string]int{"hints_20261130": 1, "hints_20261207": 1, "hints_20261214": 1, "hints_20261221": 1})

	b.wait(60 * 24 * time.Hour) // in February: 1A sells, 1B does not
	b.keep()
	b.apply(read(1, 8, 4))
	b.wait(20 * 24 * time.Hour)
	b.keep()
	want(t, "levels after 108 days", b.placed("stock_history"), map[string]int{"stock_history_20261201": 2, "stock_history_20270201": 1})
	want(t, "levels of what does not sell", b.history("P0001001"), []int{4})
	want(t, "levels of what sells", b.history("P0001000"), []int{9, 8})
	carried := one[time.Time](b, "select min(observed_at) from stock_history")
	want(t, "carried over to", carried, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
	want(t, "partitions ahead", one[int](b, "select count(*)::int from pg_inherits where inhparent = 'stock_history'::regclass"), 8)
}

// The same key is the same event, even a week apart.
func TestAHintIsKnownAcrossWeeks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.keep()
	again := products(1)
	again.EventKey = "trace-1"
	want(t, "first", b.hint(again), []inbound.HintResult{inbound.HintRecorded})
	b.wait(6 * 24 * time.Hour)
	want(t, "a week later", b.hint(again), []inbound.HintResult{inbound.HintDuplicate})
}

// A partition shows no role more than its table does: it has no grants of its
// own.
func TestPartitionsAreWalled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.keep()
	b.apply(read(1, 9))
	for _, role := range []string{"inventory_alert_app", "inventory_alert_system"} {
		for _, table := range []string{"stock_history_20261101", "hints_20261123", "stock_history_rest"} {
			_, err := b.dial().Exec(t.Context(), "begin; set local role "+role+"; select count(*) from "+table)
			if err == nil || !strings.Contains(err.Error(), "permission denied") {
				t.Errorf("%s of %s: %v", table, role, err)
			}
			_, err = b.dial().Exec(t.Context(), "rollback")
			b.ok(err)
		}
		_, err := b.dial().Exec(t.Context(), "begin; set local role "+role+"; select drop_partition('stock_history_20261101', now())")
		if err == nil {
			t.Errorf("%s dropped a partition that is in use", role)
		}
		_, err = b.dial().Exec(t.Context(), "rollback")
		b.ok(err)
	}
}

// Rows that came while no partition existed are in the default partition. They
// block neither later rows nor their own deletion.
func TestLatePartitionsHoldNothingUp(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.wait(300 * 24 * time.Hour)
	b.apply(read(1, 9))
	b.keep()
	b.apply(read(2, 9))
	placed := b.placed("stock_history")
	want(t, "in the default one", placed["stock_history_rest"], 2)
	b.wait(400 * 24 * time.Hour)
	b.keep()
	want(t, "a year later", b.placed("stock_history"), nil)
}

// Old resolved incidents are deleted with their timeline and their messages;
// unresolved incidents stay.
func TestOldTimelinesAreDeleted(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@shop.example")
	b.threshold(3)
	b.apply(read(1, 0), read(2, 0))
	b.wait(2 * time.Minute)
	b.collect()
	mail := b.mails()[0]
	b.finish(&mail, outgoing.Outcome{State: lowstock.DeliverySent})
	b.apply(read(1, 50))
	b.wait(170 * 24 * time.Hour)
	b.keep()
	want(t, "incidents", one[int](b, "select count(*)::int from incidents"), 2)
	b.wait(20 * 24 * time.Hour)
	b.keep()
	want(t, "standing", one[int](b, "select count(*)::int from incidents"), 1)
	want(t, "mail of what stands", one[int](b, "select count(*)::int from message_attempts"), 1)
	b.apply(read(2, 50))
	b.wait(200 * 24 * time.Hour)
	b.keep()
	for _, table := range []string{"incidents", "incident_events", "deliveries", "messages", "message_attempts"} {
		want(t, table, one[int](b, "select count(*)::int from "+table), 0)
	}
}

// The record of settings changes names people: it is not kept longer than the
// record of rules.
func TestOldChangesOfSettingsGo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.admin(`insert into setting_changes (mall_id, changed_at, changed_by, what, subject) values
		('hansan', $1::timestamptz - interval '401 days', 'kim', 'recipient_removed', 'old@shop.example'),
		('hansan', $1::timestamptz - interval '399 days', 'kim', 'recipient_removed', 'new@shop.example')`, b.now)
	b.keep()
	want(t, "left", one[string](b, "select string_agg(subject, ' ') from setting_changes"), "new@shop.example")
}
