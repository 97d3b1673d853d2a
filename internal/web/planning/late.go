package planning

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// lateShown is how many items of one supplier are named that only late goods keep
// off the sheet.
const lateShown = 50

// lateHeld is the items that would be on a sheet if late goods did not count, by
// their supplier.
type lateHeld map[string][]listing.InventoryRow

// readLateHeld reads the items that only late goods keep off the sheets.
func (h *Handler) readLateHeld(ctx context.Context, r viewer, id lowstock.MallID) (lateHeld, error) {
	mall := h.Store.Mall(id)
	rows, _, err := mall.Inventory(ctx, listing.Params{LateHeld: true, Sort: listing.SortUrgent, Limit: kit.SheetPage}.At(r.DateAhead(1)))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	terms, err := mall.ItemTerms(ctx, codesOf(rows))
	held := lateHeld{}
	for i := range rows {
		own := terms[rows[i].Code]
		code := own.Source(rows[i].SupplierCode)
		held[code] = append(held[code], rows[i])
	}
	return held, err
}

// add returns the suppliers from which something is to be ordered, and those of
// which only late items are known.
func (l lateHeld) add(needs []outlook.SupplierNeed, suppliers map[string]purchase.Ordering) []outlook.SupplierNeed {
	var more []outlook.SupplierNeed
	for code := range l {
		if !slices.ContainsFunc(needs, func(n outlook.SupplierNeed) bool { return n.Code == code }) {
			more = append(more, outlook.SupplierNeed{Code: code, Name: suppliers[code].Name})
		}
	}
	slices.SortFunc(more, func(a, b outlook.SupplierNeed) int { return strings.Compare(a.Code, b.Code) })
	return append(needs, more...)
}

// lateLine is a line of an order whose goods are late.
type lateLine struct {
	order         int64
	version, line int
	units         int
}

// lateLines returns the lines of orders by which an item is late.
func (h *Handler) lateLines(ctx context.Context, who kit.Session, code string) (list []lateLine, err error) {
	today := h.viewerOf(who).DateAhead(1)
	page, err := h.Store.Mall(who.Mall.ID).Purchases(ctx, purchase.Query{Variant: code, Late: true, Today: today, Limit: draftsRead})
	for i := range page.Orders {
		o := &page.Orders[i]
		for n := range o.Lines {
			l := &o.Lines[n]
			last := l.CoverUntil
			if last.Before(l.ExpectedOn) {
				last = l.ExpectedOn
			}
			if rest := l.Rest(); l.VariantCode == code && rest > 0 && o.Coming() && last.Before(today) {
				list = append(list, lateLine{o.ID, o.Version, l.No, rest})
			}
		}
	}
	return list, err
}

// lateForm is the sheet with a button about the late goods of one item.
type lateForm struct {
	kit.Form
	code  string     // whose rest is given up
	lines []lateLine // whose rest is taken back
}

// Read implements [kit.Fields].
func (f *lateForm) Read() {
	switch act, item, _ := strings.Cut(f.Text("act"), " "); act {
	case giveUpLate:
		f.code = item
	case restoreLate:
		for text := range strings.FieldsSeq(item) {
			order, line, _ := strings.Cut(text, ".")
			id, wrong := strconv.ParseInt(order, 10, 64)
			no, wrongToo := strconv.Atoi(line)
			if wrong == nil && wrongToo == nil && len(f.lines) < draftsRead {
				f.lines = append(f.lines, lateLine{order: id, line: no})
			}
		}
	}
}

// sureToGiveUp asks before the late rest of an item is given up.
func (h *Handler) sureToGiveUp(c echo.Context) (*kit.Question, error) {
	f, err := kit.BindForm[lateForm](c)
	if err != nil || f.code == "" {
		return nil, err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	lines, err := h.lateLines(ctx, who, f.code)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	rows, _, err := h.itemsNamed(ctx, who, []string{f.code})
	if err != nil {
		return nil, err
	}
	q := &kit.Question{Key: "late_rest", Args: []any{unitsOf(lines)}, Back: present.ReorderURL(f.Typed("shown"))}
	for i := range rows {
		q.About = append(q.About, rows[i].ProductName)
	}
	return q, nil
}

func unitsOf(lines []lateLine) (units int) {
	for _, l := range lines {
		units += l.units
	}
	return units
}

// giveUpLate gives up the late rest of an item in all orders, or takes that back,
// and shows the sheet again with what was typed.
func (h *Handler) giveUpLate(c echo.Context) error {
	own, err := kit.BindForm[lateForm](c)
	if err != nil {
		return err
	}
	f, err := kit.BindForm[orderForm](c)
	if err != nil {
		return err
	}
	f.forgiveSkipped()
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r, mall := h.viewerOf(who), h.Store.Mall(who.Mall.ID)
	if own.code == "" && len(own.lines) == 0 {
		return lowstock.NotFound()
	}
	for _, l := range own.lines {
		if _, err := mall.RestorePurchase(ctx, purchase.Ending{Order: l.order, Line: l.line, By: who.By(), Now: h.Now()}); err != nil {
			return err
		}
	}
	if own.code != "" {
		lines, err := h.lateLines(ctx, who, own.code)
		if err != nil {
			return err
		}
		for i, l := range lines {
			version := l.version
			if i > 0 && lines[i-1].order == l.order { // this request has changed the order
				version = 0
			}
			if _, err := mall.GiveUpRest(ctx, purchase.GiveUp{Order: l.order, Version: version, Line: l.line, Reason: r.T("ordersheet.late_reason"), By: who.By(), Now: h.Now()}); err != nil {
				return err
			}
		}
		f.gaveUp, f.gave = own.code, lines
		f.include(own.code)
	}
	return h.showTyped(c, http.StatusOK, f)
}

// lateHeldView names the items of the shown supplier that only late goods keep off
// the sheet.
func (r viewer) lateHeldView(a *reorderRead) *views.LateHeld {
	rows := slices.DeleteFunc(slices.Clone(a.late[a.chosen]), func(row listing.InventoryRow) bool {
		return slices.Contains(a.form.leftOut(), row.Code) || slices.ContainsFunc(a.extra, func(l outlook.ReorderLine) bool { return l.VariantCode == row.Code })
	})
	if len(rows) == 0 {
		return nil
	}
	v := &views.LateHeld{Title: r.T("ordersheet.late_held", len(rows))}
	for i := range rows[:min(len(rows), lateShown)] {
		row, today := &rows[i], r.DateAhead(1)
		item := views.LateItem{
			Item: itemOf(row), Code: row.Code,
			Text: r.T("ordersheet.late_position", row.Quantity, row.Incoming.PositionLate(today), r.sheetDay(row.Incoming.LateOn(today))),
		}
		v.Items = append(v.Items, item)
	}
	if more := len(rows) - lateShown; more > 0 {
		v.More = r.T("ordersheet.late_more", more)
	}
	return v
}

func itemOf(row *listing.InventoryRow) views.Item {
	return views.Item{
		URL: present.OptionURL(row.ProductNo, row.Code), Image: lowstock.PictureURL(row.ImageURL), Name: cmp.Or(row.ProductName, row.Code),
		Options: present.OptionsText(row.Options), Code: cmp.Or(row.CustomCode, row.Code),
	}
}

// lateGoods is what a row says about late goods that are counted, or are left out.
func (r viewer) lateGoods(l *outlook.ReorderLine, f *orderForm) *views.LateGoods {
	v := &views.LateGoods{Code: l.VariantCode}
	switch {
	case f != nil && f.gaveUp == l.VariantCode && len(f.gave) > 0:
		v.Text, v.Undo = r.T("ordersheet.late_gave_up", unitsOf(f.gave)), restoreLate
		for _, line := range f.gave {
			v.Undo += " " + strconv.FormatInt(line.order, 10) + "." + strconv.Itoa(line.line)
		}
	case l.LateIn > 0:
		v.Text, v.Leave, v.GiveUp = r.T("ordersheet.late_in", l.LateIn), true, !r.ReadOnly
	case l.LateOut > 0:
		v.Text, v.Count, v.GiveUp = r.T("ordersheet.late_out", l.LateOut), true, !r.ReadOnly
	default:
		return nil
	}
	return v
}
