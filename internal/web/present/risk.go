package present

import (
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/views/words"
)

// RiskSum says what the items of a list are expected to lose until goods can be
// there, or why that is not known yet. Progress matters where it is nothing.
func RiskSum(l words.Locale, currency string, sum listing.AtRisk, progress demand.Progress) string {
	wait := CountingShort(l, progress)
	switch {
	case sum.Items == 0 && wait != "":
		return l.T("risk.sum_wait", wait)
	case sum.Items == 0:
		return l.T("risk.sum_none")
	case sum.Money == 0:
		return l.T("risk.sum_items", sum.Items)
	}
	return l.T("risk.sum", l.About(currency, sum.Money), sum.Items)
}
