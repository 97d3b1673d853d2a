package stock

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// thresholdForm is the threshold cell of a variant in a list.
type thresholdForm struct {
	kit.Form
	productNo int64
	code      string
	field     string  // that the threshold was read from
	threshold *int    // nil: the field was emptied, so the variant inherits
	seen      *string // the own rule as the form showed it; nil when the form does not send it
	cause     rulebook.Cause
	back      string
}

// Read implements [Fields].
func (f *thresholdForm) Read() {
	f.productNo, f.code = f.ID("product_no"), f.Text("variant_code")
	f.field = "threshold"
	if f.Sent("take") { // the button of a suggestion, beside the field
		f.field = "take"
	}
	f.threshold = f.Optional(f.field, "rules.error_number")
	if f.Sent("seen") {
		f.seen = new(kit.Clip(f.Text("seen"), 11))
	}
	f.cause, f.back = kit.CauseOf(&f.Form), f.Back(paths.Stock)
}

func (f *thresholdForm) names() bool { return f.productNo > 0 && kit.CodePattern.MatchString(f.code) }

// change is the change that the form asks for.
func (f *thresholdForm) change(by string) lowstock.RuleChange {
	return lowstock.RuleChange{
		ProductNo: f.productNo, VariantCode: f.code, Threshold: f.threshold, Inherit: f.threshold == nil, Seen: f.seen, By: by,
	}
}

// saveThreshold sets a variant's own threshold. If the field was emptied, the
// variant inherits again.
func (h *Handler) saveThreshold(c echo.Context) error {
	f, err := kit.BindForm[thresholdForm](c)
	if err != nil {
		return err
	}
	if !f.names() {
		return lowstock.NotFound()
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	change := f.change(who.By())
	err = f.Judge(change.Check(), f.field)
	var saved templ.Component
	if err == nil && f.Valid() {
		saved, err = h.setThreshold(ctx, c, f, change)
		err = f.Judge(err, f.field)
	}
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeConflict, err == nil && !f.Valid():
		return h.refuseThreshold(c, f, err != nil)
	case err != nil:
		return err
	case saved == nil:
		return kit.Finish(c, f.back, f.done())
	}
	return kit.Render(c, http.StatusOK, saved)
}

// done is the name of what a saved form did.
func (f *thresholdForm) done() string {
	if f.threshold == nil {
		return "inherited"
	}
	return "saved"
}

// setThreshold sets a variant's own threshold. For htmx it returns the changed
// parts of the page as the same transaction left them. A rule that inherits
// again and also mutes stays muted.
func (h *Handler) setThreshold(ctx context.Context, c echo.Context, f *thresholdForm, change lowstock.RuleChange) (saved templ.Component, err error) {
	who, cause := kit.SessionOf(c), f.cause
	if change.Inherit {
		cause = rulebook.CauseDelete
	}
	err = h.Store.Mall(who.Mall.ID).Together(ctx, func(ctx context.Context) error {
		saved = nil // the function may run a second time
		_, err := h.Store.Mall(who.Mall.ID).SetRules(ctx, []lowstock.RuleChange{change}, cause, who.By(), h.Now())
		if err == nil && kit.IsFragment(c) {
			saved, err = h.savedThreshold(ctx, c, f)
		}
		return err
	})
	return saved, err
}

// savedThreshold returns the row and the counts that changed with it, as the
// context's transaction left them.
func (h *Handler) savedThreshold(ctx context.Context, c echo.Context, f *thresholdForm) (templ.Component, error) {
	who := kit.SessionOf(c)
	row, err := h.variant(ctx, who.Mall.ID, f.productNo, f.code)
	if err != nil {
		return nil, err
	}
	counts, err := h.Store.Mall(who.Mall.ID).Counts(ctx)
	if err != nil {
		return nil, err
	}
	r := h.viewerOf(who)
	shown, err := h.rowOn(ctx, c, r, row, f.back)
	if err != nil {
		return nil, err
	}
	answer := []templ.Component{
		views.StockRowView(h.Bare(c), shown), views.StandingPart(h.Counted(c, counts)), views.Toast(r.T("done." + f.done())), //nolint:contextcheck // the components are rendered with the request's context
	}
	if back, err := url.Parse(f.back); err == nil && back.Path == paths.Stock {
		answer = append(answer, views.TilesPart(h.Bare(c), r.tiles(counts, kit.StockQuery(kit.CleanParam(back.Query()))))) //nolint:contextcheck // as above
	}
	return templ.Join(answer...), nil
}

// rowOn shows a row in the form that the page it came from uses.
func (h *Handler) rowOn(ctx context.Context, c echo.Context, r viewer, row listing.InventoryRow, back string) (views.StockRow, error) {
	histories, err := h.histories(ctx, r, kit.SessionOf(c).Mall.ID, []listing.InventoryRow{row})
	if err != nil {
		return views.StockRow{}, err
	}
	u, err := url.Parse(back)
	if err != nil || u.Path != present.ProductURL(row.ProductNo) {
		return r.stockRow(&row, histories[row.Code], back), nil //nolint:nilerr // an address that cannot be read is not a product's page
	}
	return r.variantRow(row, productRead{
		product: listing.ProductRow{Product: lowstock.Product{No: row.ProductNo}}, histories: histories,
		chosen: u.Query().Get("variant"), days: spanOf(u.Query().Get("days")), lead: kit.Clip(u.Query().Get("lead"), 3),
	}), nil
}

// variant reads one row of a product.
func (h *Handler) variant(ctx context.Context, mall lowstock.MallID, no int64, code string) (listing.InventoryRow, error) {
	rows, err := h.Store.Mall(mall).VariantsNamed(ctx, []string{code})
	if err != nil {
		return listing.InventoryRow{}, err
	}
	for _, row := range rows {
		if row.Code == code && row.ProductNo == no {
			return row, nil
		}
	}
	return listing.InventoryRow{}, lowstock.NotFound()
}

// refuseThreshold shows the row again with what was typed and why it was
// refused. Without JavaScript it shows the page that the row was on. After a
// conflict it shows the value that another person has set meanwhile, and saving
// once more replaces that value.
func (h *Handler) refuseThreshold(c echo.Context, f *thresholdForm, conflict bool) error {
	r, status := h.viewerOf(kit.SessionOf(c)), http.StatusUnprocessableEntity
	row, err := h.variant(c.Request().Context(), kit.SessionOf(c).Mall.ID, f.productNo, f.code)
	if err != nil {
		return err
	}
	if conflict {
		f.Refuse(f.field, "stock.changed", row.Threshold)
		f.seen, status = nil, http.StatusConflict
	}
	if kit.IsFragment(c) {
		v, err := h.rowOn(c.Request().Context(), c, r, row, f.back)
		if err != nil {
			return err
		}
		f.show(&v.Cell, r)
		return kit.Render(c, http.StatusUnprocessableEntity, views.StockRowView(h.Bare(c), v)) // htmx swaps an answer with this status
	}
	back, err := url.Parse(f.back)
	if err != nil {
		return err
	}
	if back.Path == present.ProductURL(f.productNo) {
		return h.refuseOnProduct(c, status, f, back.Query().Get("cursor"))
	}
	page, err := h.readStockPage(c, kit.StockQuery(kit.CleanParam(back.Query())))
	if err != nil {
		return err
	}
	page.Errors = f.showIn(page.List.Rows, r)
	return kit.Render(c, status, views.StockPageView(page))
}

// show puts what was typed into a cell. The cell also keeps the rule that the
// form showed before, so that a later change by another person is not
// overwritten without notice.
func (f *thresholdForm) show(cell *views.Cell, r viewer) {
	cell.Value, cell.Error, cell.Back = f.Typed(f.field), f.Message(r.Locale, f.field), f.back
	if f.seen != nil {
		cell.Seen = *f.seen
	}
}

// showIn puts what was typed into the cell of its variant and returns the lines
// of the error summary.
func (f *thresholdForm) showIn(rows []views.StockRow, r viewer) []views.FieldError {
	for i := range rows {
		if cell := &rows[i].Cell; cell.Code == f.code {
			f.show(cell, r)
			return f.Messages(r.Locale, "", map[string]string{f.field: cell.ID})
		}
	}
	return f.Messages(r.Locale, "", map[string]string{f.field: "main"})
}
