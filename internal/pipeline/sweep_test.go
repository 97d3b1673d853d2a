package pipeline_test

import (
	"fmt"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// TestSweepAtTheFloor reads a large catalogue as fast as Cafe24's bucket
// drains, and no faster. SWEEP_PRODUCTS is the number of products.
func TestSweepAtTheFloor(t *testing.T) {
	t.Parallel()
	products := number(t, "SWEEP_PRODUCTS", 2000)
	b := newBench(t, options{products: products, watch: time.Hour, idle: true})
	b.admin(t, unsearchable)
	started := time.Now()
	b.start(t, b.work)
	sync := b.synced(t)
	took := time.Since(started)
	stats := b.sim.Stats(string(mall))
	t.Logf("%d products in %s: %d calls (%v), %d × 429, peak %d a second",
		sync.ProductsDone, took, stats.AllCalls(), stats.Calls, stats.AllTooMany(), stats.PeakPerSecond)
	if sync.State != inbound.SyncDone || sync.ProductsDone != products {
		t.Errorf("sync %+v", sync)
	}
	large := stats.Calls["GET products/{no}/variants"] // one call for each product of a hundred variants and more, from a bucket of its own
	if stats.AllCalls()-large > products/100+10 || large > products/100 || stats.AllTooMany() > 0 || stats.Bursts > 0 {
		t.Errorf("%d calls, %d × 429, %d bursts", stats.AllCalls(), stats.AllTooMany(), stats.Bursts)
	}
	if took > 2*time.Minute { // 10,000: about 33 s on an idle machine; the bucket alone takes 31
		t.Errorf("took %s", took)
	}
}

func TestSweepGoesOnAfterFailures(t *testing.T) {
	t.Parallel()
	b := newBench(t, options{products: 250, idle: true})
	b.faults(t, cafe24sim.Faults{Answer: cafe24sim.AnswerHTML, AnswerTimes: 1, Endpoint: "GET products"})
	b.start(t, b.work)
	until(t, func() string { return missing(b.sim.Faults(string(mall)).Answer == "", "the fault has not struck") })
	until(t, func() string { // the sync is delayed, not failed
		b.forward(t, 2*time.Second)
		sync, err := b.store.Mall(mall).LatestSync(t.Context())
		return missing(sync.State != inbound.SyncRunning, "sync is %s at %d, error %v", sync.State, sync.ProductsDone, err)
	})
	if sync := b.synced(t); sync.State != inbound.SyncDone || sync.ProductsDone != 250 {
		t.Errorf("sync %+v", sync)
	}
}

func TestSweepOfRemovedAppAsksToReconnect(t *testing.T) {
	t.Parallel()
	b := newBench(t, options{products: 5, idle: true})
	b.faults(t, cafe24sim.Faults{Revoked: true})
	b.start(t, b.work)
	until(t, func() string {
		c, err := b.store.Mall(mall).Connection(t.Context(), b.clock.Now())
		return missing(err == nil && !c.Refusal.Since.IsZero() && c.LatestSync.State == inbound.SyncRunning, "sync %s, %v", c.LatestSync.State, err)
	})
	b.clock.advance(connect.RefusalGap + time.Second)
	if sync := b.synced(t); sync.State != inbound.SyncFailed || sync.Error != "sync.error.auth" {
		t.Errorf("sync %+v", sync)
	}
	m, err := b.store.Mall(mall).Info(t.Context())
	if err != nil || m.State != lowstock.MallReconnect {
		t.Errorf("mall is %s, error %v", m.State, err)
	}
}

func TestSweepFindsWhatIsGone(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, options{})
	b.faults(t, cafe24sim.Faults{LoseWebhooks: 1})
	gone := b.productOf(t, code)
	if err := b.sim.DeleteProduct(string(mall), gone); err != nil {
		t.Fatal(err)
	}
	first := b.synced(t)
	running, err := b.work.RequestSync(t.Context(), mall)
	if err != nil || running.ID == first.ID || running.First {
		t.Fatalf("sync %+v, error %v", running, err)
	}
	until(t, func() string {
		sync := b.synced(t)
		return missing(sync.ID == running.ID, "another sync is the latest")
	})
	if _, err := b.store.Mall(mall).Product(t.Context(), int64(gone)); lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		t.Errorf("product %d: %v", gone, err)
	}
}

func TestListThatEndsEarlyIsNotBelieved(t *testing.T) {
	t.Parallel()
	b, _ := quiet(t, options{products: 250, watch: time.Hour})
	first := b.synced(t)
	b.cut.on.Store(true)
	if _, err := b.work.RequestSync(t.Context(), mall); err != nil {
		t.Fatal(err)
	}
	until(t, func() string {
		return missing(b.synced(t).ID != first.ID, "the sync has not begun")
	})
	if sync := b.synced(t); sync.State != inbound.SyncFailed || sync.Error != "sync.error.incomplete" {
		t.Errorf("sync %+v", sync)
	}
	if _, err := b.store.Mall(mall).Product(t.Context(), int64(b.sim.Products(string(mall))[249].No)); err != nil {
		t.Errorf("the last product: %v", err)
	}
}

func TestCategoryMembersFollowRule(t *testing.T) {
	t.Parallel()
	b, _ := quiet(t, options{products: 40})
	categories, err := b.store.Mall(mall).Categories(t.Context())
	if err != nil || len(categories) == 0 {
		t.Fatalf("%d categories, error %v", len(categories), err)
	}
	members := map[int64]bool{}
	no := 0
	for _, p := range b.sim.Products(string(mall)) {
		if len(p.Categories) > 0 && (no == 0 || p.Categories[0] == no) {
			no = p.Categories[0]
			members[int64(p.No)] = true
		}
	}
	threshold := 60
	if _, _, err := b.store.Mall(mall).SetRule(t.Context(), lowstock.RuleChange{CategoryNo: no, Threshold: &threshold}, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := b.work.LoadCategory(t.Context(), mall, no); err != nil {
		t.Fatal(err)
	}
	all, _, err := b.store.Mall(mall).Incidents(t.Context(), listing.Params{Limit: 100})
	if err != nil || len(all) == 0 {
		t.Fatalf("%d incidents, error %v", len(all), err)
	}
	for _, i := range all {
		if i.ThresholdSource != lowstock.ScopeCategory {
			t.Errorf("%s by %s", i.VariantCode, i.ThresholdSource)
		}
		delete(members, i.ProductNo)
	}
	if len(members) > 0 {
		t.Errorf("members without an incident: %v", members)
	}
	b.outbox.wait(t, 1)
}

func missing(there bool, what string, args ...any) string {
	if there {
		return ""
	}
	return fmt.Sprintf(what, args...)
}
