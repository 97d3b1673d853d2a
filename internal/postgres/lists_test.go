package postgres_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// stocked returns a mall with 12 variants of every status.
func stocked(t *testing.T) *bundle {
	t.Helper()
	b := setup(t)
	b.threshold(5)
	untracked := read(4, 7)
	untracked.Variants[0].Tracked = false
	shirt := read(5, 3)
	shirt.Product.Name, shirt.Product.SupplierCode = "린넨 셔츠 100%_면", "S1"
	b.apply(read(1, 9, 0, 3), read(2, 3, 8, -2), untracked)
	b.apply(shirt, read(3, 6, 6, 6, 6))
	return b
}

func TestEveryOrderIsPagedWithoutGapOrDouble(t *testing.T) {
	t.Parallel()
	b := stocked(t)
	b.admin(`update variants set daily_sales = product_no * 1.7 where product_no in (2, 3, 4)`)
	b.admin(`update variants set sells_at_zero = product_no = 2, daily_sales = case product_no when 1 then 50 else daily_sales end`)
	for sort, key := range map[listing.Sort]func(listing.InventoryRow) string{
		listing.SortCode: func(r listing.InventoryRow) string { return r.Code },
		listing.SortUrgent: func(r listing.InventoryRow) string {
			return fmt.Sprintf("%014.4f %04d %s", urgency(r), r.Quantity+100, r.Code)
		},
		listing.SortQuantity: func(r listing.InventoryRow) string { return fmt.Sprintf("%04d %s", r.Quantity+100, r.Code) },
		listing.SortQuantityDesc: func(r listing.InventoryRow) string {
			return fmt.Sprintf("%04d %s", 1000-r.Quantity, invert(r.Code))
		},
		listing.SortName: func(r listing.InventoryRow) string { return r.ProductName + r.Code },
		listing.SortCover: func(r listing.InventoryRow) string { // seven of twelve sell; untracked ones do not count
			if days, known := r.Sales.Lasts(r.Quantity); known && r.Tracked {
				return fmt.Sprintf("%09.4f %s", days, r.Code)
			}
			return "none " + r.Code
		},
		listing.SortObserved: func(r listing.InventoryRow) string { return r.ObservedAt.UTC().Format("150405.000000") + r.Code },
	} {
		t.Run(string(sort), func(t *testing.T) {
			t.Parallel()
			var keys []string
			q := listing.Params{Sort: sort, Limit: 1}
			for {
				rows, next, err := b.Mall(hansan).Inventory(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range rows {
					keys = append(keys, key(r))
				}
				if q.Cursor = next; next == "" {
					break
				}
			}
			want(t, "rows", len(keys), 12)
			if !slices.IsSorted(keys) || len(slices.Compact(slices.Clone(keys))) != 12 {
				t.Errorf("order: %q", keys)
			}
		})
	}
}

// urgency returns the place of a row in the order of urgency that the pages
// describe, as a number that grows from first to last.
func urgency(r listing.InventoryRow) float64 {
	group := map[lowstock.Status]float64{lowstock.StatusOut: 0, lowstock.StatusLow: 1, lowstock.StatusOK: 2, lowstock.StatusUntracked: 4}[r.Status]
	if group < 2 && r.Silence != "" {
		group = 3
	}
	within := 1e5
	switch days, sells := r.Sales.Lasts(r.Quantity); {
	case r.Status == lowstock.StatusOut && r.SellsAtZero:
		within = 5e4 - r.Sales.PerDay
	case r.Status == lowstock.StatusOut:
		within -= r.Sales.PerDay
	case sells && r.Tracked:
		within = days
	}
	return group*1e6 + within
}

func TestMostUrgentFirst(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	b.apply(read(1, 0, -3, 0, 4, 2, 5, 90, 80))
	b.admin(`update variants set daily_sales = case variant_code when $1 then 9 when $2 then 4 when $3 then 0.5 when $4 then 40 end`, code(1, 2), code(1, 3), code(1, 4), code(1, 6))
	hidden := read(2, 0)
	hidden.Product.Display = false
	selling := read(3, 0, -3, 2)
	for i := range selling.Variants {
		selling.Variants[i].SellsAtZero = true
	}
	b.apply(hidden, selling)
	b.admin(`update variants set daily_sales = 1 where variant_code = $1`, code(3, 0))
	var order []string
	for _, r := range b.inventory(listing.Params{Sort: listing.SortUrgent}) {
		order = append(order, r.Code)
	}
	want(t, "order", order, []string{
		code(3, 0), code(3, 1), // out, and still selling
		code(1, 2), code(1, 1), code(1, 0), // out: variants that sell, then the most owed
		code(1, 3), code(1, 4), code(3, 2), code(1, 5), // low: a day, four days, unknown
		code(1, 6), code(1, 7), // in stock
		code(2, 0), // out, but hidden
	})
}

// invert makes a descending code ascend.
func invert(code string) string {
	b := []byte(code)
	for i := range b {
		b[i] = 255 - b[i]
	}
	return string(b)
}

func TestInventoryRow(t *testing.T) {
	t.Parallel()
	b := stocked(t)
	r := b.row(code(5, 0))
	wanted := listing.InventoryRow{
		Variant: read(5, 3).Variants[0], ProductCode: "P0005", ProductName: "린넨 셔츠 100%_면", Status: lowstock.StatusLow,
		Threshold: 5, ThresholdSource: lowstock.ScopeMall, Cover: 1e9, OnSale: true, ObservedAt: b.now, SupplierCode: "S1", CategoryNos: []int{}, Price: "12900.00",
	}
	want(t, "row", r, wanted)
}

func TestFilters(t *testing.T) {
	t.Parallel()
	b := stocked(t)
	for name, c := range map[string]struct {
		q        listing.Params
		variants int
		products []int64
	}{
		"all":              {listing.Params{}, 12, []int64{1, 2, 3, 4, 5}},
		"out":              {listing.Params{Status: lowstock.StatusOut}, 2, []int64{1, 2}},
		"low":              {listing.Params{Status: lowstock.StatusLow}, 3, []int64{5}},
		"ok":               {listing.Params{Status: lowstock.StatusOK}, 6, []int64{3}},
		"untracked":        {listing.Params{Status: lowstock.StatusUntracked}, 1, []int64{4}},
		"product":          {listing.Params{ProductNo: 2}, 3, []int64{2}},
		"supplier":         {listing.Params{SupplierCode: "S1"}, 1, []int64{5}},
		"name":             {listing.Params{Q: "린넨"}, 1, []int64{5}},
		"one syllable":     {listing.Params{Q: "셔"}, 1, []int64{5}},
		"while typing":     {listing.Params{Q: "셔ㅊ"}, 1, []int64{5}},
		"first jamo":       {listing.Params{Q: "니트 3"}, 4, []int64{3}},
		"option":           {listing.Params{Q: "블랙 2"}, 3, []int64{1, 2, 3}},
		"words, any order": {listing.Params{Q: "셔츠  린넨"}, 1, []int64{5}},
		"words, one amiss": {listing.Params{Q: "린넨 니트"}, 0, nil},
		"many words":       {listing.Params{Q: "면 린넨 셔츠 p0005 100% 린 넨 셔"}, 1, []int64{5}},
		"code, lower case": {listing.Params{Q: " p0002001 "}, 1, []int64{2}},
		"wildcards":        {listing.Params{Q: "100%_면"}, 1, []int64{5}},
		"escaped":          {listing.Params{Q: "1%0"}, 0, nil},
		"backslash":        {listing.Params{Q: `\`}, 0, nil},
		"name and status":  {listing.Params{Q: "니트", Status: lowstock.StatusOut}, 2, []int64{1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, _, err := b.Mall(hansan).Inventory(t.Context(), c.q)
			if err != nil {
				t.Fatal(err)
			}
			want(t, "variants", len(rows), c.variants)
			list, _, err := b.Mall(hansan).Products(t.Context(), c.q)
			if err != nil {
				t.Fatal(err)
			}
			var nos []int64
			for _, p := range list {
				nos = append(nos, p.No)
			}
			want(t, "products", nos, c.products)
		})
	}
}

// All variants that never alert are listed with their reason, low or not.
func TestWhatIsSilentAndWhy(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	untracked, hidden, notSold := read(2, 9), read(3, 9, 1), read(4, 9)
	untracked.Variants[0].Tracked = false
	hidden.Product.Display = false
	notSold.Variants[0].Selling = false
	b.apply(read(1, 9, 9), untracked, hidden, notSold)
	b.setRule(lowstock.RuleChange{VariantCode: code(1, 1), Muted: new(true)})
	wanted := map[string]string{
		code(1, 1): lowstock.SilenceMuted, code(2, 0): lowstock.SilenceUntracked, code(3, 0): lowstock.SilenceProductHidden,
		code(3, 1): lowstock.SilenceProductHidden, code(4, 0): lowstock.SilenceVariantNotSelling,
	}
	silent := func() map[string]string {
		found := map[string]string{}
		for _, r := range b.inventory(listing.Params{Silent: true, Sort: listing.SortUrgent}) {
			found[r.Code] = r.Silence
		}
		return found
	}
	want(t, "silent", silent(), wanted)
	want(t, "low and silent", len(b.inventory(listing.Params{Muted: true})), 1)
	b.checkKept(t)
	hidden.Product.Display = true // the same levels
	b.apply(hidden)
	delete(wanted, code(3, 0))
	delete(wanted, code(3, 1))
	want(t, "silent after one speaks", silent(), wanted)
	b.checkKept(t)
}

func TestProductsInPages(t *testing.T) {
	t.Parallel()
	b := stocked(t)
	for sort, wanted := range map[listing.Sort][]int64{"": {1, 2, 3, 4, 5}, listing.SortUrgent: {1, 2, 5, 3, 4}} {
		var nos []int64
		q := listing.Params{Sort: sort, Limit: 2}
		for {
			list, next, err := b.Mall(hansan).Products(t.Context(), q)
			b.ok(err)
			for _, p := range list {
				nos = append(nos, p.No)
			}
			if q.Cursor = next; next == "" {
				break
			}
		}
		want(t, "products by "+string(sort), nos, wanted)
	}
	p, err := b.Mall(hansan).Product(t.Context(), 2)
	b.ok(err)
	want(t, "product", p, listing.ProductRow{Product: read(2).Product, VariantCount: 3, TotalQuantity: 9, Status: lowstock.StatusOut, ObservedAt: noon.Add(b.now.Sub(noon) - 1e9)})
	empty := read(9)
	empty.Product.Name = "새 상품"
	b.apply(empty)
	list, _, err := b.Mall(hansan).Products(t.Context(), listing.Params{Q: "새 상"})
	b.ok(err)
	want(t, "a product without variants is found", len(list), 1)
}

// TestTotalsAreOfAllPages compares each total with the rows of all pages.
func TestTotalsAreOfAllPages(t *testing.T) {
	t.Parallel()
	b := stocked(t)
	empty := read(9)
	empty.Product.Name = "린넨 새 상품"
	b.apply(empty)
	for _, q := range []listing.Params{
		{},
		{Status: lowstock.StatusOut},
		{Status: lowstock.StatusUntracked},
		{Q: "린넨"},
		{Q: "셔츠 면"},
		{Q: "nothing"},
		{SupplierCode: "S1"},
		{ProductNo: 1},
		{Q: "상품", Status: lowstock.StatusLow},
		{Silent: true},
	} {
		variants, products := 0, 0
		for page := q; ; {
			page.Limit = 2
			rows, next, err := b.Mall(hansan).Inventory(t.Context(), page)
			b.ok(err)
			variants += len(rows)
			if page.Cursor = next; next == "" {
				break
			}
		}
		for page := q; ; {
			page.Limit = 2
			rows, next, err := b.Mall(hansan).Products(t.Context(), page)
			b.ok(err)
			products += len(rows)
			if page.Cursor = next; next == "" {
				break
			}
		}
		got, err := b.Mall(hansan).InventoryTotal(t.Context(), q)
		b.ok(err)
		want(t, fmt.Sprintf("variants of %+v", q), got, variants)
		got, err = b.Mall(hansan).ProductsTotal(t.Context(), q)
		b.ok(err)
		want(t, fmt.Sprintf("products of %+v", q), got, products)
	}
	_, err := b.Mall(hansan).InventoryTotal(t.Context(), listing.Params{Status: "odd"})
	if err == nil {
		t.Error("an unknown status has a total")
	}
}

// TestTotalsOfCommonWords searches for a word with more matches than are taken
// from the index.
func TestTotalsOfCommonWords(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.admin(`
		insert into products (mall_id, product_no, product_code, product_name, display, selling, variant_count, observed_at)
		select 'hansan', p, 'P' || p, '오버핏 니트 ' || p, true, true, 25, $1 from generate_series(1, 100) p`, noon)
	b.admin(`
		insert into variants (mall_id, variant_code, product_no, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at, source)
		select 'hansan', format('P%s-%s', p, v), p, true, true, true, v, 0, 'mall', 'ok', $1, 'sweep' from generate_series(1, 100) p, generate_series(1, 25) v`, noon)
	b.admin(`
		insert into variant_texts (mall_id, variant_code, search)
		select mall_id, variant_code, normalize(lower(product_name || case when product_no <= 90 then ' 블랙 ' else ' ' end || variant_code), NFD)
		  from variants join products using (mall_id, product_no)`)
	for q, wanted := range map[string][2]int{"니트": {2500, 100}, "니트 블랙": {2250, 90}, "블랙 니트 p7-": {25, 1}} {
		variants, err := b.Mall(hansan).InventoryTotal(t.Context(), listing.Params{Q: q})
		b.ok(err)
		products, err := b.Mall(hansan).ProductsTotal(t.Context(), listing.Params{Q: q})
		b.ok(err)
		want(t, q, [2]int{variants, products}, wanted)
	}
}

func TestUnreadableCursorsAndOrders(t *testing.T) {
	t.Parallel()
	b := stocked(t)
	_, other, err := b.Mall(hansan).Inventory(t.Context(), listing.Params{Sort: listing.SortName, Limit: 1})
	b.ok(err)
	for _, cursor := range []string{"%", "bm90IGpzb24", other, base64.RawURLEncoding.EncodeToString([]byte(`{"k":1}`))} {
		_, _, err := b.Mall(hansan).Inventory(t.Context(), listing.Params{Cursor: cursor})
		wantCode(t, err, lowstock.CodeInvalid)
		_, _, err = b.Mall(hansan).Products(t.Context(), listing.Params{Cursor: cursor})
		wantCode(t, err, lowstock.CodeInvalid)
	}
	_, _, err = b.Mall(hansan).Inventory(t.Context(), listing.Params{Sort: "odd"})
	wantCode(t, err, lowstock.CodeInvalid)
	_, _, err = b.Mall(hansan).Inventory(t.Context(), listing.Params{Status: "odd"})
	wantCode(t, err, lowstock.CodeInvalid)
}

func TestSituationHoldsWhatADecisionSaw(t *testing.T) {
	t.Parallel()
	b := stocked(t)
	s, err := b.Mall(hansan).Situation(t.Context(), 5, code(5, 0))
	b.ok(err)
	want(t, "threshold", s.Threshold, lowstock.Threshold{Value: 5, Source: lowstock.ScopeMall})
	want(t, "standing", s.Standing.Kind, lowstock.KindLow)
	want(t, "quantity", s.Variant.Quantity, 3)
	want(t, "source", s.Source, lowstock.SourceHint)
	want(t, "nothing to do", lowstock.Evaluate(s).Action, lowstock.ActionNone)
	_, err = b.Mall(hansan).Situation(t.Context(), 1, code(5, 0))
	wantCode(t, err, lowstock.CodeNotFound)
	_, err = b.Mall(hansan).History(t.Context(), "unknown", noon)
	wantCode(t, err, lowstock.CodeNotFound)
}

// The plan that the stock list keeps may be made while nothing stands. It looks up
// by its variant what is on its way for a row, and does not read all that stands.
func TestTheStockListLooksOrdersUpByVariant(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, prepare := range []string{"SELECT", "ANALYZE"} {
		b.admin(prepare)
		plan, err := b.ExplainList(t.Context(), hansan)
		b.ok(err)
		for _, index := range []string{"purchase_lines_coming", "purchase_lines_unseen"} {
			_, scan, found := strings.Cut(plan, "Index Scan using "+index+" on ")
			_, condition, _ := strings.Cut(scan, "\n")
			if !found || !strings.HasPrefix(strings.TrimSpace(condition), "Index Cond: ((mall_id = v.mall_id) AND (variant_code = v.variant_code))") {
				t.Errorf("after %s: %s:\n%s", prepare, index, plan)
			}
		}
	}
}
