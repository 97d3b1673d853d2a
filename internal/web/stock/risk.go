package stock

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// riskURL is where the sum of a list is computed. It is not a part of the page:
// it takes longer than the rest of it together.
func riskURL(q listing.Params) string {
	q.Cursor = ""
	return paths.StockRisk + strings.TrimPrefix(present.StockURL(q), paths.Stock)
}

// stockRisk answers with what is at risk in all items of a list. Without
// JavaScript the answer is the page with it.
func (h *Handler) stockRisk(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	q := kit.StockQuery(c.QueryParam)
	q.Cursor = ""
	r := h.viewerOf(who)
	asked := q
	asked.Today = r.DateAhead(1)
	sum, tiles, err := h.atRisk(c, asked)
	if err != nil {
		return err
	}
	var progress demand.Progress
	if sum.Items == 0 {
		if progress, err = h.Store.Mall(who.Mall.ID).DemandProgress(ctx, r.Now); err != nil {
			return err
		}
	}
	note := views.RiskSum{Text: present.RiskSum(r.Locale, r.Currency, sum, progress)}
	if kit.IsFragment(c) {
		return kit.Render(c, http.StatusOK, templ.Join(views.RiskSumView(h.Bare(c), note), views.TilesRisk(tiles)))
	}
	page, err := h.readStockPage(c, q)
	if err != nil {
		return err
	}
	page.List.Risk = &note
	for n := range tiles {
		page.Tiles[n].Risk = tiles[n].Risk
	}
	return kit.Render(c, http.StatusOK, views.StockPageView(page))
}

// atRisk returns what is at risk in the items of a list. With the whole list it also returns the
// tiles with their sums, and keeps those: every merchant begins there, and a filter does not change
// them.
func (h *Handler) atRisk(c echo.Context, q listing.Params) (sum listing.AtRisk, tiles []views.Tile, err error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	if narrowed(q) {
		sum, err = h.Store.Mall(who.Mall.ID).AtRisk(ctx, q)
		return sum, nil, err
	}
	sum, sums, err := h.Store.Mall(who.Mall.ID).KeepAtRisk(ctx, q.Today)
	if err != nil {
		return sum, nil, err
	}
	return sum, h.viewerOf(who).tiles(listing.Counts{AtRisk: sums}, q), nil
}
