package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	pageRows     = 50
	testTimeout  = 18 * time.Second // a test letter may take 15; below mailTimeout, so that its result can still be shown
	noScriptPoll = "5"              // seconds between reloads of a page without JavaScript
)

// stockQuery reads the address; what it does not know counts as left out, so
// that an old bookmark still opens.
func stockQuery(param func(string) string) lowstock.ListQuery {
	q := lowstock.ListQuery{
		Q: strings.TrimSpace(clip(param("q"), maxSearch)), Cursor: clip(param("cursor"), maxCursor),
		Muted: param("muted") == "1", Important: slices.Contains([]string{"1", "true"}, param("important")), Sort: lowstock.SortUrgent, Limit: pageRows,
	}
	switch status := lowstock.Status(param("status")); status {
	case lowstock.StatusOut, lowstock.StatusLow, lowstock.StatusOK, lowstock.StatusUntracked:
		q.Status = status
	case statusSilent:
		q.Silent = true
	case statusSelling:
		q.StillSelling = true
	}
	switch outlook := lowstock.Outlook(param("outlook")); outlook {
	case lowstock.OutlookOrder, lowstock.OutlookRaise, lowstock.OutlookLower, lowstock.OutlookLittle:
		q.Outlook = outlook
	}
	if source := lowstock.Scope(param("source")); slices.Contains(lowstock.Scopes(), source) {
		q.Source = source
	}
	if sort, err := sortOf(param("sort")); err == nil && param("sort") != "" {
		q.Sort = sort
	}
	if no, err := strconv.ParseInt(param("category"), 10, 32); err == nil && no > 0 {
		q.CategoryNo = int(no)
	}
	if code := param("supplier"); codePattern.MatchString(code) {
		q.SupplierCode = code
	}
	return q
}

func (s *Server) stockPage(c echo.Context) error {
	q := stockQuery(c.QueryParam)
	if swaps(c, "results") {
		return s.stockSearch(c, q)
	}
	page, err := s.readStockPage(c, q)
	switch {
	case unknownPlace(err, q):
		return withoutCursor(c)
	case err != nil:
		return err
	case isFragment(c):
		return render(c, http.StatusOK, templ.Join(views.StockView(page), views.BarParts(page.Shell)))
	}
	return render(c, http.StatusOK, views.StockPageView(page))
}

// unknownPlace says whether the error is a cursor that cannot be read.
func unknownPlace(err error, q lowstock.ListQuery) bool {
	return err != nil && q.Cursor != "" && lowstock.ErrorCode(err) == lowstock.CodeInvalid
}

// stockSearch answers with the list alone.
func (s *Server) stockSearch(c echo.Context, q lowstock.ListQuery) error {
	who := sess(c)
	r := s.readerOf(who)
	a, err := s.readStock(c.Request().Context(), r, who, q, lowstock.AroundQuery{})
	switch {
	case unknownPlace(err, q):
		return withoutCursor(c)
	case err != nil:
		return err
	}
	return render(c, http.StatusOK, views.StockSearch(views.StockPage{
		Shell: s.bare(c), Tiles: r.tiles(a.counts, q), List: r.stockList(a),
	}))
}

func (s *Server) readStock(ctx context.Context, r reader, who session, q lowstock.ListQuery, also lowstock.AroundQuery) (stockAnswer, error) {
	a, mall := stockAnswer{q: q}, who.mall.ID
	bar, err := s.barOf(ctx, who)
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
	a.pasts, a.around, err = s.around(ctx, r, mall, a.rows, also)
	return a, err
}

func (s *Server) readStockPage(c echo.Context, q lowstock.ListQuery) (views.StockPage, error) {
	who, ctx := sess(c), c.Request().Context()
	r := s.readerOf(who)
	a, err := s.readStock(ctx, r, who, q, lowstock.AroundQuery{Filters: true, FirstRule: setsUp(c, who)})
	if err != nil {
		return views.StockPage{}, err
	}
	shell, err := s.shell(c, paths.Stock, "stock.title")
	if err != nil {
		return views.StockPage{}, err
	}
	page := views.StockPage{
		Shell: shell, Sync: r.sync(a.sync), Tiles: r.tiles(a.counts, q),
		Filter: r.stockFilter(q, a.around.Categories, a.around.Suppliers), List: r.stockList(a),
	}
	if page.Sync != nil {
		page.Refresh = noScriptPoll
	}
	page.Setup, err = s.setup(c, a)
	return page, err
}

// syncProgress is asked every two seconds while a sync runs. The last answer
// makes the page fetch itself.
func (s *Server) syncProgress(c echo.Context) error {
	who, ctx := sess(c), c.Request().Context()
	latest, err := s.store.Mall(who.mall.ID).LatestSync(ctx)
	if err != nil {
		return err
	}
	if !isFragment(c) {
		return seeOther(c, paths.Stock)
	}
	r := s.readerOf(who)
	view := r.sync(latest)
	if view == nil {
		view = &views.SyncView{Text: r.T("sync.done"), Percent: "100"}
		if latest.State == lowstock.SyncFailed {
			view.Text = r.T("sync.ended")
		}
		return render(c, http.StatusOK, views.SyncProgress(s.bare(c), *view))
	}
	counts, err := s.store.Mall(who.mall.ID).Counts(ctx)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.SyncNews(s.bare(c), *view, r.tiles(counts, askedFrom(c))))
}

// askedFrom is the stock query of the page that htmx asks from.
func askedFrom(c echo.Context) lowstock.ListQuery {
	u, err := url.Parse(c.Request().Header.Get("HX-Current-URL"))
	if err != nil {
		u = &url.URL{}
	}
	return stockQuery(cleanParam(u.Query()))
}
