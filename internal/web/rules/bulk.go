package rules

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// bulkForm is the form that sets one threshold for many items.
type bulkForm struct {
	kit.Form
	all    bool // the whole list at the address back, instead of codes
	codes  []string
	value  kit.RuleValue
	lower  bool
	learnt bool
	back   string
}

// Read implements [kit.Fields]. A code that is not valid names no item.
func (f *bulkForm) Read() {
	f.all, f.codes = f.On("all"), f.List("code")
	f.value = kit.ReadRuleValue(&f.Form, present.KindInherit, present.KindSuggest)
	f.value.Need(&f.Form)
	f.lower, f.learnt, f.back = f.On("lower"), f.On("learnt"), f.Back(paths.Stock)
}

// planBulk shows what one rule value for many items would change. The items are those that were
// picked, or all that a search lists. [Handler.applySheet] makes the changes.
func (h *Handler) planBulk(c echo.Context) error {
	f, err := kit.BindForm[bulkForm](c)
	if err != nil {
		return err
	}
	who, r := kit.SessionOf(c), h.viewerOf(kit.SessionOf(c))
	rows, err := h.bulkRows(c, f)
	if err != nil {
		return err
	}
	switch {
	case len(rows) == 0:
		f.Refuse("code", "bulk.error_none")
	case len(rows) > kit.MaxSheetChanges:
		f.Refuse("code", "bulk.error_many")
	}
	if err := f.Judge(f.value.Change(lowstock.Rule{}, who.By()).Check(), "threshold"); err != nil {
		return err
	}
	page, status := views.BulkPage{Back: f.back, Form: r.bulkForm(f, len(rows))}, http.StatusUnprocessableEntity
	if f.Valid() {
		status = http.StatusOK
		if err := h.showBulk(c, &page, f, rows); err != nil {
			return err
		}
	}
	if page.Shell, err = h.Shell(c, paths.Stock, "bulk.title"); err != nil {
		return err
	}
	page.Errors = f.Messages(r.Locale, "bulk-", map[string]string{"code": "bulk", "kind": "bulk-threshold-kind"})
	return kit.Render(c, status, views.BulkPageView(page))
}

// showBulk adds to a page what the form would change.
func (h *Handler) showBulk(c echo.Context, page *views.BulkPage, f *bulkForm, rows []listing.InventoryRow) error {
	plan, err := h.bulkPlan(c.Request().Context(), kit.SessionOf(c).Mall.ID, rows, f.value.Cell(), f.lower, f.learnt)
	if err != nil {
		return err
	}
	page.Form.Lower = nil
	if plan.lower > 0 {
		page.Form.Lower = &views.Choice{Value: "1", Label: h.viewerOf(kit.SessionOf(c)).T("bulk.lower", plan.lower), On: f.lower}
	}
	page.Form.Learnt = nil
	if plan.learnt > 0 {
		page.Form.Learnt = &views.Choice{Value: "1", Label: h.viewerOf(kit.SessionOf(c)).T("bulk.learnt", plan.learnt), On: f.learnt}
	}
	page.Plan = &views.RuleSheet{Apply: paths.SheetApply, Back: f.back, Suggested: f.value.Kind == present.KindSuggest}
	return h.showPlan(c.Request().Context(), kit.SessionOf(c), page.Plan, plan)
}

// bulkRows returns the items that a form names.
func (h *Handler) bulkRows(c echo.Context, f *bulkForm) ([]listing.InventoryRow, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	if f.all {
		return h.listed(ctx, who.Mall.ID, f.back, h.viewerOf(who).DateAhead(1))
	}
	codes := slices.DeleteFunc(slices.Clone(f.codes), func(code string) bool { return !kit.CodePattern.MatchString(code) })
	rows, err := h.Store.Mall(who.Mall.ID).VariantsNamed(ctx, codes)
	return slices.DeleteFunc(rows, func(row listing.InventoryRow) bool { return !slices.Contains(codes, row.Code) }), err
}

// listed returns all items that the stock page at an address lists. It stops reading
// once it has more than kit.MaxSheetChanges items, so that the caller can refuse them.
func (h *Handler) listed(ctx context.Context, mall lowstock.MallID, address string, today time.Time) (rows []listing.InventoryRow, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, lowstock.Invalid("error.invalid")
	}
	q := kit.StockQuery(kit.CleanParam(u.Query())).At(today)
	q.Cursor, q.Limit = "", kit.SheetPage
	for {
		page, next, err := h.Store.Mall(mall).Inventory(ctx, q)
		if err != nil {
			return nil, err
		}
		if rows = append(rows, page...); next == "" || len(rows) > kit.MaxSheetChanges {
			return rows, nil
		}
		q.Cursor = next
	}
}

// bulkPlan returns what the same cell would change in every row. It never takes a suggestion that
// the list does not offer. Of the others it counts those that would have kept less than the current
// threshold and those that are learnt from other items, and includes each only if the form asks for
// that.
func (h *Handler) bulkPlan(ctx context.Context, mall lowstock.MallID, rows []listing.InventoryRow, cell string, lower, learnt bool) (sheetPlan, error) {
	plan := sheetPlan{lowered: lower, estimated: learnt}
	own, err := h.Merchant.OwnValues(ctx, mall)
	if err != nil {
		return plan, err
	}
	for _, row := range rows {
		its := cell
		if cell == present.KindSuggest {
			if !plan.takes(&row) {
				continue
			}
			its = strconv.Itoa(min(row.Suggestion.Point, lowstock.MaxThreshold))
		}
		newValue, problem := merchant.ReadCell(its)
		if problem != "" {
			return plan, errors.New("web: a rule value that was typed cannot be read")
		}
		plan.add(sheetLine{row: row, cell: its, from: own[row.Code]}, newValue)
	}
	return plan, nil
}

// takes says whether a bulk action takes the suggestion of a row, and counts the reasons why it
// does not.
func (p *sheetPlan) takes(row *listing.InventoryRow) bool {
	offer := row.Offer()
	switch {
	case !row.Suggestion.Known || !row.Tracked || row.Silence != "":
		p.unknown++
		return false
	case offer == outlook.OfferNone && (!row.Suggestion.Proven || row.Suggestion.Point != row.Threshold):
		p.unwise++
		return false
	case offer == outlook.OfferLearnt:
		p.learnt++
		return p.estimated
	case offer.Reasoned():
		p.lower++
		return p.lowered
	}
	return true
}
