package pipeline_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

// shopped places random orders in the last days. Some are never paid, some are
// paid days later, and some contain the same item twice.
func (l *ledger) shopped(rng *rand.Rand, days int) {
	l.t.Helper()
	ago := time.Duration(rng.Int64N(int64(days) * int64(24*time.Hour)))
	placed := l.clock.Now().Add(-ago).Truncate(time.Second)
	paid := placed.Add(time.Duration(rng.Int64N(int64(50 * time.Hour)))).Truncate(time.Second)
	if rng.Float64() < 0.1 || paid.After(l.clock.Now()) {
		paid = time.Time{}
	}
	var items []cafe24sim.Bought
	for range 1 + rng.IntN(3) {
		items = append(items, cafe24sim.Bought{Code: l.codes[rng.IntN(len(l.codes))], Quantity: 1 + rng.IntN(4)})
	}
	l.put(placed, paid, items...)
}

// regretted cancels or returns a part of an order of the last days, or only
// requests it.
func (l *ledger) regretted(rng *rand.Rand, days int) {
	l.t.Helper()
	orders := l.sim.Orders(string(mall))
	for range 20 {
		o := orders[rng.IntN(len(orders))]
		item := rng.IntN(len(o.Items))
		left := o.Items[item].Quantity
		for _, c := range o.Items[item].Claims {
			left -= c.Quantity
		}
		if age := l.today().Sub(localtime.DayOf(o.PaidAt, seoul)).Hours() / 24; o.PaidAt.IsZero() || age > float64(days) || left < 1 || !o.Canceled.IsZero() {
			continue
		}
		var err error
		if rng.Float64() < 0.2 {
			err = l.sim.CancelOrder(string(mall), o.ID)
		} else {
			status := []string{"C40", "R40", "R30", "C00", "R11", "C34"}[rng.IntN(6)]
			err = l.sim.ClaimItem(string(mall), o.ID, item, cafe24sim.Claim{Status: status, Quantity: 1 + rng.IntN(left)})
		}
		if err != nil {
			l.t.Fatal(err)
		}
		return
	}
}

// The orders of more than a year are counted while processes die, hang and
// continue. Then further nightly forecasts follow, with new orders and with cancellations
// and returns of older orders. Every day of every variant must be equal to what
// the mall has sold.
func TestDemandOfARandomHistory(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 24))
	l := newLedger(t, cafe24sim.Config{})
	for range 700 {
		l.shopped(rng, 430)
	}
	for range 140 {
		l.regretted(rng, 430)
	}
	next, dies := l.calls.next, &killer{}
	l.calls.next = roundTrip(func(r *http.Request) (*http.Response, error) {
		dies.called()
		if strings.HasSuffix(r.URL.Path, "/orders") && rng.Float64() < 0.4 {
			// This process hangs until another process has its claim, and then
			// continues.
			l.clock.to(l.clock.Now().Add(6 * time.Minute))
			if _, err := l.store.Mall(mall).ClaimDemand(t.Context(), l.clock.Now(), time.Minute); err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
				t.Error(err)
			}
		}
		return next.RoundTrip(r)
	})
	jobs, interrupted := 0, 0
	for ; l.progress().Done < 300; jobs++ {
		l.clock.to(l.dueAt())
		ctx, cancel := context.WithCancel(t.Context())
		dies.next(cancel, rng)
		err := l.step(ctx)
		if ctx.Err() != nil {
			interrupted++
		}
		cancel()
		if err != nil && !errors.Is(err, context.Canceled) && lowstock.ErrorCode(err) != lowstock.CodeUnavailable && !cafe24.Temporary(err) {
			t.Fatal(err)
		}
	}
	t.Logf("%d jobs were begun, %d interrupted, for %+v", jobs, interrupted, l.progress())
	if interrupted < 3 {
		t.Errorf("%d of %d jobs were interrupted", interrupted, jobs)
	}
	l.calls.next = next
	l.count()
	if p := l.progress(); p.Done != 400 || p.Wanted != 400 || p.Source != demand.FromOrders {
		t.Errorf("%+v", p)
	}
	l.wantSold(400)
	for range 6 {
		l.clock.to(l.clock.Now().Add(20 * time.Hour))
		for range 12 {
			l.shopped(rng, 1)
			l.regretted(rng, 12)
		}
		l.nightlyRun()
	}
	l.wantSold(400)
}

// killer interrupts a step at one of its calls, or within the few milliseconds
// after it in which the answer is stored. It counts calls, since time would
// interrupt every step of a busy machine.
type killer struct {
	calls atomic.Int64 // until the end; at first 0: never
	after time.Duration
	kill  context.CancelFunc
}

func (k *killer) next(kill context.CancelFunc, rng *rand.Rand) {
	k.kill, k.after = kill, time.Duration(rng.Int64N(int64(5*time.Millisecond)))
	if rng.IntN(3) == 0 {
		k.after = 0
	}
	k.calls.Store(1 + rng.Int64N(4))
}

func (k *killer) called() {
	if k.calls.Add(-1) == 0 {
		time.AfterFunc(k.after, k.kill)
	}
}

// A process has read its list of orders when it hangs. Another process takes
// over after two of these orders were cancelled, and finishes before the first
// one continues. The first process has old data and must change nothing.
func TestDemandOfAProcessThatSlept(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	noon := l.today().Add(3*time.Hour).AddDate(0, 0, -1)
	var ids []string
	for n := range 4 {
		ids = append(ids, l.put(noon, noon, cafe24sim.Bought{Code: l.codes[n], Quantity: 1 + n}))
	}
	next, slept := l.calls.next, false
	l.calls.next = roundTrip(func(r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if slept {
			return res, err
		}
		slept = true
		l.clock.to(l.clock.Now().Add(6 * time.Minute))
		for _, id := range ids[:2] {
			if err := l.sim.CancelOrder(string(mall), id); err != nil {
				t.Error(err)
			}
		}
		other := l.process(1000, next)
		for l.dueAt().Before(l.clock.Now().Add(time.Hour)) && !t.Failed() {
			l.clock.to(l.dueAt())
			if err := other.Step(t.Context(), worklist.Due{Kind: worklist.DueDemand, Mall: mall}); err != nil {
				t.Error(err)
			}
		}
		l.wantSold(400)
		return res, err
	})
	if err := l.step(t.Context()); err != nil {
		t.Error(err)
	}
	l.wantSold(400)
	if !slept || l.dueAt().Sub(l.clock.Now()) < time.Hour {
		t.Errorf("slept %v, due again at %s", slept, l.dueAt())
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip implements [http.RoundTripper].
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// If the list omits the items, they are requested order by order, each order
// once, however many jobs that takes.
func TestDemandOrderByOrder(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	noon := l.today().Add(3*time.Hour).AddDate(0, 0, -1)
	for n := range 60 {
		l.put(noon.Add(time.Duration(n)*time.Minute), noon.Add(time.Duration(n)*time.Minute), cafe24sim.Bought{Code: l.codes[n%len(l.codes)], Quantity: 1 + n%3})
	}
	for n := range 10 {
		l.put(noon.AddDate(0, 0, -40*n-2), noon.AddDate(0, 0, -40*n-2), cafe24sim.Bought{Code: l.codes[n], Quantity: 2})
	}
	if err := l.sim.SetFaults(string(mall), cafe24sim.Faults{EmptyItems: true}); err != nil {
		t.Fatal(err)
	}
	jobs := l.count()
	l.wantSold(400)
	if n := l.sim.Stats(string(mall)).Calls["GET orders/{id}/items"]; n != 70 || jobs < 3 {
		t.Errorf("%d calls for the items of 70 orders, in %d jobs", n, jobs)
	}
	if kept := rowsOf[struct{ N int }](t, l.desk, `SELECT count(*)::int FROM demand_orders`)[0].N; kept != 0 {
		t.Errorf("%d orders were kept", kept)
	}
}

// The app never requests data about a buyer, and never more days at once than
// the platform allows.
func TestDemandAsksForNoBuyer(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	noon := l.today().Add(3 * time.Hour)
	for n := range 30 {
		l.put(noon.AddDate(0, 0, -n-2), noon.AddDate(0, 0, -n-2), cafe24sim.Bought{Code: l.codes[0], Quantity: 1})
	}
	l.count()
	l.admin(t, `DELETE FROM demand_days WHERE day > $1`, l.today().AddDate(0, 0, -5))
	l.admin(t, `UPDATE demand_reads SET next_at = $1`, l.clock.Now())
	if err := l.sim.SetFaults(string(mall), cafe24sim.Faults{EmptyItems: true}); err != nil {
		t.Fatal(err)
	}
	l.count()
	lists, items := l.sim.Queries(string(mall), "GET orders"), l.sim.Queries(string(mall), "GET orders/{id}/items")
	if len(lists) < 6 || len(items) == 0 {
		t.Fatalf("%d lists, %d orders", len(lists), len(items))
	}
	allowed := []string{
		"order_id", "order_date", "payment_date", "paid", "canceled", "items",
		"order_item_code", "product_no", "product_code", "variant_code", "quantity", "claim_quantity", "order_status", "status_code", "ordered_date",
		"product_bundle", "product_bundle_no", "product_bundle_list", "was_product_bundle",
	}
	for _, q := range slices.Concat(lists, items) {
		for f := range strings.SplitSeq(q.Get("fields"), ",") {
			if !slices.Contains(allowed, f) {
				t.Errorf("asked for %q", f)
			}
		}
		if embed := q.Get("embed"); embed != "" && embed != "items" {
			t.Errorf("embedded %q", embed)
		}
	}
	for _, q := range lists {
		from, _ := time.Parse(time.DateOnly, q.Get("start_date"))
		to, _ := time.Parse(time.DateOnly, q.Get("end_date"))
		if days := to.Sub(from).Hours()/24 + 1; days < 1 || days > 88 || q.Get("date_type") != "pay_date" {
			t.Errorf("%.0f days of %s", days, q.Get("date_type"))
		}
	}
}

// Without the permission, or when Cafe24 refuses it, the units sold are counted
// from the stock levels. After the consent they are counted from the orders.
func TestDemandWithoutThePermission(t *testing.T) {
	t.Parallel()
	for name, scopes := range map[string][]string{"not asked for": {"mall.read_product"}, "refused": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLedger(t, cafe24sim.Config{}, scopes...)
			if scopes == nil {
				if err := l.sim.SetFaults(string(mall), cafe24sim.Faults{ScopeMissing: true}); err != nil {
					t.Fatal(err)
				}
			}
			code := l.codes[0]
			apply := func(quantity int) {
				t.Helper()
				_, err := l.work.Apply(t.Context(), mall, inbound.Levels{Source: lowstock.SourceHint, StartedAt: l.clock.Now(), Readings: []inbound.ProductReading{{
					Product:  lowstock.Product{No: 1, Code: "P1", Display: true, Selling: true, CategoryNos: []int{}},
					Variants: []lowstock.Variant{{ProductNo: 1, Code: code, Display: true, Selling: true, Tracked: true, Quantity: quantity}},
				}}})
				if err != nil {
					t.Fatal(err)
				}
			}
			apply(9)
			for _, quantity := range []int{7, 0, 12} { // sold on the first day, sold out on the second, restocked on the third
				l.clock.to(l.clock.Now().Add(18 * time.Hour))
				apply(quantity)
			}
			l.clock.to(l.clock.Now().Add(18 * time.Hour))
			noon := l.today().Add(3 * time.Hour)
			l.put(noon.AddDate(0, 0, -1), noon.AddDate(0, 0, -1), cafe24sim.Bought{Code: code, Quantity: 4})
			persistTwice(t, l)
			got := l.series(4)[code]
			want := []demand.Day{{State: demand.Unknown}, {Units: 2, State: demand.Partial}, {Units: 7, State: demand.Partial}, {State: demand.Partial}}
			if !slices.Equal(got, want) {
				t.Errorf("%+v", got)
			}
			if p := l.progress(); p.Source != demand.FromLevels || p.Done != 3 || p.Wanted != 3 {
				t.Errorf("%+v", p)
			}
			// A refusal costs two calls, because the token of three days ago is
			// refused first.
			if calls := l.sim.Stats(string(mall)).Calls["GET orders"]; scopes == nil && calls != 2 || scopes != nil && calls != 0 {
				t.Errorf("%d calls", calls)
			}

			if err := l.sim.SetFaults(string(mall), cafe24sim.Faults{}); err != nil {
				t.Fatal(err)
			}
			l.clock.to(l.dueAt())
			l.allow() // a consent with all scopes
			l.count()
			if got := l.series(2)[code]; got[0].Units != 4 || l.progress().Done != 400 {
				t.Errorf("with the permission: %+v, %+v", got, l.progress())
			}
		})
	}
}

// persistTwice counts although the first job gets a refusal.
func persistTwice(t *testing.T, l *ledger) {
	t.Helper()
	var forbidden *cafe24.ForbiddenError
	if err := l.step(t.Context()); err != nil && !errors.As(err, &forbidden) {
		t.Fatal(err)
	}
	l.count()
}
