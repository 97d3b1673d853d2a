package stock

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func (h *Handler) productPage(c echo.Context) error {
	no, err := kit.PathID(c, "product_no")
	if err != nil {
		return err
	}
	page, err := h.readProductPage(c, no, c.QueryParam("variant"), kit.Clip(c.QueryParam("cursor"), kit.MaxCursor))
	switch {
	case kit.UnknownPlace(err, listing.Params{Cursor: c.QueryParam("cursor")}):
		return kit.WithoutCursor(c)
	case err != nil:
		return err
	}
	if swaps(c, "results") {
		return kit.Render(c, http.StatusOK, views.StockResults(page.Shell, page.List))
	}
	// The page shows the stored level. The new reading is shown when the person
	// opens the page again.
	if err := h.Work.Look(c.Request().Context(), kit.SessionOf(c).Mall.ID, no); err != nil {
		h.Log.WarnContext(c.Request().Context(), "opened product not read again", "mall", kit.SessionOf(c).Mall.ID, "product", no, "error", err)
	}
	if kit.IsFragment(c) {
		return kit.Render(c, http.StatusOK, views.ProductView(page))
	}
	return kit.Render(c, http.StatusOK, views.ProductPageView(page))
}

func (h *Handler) readProductPage(c echo.Context, no int64, chosen, cursor string) (views.ProductPage, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	a, err := h.readProduct(ctx, r, who.Mall.ID, no, cursor)
	if err != nil {
		return views.ProductPage{}, err
	}
	a.chosen, a.days = chosen, spanOf(c.QueryParam("days"))
	if _, err := strconv.Atoi(c.QueryParam("lead")); err == nil {
		a.lead = kit.Clip(c.QueryParam("lead"), 3)
	}
	if a.chosen == "" {
		if a.chosen, err = h.worstOf(ctx, who.Mall.ID, no, a.counts); err != nil {
			return views.ProductPage{}, err
		}
	}
	shell, err := h.Shell(c, paths.Stock, "stock.title")
	if err != nil {
		return views.ProductPage{}, err
	}
	page := r.productPage(shell, a)
	situation, err := h.situationOf(ctx, who.Mall.ID, a)
	if err != nil || situation == nil {
		return page, err
	}
	var history historyRead
	if page.Variant, history, err = h.readVariant(ctx, r, who.Mall.ID, a, situation); err != nil {
		return page, err
	}
	return page, h.readOutlook(ctx, r, who.Mall.ID, a, situation, history, page.Variant)
}

func (h *Handler) readProduct(ctx context.Context, r viewer, mall lowstock.MallID, no int64, cursor string) (productRead, error) {
	a := productRead{cursor: cursor}
	var err error
	if a.product, err = h.Store.Mall(mall).Product(ctx, no); err != nil {
		return a, err
	}
	q := listing.Params{ProductNo: no, Sort: listing.SortCode, Cursor: cursor, Limit: kit.MaxLimit}
	if a.rows, a.next, err = h.Store.Mall(mall).Inventory(ctx, q); err != nil {
		return a, err
	}
	if a.counts, err = h.Store.Mall(mall).ProductCounts(ctx, no); err != nil {
		return a, err
	}
	if a.histories, err = h.histories(ctx, r, mall, a.rows); err != nil {
		return a, err
	}
	if a.rule, err = h.productRule(ctx, mall, no); err != nil {
		return a, err
	}
	if a.supply, err = h.Store.Mall(mall).Supply(ctx); err != nil {
		return a, err
	}
	if a.sets, err = h.Store.Mall(mall).Sets(ctx, no); err != nil {
		return a, err
	}
	if a.suppliers, _, err = h.Store.Mall(mall).Orderings(ctx); err != nil {
		return a, err
	}
	a.terms, err = h.Store.Mall(mall).ProductTerms(ctx, no)
	return a, err
}

// worstOf returns the variant that a product's page shows when none was chosen:
// the most urgent variant of the worst status. It need not be on the first page
// of the list. It returns "" for a product without variants.
func (h *Handler) worstOf(ctx context.Context, mall lowstock.MallID, no int64, counts listing.Counts) (string, error) {
	q := listing.Params{ProductNo: no, Status: counts.Worst(), Sort: listing.SortUrgent, Limit: 1}
	rows, _, err := h.Store.Mall(mall).Inventory(ctx, q)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].Code, nil
}

// chosenRow returns the chosen variant in the form of a list row, on whatever
// page of the list it is.
func (h *Handler) chosenRow(ctx context.Context, mall lowstock.MallID, a productRead) (listing.InventoryRow, error) {
	is := func(row listing.InventoryRow) bool { return row.Code == a.chosen && row.ProductNo == a.product.No }
	if i := slices.IndexFunc(a.rows, is); i >= 0 {
		return a.rows[i], nil
	}
	rows, err := h.Store.Mall(mall).VariantsNamed(ctx, []string{a.chosen})
	if i := slices.IndexFunc(rows, is); i >= 0 {
		return rows[i], err
	}
	return listing.InventoryRow{}, err
}

// productRule returns the product's own rule, or nil when it has none.
func (h *Handler) productRule(ctx context.Context, mall lowstock.MallID, no int64) (*lowstock.Rule, error) {
	return h.findRule(ctx, mall, no, func(r lowstock.Rule) bool { return r.Scope == lowstock.ScopeProduct })
}

// findRule searches the rules of a product and its variants. It returns nil
// when no rule fits.
func (h *Handler) findRule(ctx context.Context, mall lowstock.MallID, no int64, fits func(lowstock.Rule) bool) (*lowstock.Rule, error) {
	q := listing.Params{ProductNo: no, Limit: kit.MaxLimit}
	for {
		rules, next, err := h.Store.Mall(mall).Rules(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, rule := range rules {
			if fits(rule) {
				return &rule, nil
			}
		}
		if next == "" {
			return nil, nil //nolint:nilnil // nil means that there is no such rule
		}
		q.Cursor = next
	}
}

// situationOf returns the situation of the chosen variant, or nil when no
// variant is chosen or the variant no longer exists.
func (h *Handler) situationOf(ctx context.Context, mall lowstock.MallID, a productRead) (*lowstock.Situation, error) {
	if !kit.CodePattern.MatchString(a.chosen) {
		return nil, nil //nolint:nilnil // no variant is chosen
	}
	situation, err := h.Store.Mall(mall).Situation(ctx, a.product.No, a.chosen)
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return nil, nil //nolint:nilnil // the variant no longer exists; the list shows those that do
	}
	return &situation, err
}

// readVariant returns the panel of the chosen variant, and the past that it shows.
func (h *Handler) readVariant(ctx context.Context, r viewer, mall lowstock.MallID, a productRead, situation *lowstock.Situation) (*views.VariantPanel, historyRead, error) {
	no, code := a.product.No, a.chosen
	var err error
	history := historyRead{days: a.days, threshold: situation.Threshold.Value, urls: a.spanURLs()}
	since := history.since(r.Now)
	if history.points, err = h.Store.Mall(mall).History(ctx, code, since); err != nil {
		return nil, history, err
	}
	if history.events, err = h.Store.Mall(mall).VariantEvents(ctx, no, code, since); err != nil {
		return nil, history, err
	}
	unpaid, err := h.Merchant.ReadUnpaid(ctx, mall, situation)
	if err != nil {
		return nil, history, err
	}
	panel := r.variantPanel(*situation, r.Settings, history)
	panel.Unpaid, panel.Warning = r.unpaid(situation, unpaid)
	panel.Steps = append(panel.Steps, r.Reasons(bundles.Explain(no, a.sets))...)
	return panel, history, nil
}

// readOutlook adds to the panel of the chosen variant what it sold, and its
// forecast. It adds nothing when its stock is not tracked.
func (h *Handler) readOutlook(ctx context.Context, r viewer, mall lowstock.MallID, a productRead, situation *lowstock.Situation, history historyRead, panel *views.VariantPanel) error {
	if !situation.Variant.Tracked {
		return nil
	}
	o := outlookRead{level: a.supply.Level, url: a.url(a.chosen), situation: *situation, points: history.points}
	from, to := r.DemandSpan()
	demand, err := h.Store.Mall(mall).Demand(ctx, []string{a.chosen}, from, to)
	if err != nil || len(demand) == 0 {
		return err
	}
	models, err := h.Store.Mall(mall).Models(ctx, []string{a.chosen})
	if err != nil {
		return err
	}
	o.stored = models[a.chosen]
	if o.plan, err = h.Store.Mall(mall).Events(ctx); err != nil {
		return err
	}
	if o.progress, err = h.Store.Mall(mall).DemandProgress(ctx, r.Now); err != nil {
		return err
	}
	if o.row, err = h.chosenRow(ctx, mall, a); err != nil {
		return err
	}
	o.own = a.supply.Lead(a.product.No, a.product.SupplierCode)
	o.demand, o.lead = demand[0], leadOf(a.lead, o.own)
	panel.Outlook, panel.Demand = r.outlook(o), soldGraph(r, &o)
	return nil
}

// productRuleForm is a product's own threshold; an empty one inherits.
type productRuleForm struct {
	kit.Form
	value kit.RuleValue
	back  string
}

// Read implements [Fields].
func (f *productRuleForm) Read() {
	f.value = kit.ReadRuleValue(&f.Form)
	f.back = f.Back("")
}

// saveProductRule sets the product's own threshold and whether it is muted.
func (h *Handler) saveProductRule(c echo.Context) error {
	no, err := kit.PathID(c, "product_no")
	if err != nil {
		return err
	}
	f, err := kit.BindForm[productRuleForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	rule, err := h.productRule(ctx, who.Mall.ID, no)
	if err != nil {
		return err
	}
	standing := lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: no}
	if rule != nil {
		standing = *rule
	}
	change := f.value.Change(standing, who.By())
	if err := f.Judge(change.Check(), "threshold"); err != nil {
		return err
	}
	back := cmp.Or(f.back, present.ProductURL(no))
	switch {
	case f.Valid() && f.value.Empty():
		return h.inheritProduct(c, back, rule)
	case f.Valid():
		_, _, err = h.Merchant.SetRule(ctx, who.Mall.ID, change)
		err = f.Judge(err, "threshold")
	}
	switch {
	case err != nil:
		return err
	case !f.Valid():
		return h.refuseProductRule(c, no, f)
	}
	return kit.Finish(c, back, "saved")
}

// inheritProduct deletes the product's own rule, because nothing is left in it.
// A nil rule means that there is none to delete.
func (h *Handler) inheritProduct(c echo.Context, back string, rule *lowstock.Rule) error {
	if rule != nil {
		who := kit.SessionOf(c)
		err := h.Store.Mall(who.Mall.ID).DeleteRule(c.Request().Context(), rule.ID, who.By(), h.Now())
		if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			return err
		}
	}
	return kit.Finish(c, back, "inherited")
}

// chosenOn returns the variant that the page at an address had chosen, or ""
// for none.
func chosenOn(address string) string {
	back, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return back.Query().Get("variant")
}

func (h *Handler) refuseProductRule(c echo.Context, no int64, f *productRuleForm) error {
	page, err := h.readProductPage(c, no, chosenOn(f.back), "")
	if err != nil {
		return err
	}
	kit.ShowRuleValue(&page.Rule.Input, &f.Form, h.ViewerOf(kit.SessionOf(c)))
	page.Rule.Back = cmp.Or(f.back, page.Rule.Back)
	page.Errors = kit.ThresholdErrors(page.Rule.Input)
	return kit.Render(c, http.StatusUnprocessableEntity, views.ProductPageView(page))
}

// refuseOnProduct shows the product's page again with a refused cell.
func (h *Handler) refuseOnProduct(c echo.Context, status int, f *thresholdForm, cursor string) error {
	page, err := h.readProductPage(c, f.productNo, f.code, cursor)
	if err != nil {
		return err
	}
	page.Errors = f.showIn(page.List.Rows, h.viewerOf(kit.SessionOf(c)))
	return kit.Render(c, status, views.ProductPageView(page))
}

// RefuseLead shows the product's page again with a refused lead time.
func (h *Handler) RefuseLead(c echo.Context, f *kit.LeadForm) error {
	page, err := h.readProductPage(c, f.Lead.ProductNo, chosenOn(f.From), "")
	if err != nil {
		return err
	}
	page.Errors = f.Show(&page.Lead, h.ViewerOf(kit.SessionOf(c)))
	return kit.Render(c, http.StatusUnprocessableEntity, views.ProductPageView(page))
}

// RefuseItemTerms shows the product's page again with refused terms of its orders.
func (h *Handler) RefuseItemTerms(c echo.Context, f *kit.ItemTermsForm) error {
	page, err := h.readProductPage(c, f.ProductNo, chosenOn(f.From), "")
	if err != nil {
		return err
	}
	r := h.ViewerOf(kit.SessionOf(c))
	kit.ShowItemTerms(r, &page.Terms, &f.Form)
	page.Terms.Back = f.From
	page.Errors = f.Messages(r.Locale, "", nil)
	return kit.Render(c, http.StatusUnprocessableEntity, views.ProductPageView(page))
}
