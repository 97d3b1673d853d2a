package planning

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// orderSum is what an order comes to.
type orderSum struct {
	items, units, unpriced int
	money                  purchase.Money
}

func (s *orderSum) add(units int, cost purchase.Money) {
	if units <= 0 {
		return
	}
	s.items++
	s.units += units
	s.money += purchase.Money(units) * cost
	if cost == 0 {
		s.unpriced++
	}
}

func (s orderSum) plus(t orderSum) orderSum {
	return orderSum{s.items + t.items, s.units + t.units, s.unpriced + t.unpriced, s.money + t.money}
}

// String returns the sum as a form carries it.
func (s orderSum) String() string {
	return fmt.Sprintf("%d %d %d %d", s.items, s.units, s.unpriced, s.money)
}

// readSum reads a sum that a form carried. Totals that a person sees while typing
// rest on it, and nothing that is stored does.
func readSum(text string) (s orderSum) {
	var n [4]int64
	for i, part := range strings.Fields(text) {
		if i == len(n) {
			break
		}
		v, err := strconv.ParseInt(part, 10, 64)
		if err != nil || v < 0 {
			return orderSum{}
		}
		n[i] = min(v, int64(purchase.MostCost)*purchase.MaxUnits/purchase.MaxLines)
	}
	return orderSum{int(n[0]), int(n[1]), int(n[2]), purchase.Money(n[3])}
}

// sum adds up what was typed, and what other pages of the sheet propose if they are
// ordered too.
func (f *orderForm) sum() (s orderSum) {
	for _, code := range f.codes {
		s.add(f.lines[code].units, f.lines[code].cost)
	}
	if f.whole {
		s = s.plus(f.beyond)
	}
	return s
}

// elsewhere returns the lines of a sheet that the form does not have.
func (f *orderForm) elsewhere(lines []outlook.ReorderLine) []outlook.ReorderLine {
	return slices.DeleteFunc(slices.Clone(lines), func(l outlook.ReorderLine) bool { return f.has[l.VariantCode] })
}

// sheetSums are what the shown sheet comes to.
type sheetSums struct {
	all     orderSum              // what an order of the sheet would be
	beyond  orderSum              // what the lines propose that are neither shown nor carried
	carried []outlook.ReorderLine // lines of other pages that a person changed
	whole   bool                  // the lines of other pages are ordered
}

// sums adds up a sheet as it is shown.
func (a *reorderRead) sums() (s sheetSums) {
	s.whole = a.form == nil || a.form.whole || !a.form.Sent("beyond")
	shown := map[string]bool{}
	for _, lines := range [][]outlook.ReorderLine{a.page.lines, a.extra} {
		for i := range lines {
			shown[lines[i].VariantCode] = true
			s.all.add(a.form.typedOf(&lines[i]))
		}
	}
	for i := range a.sheet.Lines {
		l := &a.sheet.Lines[i]
		switch {
		case shown[l.VariantCode]:
		case a.form.changed(l):
			s.carried = append(s.carried, *l)
			s.all.add(a.form.typedOf(l))
		default:
			s.beyond.add(l.Order, purchase.Money(l.UnitCost))
		}
	}
	if s.whole {
		s.all = s.all.plus(s.beyond)
	}
	return s
}

// changed says whether a person typed something else of a line than is proposed.
func (f *orderForm) changed(l *outlook.ReorderLine) bool {
	if f == nil || !f.has[l.VariantCode] {
		return false
	}
	units, cost := f.typedOf(l)
	return units != l.Order || cost != purchase.Money(l.UnitCost) || f.On(skipField(l.VariantCode)) || l.LateOut > 0 ||
		f.Reason(unitsField(l.VariantCode)) != "" || f.Reason(priceField(l.VariantCode)) != ""
}

func (r viewer) orderTotals(s orderSum, from purchase.Ordering, invalid bool) views.OrderTotals {
	currency := currencyOf(from)
	v := views.OrderTotals{Text: r.T("purchase.sum", s.items, s.units)}
	if s.money > 0 {
		v.Money = r.Price(currency, int64(s.money))
	}
	if s.unpriced > 0 {
		v.Unknown = r.T("purchase.sum_unknown", s.unpriced)
	}
	if gap := from.MinAmount - s.money; s.items > 0 && gap > 0 && from.MinAmount > 0 {
		v.Gap = r.T("purchase.gap", r.Price(currency, int64(from.MinAmount)), r.Price(currency, int64(gap)))
	}
	if invalid {
		v.Invalid = r.T("purchase.sum_invalid")
	}
	return v
}

// needSum is what the order to one supplier comes to, in the table of suppliers.
func (r viewer) needSum(s orderSum, from purchase.Ordering) views.NeedSum {
	currency := currencyOf(from)
	v := views.NeedSum{Items: present.Number(s.items), Units: present.Number(s.units), Money: "–", Unpriced: present.Number(s.unpriced)}
	if s.money > 0 {
		v.Money = r.Price(currency, int64(s.money))
	}
	if gap := from.MinAmount - s.money; s.items > 0 && gap > 0 && from.MinAmount > 0 {
		v.Gap = r.T("ordersheet.gap", r.Price(currency, int64(gap)))
	}
	return v
}

// total adds up several suppliers, each currency for itself.
func (r viewer) total(label string, sums map[string]orderSum, suppliers map[string]purchase.Ordering) views.NeedSum {
	var all orderSum
	money := map[string]purchase.Money{}
	for code, s := range sums {
		all = all.plus(s)
		money[currencyOf(suppliers[code])] += s.money
	}
	v := views.NeedSum{Label: label, Items: present.Number(all.items), Units: present.Number(all.units), Unpriced: present.Number(all.unpriced)}
	for _, currency := range purchase.Currencies() {
		if m := money[currency]; m > 0 {
			v.Money = present.Joined(" + ", v.Money, r.Price(currency, int64(m)))
		}
	}
	if v.Money == "" {
		v.Money = "–"
	}
	return v
}

// chosenSum adds up the chosen suppliers of a form that was sent.
func (r viewer) chosenSum(f *orderForm, shown orderSum, suppliers map[string]purchase.Ordering) views.NeedSum {
	sums := map[string]orderSum{}
	for _, code := range f.chosen {
		if s, is := f.others[code]; is {
			sums[code] = s
		}
		if code == f.shown {
			sums[code] = shown
		}
	}
	return r.total(r.T("ordersheet.chosen", len(sums)), sums, suppliers)
}

// needs shows what there is to order from each supplier side by side.
func (r viewer) needs(page *views.ReorderPage, a *reorderRead) {
	if len(a.needs) == 0 {
		return
	}
	sums, chosen := map[string]orderSum{}, map[string]orderSum{}
	for _, n := range a.needs {
		var s orderSum
		lines := a.all.lines[n.Code]
		for i := range lines {
			s.add(lines[i].Order, purchase.Money(lines[i].UnitCost))
		}
		if n.Code == a.chosen && r.mayOrder() {
			s = a.sums().all
		}
		sums[n.Code] = s
		v := views.NeedLink{Name: r.supplierOf(n), URL: present.ReorderURL(n.Code), Code: n.Code, Items: r.T("reorder.items", n.Items), On: n.Code == a.chosen, Sum: r.needSum(s, a.suppliers[n.Code])}
		if n.Out > 0 {
			v.Out = r.T("reorder.out_of", n.Out)
		}
		if r.mayOrder() {
			v.Choose, v.Chosen = r.T("purchase.choose", v.Name), v.On
			if a.form != nil {
				v.Chosen = a.form.isChosen(n.Code)
			}
			v.Carried = n.Code + ":" + s.String()
		}
		if v.Chosen {
			chosen[n.Code] = s
		}
		page.Needs = append(page.Needs, v)
	}
	if r.mayOrder() {
		page.NeedsTotal = r.total(r.T("ordersheet.chosen", len(chosen)), chosen, a.suppliers)
	} else {
		page.NeedsTotal = r.total(r.T("ordersheet.all", len(sums)), sums, a.suppliers)
	}
	if a.all.cut {
		page.Cut = r.T("ordersheet.cut", reorderMost)
	}
}

// pages says which part of a sheet is shown, and leads to the others.
func (r viewer) pages(page *views.ReorderPage, a *reorderRead) {
	w := &a.page
	if w.prev == "" && w.next == "" {
		return
	}
	v := &views.SheetPages{Text: r.T("ordersheet.range", w.before+1, w.before+len(w.lines), len(a.sheet.Lines)), PrevAt: w.prev, NextAt: w.next}
	to := func(at string) string {
		if at == "" {
			return ""
		}
		return present.WithQuery(present.ReorderURL(a.chosen), "at", at)
	}
	v.Prev, v.Next = to(w.prev), to(w.next)
	page.Pages = v
}

// orderPages adds to a form what it carries of the pages that are not shown.
func (r viewer) orderPages(s *views.OrderSheet, a *reorderRead, sums sheetSums) {
	s.Late = a.form.leftOut()
	if a.page.prev == "" && a.page.next == "" {
		return
	}
	if a.page.before > 0 {
		s.At = placeOf(&a.page.lines[0]).String()
	}
	s.Beyond, s.Whole = sums.beyond.String(), sums.whole
	if sums.beyond.items > 0 {
		s.WholeLabel = r.T("ordersheet.whole", sums.beyond.items, sums.beyond.units)
	}
	if n := (sums.all.items + purchase.MaxLines - 1) / purchase.MaxLines; n > 1 {
		s.Parts = r.T("ordersheet.parts", purchase.MaxLines, n)
	}
	for i := range sums.carried {
		l := &sums.carried[i]
		e := r.orderEdit(l, a)
		c := views.CarriedLine{Code: e.Code, Units: e.Units, Cost: e.Cost, Skip: e.Skip}
		s.Carried = append(s.Carried, c)
	}
	if len(s.Carried) > 0 {
		s.CarriedText = r.T("ordersheet.carried", len(s.Carried))
	}
}
