package cafe24sim_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

type itemRow struct {
	Code     string `json:"variant_code"`
	Quantity int
	Claimed  int    `json:"claim_quantity"`
	Status   string `json:"order_status"`
	Become   string `json:"status_code"`
}

// A claimed part of an item has its own row. It is added to the stock again when the claim is completed.
func TestClaimsSplitItems(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 5})
	code := w.Products(mall)[0].Variants[0].Code
	must(t, w.SetInventory(mall, code, func(v *cafe24sim.Variant) {
		v.Quantity, v.Untracked, v.Hidden, v.NotSelling, v.DeductAtPayment = 20, false, false, false, false
	}))
	id, err := w.Sell(mall, code, 9)
	must(t, err)
	for _, c := range []cafe24sim.Claim{{"C40", 2}, {"R40", 3}, {"R00", 1}} {
		must(t, w.ClaimItem(mall, id, 0, c))
	}
	if err := w.ClaimItem(mall, id, 0, cafe24sim.Claim{Status: "C40", Quantity: 4}); err == nil {
		t.Error("more was cancelled than is left")
	}
	got := into[struct{ Items []itemRow }](t, w.get("orders/"+id+"/items")).Items
	want := []itemRow{{code, 3, 0, "N10", "N1"}, {code, 2, 2, "C40", "C2"}, {code, 3, 3, "R40", "C3"}, {code, 1, 1, "R00", "N1"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if kept := w.Orders(mall)[0].Kept(0); kept != 4 {
		t.Errorf("kept %d", kept)
	}
	if n, _ := w.Stock(mall, code); n != 20-9+5 {
		t.Errorf("stock %d", n)
	}
}

func TestOrdersByTheDayTheyWerePaid(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 5})
	code := w.Products(mall)[0].Variants[0].Code
	at := time.Date(2026, 11, 10, 14, 59, 59, 0, time.UTC) // the last second of the 10th in Korea
	paid, err := w.PutOrder(mall, at, at.Add(time.Second), cafe24sim.Bought{Code: code, Quantity: 2})
	must(t, err)
	_, err = w.PutOrder(mall, at, time.Time{}, cafe24sim.Bought{Code: code, Quantity: 1})
	must(t, err)
	list := func(day, dateType string) (ids []string) {
		for _, o := range into[struct {
			Orders []struct {
				ID string `json:"order_id"`
			}
		}](t, w.get("orders?start_date="+day+"&end_date="+day+dateType)).Orders {
			ids = append(ids, o.ID)
		}
		return ids
	}
	if n := len(list("2026-11-10", "")); n != 2 {
		t.Errorf("%d placed on the 10th", n)
	}
	if got := list("2026-11-10", "&date_type=pay_date"); len(got) != 0 {
		t.Errorf("paid on the 10th: %v", got)
	}
	if diff := cmp.Diff([]string{paid}, list("2026-11-11", "&date_type=pay_date")); diff != "" {
		t.Error(diff)
	}
	if a := w.get("orders?start_date=2026-11-10&end_date=2026-11-10&date_type=no_date"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d", a.status)
	}
	asked := w.Queries(mall, "GET orders")
	if len(asked) != 4 || asked[1].Get("date_type") != "pay_date" {
		t.Errorf("%v", asked)
	}
}
