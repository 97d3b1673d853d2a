package postgres_test

import (
	"fmt"
	"regexp"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/migrations"
)

// drawTied draws a rule that often has the same number as another one, and
// often mutes.
func drawTied(rt *rapid.T) lowstock.RuleChange {
	c := drawTarget(rt)
	switch rapid.IntRange(0, 4).Draw(rt, "kind") {
	case 0, 1:
		c.Threshold = new(rapid.IntRange(1, 2).Draw(rt, "threshold"))
	case 2:
		c.Days = new(rapid.IntRange(1, 2).Draw(rt, "days"))
	}
	c.Muted = new(rapid.Bool().Draw(rt, "muted"))
	if c.Scope() == lowstock.ScopeMall {
		c = lowstock.RuleChange{CategoryNo: rapid.IntRange(7, 8).Draw(rt, "category"), Threshold: new(2), Muted: new(rapid.Bool().Draw(rt, "muted"))}
	}
	return c
}

func (b *bundle) rulesStanding() map[lowstock.Rule]rulebook.Standing {
	b.t.Helper()
	list, err := b.Mall(b.mall).RulesStanding(b.t.Context())
	b.ok(err)
	of := make(map[lowstock.Rule]rulebook.Standing, len(list))
	for _, s := range list {
		if _, twice := of[s.Only()]; twice {
			b.t.Errorf("%+v comes twice", s.Only())
		}
		of[s.Only()] = s
	}
	return of
}

// The counts of what a rule decides agree with the stock list.
func TestRulesCoverWhatTheStockListShows(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var malls atomic.Int64
	rapid.Check(t, func(rt *rapid.T) {
		m := b.another(&malls)
		m.apply(drawProduct(rt, 1), drawProduct(rt, 2), drawProduct(rt, 3))
		m.admin(`update variants set daily_sales = case when product_no % 2 = $2 then product_no * 0.5 end where mall_id = $1`, m.mall, rapid.IntRange(0, 2).Draw(rt, "sold"))
		m.setRules(rulebook.CauseSet, rapid.SliceOfN(rapid.Custom(drawTied), 4, 12).Draw(rt, "rules")...)
		m.threshold(rapid.IntRange(4, 6).Draw(rt, "default")) // evaluates all variants again
		if chance(rt, "one has gone", 3) {
			rest := read(1, 2)
			rest.Product.CategoryNos = []int{7}
			m.apply(rest)
		}
		if chance(rt, "default mutes", 4) {
			m.setRule(lowstock.RuleChange{Muted: new(true)})
		}
		wantStanding(rt, m)
	})
}

// wantStanding compares the counts with the decisions themselves.
func wantStanding(rt *rapid.T, m *bundle) {
	rows, _, err := m.Mall(m.mall).Inventory(m.t.Context(), listing.Params{Limit: 100})
	m.ok(err)
	rules, err := m.Mall(m.mall).AllRules(m.t.Context())
	m.ok(err)
	got := m.rulesStanding()
	gives, mutes, bySource := map[lowstock.Rule]rulebook.Reach{}, map[lowstock.Rule]rulebook.Reach{}, map[lowstock.Scope]int{}
	for i := range rows {
		bySource[rows[i].ThresholdSource]++
		giver, muter := deciders(rules, &rows[i])
		count(gives, giver, rows[i].Status)
		if rows[i].Muted {
			count(mutes, muter, rows[i].Status)
		}
	}
	countBySource := map[lowstock.Scope]int{}
	for of, s := range got {
		countBySource[of.Scope] += s.Gives.Variants
		want(rt, fmt.Sprintf("given by %+v", of), s.Gives, gives[of])
		want(rt, fmt.Sprintf("silenced by %+v", of), s.Mutes, mutes[of])
	}
	for scope, n := range bySource {
		want(rt, "from "+string(scope), countBySource[scope], n)
	}
	want(rt, "rules", len(got), len(rules))
}

func count(reach map[lowstock.Rule]rulebook.Reach, of lowstock.Rule, status lowstock.Status) {
	r := reach[of]
	r.Variants++
	switch status {
	case lowstock.StatusOut:
		r.Out++
	case lowstock.StatusLow:
		r.Low++
	case lowstock.StatusOK, lowstock.StatusUntracked:
	}
	reach[of] = r
}

// deciders goes from the variant's own rule to wider ones, as a merchant would
// by hand.
func deciders(rules []lowstock.Rule, row *listing.InventoryRow) (giver, muter lowstock.Rule) {
	value := func(r lowstock.Rule) int {
		switch {
		case r.Threshold != nil:
			return *r.Threshold
		case r.Days != nil && row.Sales.Known:
			return row.Sales.Cover(*r.Days)
		}
		return -1
	}
	narrowest := map[lowstock.Scope]lowstock.Rule{}
	for _, r := range rules { // the categories' in ascending order, see drawProduct
		covers := r.Scope == lowstock.ScopeMall || r.VariantCode == row.Code || r.Scope == lowstock.ScopeProduct && r.ProductNo == row.ProductNo ||
			r.SupplierCode != "" && r.SupplierCode == row.SupplierCode
		if r.Scope == lowstock.ScopeCategory {
			for _, no := range row.CategoryNos {
				covers = covers || no == r.CategoryNo
			}
		}
		was, taken := narrowest[r.Scope]
		better := value(r) > value(was) || value(r) == value(was) && (was.Muted && !r.Muted || was.Muted == r.Muted && r.CategoryNo < was.CategoryNo)
		if covers && (!taken || better) {
			narrowest[r.Scope] = r
		}
	}
	giver = lowstock.Rule{Scope: lowstock.ScopeMall}
	found := false
	for _, scope := range lowstock.Scopes() {
		r, ok := narrowest[scope]
		if !ok {
			continue
		}
		if muter.Scope == "" {
			muter = r.Only()
		}
		if !found && value(r) >= 0 {
			giver, found = r.Only(), true
		}
	}
	return giver, muter
}

func TestRulesStandWithTheirNames(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.ok(b.Mall(hansan).SaveCategories(t.Context(), []inbound.Category{{No: 7, Name: "니트", FullName: "의류 > 니트"}}))
	b.ok(b.Mall(hansan).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S1", Name: "한산"}}))
	knit := read(1, 4, 0)
	knit.Product.CategoryNos, knit.Product.SupplierCode = []int{7}, "S1"
	b.apply(knit)
	want(t, "a mall without rules", b.rulesStanding()[lowstock.Rule{Scope: lowstock.ScopeMall}].Gives, rulebook.Reach{Variants: 2, Out: 1})

	b.setRules(rulebook.CauseFile, lowstock.RuleChange{CategoryNo: 7, Threshold: new(5)}, lowstock.RuleChange{SupplierCode: "S1", Muted: new(true)})
	b.setRules(rulebook.CauseForecast, lowstock.RuleChange{ProductNo: 1, VariantCode: code(1, 1), Threshold: new(3)})
	got := b.rulesStanding()
	category := got[lowstock.Rule{Scope: lowstock.ScopeCategory, CategoryNo: 7}]
	want(t, "category", []any{category.Name, category.Cause, category.UpdatedBy, category.Gives}, []any{"의류 > 니트", rulebook.CauseFile, "kim", rulebook.Reach{Variants: 1, Low: 1}})
	supplier := got[lowstock.Rule{Scope: lowstock.ScopeSupplier, SupplierCode: "S1"}]
	want(t, "supplier that a category overrides", []any{supplier.Name, supplier.Gives, supplier.Mutes}, []any{"한산", rulebook.Reach{}, rulebook.Reach{}})
	variant := got[lowstock.Rule{Scope: lowstock.ScopeVariant, ProductNo: 1, VariantCode: code(1, 1)}]
	want(t, "variant", []any{variant.Name, variant.Cause, variant.Options, variant.Of.CategoryNos}, []any{"오버핏 니트 1", rulebook.CauseForecast, []lowstock.Option{{Name: "색상", Value: "블랙 1"}}, []int{7}})

	b.setRules(rulebook.CauseSet, lowstock.RuleChange{ProductNo: 1, VariantCode: code(1, 1), Threshold: new(4)})
	want(t, "set by hand since", b.rulesStanding()[variant.Only()].Cause, rulebook.CauseSet)
	b.connect(bori)
	other := *b
	other.mall = bori
	want(t, "another mall", len(other.rulesStanding()), 0)
}

// A migration fills in for old rows what is written for new rows from then on.
func TestRulesFromBeforeKnowWhereTheyCameFrom(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 4, 0), read(2, 1))
	b.setRules(rulebook.CauseSet, lowstock.RuleChange{Threshold: new(2)}, lowstock.RuleChange{ProductNo: 1, Threshold: new(5)})
	b.setRules(rulebook.CauseFile, lowstock.RuleChange{ProductNo: 1, Threshold: new(7)}, lowstock.RuleChange{ProductNo: 2, VariantCode: code(2, 0), Threshold: new(7)})
	b.setRules(rulebook.CauseSet, lowstock.RuleChange{ProductNo: 2, VariantCode: code(2, 0), Threshold: new(8)})
	wanted := b.rulesStanding()
	b.admin("update rules set cause = 'set'")
	body, err := migrations.FS.ReadFile("00018_rule_sources.sql")
	b.ok(err)
	b.admin(regexp.MustCompile(`(?s)UPDATE rules r SET.*?;`).FindString(string(body)))
	want(t, "after the migration", b.rulesStanding(), wanted)
	want(t, "from a file", wanted[lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: 1}].Cause, rulebook.CauseFile)
}
