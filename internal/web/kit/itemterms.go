package kit

import (
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// The fields of the terms of an item. On a page with several items their names
// end with the item.
const (
	fieldMin      = "min"
	fieldPack     = "pack"
	fieldCap      = "cap"
	fieldCost     = "cost"
	fieldSupplier = "source"
)

func termsFields() []string { return []string{fieldMin, fieldPack, fieldCap, fieldCost, fieldSupplier} }

// ReadItemTerms reads how an item is ordered. Suffix ends the names of the
// fields. The supplier is found in the list by its code, by its name, or as
// [SupplierText] writes it; an empty field is Cafe24's supplier.
func (f *Form) ReadItemTerms(suffix string, suppliers map[string]purchase.Ordering) (t purchase.ItemTerms) {
	number := func(name, key string) int {
		n := f.Optional(name+suffix, key)
		if n == nil {
			return 0
		}
		return *n
	}
	t.Min, t.Pack, t.Cap = number(fieldMin, "error.purchase_min"), number(fieldPack, "error.terms_pack"), number(fieldCap, "error.purchase_cap")
	t.UnitCost, _ = f.Money(fieldCost+suffix, "error.terms_cost")
	if text := f.Text(fieldSupplier + suffix); text != "" {
		code, found := supplierNamed(text, suppliers)
		if !found {
			f.Refuse(fieldSupplier+suffix, "error.purchase_supplier")
		}
		t.SupplierCode = &code
	}
	return t
}

// JudgeItemTerms notes at the fields why the terms are refused, as [Form.Judge].
func (f *Form) JudgeItemTerms(err error, suffix string) error {
	var own Form
	if err := own.Judge(err, ""); err != nil {
		return err
	}
	for _, name := range termsFields() {
		if key := own.Reason(name); key != "" {
			f.Refuse(name+suffix, key)
		}
	}
	if key := own.Reason("supplier"); key != "" {
		f.Refuse(fieldSupplier+suffix, key)
	}
	return nil
}

// Money reads an amount of money with up to two decimals, and whether there is
// one. What is no amount, or is out of bounds, is refused with key.
func (f *Form) Money(name, key string) (amount purchase.Money, is bool) {
	text := strings.TrimSuffix(strings.TrimPrefix(typed.Number(f.Text(name)), "₩"), "원")
	if text == "" {
		return 0, false
	}
	n, is := lowstock.AmountOf(text)
	if !is || n < 0 || purchase.Money(n) > purchase.MostCost {
		f.Refuse(name, key)
		return 0, false
	}
	return purchase.Money(n), true
}

// SupplierText is how a form names a supplier, so that [Form.ReadItemTerms] finds
// it.
func SupplierText(o purchase.Ordering) string {
	if o.Name == "" {
		return o.Code
	}
	return o.Name + " (" + o.Code + ")"
}

// SupplierTexts returns the suppliers that a form offers.
func SupplierTexts(suppliers map[string]purchase.Ordering) (list []string) {
	for code, o := range suppliers {
		if code != "" {
			list = append(list, SupplierText(o))
		}
	}
	slices.Sort(list)
	return list
}

// supplierNamed finds a supplier by its code, or by a name that only one has.
func supplierNamed(text string, suppliers map[string]purchase.Ordering) (code string, found bool) {
	if _, is := suppliers[supplierCode(text)]; is {
		return supplierCode(text), true
	}
	named := 0
	for _, o := range suppliers {
		switch text {
		case SupplierText(o):
			return o.Code, true
		case o.Name:
			code = o.Code
			named++
		}
	}
	return code, named == 1
}

// ItemTermsForm is the form of the terms of a product.
type ItemTermsForm struct {
	Form
	ProductNo int64
	From      string
}

// Read implements [Fields].
func (f *ItemTermsForm) Read() {
	f.ProductNo = f.ID("product_no")
	f.From = f.Back(present.ProductURL(f.ProductNo))
}

// ItemTermsView is the form of the terms of an item. Suffix ends the names of its
// fields. Sent holds what was typed; nil shows the stored terms.
func ItemTermsView(r present.Viewer, t *purchase.ItemTerms, suffix, currency string, suppliers map[string]purchase.Ordering, sent *Form) views.ItemTerms {
	v := views.ItemTerms{Suffix: suffix, Min: OrNone(t.Min), Pack: OrNone(max(1, t.Pack)), Cap: OrNone(t.Cap)}
	if v.Pack == "1" {
		v.Pack = ""
	}
	if t.UnitCost > 0 {
		v.Cost = present.MoneyTyped(t.UnitCost)
	}
	if t.SupplierCode != nil {
		o, known := suppliers[*t.SupplierCode]
		if !known {
			o.Code = *t.SupplierCode
		}
		v.Supplier = SupplierText(o)
	}
	v.Currency = currency
	if sent != nil {
		ShowItemTerms(r, &v, sent)
	}
	return v
}

// ShowItemTerms puts what was typed, and why it is refused, into the form of the
// terms of an item.
func ShowItemTerms(r present.Viewer, v *views.ItemTerms, sent *Form) {
	suffix := v.Suffix
	sent.Retype(map[string]*string{
		fieldMin + suffix: &v.Min, fieldPack + suffix: &v.Pack, fieldCap + suffix: &v.Cap, fieldCost + suffix: &v.Cost, fieldSupplier + suffix: &v.Supplier,
	})
	v.Errors = map[string]string{}
	for _, name := range termsFields() {
		if text := sent.Message(r.Locale, name+suffix); text != "" {
			v.Errors[name] = text
		}
	}
}
