package pipeline_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/worklist"
)

// Counting uses only the part of the rate limit that nobody else needs. It
// pauses when 70 % of the mall's calls are used, long before Cafe24 refuses
// any, and a person's call succeeds at once. Orders that were read before the
// pause are not read again.
func TestDemandLeavesTheRestToOthers(t *testing.T) {
	t.Parallel()
	for name, ago := range map[string]int{"new days": 1, "older days": demand.FirstDays + 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			leavesTheRest(t, ago)
		})
	}
}

// leavesTheRest counts a day whose items come one by one. The newer days are
// counted already.
func leavesTheRest(t *testing.T, ago int) {
	t.Helper()
	const quota = 40
	l := newLedger(t, cafe24sim.Config{CallQuota: quota, BurstGuard: true})
	l.counted(ago - 1)
	noon := l.today().Add(3*time.Hour).AddDate(0, 0, -ago)
	for range 60 {
		l.put(noon, noon, cafe24sim.Bought{Code: l.codes[0], Quantity: 1})
	}
	if err := l.sim.SetFaults(string(mall), cafe24sim.Faults{EmptyItems: true}); err != nil {
		t.Fatal(err)
	}
	// The clock runs here, because the client's limits use it.
	zero, began := l.clock.Now(), time.Now()
	platform := l.platform(1.8, roundTrip(func(r *http.Request) (*http.Response, error) {
		l.clock.to(zero.Add(time.Since(began)))
		return l.calls.next.RoundTrip(r)
	}))
	work, err := pipeline.New(pipeline.Config{
		Store: stores.Pipeline(l.store), Platform: platform, Sender: l.post, Pool: l.store.Pool(), Now: l.clock.Now, Installer: allowing{l.store},
	})
	if err != nil {
		t.Fatal(err)
	}
	l.work = work
	err = l.step(hurried{t.Context()})
	if wait, limited := cafe24.RetryAfter(err); !limited || wait < 20*time.Second {
		t.Fatalf("%v", err)
	}
	stats := l.sim.Stats(string(mall))
	if calls := stats.AllCalls(); calls < quota*7/10 || calls > quota*7/10+2 || stats.AllTooMany() > 0 || stats.Bursts > 0 {
		t.Errorf("%d calls of %d, %d refused, %d in a burst", calls, quota, stats.AllTooMany(), stats.Bursts)
	}
	if due := l.dueAt().Sub(l.clock.Now()); due < 20*time.Second || due > time.Minute {
		t.Errorf("due again after %s", due)
	}
	asked := time.Now()
	if _, err := platform.Mall(string(mall), allowing{l.store}.Source(mall)).Interactive().ProductsCount(t.Context(), cafe24.ProductQuery{}); err != nil || time.Since(asked) > 15*time.Second {
		t.Errorf("a person waited %s: %v", time.Since(asked), err)
	}
	singly := stats.Calls["GET orders/{id}/items"]
	kept := rowsOf[struct{ N int }](t, l.desk, `SELECT count(*)::int FROM demand_orders`)[0].N
	if kept != singly || singly == 0 {
		t.Errorf("%d orders kept of %d that were read", kept, singly)
	}
}

// allowing returns the token that is stored.
type allowing struct {
	store *postgres.Store
}

func (a allowing) Source(mall lowstock.MallID) cafe24.TokenSource {
	return func(ctx context.Context, _ redact.Secret) (redact.Secret, error) {
		t, err := a.store.Mall(mall).Token(ctx)
		return t.Access, err
	}
}

func (allowing) RefreshDue(context.Context, lowstock.MallID) error { return nil }
func (allowing) Refused(context.Context, lowstock.MallID, error) connect.Verdict {
	return connect.NoVerdict
}
func (l *ledger) calledOrders() int { return l.sim.Stats(string(mall)).Calls["GET orders"] }

// A job that fails for a reason other than Cafe24 is tried three times and
// quarantined. It succeeds when the cause is repaired and its time has come.
// Another mall is not affected.
func TestPoisonedDemandIsQuarantined(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	noon := l.today().Add(3*time.Hour).AddDate(0, 0, -1)
	l.put(noon, noon, cafe24sim.Bought{Code: l.codes[0], Quantity: 3})
	l.admin(t, `ALTER TABLE demand ADD CONSTRAINT poison CHECK (variant_code <> '`+l.codes[0]+`')`)
	metrics := prometheus.NewRegistry()
	platform := l.platform(1000, l.calls.next)
	work, err := pipeline.New(pipeline.Config{
		Store: stores.Pipeline(l.store), Platform: platform, Sender: l.post, Pool: l.store.Pool(), Now: l.clock.Now, Installer: allowing{l.store},
		Tick: 50 * time.Millisecond, RetryWait: 100 * time.Millisecond, Registerer: metrics,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := work.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		if err := work.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	until(t, func() string {
		n := gauge(t, metrics, "inventory_alert_set_aside_jobs_all")
		return missing(n == 1, "%v set aside", n)
	})
	tried := l.calledOrders()
	throughout(t, time.Second, func() string {
		return missing(l.calledOrders() == tried && tried == 3, "tried %d times", l.calledOrders())
	})
	l.admin(t, `ALTER TABLE demand DROP CONSTRAINT poison`)
	l.clock.to(l.clock.Now().Add(61 * time.Minute))
	until(t, func() string {
		p := l.progress()
		return missing(p.Done == 400, "%+v", p)
	})
	l.wantSold(3)
}

// hurried always has 20 s left, which is less than the pause: the job gives up at once, however slow the machine is.
type hurried struct{ context.Context } //nolint:containedctx // it is a context

func (hurried) Deadline() (time.Time, bool) { return time.Now().Add(20 * time.Second), true }

// demandJob is a job that a dispatcher inserts when it saw the work due just
// before the work was quarantined.
type demandJob struct {
	Mall lowstock.MallID `json:"mall"`
}

func (demandJob) Kind() string { return string(worklist.DueDemand) }

func TestJobOfQuarantinedWorkDoesNothing(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	l.put(l.today(), l.today(), cafe24sim.Bought{Code: l.codes[0], Quantity: 3})
	if _, err := l.store.QuarantineWork(t.Context(), worklist.Due{Kind: worklist.DueDemand, Mall: mall}, 1, "poison", l.clock.Now()); err != nil {
		t.Fatal(err)
	}
	work, err := pipeline.New(pipeline.Config{
		Store: stores.Pipeline(l.store), Platform: l.platform(1000, l.calls.next), Sender: l.post, Pool: l.store.Pool(), Now: l.clock.Now, Installer: allowing{l.store},
		Tick: 50 * time.Millisecond, RetryWait: 100 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	done, cancel := work.River().Subscribe(river.EventKindJobCompleted)
	t.Cleanup(cancel)
	if err := work.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		if err := work.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	if _, err := work.River().Insert(t.Context(), demandJob{mall}, &river.InsertOpts{Queue: "demand"}); err != nil {
		t.Fatal(err)
	}
	for event := range done {
		if event.Job.Kind == string(worklist.DueDemand) {
			break
		}
	}
	if n := l.calledOrders(); n != 0 {
		t.Errorf("orders were asked for %d times", n)
	}
}

// A day with more orders than Cafe24 lists is not counted at all, because the
// count would be too low. The days before and after it are counted.
func TestDemandOfADayWithTooManyOrders(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	noon := l.today().Add(3 * time.Hour)
	l.put(noon.AddDate(0, 0, -1), noon.AddDate(0, 0, -1), cafe24sim.Bought{Code: l.codes[0], Quantity: 1})
	busy := noon.AddDate(0, 0, -2)
	l.put(busy, busy, cafe24sim.Bought{Code: l.codes[0], Quantity: 1})
	day := busy.Format(time.DateOnly)
	next := l.calls.next
	l.calls.next = roundTrip(func(r *http.Request) (*http.Response, error) {
		if q := r.URL.Query(); q.Get("start_date") <= day && q.Get("end_date") >= day {
			return fullPage(r)
		}
		return next.RoundTrip(r)
	})
	l.admin(t, `UPDATE demand_reads SET step = 4`) // a longer range would only be halved more often
	l.count()
	got := l.series(3)[l.codes[0]]
	if got[0].State != demand.InStock || got[1].State != demand.Unknown || got[2] != (demand.Day{Units: 1, State: demand.InStock}) {
		t.Errorf("%+v", got)
	}
	if p := l.progress(); p.Done != 400 {
		t.Errorf("%+v", p)
	}
}
