package stock

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func (h *Handler) stockPage(c echo.Context) error {
	q := kit.StockQuery(c.QueryParam)
	if swaps(c, "results") {
		return h.stockSearch(c, q)
	}
	page, err := h.readStockPage(c, q)
	switch {
	case kit.UnknownPlace(err, q):
		return kit.WithoutCursor(c)
	case err != nil:
		return err
	case kit.IsFragment(c):
		return kit.Render(c, http.StatusOK, templ.Join(views.StockView(page), views.BarParts(page.Shell)))
	}
	return kit.Render(c, http.StatusOK, views.StockPageView(page))
}

// brief is the query of a list on the page.
//
// A list of held stock needs what each row binds.
func brief(q listing.Params) listing.Params {
	q.Brief = q.Held == ""
	return q
}

// listAhead reads the list of the page together with the session.
func (h *Handler) listAhead(c echo.Context, mall lowstock.MallID) {
	h.Store.Mall(mall).InventoryAhead(c.Request().Context(), brief(kit.StockQuery(c.QueryParam)))
}

// stockSearch answers with the list alone.
func (h *Handler) stockSearch(c echo.Context, q listing.Params) error {
	who := kit.SessionOf(c)
	r := h.viewerOf(who)
	a, err := h.readStock(c.Request().Context(), r, who, q, listing.AroundQuery{})
	switch {
	case kit.UnknownPlace(err, q):
		return kit.WithoutCursor(c)
	case err != nil:
		return err
	}
	return kit.Render(c, http.StatusOK, views.StockSearch(views.StockPage{
		Shell: h.Bare(c), Tiles: r.tiles(a.counts, q), List: r.stockList(a),
	}))
}

func (h *Handler) readStock(ctx context.Context, r viewer, who kit.Session, q listing.Params, also listing.AroundQuery) (stockAnswer, error) {
	a, mall := stockAnswer{q: q}, who.Mall.ID
	q = brief(q.At(r.DateAhead(1)))
	bar, err := h.BarOf(ctx, who)
	if err != nil {
		return a, err
	}
	a.hidden, a.counts, a.sync, a.firstLook = bar.Hidden, bar.Counts, bar.LatestSync, bar.FirstLook
	if a.rows, a.next, err = h.Store.Mall(mall).Inventory(ctx, q); err != nil {
		return a, err
	}
	if a.paged() {
		if a.total, err = h.Store.Mall(mall).InventoryTotal(ctx, q); err != nil {
			return a, err
		}
	}
	if q.Held != "" {
		if a.bound, err = h.Store.Mall(mall).Bound(ctx, q); err != nil {
			return a, err
		}
	}
	also.NoSets, also.Last = !bar.HasSets, true
	a.histories, a.around, err = h.around(ctx, r, mall, a.rows, also)
	return a, err
}

func (h *Handler) readStockPage(c echo.Context, q listing.Params) (views.StockPage, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	shell, err := h.Shell(c, paths.Stock, "stock.title")
	if err != nil {
		return views.StockPage{}, err
	}
	a, err := h.readStock(ctx, r, who, q, listing.AroundQuery{Filters: true, FirstRule: h.Strip.SetsUp(c)})
	if err != nil {
		return views.StockPage{}, err
	}
	page := views.StockPage{
		Shell: shell, Sync: r.Sync(a.sync), Tiles: r.tiles(a.counts, q),
		Filter: r.stockFilter(q, a.around.Categories, a.around.Suppliers), List: r.stockList(a),
	}
	if page.Sync != nil {
		page.Refresh = kit.NoScriptPoll
	}
	page.FirstLook = h.Strip.FirstLookStrip(c, a.firstLook)
	page.Setup, err = h.Strip.Strip(c, a.counts, a.sync, a.around.FirstRule)
	return page, err
}

// Strip is the list of first steps above the stock list, or nil for none.
type Strip interface {
	// SetsUp says whether the strip is to be shown. If so, Strip needs the mall's
	// first rule.
	SetsUp(c echo.Context) bool
	Strip(c echo.Context, counts listing.Counts, sync inbound.Sync, rules []lowstock.Rule) (*views.Setup, error)

	// FirstLookStrip returns what the mall's first look says in a sentence, or nil.
	FirstLookStrip(c echo.Context, look overview.FirstLook) *views.FirstLookStrip
}

// WholeList returns the page of all items, as its address without a query shows
// it.
func (h *Handler) WholeList(c echo.Context) (views.StockPage, error) {
	return h.readStockPage(c, kit.StockQuery(func(string) string { return "" }))
}

// syncProgress answers the request that a page sends every two seconds while a
// sync runs. The last answer makes the page load again.
func (h *Handler) syncProgress(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	latest, err := h.Store.Mall(who.Mall.ID).LatestSync(ctx)
	if err != nil {
		return err
	}
	if !kit.IsFragment(c) {
		return kit.SeeOther(c, paths.Stock)
	}
	r := h.viewerOf(who)
	view := r.Sync(latest)
	if view == nil {
		view = &views.SyncView{Text: r.T("sync.done"), Percent: "100"}
		if latest.State == inbound.SyncFailed {
			view.Text = r.T("sync.ended")
		}
		return kit.Render(c, http.StatusOK, views.SyncProgress(h.Bare(c), *view))
	}
	counts, err := h.Store.Mall(who.Mall.ID).Counts(ctx)
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.SyncNews(h.Bare(c), *view, r.tiles(counts, askedFrom(c))))
}

// askedFrom is the stock query of the page that htmx asks from.
func askedFrom(c echo.Context) listing.Params {
	u, err := url.Parse(c.Request().Header.Get("HX-Current-URL"))
	if err != nil {
		u = &url.URL{}
	}
	return kit.StockQuery(kit.CleanParam(u.Query()))
}
