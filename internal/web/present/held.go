package present

import (
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/views/words"
)

// BoundText says how much stock is bound, and its value.
func BoundText(l words.Locale, currency string, b listing.Bound) string {
	if b.Items == 0 {
		return l.T("bound.none")
	}
	if b.Money() == 0 {
		return l.T("bound.units", b.Items, b.Units)
	}
	return l.T("bound.money", b.Items, b.Units, l.About(currency, b.Money()))
}

// BoundBasis says at which prices the value is computed; "" for nothing.
func BoundBasis(l words.Locale, b listing.Bound) string {
	text := ""
	switch {
	case b.Money() == 0:
	case b.AtPrice == 0:
		text = l.T("bound.at_cost")
	case b.AtCost == 0:
		text = l.T("bound.at_price")
	default:
		text = l.T("bound.at_both")
	}
	if b.Unpriced > 0 {
		text = Joined(" ", text, l.T("bound.unpriced", b.Unpriced))
	}
	return text
}
