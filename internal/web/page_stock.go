package web

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	testTimeout = 18 * time.Second // a test letter may take 15; below mailTimeout, so that its result can still be shown

)

func (s *Server) stockPage(c echo.Context) error {
	q := kit.StockQuery(c.QueryParam)
	if swaps(c, "results") {
		return s.stockSearch(c, q)
	}
	page, err := s.readStockPage(c, q)
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

// stockSearch answers with the list alone.
func (s *Server) stockSearch(c echo.Context, q lowstock.ListQuery) error {
	who := kit.SessionOf(c)
	r := s.viewerOf(who)
	a, err := s.readStock(c.Request().Context(), r, who, q)
	switch {
	case kit.UnknownPlace(err, q):
		return kit.WithoutCursor(c)
	case err != nil:
		return err
	}
	return kit.Render(c, http.StatusOK, views.StockSearch(views.StockPage{
		Shell: s.Bare(c), Tiles: r.tiles(a.counts, q), List: r.stockList(a),
	}))
}

func (s *Server) readStock(ctx context.Context, r viewer, who kit.Session, q lowstock.ListQuery) (stockAnswer, error) {
	a, mall := stockAnswer{q: q}, who.Mall.ID
	bar, err := s.BarOf(ctx, who)
	if err != nil {
		return a, err
	}
	a.hidden, a.counts, a.sync = bar.Hidden, bar.Counts, bar.LatestSync
	if a.rows, a.next, err = s.store.Mall(mall).Inventory(ctx, q); err != nil {
		return a, err
	}
	if a.paged() {
		if a.total, err = s.store.Mall(mall).InventoryTotal(ctx, q); err != nil {
			return a, err
		}
	}
	a.pasts, err = s.pasts(ctx, r, mall, a.rows)
	return a, err
}

func (s *Server) readStockPage(c echo.Context, q lowstock.ListQuery) (views.StockPage, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := s.viewerOf(who)
	a, err := s.readStock(ctx, r, who, q)
	if err != nil {
		return views.StockPage{}, err
	}
	shell, err := s.Shell(c, paths.Stock, "stock.title")
	if err != nil {
		return views.StockPage{}, err
	}
	categories, suppliers, err := s.store.Mall(who.Mall.ID).Filters(ctx)
	if err != nil {
		return views.StockPage{}, err
	}
	page := views.StockPage{
		Shell: shell, Sync: r.Sync(a.sync), Tiles: r.tiles(a.counts, q),
		Filter: r.stockFilter(q, categories, suppliers), List: r.stockList(a),
	}
	if page.Sync != nil {
		page.Refresh = kit.NoScriptPoll
	}
	page.Setup, err = s.strip.Strip(c, a.counts, a.sync)
	return page, err
}

// Strip is the list of first steps that stands above the stock list, nil for none.
type Strip interface {
	Strip(c echo.Context, counts lowstock.Counts, sync lowstock.Sync) (*views.Setup, error)
}

// WholeList is the page of all items, as its address without a query shows it.
func (s *Server) WholeList(c echo.Context) (views.StockPage, error) {
	return s.readStockPage(c, kit.StockQuery(func(string) string { return "" }))
}

// syncProgress is asked every two seconds while a sync runs. The last answer
// makes the page fetch itself.
func (s *Server) syncProgress(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	latest, err := s.store.Mall(who.Mall.ID).LatestSync(ctx)
	if err != nil {
		return err
	}
	if !kit.IsFragment(c) {
		return kit.SeeOther(c, paths.Stock)
	}
	r := s.viewerOf(who)
	view := r.Sync(latest)
	if view == nil {
		view = &views.SyncView{Text: r.T("sync.done"), Percent: "100"}
		if latest.State == lowstock.SyncFailed {
			view.Text = r.T("sync.ended")
		}
		return kit.Render(c, http.StatusOK, views.SyncProgress(s.Bare(c), *view))
	}
	counts, err := s.store.Mall(who.Mall.ID).Counts(ctx)
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.SyncNews(s.Bare(c), *view, r.tiles(counts, askedFrom(c))))
}

// askedFrom is the stock query of the page that htmx asks from.
func askedFrom(c echo.Context) lowstock.ListQuery {
	u, err := url.Parse(c.Request().Header.Get("HX-Current-URL"))
	if err != nil {
		u = &url.URL{}
	}
	return kit.StockQuery(kit.CleanParam(u.Query()))
}
