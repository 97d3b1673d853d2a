package lowstock_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
)

//go:fix inline

func TestResolve(t *testing.T) {
	t.Parallel()
	rules := []lowstock.Rule{
		{Scope: lowstock.ScopeMall, Threshold: new(2)},
		{Scope: lowstock.ScopeSupplier, SupplierCode: "S1", Threshold: new(5)},
		{Scope: lowstock.ScopeCategory, CategoryNo: 24, Threshold: new(7)},
		{Scope: lowstock.ScopeCategory, CategoryNo: 25, Threshold: new(9), Muted: true},
		{Scope: lowstock.ScopeProduct, ProductNo: 10, Muted: true},
		{Scope: lowstock.ScopeProduct, ProductNo: 11, Threshold: new(0)},
		{Scope: lowstock.ScopeVariant, ProductNo: 10, VariantCode: "A", Threshold: new(3)},
	}
	tests := map[string]struct {
		of   lowstock.Subject
		want lowstock.Threshold
	}{
		"mall":                        {lowstock.Subject{ProductNo: 1}, lowstock.Threshold{Value: 2, Source: "mall"}},
		"supplier before mall":        {lowstock.Subject{ProductNo: 1, SupplierCode: "S1"}, lowstock.Threshold{Value: 5, Source: "supplier"}},
		"category before supplier":    {lowstock.Subject{ProductNo: 1, SupplierCode: "S1", CategoryNos: []int{24}}, lowstock.Threshold{Value: 7, Source: "category"}},
		"highest category wins":       {lowstock.Subject{ProductNo: 1, CategoryNos: []int{24, 25}}, lowstock.Threshold{Value: 9, Source: "category", Muted: true, MutedBy: "category"}},
		"mute keeps inherited number": {lowstock.Subject{ProductNo: 10, SupplierCode: "S1"}, lowstock.Threshold{Value: 5, Source: "supplier", Muted: true, MutedBy: "product"}},
		"variant speaks where muted":  {lowstock.Subject{ProductNo: 10, VariantCode: "A"}, lowstock.Threshold{Value: 3, Source: "variant"}},
		"zero is a number":            {lowstock.Subject{ProductNo: 11, SupplierCode: "S1"}, lowstock.Threshold{Value: 0, Source: "product"}},
	}
	set := lowstock.NewRuleSet(rules)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, set.Resolve(test.of)); diff != "" {
				t.Errorf("threshold mismatch (-want +got)\n%s", diff)
			}
		})
	}
	if got := lowstock.NewRuleSet(nil).Resolve(lowstock.Subject{}); got.Value != 0 || got.Source != lowstock.ScopeMall {
		t.Errorf("a mall without rules has threshold %+v, want 0 of the mall", got)
	}
}

func TestRuleChangeCheck(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change lowstock.RuleChange
		field  string
	}{
		"mall":               {lowstock.RuleChange{Threshold: new(0)}, ""},
		"largest":            {lowstock.RuleChange{Threshold: new(1_000_000)}, ""},
		"too large":          {lowstock.RuleChange{Threshold: new(1_000_001)}, "threshold"},
		"negative":           {lowstock.RuleChange{Threshold: new(-1)}, "threshold"},
		"nothing":            {lowstock.RuleChange{}, "threshold"},
		"two scopes":         {lowstock.RuleChange{ProductNo: 1, CategoryNo: 2, Threshold: new(1)}, "scope"},
		"negative product":   {lowstock.RuleChange{ProductNo: -1, Threshold: new(1)}, "product_no"},
		"product and option": {lowstock.RuleChange{ProductNo: 1, VariantCode: "A", Threshold: new(1)}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := test.change.Check()
			if test.field == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				return
			}
			e, ok := errors.AsType[*lowstock.Error](err)
			if !ok || e.Code != lowstock.CodeInvalid || e.Fields[test.field] == "" {
				t.Fatalf("got %v, want %s at %s", err, lowstock.CodeInvalid, test.field)
			}
		})
	}
}

func TestParseMallID(t *testing.T) {
	t.Parallel()
	for id, valid := range map[string]bool{
		"hanbit": true, "a-1": true, "": false, "ab": false, "Hanbit": false, "a.b.c": false,
		"mall/../x": false, "mall@evil": false, "-mall": false, "한빛": false,
	} {
		if _, err := lowstock.ParseMallID(id); (err == nil) != valid {
			t.Errorf("ParseMallID(%q) = %v, want valid %t", id, err, valid)
		}
	}
}
