package present

import (
	"strconv"

	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// RecordDays is how many days back past orders count for scores and lead times.
const RecordDays = 365

// LeadSpan writes how many days the finished orders took.
func LeadSpan(l words.Locale, lead purchase.Lead) string {
	if lead.Shortest == lead.Longest {
		return l.T("supplier.took_one", lead.Shortest)
	}
	return l.T("supplier.took_range", lead.Shortest, lead.Longest)
}

// LeadTook says how long the orders of a supplier took, and offers to take that
// over. Back is the page to which the press leads.
func LeadTook(r Viewer, l purchase.Lead, supply *preference.Supply, code, back string, readOnly bool) (v views.SupplierLead) {
	days, is := l.Propose()
	switch {
	case l.Missing() > 0:
		v.Text = r.T("supplier.took_missing", l.Missing(), l.Finished)
		return v
	case !is:
		v.Text = r.T("supplier.took_slow", l.Finished)
		return v
	}
	v.Text = r.T("supplier.took", l.Finished, LeadSpan(r.Locale, l))
	v.Why = r.T("supplier.took_why", l.Median.Days, l.P80.Days)
	if l.P80.AtLeast {
		v.Why = r.T("supplier.took_why_more", l.Median.Days, l.P80.Days)
	}
	if l.Open > 0 {
		v.Why += " " + r.T("supplier.took_open", l.Open)
	}
	if days = min(days, preference.MaxLeadDays); days != supply.LeadOf(code) && !readOnly {
		was := strconv.Itoa(supply.Suppliers[code])
		v.Take = &views.LeadTake{Supplier: code, Days: strconv.Itoa(days), Back: WithQuery(back, "was", was), Label: r.T("supplier.take", days)}
	}
	return v
}
