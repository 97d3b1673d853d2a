package cafe24_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
)

// display_soldout F continues to sell at 0 if the stock is managed, in every form of stock. A variant without that
// field is sold out at 0, which is Cafe24's default.
func TestSellsAtZero(t *testing.T) {
	t.Parallel()
	for stock, want := range map[string]cafe24.Variant{
		`"quantity":0,"use_inventory":"T","display_soldout":"F"`:                                                                   {SellsAtZero: true},
		`"quantity":-3,"use_inventory":"T","display_soldout":"F"`:                                                                  {SellsAtZero: true, Quantity: -3},
		`"quantity":0,"use_inventory":"T","display_soldout":"T","important_inventory":"A"`:                                         {},
		`"quantity":0,"use_inventory":"T","important_inventory":"B"`:                                                               {Important: true},
		`"quantity":0,"use_inventory":"T","display_soldout":null`:                                                                  {},
		`"quantity":0,"use_inventory":"T","display_soldout":"?"`:                                                                   {},
		`"quantity":0,"use_inventory":"T","display_soldout":false`:                                                                 {SellsAtZero: true},
		`"inventories":{"quantity":0,"use_inventory":"T","display_soldout":"F","important_inventory":"B"}`:                         {SellsAtZero: true, Important: true},
		`"inventories":[{"quantity":0,"use_inventory":"T","display_soldout":"F"}]`:                                                 {SellsAtZero: true},
		`"display_soldout":"T","important_inventory":"B","inventories":[{"quantity":0,"use_inventory":"T","display_soldout":"F"}]`: {SellsAtZero: true, Important: true},
		`"display_soldout":"F","inventories":{"quantity":0,"use_inventory":"T"}`:                                                   {SellsAtZero: true},
		`"inventories":{"quantity":0,"use_inventory":"T"}`:                                                                         {},
	} {
		var v cafe24.Variant
		if err := json.Unmarshal([]byte(`{"variant_code":"P0000AAA000A",`+stock+`}`), &v); err != nil {
			t.Fatal(err)
		}
		want.Code, want.Display, want.Selling, want.Tracked, want.QuantityKnown = "P0000AAA000A", true, true, true, true
		if diff := cmp.Diff(want, v); diff != "" {
			t.Errorf("%s: %s", stock, diff)
		}
	}
	var untracked cafe24.Variant
	if err := json.Unmarshal([]byte(`{"variant_code":"P0000AAA000A","quantity":0,"use_inventory":"F","display_soldout":"F"}`), &untracked); err != nil || untracked.SellsAtZero {
		t.Errorf("stock that is not managed: %+v, %v", untracked, err)
	}
}
