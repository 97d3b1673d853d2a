package morning

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/morning"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/static"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// read is what the store returned for the page.
type read struct {
	list   morning.List
	lines  []outlook.ReorderLine // of the items, in their order; none for a viewer who may not answer
	supply preference.Supply
	done   morning.Done
	sync   inbound.Sync
	// unsold says why the pace of an item is not known; "" if those of all are
	unsold string
}

func (h *Handler) page(c echo.Context) error {
	page, _, err := h.readPage(c)
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.MorningPageView(page))
}

func (h *Handler) readPage(c echo.Context) (page views.MorningPage, a read, err error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	shell, err := h.Shell(c, paths.Morning, "morning.title")
	if err != nil {
		return page, a, err
	}
	shell.Assets.Page = []string{static.Path("morning.js")}
	r, mall := h.viewerOf(who), h.Store.Mall(who.Mall.ID)
	if a.list, err = mall.Morning(ctx, r.DateAhead(1), r.Now); err != nil {
		return page, a, err
	}
	shell.Waiting = present.Waiting(a.list.Left())
	if err = h.readOrders(c, &a); err != nil {
		return page, a, err
	}
	if a.done, err = mall.MorningDone(ctx, r.startOfToday(), r.DateAhead(1), r.Now, r.Zone.String()); err != nil {
		return page, a, err
	}
	if a.sync, err = mall.LatestSync(ctx); err != nil {
		return page, a, err
	}
	if slices.ContainsFunc(a.list.Items, func(i morning.Item) bool { return !i.Sales.Known }) {
		progress, err := mall.DemandProgress(ctx, h.Now())
		if err != nil {
			return page, a, err
		}
		a.unsold = cmp.Or(present.CountingShort(r.Locale, progress), r.T("stock.cover_little"))
	}
	return r.morningPage(shell, &a), a, nil
}

// left answers with the number of the bar, counted now. It is not a part of the pages: it takes
// longer than most of them. Without JavaScript a page shows the number as it was last counted.
func (h *Handler) left(c echo.Context) error {
	who := kit.SessionOf(c)
	r := h.viewerOf(who)
	left, err := h.Store.Mall(who.Mall.ID).KeepMorningLeft(c.Request().Context(), r.DateAhead(1), r.Now)
	if err != nil {
		return err
	}
	shell := h.Bare(c)
	shell.Waiting = present.Waiting(left)
	return kit.Render(c, http.StatusOK, views.WaitingView(shell))
}

// readOrders adds what a reorder sheet says of the items, for viewers who may answer.
func (h *Handler) readOrders(c echo.Context, a *read) (err error) {
	who := kit.SessionOf(c)
	if h.viewerOf(who).Right < team.RightAct || len(a.list.Items) == 0 {
		return nil
	}
	rows := a.list.Rows()
	a.lines, a.supply, err = h.Orders.ReorderLines(c.Request().Context(), who, rows)
	return err
}

func (r viewer) startOfToday() time.Time {
	today := r.DateAhead(1)
	return localtime.StartOfDay(today.Year(), today.Month(), today.Day(), r.Zone)
}

// monday returns the next Monday after today.
func (r viewer) monday() time.Time {
	today := r.DateAhead(1)
	days := (int(time.Monday) - int(today.Weekday()) + 7) % 7
	if days == 0 {
		days = 7
	}
	return today.AddDate(0, 0, days)
}
