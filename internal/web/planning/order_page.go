package planning

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
)

const (
	fillRows = 5  // items that are proposed to reach the minimum of a supplier
	fillRead = 60 // items that they are chosen from
)

// showTyped shows the sheet again with what was typed.
func (h *Handler) showTyped(c echo.Context, status int, f *orderForm) error {
	page, err := h.readSheet(c, asked{f.shown, f.at}, f)
	if err != nil {
		return err
	}
	return kit.Render(c, status, views.ReorderPageView(page))
}

// previewOrder says what the typed order comes to, or shows the terms of an item.
// Without JavaScript it is the page with all that was typed.
func (h *Handler) previewOrder(c echo.Context) error {
	f, err := kit.BindForm[orderForm](c)
	if err != nil {
		return err
	}
	f.forgiveSkipped()
	if f.add != "" && kit.CodePattern.MatchString(f.add) && !slices.Contains(f.codes, f.add) {
		f.codes = append(f.codes, f.add)
	}
	switch {
	case !kit.IsFragment(c) && !f.Valid():
		return h.showTyped(c, http.StatusUnprocessableEntity, f)
	case !kit.IsFragment(c):
		return h.showTyped(c, http.StatusOK, f)
	case f.open != "":
		return h.showTerms(c, f)
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	suppliers, _, err := h.Store.Mall(who.Mall.ID).Orderings(ctx)
	if err != nil {
		return err
	}
	codes := slices.DeleteFunc(slices.Clone(f.codes), func(code string) bool { return f.lines[code].units == 0 })
	terms, err := h.Store.Mall(who.Mall.ID).ItemTerms(ctx, codes)
	if err != nil {
		return err
	}
	off := slices.DeleteFunc(codes, func(code string) bool { t := terms[code]; return t.Fits(f.lines[code].units) })
	var rows []listing.InventoryRow
	if len(off) > 0 {
		if rows, err = h.Store.Mall(who.Mall.ID).VariantsNamed(ctx, off); err != nil {
			return err
		}
	}
	r := h.viewerOf(who)
	sum := f.sum()
	totals := r.orderTotals(sum, suppliers[f.shown], !f.Valid())
	totals.Off = r.offTerms(f, rows, terms)
	v := views.OrderPreview{Totals: totals}
	if len(f.others) > 0 {
		now, all := r.needSum(sum, suppliers[f.shown]), r.chosenSum(f, sum, suppliers)
		v.Need, v.Chosen = &now, &all
	}
	return kit.Render(c, http.StatusOK, views.OrderPreviewView(h.Bare(c), v))
}

// showTerms shows how an item is ordered, to change it.
func (h *Handler) showTerms(c echo.Context, f *orderForm) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	rows, terms, err := h.itemsNamed(ctx, who, []string{f.open})
	if err != nil {
		return err
	}
	suppliers, _, err := h.Store.Mall(who.Mall.ID).Orderings(ctx)
	if err != nil {
		return err
	}
	v := views.OrderEdit{Code: f.open}
	if len(rows) > 0 {
		v.Terms = h.viewerOf(who).itemTerms(f.open, terms[f.open], suppliers, f.shown, nil)
	}
	return kit.Render(c, http.StatusOK, views.OrderTermsView(h.Bare(c), v))
}

// saveForm is the terms of one item, in the form of the sheet.
type saveForm struct {
	kit.Form
	code string
}

// Read implements [kit.Fields].
func (f *saveForm) Read() {
	if act, item, _ := strings.Cut(f.Text("act"), " "); act == saveTermsOf {
		f.code = item
	}
}

// saveItem stores how an item, or a product, is ordered.
func (h *Handler) saveItem(c echo.Context) error {
	own, err := kit.BindForm[saveForm](c)
	if err != nil {
		return err
	}
	if own.code == "" {
		return h.saveProductTerms(c)
	}
	f, err := kit.BindForm[orderForm](c)
	if err != nil {
		return err
	}
	f.forgiveSkipped()
	who, ctx := kit.SessionOf(c), c.Request().Context()
	before, err := h.orderLines(ctx, who, []string{own.code}, f.late)
	if err != nil {
		return err
	}
	rows, _, err := h.itemsNamed(ctx, who, []string{own.code})
	if err != nil {
		return err
	}
	suppliers, _, err := h.Store.Mall(who.Mall.ID).Orderings(ctx)
	if err != nil {
		return err
	}
	suffix := "-" + own.code
	terms := own.ReadItemTerms(suffix, suppliers)
	terms.VariantCode, terms.By = own.code, who.By()
	if len(rows) > 0 {
		terms.ProductNo = rows[0].ProductNo
	}
	err = own.JudgeItemTerms(terms.Check(), suffix)
	if err == nil && own.Valid() {
		err = own.JudgeItemTerms(h.Store.Mall(who.Mall.ID).SaveItemTerms(ctx, terms, h.Now()), suffix)
	}
	if err != nil {
		return err
	}
	f.stored = own.code
	if !own.Valid() {
		f.wrong, f.stored, f.open = own, "", own.code
		return h.showTyped(c, http.StatusUnprocessableEntity, f)
	}
	line := before[own.code]
	if f.lines[own.code].units == line.Order { // nobody changed the proposal, so the new one is shown
		f.anew = append(f.anew, unitsField(own.code))
	}
	if f.lines[own.code].cost == purchase.Money(line.UnitCost) {
		f.anew = append(f.anew, priceField(own.code))
	}
	return h.showTyped(c, http.StatusOK, f)
}

// saveProductTerms stores how a product is ordered.
func (h *Handler) saveProductTerms(c echo.Context) error {
	f, err := kit.BindForm[kit.ItemTermsForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	suppliers, _, err := h.Store.Mall(who.Mall.ID).Orderings(ctx)
	if err != nil {
		return err
	}
	terms := f.ReadItemTerms("", suppliers)
	terms.ProductNo, terms.By = f.ProductNo, who.By()
	err = f.JudgeItemTerms(terms.Check(), "")
	if err == nil && f.Valid() {
		err = f.JudgeItemTerms(h.Store.Mall(who.Mall.ID).SaveItemTerms(ctx, terms, h.Now()), "")
	}
	switch {
	case err != nil:
		return err
	case f.Valid():
		return kit.Finish(c, f.From, "saved")
	}
	return h.Products.RefuseItemTerms(c, f)
}

// readOrder reads what makes an order of a sheet, for who may do so.
func (h *Handler) readOrder(c echo.Context, a *reorderRead, r viewer) (err error) {
	if !r.mayOrder() {
		return nil
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	if a.sheet.Supplier == "" {
		a.sheet.Supplier = a.suppliers[a.chosen].Name
	}
	if a.drafts, err = h.readDrafts(ctx, r, who.Mall.ID); err != nil {
		return err
	}
	if f := a.form; f != nil {
		if err := h.addTyped(c, a, f); err != nil {
			return err
		}
		if f.open != "" {
			if a.terms, err = h.Store.Mall(who.Mall.ID).ItemTerms(ctx, []string{f.open}); err != nil {
				return err
			}
		}
	}
	if sum := a.sums(); sum.all.money < a.suppliers[a.chosen].MinAmount {
		return h.readFill(ctx, who, a, a.supply)
	}
	return nil
}

// addTyped adds to a sheet the items of a form that the sheet lacks: those that
// a person added, and those that need nothing any more.
func (h *Handler) addTyped(c echo.Context, a *reorderRead, f *orderForm) error {
	known := make(map[string]bool, len(a.sheet.Lines))
	for i := range a.sheet.Lines {
		known[a.sheet.Lines[i].VariantCode] = true
	}
	codes := slices.DeleteFunc(slices.Clone(f.codes), func(code string) bool { return known[code] })
	if len(codes) == 0 {
		return nil
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	lines, err := h.orderLines(ctx, who, codes, f.late)
	if err != nil {
		return err
	}
	rows, terms, err := h.itemsNamed(ctx, who, codes)
	if err != nil {
		return err
	}
	for i := range rows {
		row := &rows[i]
		line, known := lines[row.Code]
		if !known { // without a forecast
			line = outlook.ReorderLine{
				ProductNo: row.ProductNo, VariantCode: row.Code, CustomCode: row.CustomCode, ProductName: row.ProductName, ImageURL: row.ImageURL, Options: row.Options, Quantity: row.Quantity,
			}
			round(&line, terms[row.Code], row)
		}
		if row.Code == f.add {
			line.Order = early(&line, a.supply.OrderDays)
		}
		if line.SupplierCode == a.chosen || row.SupplierCode == a.chosen && row.Code != f.stored {
			a.extra = append(a.extra, line)
		}
	}
	return nil
}

// readFill reads the items that can fill an order up to the supplier's minimum:
// those nearest to their reorder point.
func (h *Handler) readFill(ctx context.Context, who kit.Session, a *reorderRead, supply preference.Supply) error {
	q := listing.Params{OrderFrom: listing.Ordered{Is: true, Code: a.chosen}, Sort: listing.SortCover, Limit: fillRead}
	rows, _, err := h.Store.Mall(who.Mall.ID).Inventory(ctx, q)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(row listing.InventoryRow) bool {
		shown := func(l outlook.ReorderLine) bool { return l.VariantCode == row.Code }
		return row.Suggestion.LeadDays == 0 || slices.ContainsFunc(a.sheet.Lines, shown) || slices.ContainsFunc(a.extra, shown)
	})
	lines, _, err := h.ReorderLines(ctx, who, rows)
	if err != nil {
		return err
	}
	for i := range lines {
		if lines[i].Order = early(&lines[i], supply.OrderDays); lines[i].Order > 0 {
			a.fill = append(a.fill, lines[i])
		}
	}
	slices.SortStableFunc(a.fill, func(x, y outlook.ReorderLine) int { return daysToPoint(&x) - daysToPoint(&y) })
	a.fill = a.fill[:min(len(a.fill), fillRows)]
	return nil
}
