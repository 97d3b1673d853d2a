package planning

import (
	"cmp"
	"crypto/rand"
	"math"
	"slices"
	"strconv"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// offShown is how many items that do not fit their terms are named.
const offShown = 3

// mayOrder says whether the operator may make orders.
func (r viewer) mayOrder() bool { return r.Right >= team.RightAct }

// typedOf returns what was typed of a line, else what is proposed.
func (f *orderForm) typedOf(l *outlook.ReorderLine) (units int, cost purchase.Money) {
	units, cost = l.Order, purchase.Money(l.UnitCost)
	if f == nil {
		return units, cost
	}
	if f.keeps(unitsField(l.VariantCode)) || f.On(skipField(l.VariantCode)) {
		units = f.lines[l.VariantCode].units
	}
	if f.keeps(priceField(l.VariantCode)) {
		cost = f.lines[l.VariantCode].cost
	}
	return units, cost
}

// keeps says whether a field is shown as it was sent.
func (f *orderForm) keeps(field string) bool { return f.Sent(field) && !slices.Contains(f.anew, field) }

// offTerms says which typed quantities do not fit the terms of their items.
func (r viewer) offTerms(f *orderForm, rows []listing.InventoryRow, terms map[string]purchase.ItemTerms) (list []string) {
	for i := range rows {
		row := &rows[i]
		t := terms[row.Code]
		if units := f.lines[row.Code].units; units > 0 && !t.Fits(units) {
			list = append(list, r.offTerm(cmp.Or(row.ProductName, row.Code), units, t.Terms))
		}
	}
	if more := len(list) - offShown; more > 0 {
		list = append(list[:offShown:offShown], r.T("purchase.off_more", more))
	}
	return list
}

func (r viewer) offTerm(name string, units int, t purchase.Terms) string {
	minimum, boxes := t.Short(units)
	switch {
	case t.Cap > 0 && units > t.Cap:
		return r.T("purchase.off_cap", name, units, t.Cap)
	case minimum || !boxes:
		return r.T("purchase.off_min", name, units, t.Min)
	}
	return r.T("purchase.off_pack", name, units, r.Pieces(t.Fit(units), t.Pack))
}

// orderSheet adds to a page what makes an order of it.
func (r viewer) orderSheet(page *views.ReorderPage, a *reorderRead) {
	from := a.suppliers[a.chosen]
	s := &views.OrderSheet{Key: rand.Text(), Shown: a.chosen, Suppliers: kit.SupplierTexts(a.suppliers), Currency: currencyOf(from)}
	for i, lines := 0, slices.Concat(a.page.lines, a.extra); i < len(lines); i++ {
		page.Rows[i].Edit = r.orderEdit(&lines[i], a)
	}
	sums := a.sums()
	s.Totals = r.orderTotals(sums.all, from, false)
	for i := range a.fill {
		l := &a.fill[i]
		s.Fill = append(s.Fill, views.OrderFill{
			Code: l.VariantCode, Label: r.T("purchase.fill_item", cmp.Or(l.ProductName, l.VariantCode)+optionsOf(l), l.Order, r.T("purchase.fill_days", max(0, daysToPoint(l)))),
		})
	}
	s.Into = r.into(a)
	r.orderPages(s, a, sums)
	if f := a.form; f != nil {
		s.Key = cmp.Or(f.key, s.Key)
		s.IntoError, s.Error = f.Message(r.Locale, "into"), f.Message(r.Locale, "make")
		page.Errors = append(page.Errors, f.Messages(r.Locale, "", nil)...)
		if f.wrong != nil {
			page.Errors = append(page.Errors, f.wrong.Messages(r.Locale, "", nil)...)
		}
		if f.stored != "" {
			page.Done = r.T("done.saved")
		}
	}
	page.Order = s
}

func optionsOf(l *outlook.ReorderLine) string {
	if text := present.OptionsText(l.Options); text != "" {
		return " " + text
	}
	return ""
}

// into offers the drafts of the supplier.
func (r viewer) into(a *reorderRead) (list []views.Choice) {
	for i := range a.drafts {
		o := &a.drafts[i]
		if o.SupplierCode != a.chosen {
			continue
		}
		units := 0
		for n := range o.Lines {
			units += o.Lines[n].Ordered
		}
		list = append(list, views.Choice{Value: strconv.FormatInt(o.ID, 10), Label: r.T("purchase.into_draft", len(o.Lines), units), URL: orderURL(o)})
	}
	if len(list) == 0 {
		return nil
	}
	list = append(list, views.Choice{Value: intoNew, Label: r.T("purchase.into_new")})
	if a.form != nil {
		kit.ChooseAgain(list, a.form.into)
	} else {
		list[0].On = true
	}
	return list
}

// orderEdit is the part of a row that a person changes.
func (r viewer) orderEdit(l *outlook.ReorderLine, a *reorderRead) *views.OrderEdit {
	code := l.VariantCode
	v := &views.OrderEdit{Code: code, Named: cmp.Or(l.ProductName, code) + optionsOf(l), Notes: notify.RoundingNotes(r.Locale, l)}
	v.Units = kit.OrNone(l.Order)
	switch {
	case l.UnitCost == 0:
		v.CostFrom = r.T("purchase.cost_none")
	case l.CostEntered:
		v.Cost, v.CostFrom = present.MoneyTyped(purchase.Money(l.UnitCost)), r.T("purchase.cost_entered")
	default:
		v.Cost, v.CostFrom = present.MoneyTyped(purchase.Money(l.UnitCost)), r.T("purchase.cost_cafe24")
	}
	for i := range a.drafts {
		for n := range a.drafts[i].Lines {
			if has := &a.drafts[i].Lines[n]; has.VariantCode == code {
				v.Drafts = append(v.Drafts, views.Link{Text: r.T("purchase.in_draft", has.Ordered), URL: orderURL(&a.drafts[i])})
			}
		}
	}
	f := a.form
	v.Late = r.lateGoods(l, f)
	if f == nil {
		return v
	}
	v.Skip = f.On(skipField(code))
	if f.keeps(unitsField(code)) {
		v.Units = f.Typed(unitsField(code))
	}
	if f.keeps(priceField(code)) {
		v.Cost = f.Typed(priceField(code))
	}
	v.UnitsError, v.CostError = f.Message(r.Locale, unitsField(code)), f.Message(r.Locale, priceField(code))
	if f.open == code && !r.ReadOnly {
		var sent *kit.Form
		if f.wrong != nil {
			sent = f.wrong.Base()
		}
		v.Terms = r.itemTerms(code, a.terms[code], a.suppliers, a.chosen, sent)
	}
	return v
}

// itemTerms is the form of the terms of an item of the sheet.
func (r viewer) itemTerms(code string, t purchase.ItemTerms, suppliers map[string]purchase.Ordering, shown string, sent *kit.Form) *views.ItemTerms {
	v := kit.ItemTermsView(r.Viewer, &t, "-"+code, currencyOf(suppliers[shown]), suppliers, sent)
	return &v
}

// early returns how many units to order of an item that has not reached its
// reorder point: as many as an order of today would raise it to later.
func early(l *outlook.ReorderLine, orderDays int) int {
	need := int(math.Ceil(l.PerDay*float64(orderDays))) - (l.Quantity + l.Coming - l.Point)
	if l.Order > 0 {
		return l.Order
	}
	return purchase.Terms{Min: l.Minimum, Pack: l.Pack, Cap: l.Most}.Fit(max(1, need))
}

// daysToPoint returns in how many days an item reaches its reorder point.
func daysToPoint(l *outlook.ReorderLine) int {
	const far = 10_000
	if l.PerDay <= 0 {
		return far
	}
	return int(min(far, float64(l.Quantity+l.Coming-l.Point)/l.PerDay))
}
