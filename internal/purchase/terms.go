package purchase

import (
	"regexp"
	"strconv"

	"cafe24-inventory-alert/internal/lowstock"
)

// MostCost is the highest cost of one piece.
const MostCost Money = 100_000_000_000 // a billion of the currency's unit

// amount is the form of an amount: up to two decimals.
var amount = regexp.MustCompile(`^([0-9]{1,11})(?:\.([0-9]{1,2}))?$`)

// ReadMoney reads an amount of a currency's unit: digits without separators, and
// up to two decimals.
func ReadMoney(text string) (Money, bool) {
	m := amount.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	hundredths, err := strconv.ParseInt(m[1]+(m[2] + "00")[:2], 10, 64)
	return Money(hundredths), err == nil
}

// ItemTerms are how a variant, or each variant of a product, is ordered. Terms
// of a variant stand in the place of all those of its product.
type ItemTerms struct {
	Terms

	ProductNo    int64
	VariantCode  string  // "": each variant of the product that has no terms of its own
	SupplierCode *string // instead of Cafe24's; nil: Cafe24's
	UnitCost     Money   // of one piece, as a person entered it; 0: the supply price of Cafe24
	By           string
}

// Empty says whether the terms say nothing.
func (t *ItemTerms) Empty() bool {
	return t.Min == 0 && t.Pack <= 1 && t.Cap == 0 && t.UnitCost == 0 && t.SupplierCode == nil
}

// Check refuses values that are out of bounds. Its error names the field.
func (t *ItemTerms) Check() error {
	fields := map[string]string{}
	if t.Min < 0 || t.Min > MaxUnits {
		fields["min"] = "error.purchase_min"
	}
	if t.Pack < 0 || t.Pack > MaxUnits {
		fields["pack"] = "error.terms_pack"
	}
	switch {
	case t.Cap < 0 || t.Cap > MaxUnits:
		fields["cap"] = "error.purchase_cap"
	case t.Cap > 0 && len(fields) == 0 && t.Fit(1) == 0:
		fields["cap"] = "error.purchase_cap_low"
	}
	if t.UnitCost < 0 || t.UnitCost > MostCost {
		fields["cost"] = "error.terms_cost"
	}
	if len(fields) > 0 {
		return lowstock.InvalidFields(fields)
	}
	return nil
}

// CostOf returns the cost of one piece, and whether a person entered it. Supply
// is the supply price as Cafe24 writes it.
func (t *ItemTerms) CostOf(supply string) (cost Money, entered bool) {
	if t.UnitCost > 0 {
		return t.UnitCost, true
	}
	amount, is := lowstock.AmountOf(supply)
	if !is {
		return 0, false
	}
	return min(MostCost, max(0, Money(amount))), false
}

// Source returns the supplier of an item: the terms' own one, else Cafe24's.
func (t *ItemTerms) Source(supplierCode string) string {
	if t.SupplierCode != nil {
		return *t.SupplierCode
	}
	return supplierCode
}

// Ordering is what an order to a supplier begins with. The zero Ordering is of
// goods without a supplier.
type Ordering struct {
	Code      string
	Name      string   // "": not known
	Emails    []string // of the supplier
	Currency  string   // ISO 4217
	MinAmount Money    // the least amount of an order; 0: none
}
