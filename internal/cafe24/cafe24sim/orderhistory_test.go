package cafe24sim_test

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

type inventOrder struct {
	ID       string `json:"order_id"`
	Paid     string
	Canceled string
	Placed   time.Time `json:"order_date"`
	PaidAt   time.Time `json:"payment_date"`
	Buyer    string    `json:"buyer_name"`
	Phone    string    `json:"buyer_cellphone"`
	Items    []pageItem
}

type pageItem struct {
	Code     string `json:"variant_code"`
	Product  string `json:"product_code"`
	Quantity int
	Status   string `json:"order_status"`
}

// ordersOf lists the orders of some days with their items, in one call.
func (w *world) ordersOf(from, to, more string) []inventOrder {
	w.t.Helper()
	w.clock.Advance(time.Second) // avoids the limits, which other tests check
	return into[struct{ Orders []inventOrder }](w.t, w.get("orders?embed=items&limit=1000&start_date="+from+"&end_date="+to+more)).Orders
}

func TestHistoryIsListedLikeOtherOrders(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 120, OrderHistoryDays: 400})
	const from, to = "2026-08-25", "2026-09-20"
	all := w.ordersOf(from, to, "")
	if len(all) < 300 || all[0].Buyer == "" || all[0].Phone == "" || len(all[0].Items) == 0 {
		t.Fatalf("%d orders", len(all))
	}
	if !slices.IsSortedFunc(all, func(a, b inventOrder) int { return cmp.Compare(b.ID, a.ID) }) {
		t.Error("not newest first")
	}
	var paged, single []inventOrder
	for offset := 0; offset < len(all); offset += 90 {
		paged = append(paged, w.ordersOf(from, to, fmt.Sprintf("&offset=%d", offset))[:min(90, len(all)-offset)]...)
	}
	for day := time.Date(2026, 9, 20, 0, 0, 0, 0, time.UTC); day.Format(time.DateOnly) >= from; day = day.AddDate(0, 0, -1) {
		single = append(single, w.ordersOf(day.Format(time.DateOnly), day.Format(time.DateOnly), "")...)
	}
	if diff := gocmp.Diff(all, paged); diff != "" {
		t.Errorf("by pages: %s", diff)
	}
	if diff := gocmp.Diff(all, single); diff != "" {
		t.Errorf("day by day: %s", diff)
	}
	if n := into[struct{ Count int }](t, w.get("orders/count?start_date="+from+"&end_date="+to)).Count; n != len(all) {
		t.Errorf("count %d of %d", n, len(all))
	}
	checkFates(t, w, all)
	one := all[len(all)/2]
	items := into[struct{ Items []pageItem }](t, w.get("orders/"+one.ID+"/items")).Items
	if diff := gocmp.Diff(one.Items, items); diff != "" {
		t.Error(diff)
	}
	if a := w.get("orders/20260901-0009999/items"); a.status != http.StatusNotFound {
		t.Errorf("no such order: %d", a.status)
	}
	for _, o := range w.ordersOf(from, to, "&product_code="+one.Items[0].Product) {
		if !slices.ContainsFunc(o.Items, func(i pageItem) bool { return i.Product == one.Items[0].Product }) {
			t.Errorf("%s without %s", o.ID, one.Items[0].Product)
		}
	}
	must(t, w.SetFaults(mall, cafe24sim.Faults{EmptyItems: true}))
	if bare := w.ordersOf(from, to, ""); len(bare) != len(all) || len(bare[0].Items) != 0 {
		t.Errorf("%d orders, the first with %d items", len(bare), len(bare[0].Items))
	}
}

// checkFates checks that every state of orders occurs, and that each order is listed on the day on which it was paid.
func checkFates(t *testing.T, w *world, placed []inventOrder) {
	t.Helper()
	unpaid, cancelled, returned := 0, 0, 0
	want, got := map[string]string{}, map[string]string{} // the day of payment
	for _, o := range placed {
		switch {
		case o.Canceled == "T":
			cancelled++
		case o.Paid == "F":
			unpaid++
		}
		if !o.PaidAt.IsZero() && o.PaidAt.Format(time.DateOnly) >= "2026-09-01" && o.PaidAt.Format(time.DateOnly) <= "2026-09-10" {
			want[o.ID] = o.PaidAt.Format(time.DateOnly)
		}
		if slices.ContainsFunc(o.Items, func(i pageItem) bool { return i.Status == "R40" }) {
			returned++
		}
	}
	if unpaid == 0 || cancelled == 0 || returned == 0 || unpaid+cancelled+returned > len(placed)/5 {
		t.Errorf("of %d: %d unpaid, %d cancelled, %d returned", len(placed), unpaid, cancelled, returned)
	}
	for day := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC); day.Day() <= 10; day = day.AddDate(0, 0, 1) {
		on := day.Format(time.DateOnly)
		for _, o := range w.ordersOf(on, on, "&date_type=pay_date") {
			got[o.ID] = on
		}
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("paid on days: %s", diff)
	}
}

// The days before a mall was made do not change: not by live orders, by changes of the catalogue, or by a restart.
func TestHistoryStaysWhatItIs(t *testing.T) {
	t.Parallel()
	cfg := cafe24sim.Config{Products: 60, OrderHistoryDays: 50, DataFile: filepath.Join(t.TempDir(), "sim.json")}
	now := &clock{now: time.Date(2026, 11, 20, 1, 2, 3, 0, time.UTC)}
	cfg.Now = now.Now
	w := again(t, cfg, now)
	code := w.Products(mall)[9].Variants[0].Code
	must(t, w.SetInventory(mall, code, func(v *cafe24sim.Variant) { v.Quantity = 20 }))
	old := w.ordersOf("2026-10-20", "2026-11-20", "")
	id, err := w.Sell(mall, code, 1)
	must(t, err)
	if len(old) < 100 || !old[0].Placed.Before(w.clock.Now()) || id <= old[0].ID {
		t.Fatalf("%d, the newest of %v; sold as %s", len(old), old[0].Placed, id)
	}
	must(t, w.DeleteProduct(mall, 3))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w.Run(ctx)

	now.Advance(49 * time.Hour)
	list := again(t, cfg, now).ordersOf("2026-10-01", "2026-11-22", "")
	if len(list) <= len(old) || list[0].ID != id {
		t.Fatalf("%d orders were %d and one that is live", len(list), len(old))
	}
	for i := range old {
		if old[i].ID != list[i+1].ID || !slices.EqualFunc(old[i].Items, list[i+1].Items, func(a, b pageItem) bool { return a.Code == b.Code && a.Quantity == b.Quantity }) {
			t.Fatalf("%+v is now %+v", old[i], list[i+1])
		}
	}
	if first := list[len(list)-1].Placed; first.Before(time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("longer ago than was asked for: %v", first)
	}
}

// again starts a simulator in which nothing happens by itself.
func again(t *testing.T, cfg cafe24sim.Config, now *clock) *world {
	t.Helper()
	s := cafe24sim.New(cfg)
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	grant, err := s.Grant(mall)
	must(t, err)
	return &world{Server: s, t: t, url: server.URL, token: grant.AccessToken, clock: now}
}

// Without OrderHistoryDays there is no history.
func TestNoHistoryByDefault(t *testing.T) {
	t.Parallel()
	if list := start(t, cafe24sim.Config{Products: 60}).ordersOf("2026-10-20", "2026-11-20", ""); len(list) != 0 {
		t.Errorf("%d orders", len(list))
	}
}

// A page of a long range must not take longer than the time that the platform's own pace leaves for it.
func BenchmarkHistoryPage(b *testing.B) {
	now := &clock{now: time.Date(2026, 11, 20, 1, 2, 3, 0, time.UTC)}
	sim := cafe24sim.New(cafe24sim.Config{OrderHistoryDays: 400, CallQuota: 1 << 40, Now: now.Now})
	grant, err := sim.Grant(mall)
	if err != nil {
		b.Fatal(err)
	}
	to := now.Now().AddDate(0, 0, -1)
	path := fmt.Sprintf("/mall/%s/api/v2/admin/orders?embed=items&date_type=pay_date&limit=500&offset=%%d&start_date=%s&end_date=%s",
		mall, to.AddDate(0, 0, -79).Format(time.DateOnly), to.Format(time.DateOnly))
	b.ReportAllocs()
	for i := range b.N {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, fmt.Sprintf(path, i%20*500), nil)
		r.Header.Set("Authorization", "Bearer "+grant.AccessToken)
		r.Header.Set("Content-Type", "application/json")
		now.Advance(time.Second / 2)
		if i%1000 == 999 {
			now.Advance(-8 * time.Minute) // the token must not expire
		}
		w := httptest.NewRecorder()
		sim.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}
