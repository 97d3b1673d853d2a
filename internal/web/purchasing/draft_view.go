package purchasing

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// draftAddresses is how many of a supplier's addresses a draft begins with.
const draftAddresses = 5

// draftForm is the form of a draft, or of a new revision of a sent order.
func (r viewer) draftForm(o *purchase.Order) *views.PurchaseDraft {
	today := r.DateAhead(1)
	f := &views.PurchaseDraft{
		URL: urlOf(paths.PurchaseDraft, o), SendURL: urlOf(paths.PurchaseSend, o), MarkURL: urlOf(paths.PurchaseMark, o), DeleteURL: urlOf(paths.PurchaseDelete, o),
		Version: strconv.Itoa(o.Version), To: strings.Join(o.To, "\n"), ReplyTo: o.ReplyTo, Note: o.Note, Unit: r.unitOf(o.Currency),
		Min: isoDay(today), Max: isoDay(today.AddDate(1, 0, 0)), SendLabel: r.T("purchase.send"), SendHint: r.T("purchase.send_hint"),
		Lead: r.T("purchase.lead_hint", o.LeadDays),
	}
	if len(o.To) == 0 && o.SupplierCode != "" {
		f.Supplier = present.WithQuery(present.SupplierURL(o.SupplierCode), "back", orderURL(o.ID)) + "#terms"
	}
	f.On = isoDay(today.AddDate(0, 0, o.LeadDays))
	if !o.SentAt.IsZero() {
		f.URL, f.SendURL, f.MarkURL, f.DeleteURL, f.Back = urlOf(paths.PurchaseRevise, o), urlOf(paths.PurchaseRevise, o), "", "", orderURL(o.ID)
		f.SendLabel, f.SendHint, f.Lead = r.T("purchase.revise_button"), r.T("purchase.revise_hint"), r.T("purchase.revise_lead")
		f.On = isoDay(o.NextOn())
		if o.NextOn().Before(today) {
			f.On = isoDay(today)
		}
	}
	f.OnShown = f.On
	for i := range o.Lines {
		f.Lines = append(f.Lines, r.draftLine(o, &o.Lines[i], strconv.Itoa(i+1)))
	}
	return f
}

// unitOf names a currency's unit beside a field.
func (r viewer) unitOf(currency string) string {
	if currency == "" || currency == "KRW" {
		return r.T("purchase.won")
	}
	return currency
}

func (r viewer) draftLine(o *purchase.Order, l *purchase.Line, n string) views.DraftLine {
	v := views.DraftLine{
		Item: itemOf(l), N: n, Variant: l.VariantCode, Units: strconv.Itoa(l.Ordered), Pack: strconv.Itoa(max(1, l.Pack)), Cost: moneyText(l.UnitCost), Amount: "–",
	}
	if l.Pack > 1 {
		v.Boxes = r.Pieces(l.Ordered, l.Pack)
	}
	if l.UnitCost > 0 {
		v.Amount = r.Price(o.Currency, int64(l.Cost()))
	}
	return v
}

// moneyText writes an amount for a field: without separators, with decimals only where there are
// any; "" for 0.
func moneyText(m purchase.Money) string {
	switch {
	case m == 0:
		return ""
	case m%100 == 0:
		return strconv.FormatInt(int64(m/100), 10)
	}
	return strconv.FormatInt(int64(m/100), 10) + "." + strconv.FormatInt(int64(100+m%100), 10)[1:]
}

// typedForm is the form with what was typed, each mistake at its field.
func (r viewer) typedForm(e *edit) *views.PurchaseDraft {
	shown := e.order
	shown.Lines = e.lines
	f := r.draftForm(&shown)
	last := 0
	for i, t := range e.draftForm.lines {
		l := &f.Lines[i]
		l.N, last = t.n, max(last, t.number())
		l.Units, l.Pack, l.Cost = e.Typed("units-"+t.n), cmp.Or(e.Typed("pack-"+t.n), "1"), e.Typed("cost-"+t.n)
		l.UnitsError, l.PackError, l.CostError = e.Message(r.Locale, "units-"+t.n), e.Message(r.Locale, "pack-"+t.n), e.Message(r.Locale, "cost-"+t.n)
	}
	for i := len(e.draftForm.lines); i < len(f.Lines); i++ { // a new line gets a number that no other has
		last++
		f.Lines[i].N = strconv.Itoa(last)
	}
	e.Retype(map[string]*string{"addresses": &f.To, "reply": &f.ReplyTo, "expected_on": &f.On, "shown_on": &f.OnShown, "note": &f.Note, "find": &f.Find})
	return f
}

// found shows what a search found, and which of it the order has already.
func (r viewer) found(f *views.PurchaseDraft, o *purchase.Order, text string, rows []listing.InventoryRow) {
	f.Find = text
	if len(rows) == 0 {
		f.NotFound = r.T("purchase.found_none", text)
	}
	for i := range rows {
		row := &rows[i]
		v := views.DraftFound{
			Item: views.Item{
				URL: present.OptionURL(row.ProductNo, row.Code), Image: lowstock.PictureURL(row.ImageURL), Name: cmp.Or(row.ProductName, row.Code),
				Options: present.OptionsText(row.Options), Code: cmp.Or(row.CustomCode, row.Code),
			},
			Variant: row.Code, Stock: r.T("purchase.found_stock", row.Quantity),
			In: slices.ContainsFunc(o.Lines, func(l purchase.Line) bool { return l.VariantCode == row.Code }),
		}
		v.Label = r.T("purchase.add_of", v.Named())
		f.Found = append(f.Found, v)
	}
}
