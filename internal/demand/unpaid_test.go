package demand_test

import (
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
)

func TestExplainUnpaid(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)
	known := func(units, orders int) demand.Unpaid {
		return demand.Unpaid{Held: demand.Held{Units: units, Orders: orders, Oldest: now}, ReadAt: now.Add(-time.Hour), Counted: true}
	}
	old := known(6, 2)
	old.ReadAt = now.Add(-3*time.Hour - time.Second)
	for name, c := range map[string]struct {
		variant lowstock.Variant
		unpaid  demand.Unpaid
		want    []string
		warns   bool
	}{
		"taken off at the order": {lowstock.Variant{Tracked: true, Quantity: 5}, known(6, 2), nil, false},
		"not tracked":            {lowstock.Variant{AtPayment: true}, known(6, 2), nil, false},
		"too few":                {lowstock.Variant{Tracked: true, AtPayment: true, Quantity: 5}, known(6, 2), []string{"unpaid_rule", "unpaid_short", "unpaid_oldest"}, true},
		"down to the threshold":  {lowstock.Variant{Tracked: true, AtPayment: true, Quantity: 9}, known(6, 2), []string{"unpaid_rule", "unpaid_low", "unpaid_oldest"}, true},
		"low already":            {lowstock.Variant{Tracked: true, AtPayment: true, Quantity: 3}, known(1, 1), []string{"unpaid_rule", "unpaid_holds", "unpaid_oldest"}, false},
		"enough":                 {lowstock.Variant{Tracked: true, AtPayment: true, Quantity: 90}, known(6, 2), []string{"unpaid_rule", "unpaid_holds", "unpaid_oldest"}, false},
		"none":                   {lowstock.Variant{Tracked: true, AtPayment: true, Quantity: 5}, known(0, 0), []string{"unpaid_rule", "unpaid_none", "unpaid_as_of"}, false},
		"an old reading":         {lowstock.Variant{Tracked: true, AtPayment: true, Quantity: 5}, old, []string{"unpaid_rule", "unpaid_unknown"}, false},
		"never read":             {lowstock.Variant{Tracked: true, AtPayment: true, Quantity: 5}, demand.Unpaid{}, []string{"unpaid_rule", "unpaid_unknown"}, false},
		"too many":               {lowstock.Variant{Tracked: true, AtPayment: true, Quantity: 5}, demand.Unpaid{ReadAt: now}, []string{"unpaid_rule", "unpaid_many", "unpaid_as_of"}, true},
	} {
		var codes []string
		warns := false
		for _, step := range demand.ExplainUnpaid(&c.variant, 3, c.unpaid, now) {
			codes, warns = append(codes, step.Code), warns || step.ForAlert
		}
		if !slices.Equal(codes, c.want) || warns != c.warns {
			t.Errorf("%s: %v, warns %v", name, codes, warns)
		}
	}
}
