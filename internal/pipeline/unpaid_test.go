package pipeline_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/worklist"
)

// awaited makes a mall with two kinds of variants. The stock of the first
// variant is deducted when an order is paid, and that of the second when it is
// placed. The catalogue is read from the platform.
func awaited(t *testing.T, scopes ...string) *ledger {
	t.Helper()
	l := newLedger(t, cafe24sim.Config{}, scopes...)
	for n, code := range l.codes[:2] {
		l.inventory(code, func(v *cafe24sim.Variant) {
			v.Quantity, v.Untracked, v.Hidden, v.NotSelling, v.Oversell, v.DeductAtPayment = 5, false, false, false, true, n == 0
		})
	}
	for _, code := range l.codes[2:] {
		l.inventory(code, func(v *cafe24sim.Variant) { v.DeductAtPayment = false })
	}
	l.sweep()
	return l
}

func (l *ledger) inventory(code string, change func(*cafe24sim.Variant)) {
	l.t.Helper()
	if err := l.sim.SetInventory(string(mall), code, change); err != nil {
		l.t.Fatal(err)
	}
}

// sweep reads the whole catalogue.
func (l *ledger) sweep() {
	l.t.Helper()
	if _, err := l.work.RequestSync(l.t.Context(), mall); err != nil {
		l.t.Fatal(err)
	}
	for range 20 {
		if err := l.work.StepReading(l.t.Context(), worklist.Due{Kind: worklist.DueSweep, Mall: mall}); err != nil {
			l.t.Fatal(err)
		}
		if sync, err := l.store.Mall(mall).LatestSync(l.t.Context()); err != nil || sync.State == inbound.SyncDone {
			return
		}
	}
	l.t.Fatal("the sweep does not end")
}

func (l *ledger) ordered(code string, n int) (id string) {
	l.t.Helper()
	id, err := l.sim.OrderUnpaid(string(mall), code, n)
	if err != nil {
		l.t.Fatal(err)
	}
	return id
}

// readUnpaid waits until the reading is due and does it.
func (l *ledger) readUnpaid() error {
	l.t.Helper()
	if at := l.unpaidDue(); at.After(l.clock.Now()) {
		l.clock.to(at)
	}
	return l.work.Step(l.t.Context(), worklist.Due{Kind: worklist.DueUnpaid, Mall: mall})
}

func (l *ledger) unpaidDue() time.Time {
	l.t.Helper()
	return rowsOf[struct{ At time.Time }](l.t, l.desk, `SELECT next_at FROM unpaid_reads`)[0].At
}

func (l *ledger) wantHeld(what, code string, units, orders int) {
	l.t.Helper()
	u, err := l.store.Mall(mall).Unpaid(l.t.Context(), code)
	if err != nil {
		l.t.Fatal(err)
	}
	if u.Units != units || u.Orders != orders || !u.Counted || !u.Fresh(l.clock.Now()) {
		l.t.Errorf("%s: %+v, want %d units of %d orders", what, u, units, orders)
	}
}

func (l *ledger) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// Whether the list contains the items or not: an ordered quantity counts until
// the order is paid, cancelled, or two weeks old.
func TestUnpaidOrdersOfAMall(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string]cafe24sim.Faults{"items in the list": {}, "order by order": {EmptyItems: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := awaited(t)
			l.must(l.sim.SetFaults(string(mall), faults))
			late, now := l.codes[0], l.clock.Now()
			old := l.put(now.AddDate(0, 0, -13), time.Time{}, cafe24sim.Bought{Code: late, Quantity: 1}, cafe24sim.Bought{Code: late, Quantity: 1})
			l.put(now.AddDate(0, 0, -16), time.Time{}, cafe24sim.Bought{Code: late, Quantity: 7})
			l.put(now.AddDate(0, 0, -2), now, cafe24sim.Bought{Code: late, Quantity: 9})
			four, gone := l.ordered(late, 4), l.ordered(late, 3)
			l.must(l.sim.CancelOrder(string(mall), gone))
			l.must(l.readUnpaid())
			l.wantHeld("unpaid", late, 6, 2)
			u, err := l.store.Mall(mall).Unpaid(t.Context(), late)
			l.must(err)
			if want := localtime.DayOf(now.AddDate(0, 0, -13), seoul); !u.Oldest.Equal(want) {
				t.Errorf("the oldest of %s, want %s", u.Oldest, want)
			}
			if level, err := l.sim.Stock(string(mall), late); err != nil || level != 5 {
				t.Errorf("unpaid orders have changed the level to %d: %v", level, err)
			}
			l.must(l.sim.ClaimItem(string(mall), four, 0, cafe24sim.Claim{Status: "C40", Quantity: 1}))
			l.must(l.sim.PayOrder(string(mall), old))
			if wait := l.unpaidDue().Sub(l.clock.Now()); wait != demand.UnpaidEvery {
				t.Errorf("read again after %s", wait)
			}
			l.must(l.readUnpaid())
			l.wantHeld("one paid, one in part cancelled", late, 3, 1)
			if level, err := l.sim.Stock(string(mall), late); err != nil || level != 3 {
				t.Errorf("a payment of 2 has left %d: %v", level, err)
			}
			l.must(l.sim.PayOrder(string(mall), four))
			l.must(l.readUnpaid())
			l.wantHeld("all paid", late, 0, 0)
			for _, q := range l.sim.Queries(string(mall), "GET orders") {
				if q.Get("order_status") != "N00" || q.Get("date_type") != "order_date" || strings.Contains(q.Get("fields"), "buyer") {
					t.Errorf("asked for %v", q)
				}
			}
		})
	}
}

// The app requests no orders if no variant needs it, or if the mall does not
// allow it. The quantities that were known are deleted.
func TestUnpaidIsAskedForWhereItIsWanted(t *testing.T) {
	t.Parallel()
	l := awaited(t)
	l.ordered(l.codes[0], 2)
	l.must(l.readUnpaid())
	l.wantHeld("wanted", l.codes[0], 2, 1)
	asked := len(l.sim.Queries(string(mall), "GET orders"))
	l.inventory(l.codes[0], func(v *cafe24sim.Variant) { v.DeductAtPayment = false })
	l.sweep()
	l.must(l.readUnpaid())
	if u, err := l.store.Mall(mall).Unpaid(t.Context(), l.codes[0]); err != nil || u.Units != 0 || !u.ReadAt.IsZero() {
		t.Errorf("known of what nobody needs: %+v %v", u, err)
	}

	other := awaited(t, "mall.read_product")
	other.must(other.readUnpaid())
	if n := len(l.sim.Queries(string(mall), "GET orders")) - asked + len(other.sim.Queries(string(mall), "GET orders")); n != 0 {
		t.Errorf("orders were asked for %d times", n)
	}
}

// After a refusal the app asks again a day later, or after a consent.
func TestUnpaidRefused(t *testing.T) {
	t.Parallel()
	l := awaited(t)
	l.ordered(l.codes[0], 2)
	l.must(l.readUnpaid())
	l.must(l.sim.SetFaults(string(mall), cafe24sim.Faults{ScopeMissing: true}))
	if err := l.readUnpaid(); err == nil {
		t.Error("a refusal is no error")
	}
	if u, err := l.store.Mall(mall).Unpaid(t.Context(), l.codes[0]); err != nil || !u.ReadAt.IsZero() {
		t.Errorf("still notified: %+v %v", u, err)
	}
	if wait := l.unpaidDue().Sub(l.clock.Now()); wait < 24*time.Hour || wait > 25*time.Hour {
		t.Errorf("asked again after %s", wait)
	}
	l.must(l.sim.SetFaults(string(mall), cafe24sim.Faults{}))
	l.allow()
	l.sweep()
	l.must(l.readUnpaid())
	l.wantHeld("after a consent", l.codes[0], 2, 1)
}

// If there are more orders than can be requested, the quantity is unknown,
// because a count would be too low.
func TestUnpaidOfTooManyOrders(t *testing.T) {
	t.Parallel()
	l := awaited(t)
	for range 201 {
		l.put(l.clock.Now().Add(-time.Hour), time.Time{}, cafe24sim.Bought{Code: l.codes[0], Quantity: 1})
	}
	l.must(l.readUnpaid())
	l.wantHeld("in the list", l.codes[0], 201, 201)
	l.must(l.sim.SetFaults(string(mall), cafe24sim.Faults{EmptyItems: true}))
	l.must(l.readUnpaid())
	u, err := l.store.Mall(mall).Unpaid(t.Context(), l.codes[0])
	if err != nil || u.Counted || u.Units != 0 || !u.Fresh(l.clock.Now()) {
		t.Errorf("%+v %v", u, err)
	}
}

// A process hangs after reading its list. Another process has finished its
// reading by the time the first one continues.
func TestUnpaidOfAProcessThatSlept(t *testing.T) {
	t.Parallel()
	l := awaited(t)
	id := l.ordered(l.codes[0], 2)
	next, slept := l.calls.next, false
	l.calls.next = roundTrip(func(r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if slept {
			return res, err
		}
		slept = true
		l.must(l.sim.PayOrder(string(mall), id))
		l.clock.to(l.clock.Now().Add(6 * time.Minute))
		l.must(l.process(1000, next).Step(t.Context(), worklist.Due{Kind: worklist.DueUnpaid, Mall: mall}))
		l.wantHeld("the other one", l.codes[0], 0, 0)
		return res, err
	})
	l.must(l.readUnpaid())
	l.wantHeld("what it had listed is old", l.codes[0], 0, 0)
	if !slept {
		t.Error("it did not sleep")
	}
}

// A webhook for an order makes the reading due earlier, but not every minute.
func TestUnpaidSoonAfterAnOrder(t *testing.T) {
	t.Parallel()
	l := awaited(t)
	l.must(l.readUnpaid())
	hint := func() {
		t.Helper()
		_, err := l.store.RecordHints(t.Context(), []inbound.Hint{
			{Mall: mall, Kind: inbound.HintOrder, EventType: "90023", ReceivedAt: l.clock.Now()},
		}, 0)
		l.must(err)
	}
	var waits []time.Duration
	for _, after := range []time.Duration{0, 10 * time.Minute} {
		l.clock.to(l.clock.Now().Add(after))
		hint()
		waits = append(waits, l.unpaidDue().Sub(l.clock.Now()).Round(time.Minute))
	}
	if want := []time.Duration{demand.UnpaidGap, demand.UnpaidGap - 10*time.Minute}; !slices.Equal(waits, want) {
		t.Errorf("%v, want %v", waits, want)
	}
	l.must(l.readUnpaid())
	l.clock.to(l.clock.Now().Add(10 * time.Minute))
	hint()
	if wait := l.unpaidDue().Sub(l.clock.Now()); wait != demand.UnpaidSoon {
		t.Errorf("read %s after an order", wait)
	}
}
