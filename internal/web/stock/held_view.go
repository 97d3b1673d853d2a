package stock

import (
	"strconv"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// boundNote says how much money is bound in what a filter for held stock finds;
// nil without such a filter.
func (r viewer) boundNote(a stockAnswer) *views.Bound {
	if a.q.Held == "" {
		return nil
	}
	b := &views.Bound{Text: present.BoundText(r.Locale, r.Currency, a.bound), Hint: r.T("stock.held_"+string(a.q.Held)+"_hint", a.q.HeldDays)}
	if basis := present.BoundBasis(r.Locale, a.bound); basis != "" {
		b.Hint += " " + basis
	}
	q := a.q
	q.Cursor = ""
	for _, held := range outlook.HeldKinds() {
		q.Held = held
		b.Kinds = append(b.Kinds, views.Choice{Label: r.T("stock.held_" + string(held)), URL: present.StockURL(q), On: held == a.q.Held})
	}
	if q.Held = a.q.Held; q.Held == outlook.HeldStock {
		return b
	}
	for _, days := range outlook.CoverDays() {
		q.HeldDays = days
		b.Days = append(b.Days, views.Choice{Label: r.T("outlook.days", strconv.Itoa(days)), URL: present.StockURL(q), On: days == a.q.HeldDays})
	}
	return b
}

// boundOf says how much money is bound in a row of a list of held stock; "" for
// another list, and where no price is known.
func boundOf(r viewer, row *listing.InventoryRow, q listing.Params) string {
	if q.Held == "" {
		return ""
	}
	units, value := row.Bound(q.Held, q.HeldDays)
	if money := (int64(value) + 50) / 100; money > 0 {
		return r.T("bound.row", r.About(r.Currency, money), units)
	}
	return ""
}
