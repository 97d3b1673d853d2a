package postgres_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/worklist"
)

// everything returns the content of all tables of malls, for a comparison as a
// whole.
func (b *bundle) everything() map[string]string {
	b.t.Helper()
	all := map[string]string{}
	for _, table := range b.tables() {
		rows, err := b.dial().Query(b.t.Context(), fmt.Sprintf("select to_jsonb(t)::text from %s t order by 1", table))
		b.ok(err)
		list, err := pgx.CollectRows(rows, pgx.RowTo[string])
		b.ok(err)
		all[table] = strings.Join(list, "\n")
	}
	return all
}

// A job that was rescued runs twice, and a job that slept wakes up after
// others have continued. What it then writes, from what it knew, changes
// nothing.
func TestWhatALateJobWritesChangesNothing(t *testing.T) {
	t.Parallel()
	b, first := installing(t)
	ctx := t.Context()
	b.notifyByEmail(nil, "kim@shop.example")
	b.threshold(3)
	page := inbound.Levels{Source: lowstock.SourceInstall, Hold: true, Sync: &first, StartedAt: b.now, Readings: []inbound.ProductReading{read(1, 9), read(2, 1)}}
	b.applyLevels(page)
	_, err := b.Mall(hansan).FinishSync(ctx, first, b.now, b.now.Add(6*time.Hour))
	b.ok(err)
	b.ok(b.Mall(hansan).SaveCategories(ctx, []inbound.Category{{No: 7, Name: "니트"}}))
	b.wait(time.Minute)
	b.ok(b.Mall(hansan).SaveCategoryMembers(ctx, 7, []int64{1}, b.now))
	b.apply(read(1, 0), read(2, 1))
	b.ok(b.Mall(hansan).SaveReception(ctx, true, b.now))
	b.ok(b.Mall(hansan).FinishWatch(ctx, b.now))
	b.wait(2 * time.Minute)
	b.collect()
	b.wait(time.Minute)
	mail := b.mails()[0]
	b.finish(&mail, outgoing.Outcome{State: lowstock.DeliveryFailed, Bounce: true})
	slept := noon.Add(30 * time.Second)
	late := first // a claim that has passed to another run
	b.admin("update malls set next_sales_at = $1", b.now)
	_, err = b.Mall(hansan).UpdateForecasts(ctx, forecast.Window, b.now, compute, forecast.SteadyUntil)
	b.ok(err)
	before := b.everything()
	for name, write := range map[string]func() error{
		"a page of the first sync": func() error {
			l := page
			l.StartedAt, l.Readings = b.now.Add(time.Minute), []inbound.ProductReading{read(2, 0)}
			_, err := b.Mall(hansan).ApplyLevels(ctx, l)
			return err
		},
		"an older reading": func() error {
			_, err := b.Mall(hansan).ApplyLevels(ctx, inbound.Levels{Source: lowstock.SourceHint, StartedAt: slept, Readings: []inbound.ProductReading{read(1, 50)}, Gone: []int64{2}})
			return err
		},
		"how far the sync came": func() error { return b.Mall(hansan).ProgressSync(ctx, late, b.now) },
		"the end of the sync": func() error {
			_, err := b.Mall(hansan).FinishSync(ctx, late, b.now, b.now)
			return err
		},
		"the sync's failure":    func() error { return b.Mall(hansan).FailSync(ctx, late, b.now, b.now, "sync.error.auth") },
		"the end of a watch":    func() error { return b.Mall(hansan).FinishWatch(ctx, slept) },
		"what Cafe24 said":      func() error { return b.Mall(hansan).SaveReception(ctx, false, slept) },
		"a category's products": func() error { return b.Mall(hansan).SaveCategoryMembers(ctx, 7, []int64{2}, slept) },
		"collected":             func() error { _, err := b.Mall(hansan).Collect(ctx, b.now); return err },
		"a digest":              func() error { _, err := b.Mall(hansan).MakeDigests(ctx, b.now); return err },
		"woken":                 func() error { _, err := b.Mall(hansan).WakeIncidents(ctx, b.now); return err },
		"the night's sales": func() error {
			_, err := b.Mall(hansan).UpdateForecasts(ctx, forecast.Window, b.now, compute, forecast.SteadyUntil)
			return err
		},
		"a mail's fate": func() error {
			return b.Mall(hansan).FinishMessage(ctx, mail.ID, mail.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{})
		},
		"a mail's handover":     func() error { return b.Mall(hansan).HandOver(ctx, mail.ID, mail.Attempts, b.now.Add(time.Hour)) },
		"a mail's claim":        func() error { _, err := b.Mall(hansan).ClaimMessage(ctx, mail.ID, b.now, time.Minute); return err },
		"a refresh that failed": func() error { return b.Mall(hansan).PostponeToken(ctx, 0, b.now, b.now.Add(time.Hour)) },
		"a pair that is refused": func() error {
			_, err := b.Mall(hansan).RejectToken(ctx, 0, "connection.invalid_grant", b.now)
			return err
		},
		"a mall that is refused": func() error { return b.Mall(hansan).MarkReconnect(ctx, "connection.scope", noon.Add(-time.Minute)) },
	} {
		if err := write(); err != nil && lowstock.ErrorCode(err) != lowstock.CodeConflict && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			t.Errorf("%s: %v", name, err)
		}
		if after := b.everything(); !equalTables(t, name, before, after) {
			before = after
		}
	}
}

func equalTables(t *testing.T, name string, before, after map[string]string) bool {
	t.Helper()
	same := true
	for table, was := range before {
		if after[table] != was {
			same = false
			t.Errorf("%s changed %s:\n- %s\n+ %s", name, table, was, after[table])
		}
	}
	return same
}

// An outcome that is recorded twice, because the answer to the first time was
// lost, counts once. It is not a second refusal of the address, and it does
// not change a mail that is being tried again meanwhile.
func TestAnOutcomeCountsOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@shop.example")
	b.threshold(3)
	b.apply(read(1, 0))
	b.wait(2 * time.Minute)
	b.collect()
	mail := b.mails()[0]
	refused := outgoing.Outcome{State: lowstock.DeliveryFailed, Bounce: true}
	b.finish(&mail, refused)
	b.ok(b.Mall(hansan).ResendMessage(t.Context(), mail.ID, "kim", b.now))
	wantCode(t, b.Mall(hansan).FinishMessage(t.Context(), mail.ID, mail.Attempts, refused, b.now, time.Time{}), lowstock.CodeConflict)
	if kim := b.known("kim@shop.example"); !kim.SuspendedAt.IsZero() {
		t.Error("one refusal suspended the address")
	}
	want(t, "due again", len(b.mails()), 1)
}

// A process that dies while it hands a mail over leaves the mail's outcome
// unknown: the mail is sent once more, and not a third time. A process that
// dies before that has sent nothing, however often it happens.
func TestAMessageOfUnknownFateIsSentOnceMore(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx := t.Context()
	b.notifyByEmail(nil, "kim@shop.example")
	b.threshold(3)
	b.apply(read(1, 0))
	b.wait(2 * time.Minute)
	b.collect()
	due := b.due(worklist.DueDeliver)[0]
	claim := func() (outgoing.Message, error) {
		b.wait(3 * time.Minute)
		return b.Mall(hansan).ClaimMessage(ctx, due.ID, b.now, 2*time.Minute)
	}
	delivery := func() string {
		return one[string](b, "select d.state || ', ' || m.state || ' ' || m.attempts from deliveries d join messages m using (mall_id, message_id)")
	}
	for range 3 {
		mail, err := claim()
		b.ok(err)
		want(t, "state of what was never given away", mail.State, lowstock.DeliveryPending)
	}
	mail, err := claim()
	b.ok(err)
	b.ok(b.Mall(hansan).HandOver(ctx, mail.ID, mail.Attempts, b.now.Add(2*time.Minute)))
	b.wait(time.Minute + 50*time.Second)
	want(t, "due while it is given away", len(b.due(worklist.DueDeliver)), 0)
	second, err := claim()
	b.ok(err)
	want(t, "state of what may be out", second.State, lowstock.DeliveryUnknown)
	wantCode(t, b.Mall(hansan).HandOver(ctx, mail.ID, mail.Attempts, b.now.Add(time.Hour)), lowstock.CodeConflict) // the first one wakes up
	want(t, "delivery", delivery(), "unknown, unknown 5")
	b.ok(b.Mall(hansan).HandOver(ctx, second.ID, second.Attempts, b.now))
	_, err = claim()
	wantCode(t, err, lowstock.CodeNotFound)
	want(t, "delivery", delivery(), "unknown, unknown 5")
	want(t, "due", len(b.due(worklist.DueDeliver)), 0)
	want(t, "story", one[string](b, "select string_agg(attempt || ' ' || state, ', ' order by attempt) from message_attempts"), "4 unknown, 5 unknown")
	b.ok(b.Mall(hansan).ResendMessage(ctx, mail.ID, "kim", b.now)) // by hand: kim has looked
	third, err := claim()
	b.ok(err)
	b.ok(b.Mall(hansan).HandOver(ctx, third.ID, third.Attempts, b.now))
	b.finish(&third, outgoing.Outcome{State: lowstock.DeliverySent})
	want(t, "delivery", delivery(), "sent, sent 6")
}

// A test message is for the person who waits for it.
func TestATestThatMayBeOutIsNotSentAgain(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@shop.example")
	id, err := b.Mall(hansan).MakeTest(t.Context(), lowstock.ChannelEmail, "kim@shop.example", b.now)
	b.ok(err)
	mail, err := b.Mall(hansan).ClaimMessage(t.Context(), id, b.now, time.Minute)
	b.ok(err)
	b.ok(b.Mall(hansan).HandOver(t.Context(), id, mail.Attempts, b.now))
	b.wait(2 * time.Minute)
	_, err = b.Mall(hansan).ClaimMessage(t.Context(), id, b.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)
	want(t, "state", one[string](b, "select state from messages where message_id = $1", id), "unknown")
}
