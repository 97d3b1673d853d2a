package pipeline_test

import (
	"net/http"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
)

// counted stores that the newest days were counted today, as a version of the
// program did that counted fewer days.
func (l *ledger) counted(days int) {
	l.t.Helper()
	l.admin(l.t, `UPDATE demand_reads SET timezone = (SELECT timezone FROM settings)`)
	l.admin(l.t, `
		INSERT INTO demand_days (mall_id, day, source, read_on, units)
		SELECT $1, $2::date - n, 'orders', $2, 0 FROM generate_series(1, $3::integer) n`, mall, l.today(), days)
}

// soldAgo places an order that was paid this many days ago.
func (l *ledger) soldAgo(days ...int) {
	l.t.Helper()
	for n, ago := range days {
		noon := l.today().Add(3*time.Hour).AddDate(0, 0, -ago)
		l.put(noon, noon, cafe24sim.Bought{Code: l.codes[n%len(l.codes)], Quantity: n + 1})
	}
}

// forecastDue says whether the nightly forecast is due.
func (l *ledger) forecastDue() bool {
	l.t.Helper()
	return !rowsOf[struct{ At time.Time }](l.t, l.desk, `SELECT next_sales_at FROM malls`)[0].At.After(l.clock.Now())
}

func (l *ledger) daysCounted(source demand.Source) int {
	l.t.Helper()
	return rowsOf[struct{ N int }](l.t, l.desk, `SELECT count(*)::int FROM demand_days WHERE source = $1`, source)[0].N
}

// A new mall's forecast is due after its newest 400 days, in the first job. The
// older days follow in later jobs, and make the forecast due once more.
func TestOlderDaysFollowTheFirstForecast(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	l.soldAgo(1, 399, 400, 401, 402, 759, 760, 761)
	l.admin(t, `UPDATE malls SET next_sales_at = $1`, l.clock.Now().Add(time.Hour))
	if err := l.step(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p := l.progress(); p.Done != 400 || p.Reading() || l.daysCounted(demand.FromOrders) != 400 || !l.forecastDue() {
		t.Fatalf("%+v, forecast due %v", p, l.forecastDue())
	}
	if wait := l.dueAt().Sub(l.clock.Now()); wait < 10*time.Second || wait > time.Minute {
		t.Errorf("the older days are due after %s", wait)
	}
	l.admin(t, `UPDATE malls SET next_sales_at = $1`, l.clock.Now().Add(time.Hour))
	l.count()
	if n := l.daysCounted(demand.FromOrders); n != 760 || !l.forecastDue() {
		t.Errorf("%d days, forecast due %v", n, l.forecastDue())
	}
	l.wantSold(760)
	l.nightlyRun()
	l.wantSold(761)
}

// A mall whose 400 days an older version has counted reads the older ones after
// the next nightly forecast's, and shows its forecasts all the time.
func TestOlderDaysOfAMallThatIsCounted(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	l.counted(400)
	l.soldAgo(450, 700)
	lists := 0
	next := l.calls.next
	l.calls.next = roundTrip(func(r *http.Request) (*http.Response, error) {
		if p := l.progress(); p.Reading() || !p.Whole() {
			t.Errorf("%+v", p)
		}
		lists++
		return next.RoundTrip(r)
	})
	l.count()
	l.wantSold(760)
	if lists > 12 {
		t.Errorf("%d calls", lists)
	}
}

// Where the platform refuses to list older orders, the counting ends there: with
// no failure, and without asking again in later nightly forecasts. Days that were listed
// before stay counted.
func TestOrdersThatAreTooOldToBeListed(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	l.soldAgo(1, 450, 480, 530, 700)
	if err := l.sim.SetFaults(string(mall), cafe24sim.Faults{OrdersFor: 500}); err != nil {
		t.Fatal(err)
	}
	l.count()
	if known, skipped := l.daysCounted(demand.FromOrders), l.daysCounted(demand.FromNone); known != 500 || skipped != 260 {
		t.Errorf("%d days are known, %d skipped", known, skipped)
	}
	l.wantSold(500)
	before := l.calledOrders()
	l.nightlyRun()
	if n := l.calledOrders() - before; n != 3 { // the last two weeks, and the days of an age of 30 and of 60 days
		t.Errorf("%d lists in the next night", n)
	}
	if err := l.sim.SetFaults(string(mall), cafe24sim.Faults{OrdersFor: 420}); err != nil {
		t.Fatal(err)
	}
	l.admin(t, `UPDATE demand_days SET read_on = day`) // as the first set of a mall does
	l.nightlyRun()
	if known := l.daysCounted(demand.FromOrders); known != 502 {
		t.Errorf("%d days are known", known)
	}
	l.wantSold(502)
}
