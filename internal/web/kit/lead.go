package kit

import (
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// LeadForm is how many days an order to a supplier, or of a product, takes. An
// empty field restores the mall's own lead time.
type LeadForm struct {
	Form
	Lead preference.LeadTime
	From string
}

// Read implements [Fields].
func (f *LeadForm) Read() {
	f.Lead.SupplierCode = f.Text("supplier")
	f.From = f.Back(present.ReorderURL(f.Lead.SupplierCode))
	if f.Lead.ProductNo = f.ID("product_no"); f.Lead.ProductNo > 0 {
		f.Lead.SupplierCode = ""
	}
	days := f.Optional("lead", "error.lead_days")
	if days != nil && *days == 0 { // 0 is refused, since goods do not arrive before the order
		f.Refuse("lead", "error.lead_days")
	}
	if days != nil {
		f.Lead.Days = *days
	}
}

// Show puts what was typed into the page's form and returns the lines of the
// error summary.
func (f *LeadForm) Show(v *views.LeadForm, r present.Viewer) []views.FieldError {
	v.Value, v.Error = f.Typed("lead"), f.Message(r.Locale, "lead")
	if v.Back != "" {
		v.Back = f.From
	}
	return f.Messages(r.Locale, "", map[string]string{"lead": v.ID})
}
