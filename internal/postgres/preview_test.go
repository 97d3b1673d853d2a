package postgres_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// another connects a further mall in the same database, for one case of a
// property.
func (b *bundle) another(count *atomic.Int64) *bundle {
	b.t.Helper()
	o := &bundle{Store: b.Store, t: b.t, url: b.url, conn: b.dial(), now: noon}
	o.mall = lowstock.MallID(fmt.Sprintf("mall-%d", count.Add(1)))
	o.connect(o.mall)
	o.endFirstSync()
	o.ok(o.Mall(o.mall).SaveCategories(o.t.Context(), []inbound.Category{{No: 7, Name: "니트"}, {No: 8, Name: "겨울"}}))
	o.ok(o.Mall(o.mall).SaveSuppliers(o.t.Context(), []inbound.Supplier{{Code: "S1", Name: "한산"}, {Code: "S2", Name: "보리"}}))
	return o
}

func chance(rt *rapid.T, what string, in int) bool { return rapid.IntRange(1, in).Draw(rt, what) == 1 }

// drawProduct draws a product of two variants in a few categories.
func drawProduct(rt *rapid.T, no int64) inbound.ProductReading {
	r := read(no, rapid.IntRange(0, 14).Draw(rt, "quantity"), rapid.IntRange(-1, 14).Draw(rt, "quantity"))
	r.Product.SupplierCode = rapid.SampledFrom([]string{"", "S1", "S2"}).Draw(rt, "supplier")
	r.Product.CategoryNos = rapid.SampledFrom([][]int{{}, {7}, {8}, {7, 8}}).Draw(rt, "categories")
	r.Product.Display, r.Product.Selling = !chance(rt, "hidden", 8), !chance(rt, "not selling", 8)
	r.Variants[1].Tracked, r.Variants[0].Selling = !chance(rt, "untracked", 8), !chance(rt, "variant not selling", 8)
	return r
}

// drawChange draws a change of any scope and kind, including one that deletes
// a rule.
func drawChange(rt *rapid.T) lowstock.RuleChange {
	c := drawTarget(rt)
	switch rapid.IntRange(0, 5).Draw(rt, "kind") {
	case 0, 1:
		c.Threshold = new(rapid.IntRange(0, 12).Draw(rt, "threshold"))
	case 2:
		c.Days = new(rapid.IntRange(1, 9).Draw(rt, "days"))
	case 3:
		c.Inherit = true
	case 4:
		c.Muted = new(rapid.Bool().Draw(rt, "muted"))
	case 5:
		c.Threshold, c.Muted = new(rapid.IntRange(0, 12).Draw(rt, "threshold")), new(chance(rt, "muted", 3))
	}
	return c
}

func drawTarget(rt *rapid.T) lowstock.RuleChange {
	no := rapid.Int64Range(1, 3).Draw(rt, "no")
	switch rapid.SampledFrom([]lowstock.Scope{
		lowstock.ScopeVariant, lowstock.ScopeProduct, lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeMall, lowstock.ScopeMall,
	}).Draw(rt, "scope") {
	case lowstock.ScopeVariant:
		return lowstock.RuleChange{VariantCode: code(no, rapid.IntRange(0, 1).Draw(rt, "variant"))}
	case lowstock.ScopeProduct:
		return lowstock.RuleChange{ProductNo: no}
	case lowstock.ScopeCategory:
		return lowstock.RuleChange{CategoryNo: rapid.IntRange(7, 8).Draw(rt, "category")}
	case lowstock.ScopeSupplier:
		return lowstock.RuleChange{SupplierCode: rapid.SampledFrom([]string{"S1", "S2"}).Draw(rt, "supplier")}
	case lowstock.ScopeMall:
	}
	return lowstock.RuleChange{}
}

func drawChanges(rt *rapid.T, most int) []lowstock.RuleChange {
	var changes []lowstock.RuleChange
	for range rapid.IntRange(1, most).Draw(rt, "changes") {
		changes = append(changes, drawChange(rt))
	}
	return changes
}

// unsettle gives a mall a random state: rules, levels, sales, raises that wait
// for a second reading, and incidents that were answered or dismissed.
func (b *bundle) unsettle(rt *rapid.T) {
	b.t.Helper()
	products := []inbound.ProductReading{drawProduct(rt, 1), drawProduct(rt, 2), drawProduct(rt, 3)}
	b.apply(products...)
	for _, p := range products {
		for _, v := range p.Variants {
			if n := rapid.IntRange(-1, 4).Draw(rt, "sales"); n >= 0 {
				b.admin("update variants set daily_sales = $3 where mall_id = $1 and variant_code = $2", b.mall, v.Code, float64(n)/2)
			}
		}
	}
	b.setRules(rulebook.CauseSet, drawChanges(rt, 4)...)
	for _, i := range b.incidents(lowstock.IncidentStanding) {
		var err error
		switch rapid.IntRange(0, 3).Draw(rt, "answer") {
		case 0:
			_, err = b.Mall(b.mall).AcknowledgeIncident(b.t.Context(), i.ID, "kim", b.now)
		case 1:
			_, err = b.Mall(b.mall).ResolveIncident(b.t.Context(), i.ID, "kim", b.now)
		}
		b.ok(err)
	}
	later := drawProduct(rt, rapid.Int64Range(1, 3).Draw(rt, "later"))
	b.applyLevels(inbound.Levels{
		Source: lowstock.SourceHint, Readings: []inbound.ProductReading{later}, ConfirmAfter: rapid.SampledFrom([]time.Duration{0, time.Minute}).Draw(rt, "confirm"),
	})
}

// Saving the changes does exactly what the preview counted.
func TestAPreviewKeepsItsPromise(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var malls atomic.Int64
	rapid.Check(t, func(rt *rapid.T) {
		m := b.another(&malls)
		m.unsettle(rt)
		changes := drawChanges(rt, 3)
		m.wait(time.Second)
		preview, err := m.Mall(m.mall).PreviewRules(t.Context(), changes, m.now)
		m.ok(err)
		change := m.setRules(rulebook.CauseSet, changes...)
		want(rt, "opens, worsens, resolves", fmt.Sprint(preview.Opens, preview.Worsens, preview.Resolves),
			fmt.Sprint(change.Applied.Opened, change.Applied.Escalated, change.Applied.Resolved))
		want(rt, "matches now", preview.MatchesNow, m.matches(changes))
		m.checkKept(rt)
	})
}

// matches counts, from what is stored, the variants that one of the changed
// rules decides and that are at or below it and not silent.
func (b *bundle) matches(changes []lowstock.RuleChange) int {
	b.t.Helper()
	products := map[int64]lowstock.Product{}
	list, _, err := b.Mall(b.mall).Products(b.t.Context(), listing.Params{})
	b.ok(err)
	for _, p := range list {
		products[p.No] = p.Product
	}
	changed := slices.DeleteFunc(b.rules(), func(r lowstock.Rule) bool {
		return !slices.ContainsFunc(changes, func(c lowstock.RuleChange) bool { return same(c, r) })
	})
	n := 0
	for _, row := range b.inventory(listing.Params{Limit: 100}) {
		if row.Silence == "" && row.Quantity <= row.Threshold && slices.ContainsFunc(changed, func(r lowstock.Rule) bool {
			return r.Scope == row.ThresholdSource && covers(r, row, products[row.ProductNo]) && measures(r, row)
		}) {
			n++
		}
	}
	return n
}

func same(c lowstock.RuleChange, r lowstock.Rule) bool {
	return c.Scope() == r.Scope && c.CategoryNo == r.CategoryNo && c.SupplierCode == r.SupplierCode &&
		(c.VariantCode == r.VariantCode && c.VariantCode != "" || c.ProductNo == r.ProductNo)
}

func covers(r lowstock.Rule, row listing.InventoryRow, product lowstock.Product) bool {
	switch r.Scope {
	case lowstock.ScopeVariant:
		return r.VariantCode == row.Code
	case lowstock.ScopeProduct:
		return r.ProductNo == row.ProductNo
	case lowstock.ScopeCategory:
		return slices.Contains(product.CategoryNos, r.CategoryNo)
	case lowstock.ScopeSupplier:
		return product.SupplierCode == r.SupplierCode
	case lowstock.ScopeMall:
	}
	return true
}

func measures(r lowstock.Rule, row listing.InventoryRow) bool {
	switch {
	case r.Days == nil:
		return r.Threshold != nil && *r.Threshold == row.Threshold
	case row.Sales.Known:
		return row.Sales.Cover(*r.Days) == row.Threshold
	default:
		return r.Scope == lowstock.ScopeMall // sold out only: no scope is wider
	}
}

// The numbers of the last 30 days in a preview equal what two malls have
// announced that got the same levels, one under today's rules and one under
// the new ones.
func TestAPreviewRemembersWhatWasAnnounced(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var malls atomic.Int64
	rapid.Check(t, func(rt *rapid.T) {
		today, then := b.another(&malls), b.another(&malls)
		products := []inbound.ProductReading{drawProduct(rt, 1), drawProduct(rt, 2), drawProduct(rt, 3)}
		young := chance(rt, "young", 3) // its first levels may be low, and lie within the window
		current, changes := drawChanges(rt, 2), drawChanges(rt, 2)
		if young {
			narrow := func(c lowstock.RuleChange) bool { return c.ProductNo != 0 || c.VariantCode != "" }
			current, changes = slices.DeleteFunc(current, narrow), slices.DeleteFunc(changes, narrow)
		}
		for _, m := range []*bundle{today, then} {
			if !young {
				m.apply(leveled(products, func() int { return 500 })...)
				m.admin("update variants set daily_sales = 1.5 where mall_id = $1 and product_no > 1", m.mall)
			}
			m.setRules(rulebook.CauseSet, current...)
		}
		then.setRules(rulebook.CauseSet, changes...)
		end := noon.Add(50 * 24 * time.Hour)
		announced := announce(rt, products, end, today, then)
		preview, err := today.Mall(today.mall).PreviewRules(t.Context(), changes, end)
		today.ok(err)
		if slices.ContainsFunc(changes, func(c lowstock.RuleChange) bool { return c.Scope() == lowstock.ScopeMall }) {
			want(rt, "currently sent", preview.CurrentlySent30d, announced[0])
		}
		uncovered := announced[0] - preview.CurrentlySent30d // by variants that the change does not cover
		want(rt, "would have sent", preview.WouldHaveSent30d, announced[1]-uncovered)
	})
}

func leveled(products []inbound.ProductReading, quantity func() int) []inbound.ProductReading {
	read := slices.Clone(products)
	for i := range read {
		read[i].Variants = slices.Clone(read[i].Variants)
		for j := range read[i].Variants {
			read[i].Variants[j].Quantity = quantity()
		}
	}
	return read
}

// announce gives malls the same levels over weeks, and counts for each of them
// the incidents raised or worsened in the 30 days before the end.
func announce(rt *rapid.T, products []inbound.ProductReading, end time.Time, malls ...*bundle) []int {
	announced := make([]int, len(malls))
	quantities := rapid.SampledFrom([]int{-1, 0, 0, 1, 2, 3, 5, 6, 8, 9, 12, 13, 14, 30})
	at := noon.Add(time.Duration(rapid.IntRange(0, 30).Draw(rt, "days")) * 24 * time.Hour)
	for range rapid.IntRange(2, 9).Draw(rt, "readings") {
		at = at.Add(time.Duration(rapid.IntRange(1, 140).Draw(rt, "hours")) * time.Hour)
		if !at.Before(end) {
			break
		}
		levels := inbound.Levels{
			Source: lowstock.SourceSweep, StartedAt: at, Readings: leveled(products, func() int { return quantities.Draw(rt, "quantity") }),
		}
		for i, m := range malls {
			if applied := m.applyLevels(levels); !at.Before(end.Add(-30 * 24 * time.Hour)) {
				announced[i] += applied.Opened + applied.Escalated
			}
		}
	}
	return announced
}

// The count in the first steps is the preview's count, whatever else is set.
func TestTheDefaultsCountIsThePreviews(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var count atomic.Int64
	rapid.Check(t, func(rt *rapid.T) {
		o := b.another(&count)
		o.apply(drawProduct(rt, 1), drawProduct(rt, 2), drawProduct(rt, 3))
		for range rapid.IntRange(0, 3).Draw(rt, "rules") {
			if c := drawChange(rt); c.Scope() != lowstock.ScopeMall && !c.Inherit {
				o.setRule(c)
			}
		}
		n := rapid.IntRange(0, 14).Draw(rt, "default")
		preview, err := o.Mall(o.mall).PreviewRules(t.Context(), []lowstock.RuleChange{{Threshold: &n}}, o.now)
		o.ok(err)
		got, err := o.Mall(o.mall).CountAtDefault(t.Context(), n)
		o.ok(err)
		if got != preview.MatchesNow {
			rt.Errorf("counted %d of %d at %d", got, preview.MatchesNow, n)
		}
	})
}

// A change that covers very many items is estimated from a sample of them, so
// that the person who waits gets an answer soon. What is unresolved now is
// counted exactly.
func TestAPreviewOfVeryManyIsEstimated(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const products, each = 2400, 5
	b.admin(`
		insert into products (mall_id, product_no, product_code, product_name, display, selling, variant_count, observed_at)
		select 'hansan', p, 'P' || p, '니트 ' || p, true, true, $2, $1 from generate_series(1, $3) p`, noon, each, products)
	b.admin(`
		insert into variants (mall_id, variant_code, product_no, options, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at, source)
		select 'hansan', format('P%s-%s', p, v), p, '[]', true, true, true, v, 0, 'mall', 'ok', $1, 'sweep' from generate_series(1, $3) p, generate_series(1, $2) v`, noon, each, products)
	b.admin(`update stock_counts set ok = $1`, each*products)
	b.admin(`
		insert into stock_history (mall_id, variant_code, observed_at, quantity, source)
		select 'hansan', variant_code, $1::timestamptz - d * interval '20 days', quantity + d * 20, 'sweep' from variants, generate_series(0, 2) d`, noon)
	b.admin(`analyze products, variants, stock_history`)
	p, err := b.Mall(hansan).PreviewRules(t.Context(), []lowstock.RuleChange{{Threshold: new(2)}}, b.now)
	b.ok(err)
	want(t, "exactly", []int{p.MatchesNow, p.Opens, p.CurrentlySent30d}, []int{2 * products, 2 * products, 0})
	if got, truly := p.WouldHaveSent30d, 2*products; !p.Estimated || got < truly*9/10 || got > truly*11/10 {
		t.Errorf("estimated %t, %d announcements instead of %d", p.Estimated, got, truly)
	}
	few, err := b.Mall(hansan).PreviewRules(t.Context(), []lowstock.RuleChange{{ProductNo: 1, Threshold: new(2)}}, b.now)
	b.ok(err)
	want(t, "of few", few, rulebook.Preview{MatchesNow: 2, Opens: 2, WouldHaveSent30d: 2})
}
