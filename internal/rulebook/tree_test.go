package rulebook_test

import (
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// outline writes a tree as a page shows it, with two spaces for each level.
func outline(b *rulebook.Branch, depth int, to *strings.Builder) {
	name := string(b.Scope) + " " + b.Name
	if b.VariantCode != "" {
		name = "variant " + b.VariantCode
	}
	if b.ID == 0 {
		name += " (none)"
	}
	to.WriteString(strings.Repeat("  ", depth) + strings.TrimSpace(name) + "\n")
	for _, u := range b.Under {
		outline(u, depth+1, to)
	}
}

func standingRules() []rulebook.Standing {
	id := int64(0)
	rule := func(r lowstock.Rule, name string, of lowstock.Subject) rulebook.Standing {
		id++
		r.ID = id
		return rulebook.Standing{Rule: r, Name: name, Of: of}
	}
	number, fast := func(n int) *int { return &n }, lowstock.Sales{PerDay: 3, Known: true}
	both := lowstock.Subject{CategoryNos: []int{7, 8}, SupplierCode: "S1"}
	quick := both
	quick.Sales = fast
	return []rulebook.Standing{
		rule(lowstock.Rule{Scope: lowstock.ScopeVariant, ProductNo: 5, VariantCode: "5B", Threshold: number(1)}, "마 5", lowstock.Subject{SupplierCode: "S1"}),
		rule(lowstock.Rule{Scope: lowstock.ScopeVariant, ProductNo: 5, VariantCode: "5A", Threshold: number(1)}, "마 5", lowstock.Subject{SupplierCode: "S1"}),
		rule(lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: 1, Threshold: number(1)}, "나 1", both),
		rule(lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: 2, Threshold: number(1)}, "가 2", quick),
		rule(lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: 3, Threshold: number(1)}, "다 3", lowstock.Subject{}),
		rule(lowstock.Rule{Scope: lowstock.ScopeVariant, ProductNo: 1, VariantCode: "1A", Muted: true}, "나 1", both),
		rule(lowstock.Rule{Scope: lowstock.ScopeSupplier, SupplierCode: "S1", Threshold: number(9)}, "한산", lowstock.Subject{}),
		rule(lowstock.Rule{Scope: lowstock.ScopeCategory, CategoryNo: 7, Threshold: number(6)}, "니트", lowstock.Subject{}),
		rule(lowstock.Rule{Scope: lowstock.ScopeCategory, CategoryNo: 8, Days: number(7)}, "겨울", lowstock.Subject{}),
	}
}

func TestRulesHangFromWhatTheyOverride(t *testing.T) {
	t.Parallel()
	tree := rulebook.NewTree(standingRules())
	var got strings.Builder
	outline(tree, 0, &got)
	want := `mall  (none)
  category 겨울
    product 가 2
  category 니트
    product 나 1
      variant 1A
  supplier 한산
    product 마 5 (none)
      variant 5A
      variant 5B
  product 다 3
`
	if got.String() != want {
		t.Errorf("tree:\n%s\nwant:\n%s", got.String(), want)
	}
	if got, want := tree.Rules, (rulebook.Count{Categories: 2, Suppliers: 1, Products: 3, Variants: 3}); got != want || tree.Rules.Total() != 9 {
		t.Errorf("below the root %+v, want %+v", got, want)
	}
	path := tree.BranchOf(6)
	if len(path) != 4 || path[1].CategoryNo != 7 || path[3].VariantCode != "1A" {
		t.Errorf("path %+v", path)
	}
	if path := tree.Branch(lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: 5}); len(path) != 3 || path[2].Rules.Variants != 2 {
		t.Errorf("path of a product without a rule %+v", path)
	}
	if tree.BranchOf(0) != nil || tree.BranchOf(99) != nil {
		t.Error("no rule has a path")
	}
}

func TestAPrunedTreeKeepsWhatMatchesHangsFrom(t *testing.T) {
	t.Parallel()
	tree := rulebook.NewTree(standingRules())
	pruned, found := tree.Pruned(func(b *rulebook.Branch) bool { return b.VariantCode != "" }, 2)
	var got strings.Builder
	outline(pruned, 0, &got)
	want := `mall  (none)
  category 니트
    product 나 1
      variant 1A
  supplier 한산
    product 마 5 (none)
      variant 5A
`
	if got.String() != want || found != 3 {
		t.Errorf("%d found:\n%s\nwant:\n%s", found, got.String(), want)
	}
	if pruned, found := tree.Pruned(func(*rulebook.Branch) bool { return false }, 2); pruned != nil || found != 0 {
		t.Errorf("nothing matches, and yet %+v", pruned)
	}
}
