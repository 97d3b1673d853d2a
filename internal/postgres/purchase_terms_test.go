package postgres_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// Terms of a variant stand in the place of all terms of its product, and the
// supplier that they name is the one that the item is ordered from.
func TestTermsOfItems(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 2, 3))
	m, product, first, second := b.Mall(b.mall), int64(1), code(1, 0), code(1, 1)
	b.admin(`INSERT INTO suppliers (mall_id, supplier_code, name) VALUES ('hansan', 'S0000002', '서울테크')`)
	stored := func() map[string]purchase.ItemTerms {
		t.Helper()
		terms, err := m.ItemTerms(t.Context(), []string{first, second, "unknown"})
		b.ok(err)
		return terms
	}
	other := "S0000002"
	whole := purchase.ItemTerms{ProductNo: product, Terms: purchase.Terms{Min: 12, Pack: 6}, SupplierCode: &other}
	own := purchase.ItemTerms{ProductNo: product, VariantCode: first, Terms: purchase.Terms{Min: 3, Pack: 1, Cap: 30}, UnitCost: 250_000}
	b.ok(m.SaveItemTerms(t.Context(), whole, b.now))
	if diff := cmp.Diff(map[string]purchase.ItemTerms{first: whole, second: whole}, stored()); diff != "" {
		t.Errorf("of the product: %s", diff)
	}
	b.ok(m.SaveItemTerms(t.Context(), own, b.now))
	if diff := cmp.Diff(map[string]purchase.ItemTerms{first: own, second: whole}, stored()); diff != "" {
		t.Errorf("of the variant: %s", diff)
	}
	nothing := purchase.ItemTerms{ProductNo: product, VariantCode: first, Terms: purchase.Terms{Pack: 1}}
	b.ok(m.SaveItemTerms(t.Context(), nothing, b.now)) // unlike the product, the variant has no terms
	if diff := cmp.Diff(map[string]purchase.ItemTerms{first: nothing, second: whole}, stored()); diff != "" {
		t.Errorf("without terms of its own: %s", diff)
	}
	b.ok(m.SaveItemTerms(t.Context(), purchase.ItemTerms{ProductNo: product}, b.now))
	b.ok(m.SaveItemTerms(t.Context(), nothing, b.now))
	if terms := stored(); len(terms) != 0 {
		t.Errorf("deleted terms: %+v", terms)
	}

	unknown := "S9"
	for name, bad := range map[string]struct {
		terms purchase.ItemTerms
		want  lowstock.Code
	}{
		"product":  {purchase.ItemTerms{ProductNo: 99999, Terms: purchase.Terms{Min: 2}}, lowstock.CodeNotFound},
		"variant":  {purchase.ItemTerms{ProductNo: product, VariantCode: "P9", Terms: purchase.Terms{Min: 2}}, lowstock.CodeNotFound},
		"supplier": {purchase.ItemTerms{ProductNo: product, SupplierCode: &unknown}, lowstock.CodeInvalid},
		"cap":      {purchase.ItemTerms{ProductNo: product, Terms: purchase.Terms{Min: 30, Pack: 12, Cap: 24}}, lowstock.CodeInvalid},
	} {
		if got := lowstock.ErrorCode(m.SaveItemTerms(t.Context(), bad.terms, b.now)); got != bad.want {
			t.Errorf("unknown %s: %q, want %q", name, got, bad.want)
		}
	}
	suppliers, _, err := m.Orderings(t.Context())
	b.ok(err)
	if got := suppliers[other]; got.Name != "서울테크" || got.Currency != "KRW" {
		t.Errorf("suppliers %+v", suppliers)
	}
}
