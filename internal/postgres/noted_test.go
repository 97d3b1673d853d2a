package postgres_test

import (
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	daily "cafe24-inventory-alert/internal/morning"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/postgres"
)

// hold is an order that arrives after some days.
func (b *bundle) hold(units, days int) lowstock.Hold {
	b.t.Helper()
	on := b.today().AddDate(0, 0, days)
	return lowstock.Hold{Until: localtime.StartOfDay(on.Year(), on.Month(), on.Day()+1, seoulZone(b.t)), Order: lowstock.Order{Quantity: units, ExpectedOn: b.day(days)}}
}

// alert returns the alert of a variant that is not resolved.
func (b *bundle) alert(code string) lowstock.Incident {
	b.t.Helper()
	for _, i := range b.incidents(lowstock.IncidentStanding) {
		if i.VariantCode == code {
			return i
		}
	}
	b.t.Fatalf("%s has no alert", code)
	return lowstock.Incident{}
}

func (b *bundle) press(code string, hold lowstock.Hold) {
	b.t.Helper()
	b.ok(second(b.Mall(hansan).SnoozeIncident(b.t.Context(), b.alert(code).ID, hold, "kim", b.now)))
	b.wait(time.Second)
}

// wantComing compares what is on its way of a variant, as the rows of lists have
// it, and how many noted orders there are in each state.
func (b *bundle) wantComing(what, code string, units, open, over int) {
	b.t.Helper()
	want(b.t, what+": units", b.row(code).Incoming.Units, units)
	n := one[int](b, `select count(*) from purchase_orders join purchase_lines using (mall_id, order_id)
		where variant_code = $1 and origin = 'noted' and number is null and sent_at is not null and coming and rest > 0`, code)
	want(b.t, what+": open orders", n, open)
	n = one[int](b, `select count(*) from purchase_orders join purchase_lines using (mall_id, order_id) where variant_code = $1 and not coming and (cancelled_at is not null or closed_at is not null)`, code)
	want(b.t, what+": ended orders", n, over)
}

// Whatever a person notes is one order without a document. A later one is in its
// place, and undoing puts the former back. Nothing else takes it off its way.
func TestWhatIsNotedIsAnOrder(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.apply(read(1, 0, 2, 9))
	one1 := code(1, 0)
	b.press(one1, b.hold(50, 3))
	b.wantComing("noted", one1, 50, 1, 0)
	if i := b.alert(one1); i.Order.Purchase == 0 || i.Incoming.Units != 50 || !i.OnOrder() {
		t.Errorf("alert %+v", i)
	}
	b.press(one1, b.hold(50, 3))
	b.wantComing("the same again", one1, 50, 1, 0)
	b.press(one1, b.hold(30, 5))
	b.wantComing("another", one1, 30, 1, 1)
	b.press(one1, lowstock.Hold{Until: b.now.Add(time.Hour)})
	b.wantComing("snoozed without an order", one1, 30, 1, 1)
	b.ok(second(b.Mall(hansan).AcknowledgeIncident(t.Context(), b.alert(one1).ID, "kim", b.now)))
	b.wantComing("acknowledged", one1, 30, 1, 1)
	b.ok(second(b.Mall(hansan).ResolveIncident(t.Context(), b.alert(one1).ID, "kim", b.now)))
	b.wantComing("resolved by hand", one1, 30, 1, 1)
	b.wait(time.Minute)
	b.apply(read(1, 31, 2, 9))
	want(t, "decided at the next look", b.look().Booked, 1)
	b.wantComing("arrived", one1, 0, 0, 1)
	want(t, "receipts", one[int](b, "select sum(units) from purchase_receipts where source = 'detected'"), 30)

	two := code(1, 1)
	b.press(two, b.hold(20, 3))
	acted, act := b.acts(bulk.Selection{IDs: []int64{b.alert(two).ID}}, bulk.Order(map[int64]lowstock.Hold{b.alert(two).ID: b.hold(70, 4)}))
	want(t, "acted", acted.Done, 1)
	b.wantComing("by a bulk action", two, 70, 1, 1)
	want(t, "undone", b.undo(act), bulk.Undone{Done: 1})
	b.wantComing("undone", two, 20, 1, 1)
	want(t, "the order of the alert", b.alert(two).Order.Quantity, 20)

	three := code(1, 2)
	first := b.orders(three, 40, 6)
	b.wantComing("without an alert", three, 40, 1, 0)
	b.ok(b.undoAnswer(first))
	b.wantComing("undone", three, 0, 0, 1)
	b.ok(b.undoAnswer(first))
	b.wantComing("undone twice", three, 0, 0, 1)
	want(t, "events", one[int](b, "select count(*) from purchase_events where kind not in ('sent', 'cancelled', 'restored', 'received')"), 0)
}

// A document is never ended, replaced or given up by what is noted.
func TestWhatIsNotedLeavesDocuments(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.apply(read(1, 9, 40, 40))
	one1 := code(1, 0)
	b.document(one1, 10, -9)
	l := b.wantMorning("late", "late "+one1)
	if i := l.Items[0]; i.Document == 0 || i.Incident != 0 {
		t.Errorf("late %+v", i)
	}
	_, err := b.Mall(hansan).AnswerMorning(t.Context(), b.request(one1, daily.Ordered, b.hold(50, 3)))
	wantCode(t, err, lowstock.CodeConflict)
	fine := b.answers(one1, daily.Fine, lowstock.Hold{})
	want(t, "back after a week", fine.Until.After(b.now.Add(6*24*time.Hour)), true)
	want(t, "still ordered", b.row(one1).Incoming.Units, 10)
	b.wantMorning("answered")
}

// document makes a sent purchase order of one line.
func (b *bundle) document(code string, units, days int) {
	b.t.Helper()
	b.admin(`WITH o AS (
		  INSERT INTO purchase_orders (mall_id, origin, number, revision, created_at, sent_at) VALUES ('hansan', 'sheet', 'PO-' || (SELECT count(*) FROM purchase_orders), 1, $1, $1) RETURNING order_id
		) INSERT INTO purchase_lines (mall_id, order_id, line_no, product_no, variant_code, ordered, promised_on, expected_on, cover_until, coming)
		SELECT 'hansan', order_id, 1, 1, $2, $3, $4::date, $4::date, $4::date + 2, true FROM o`, b.now, code, units, b.day(days))
}

// What an older program noted is taken over once by the migration, and later
// while it still runs. No alert that waits for goods changes.
func TestHoldsAreTakenOver(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.apply(read(1, 0, 2, 9), read(2, 0, 1, 9))
	b.press(code(1, 0), b.hold(50, 3))
	b.press(code(1, 1), b.hold(20, 1))
	b.orders(code(1, 2), 40, 6)
	b.orders(code(2, 2), 30, 1)
	b.press(code(2, 0), lowstock.Hold{Until: b.now.Add(90 * 24 * time.Hour)})
	b.wait(2 * 24 * time.Hour)
	b.ok(second(b.Mall(hansan).WakeIncidents(t.Context(), b.now)))
	seen := func() (list []any) {
		for _, c := range []string{code(1, 0), code(1, 1), code(1, 2), code(2, 0), code(2, 2)} {
			in := b.row(c).Incoming
			list = append(list, c, in.Units, in.On)
		}
		for _, i := range b.incidents("") {
			i.Order.Purchase, i.Deliveries = 0, nil
			list = append(list, i)
		}
		_, names := b.morningList()
		return append(list, names)
	}
	before := seen()
	for down := true; down; { // what is left is what an older program leaves
		lines, err := postgres.MigrationStatus(t.Context(), b.url)
		b.ok(err)
		down = false
		for _, line := range lines {
			down = down || strings.HasPrefix(line, "applied") && strings.Contains(line, "00064_")
		}
		if down {
			b.ok(postgres.MigrateDown(t.Context(), b.url))
		}
	}
	b.ok(postgres.Migrate(t.Context(), b.url))
	want(t, "after the migration", seen(), before)
	want(t, "orders", one[int](b, "select count(*) from purchase_orders"), 4)
	want(t, "of the press", one[int](b, "select count(*) from purchase_orders where sent_by = 'kim' and sent_at < $1", b.now.Add(-24*time.Hour)), 4)

	// The older program notes another number, an alert more, and one more without an
	// alert.
	b.admin("update incidents set ordered_quantity = 60, acknowledged_at = $1 where variant_code = $2", b.now, code(1, 0))
	b.admin("update incidents set ordered_quantity = 8, expected_on = $1::date, state = 'snoozed', snoozed_until = $2, acknowledged_at = $3 where variant_code = $4",
		b.day(2), b.now.Add(72*time.Hour), b.now, code(2, 0))
	b.admin(`insert into morning_answers (mall_id, product_no, variant_code, class, answer, version, quantity, threshold, ordered_quantity, expected_on, answered_at)
		values ('hansan', 2, $1, 'short', 'ordered', 'x', 9, 3, 12, $2::date, $3)`, code(2, 1), b.day(3), b.now)
	for range 2 {
		b.ok(b.AdoptNoted(t.Context(), b.now))
		b.wait(time.Hour)
	}
	for c, units := range map[string]int{code(1, 0): 60, code(1, 1): 20, code(1, 2): 40, code(2, 0): 8, code(2, 1): 12, code(2, 2): 30} {
		want(t, c, b.row(c).Incoming.Units, units)
	}
	want(t, "orders", one[int](b, "select count(*) from purchase_orders"), 7)
	want(t, "replaced", one[int](b, "select count(*) from purchase_orders where replaced_by is not null"), 1)
}

// toOrder says whether a variant is in the list of what to order.
func (b *bundle) toOrder(code string) bool {
	b.t.Helper()
	return b.listed(outlook.FilterOrder, b.today())[code]
}

// Goods that are far off or late are not ordered twice, and still leave the item
// on the daily list (orders.md §8, 1 and 2).
func TestFarAndLateGoods(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	one1 := code(1, 0)
	b.apply(read(1, 6, 40, 40))
	want(t, "due", b.toOrder(one1), true)
	b.orders(one1, 500, 90)
	want(t, "due although 500 are on their way", b.toOrder(one1), false)
	b.wait(24 * time.Hour)
	l := b.wantMorning("runs out in 3 days", "short "+one1)
	if i := l.Items[0]; !i.Gap(b.today()) || i.Needed <= 6 {
		t.Errorf("%+v", i)
	}
	b.document(one1, 30, -9)
	want(t, "due although more is late", b.toOrder(one1), false)
	want(t, "late", b.row(one1).Incoming.Late(b.today()), 30)
	b.wantMorning("late", "late "+one1)
}

// Of 18 that are needed, 15 are on their way: the position decides (§8, 3), and
// asking again changes nothing (5). Drafts and ended orders do not count (4).
func TestThePositionCounts(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	one1 := code(1, 0)
	b.apply(read(1, 2, 40, 40)) // the point is 20
	b.document(one1, 15, 2)
	for range 10 {
		want(t, "3 are missing", b.toOrder(one1), true)
		rows, _, err := b.Mall(hansan).Inventory(t.Context(), listing.Params{Outlook: outlook.FilterOrder, Limit: 100}.At(b.today()))
		b.ok(err)
		want(t, "lines", len(rows), 1)
		want(t, "position", rows[0].Quantity+rows[0].Incoming.Units, 17)
	}
	b.document(one1, 4, 3)
	want(t, "21 is above the point", b.toOrder(one1), false)
	in := b.row(one1).Incoming
	on, next := in.Next(b.today())
	want(t, "two orders", []any{in.Units, next, on.Format(time.DateOnly)}, []any{19, 15, b.day(2)})
	b.admin("update purchase_lines set coming = false where ordered = 4")
	want(t, "an ended order adds nothing", b.toOrder(one1), true)
	b.document(one1, 60, -lowstock.MissingDays)
	want(t, "60 are late for long", b.toOrder(one1), false)
	b.wait(24 * time.Hour)
	want(t, "an order that nobody closed does not count for ever", b.toOrder(one1), true)
}

// An alert that waits for goods wakes once, when they should have arrived, and is
// in no list of what to order meanwhile (§8, 22). That it sells out meanwhile
// does not wake it: its row says that it does.
func TestAnAlertWaitsForItsGoods(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	one1 := code(1, 0)
	b.apply(read(1, 2, 40, 40))
	b.press(one1, b.hold(50, 2))
	b.apply(read(1, 0, 40, 40))
	for range 3 {
		woken, err := b.Mall(hansan).WakeIncidents(t.Context(), b.now)
		b.ok(err)
		want(t, "woken", woken, 0)
		want(t, "due", b.toOrder(one1), false)
		b.wait(12 * time.Hour)
	}
	b.wait(36 * time.Hour)
	woken, err := b.Mall(hansan).WakeIncidents(t.Context(), b.now)
	b.ok(err)
	want(t, "woken", woken, 1)
	want(t, "due", b.toOrder(one1), false)
	if i := b.alert(one1); i.State != lowstock.IncidentOpen || i.Incoming.Late(b.today()) != 50 {
		t.Errorf("alert %+v", i)
	}
	b.wantMorning("late", "late "+one1)
}
