package purchasing

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// exportMost is how many orders a file of the list has at most.
const exportMost = 2_000

// listRead is what the store returned about the list.
type listRead struct {
	asked
	page      purchase.Page
	suppliers []inbound.Supplier
}

func (h *Handler) listPage(c echo.Context) error {
	a := ask(c.QueryParam)
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	read := listRead{asked: a}
	var err error
	read.page, err = h.Store.Mall(who.Mall.ID).Purchases(ctx, a.query(r.DateAhead(1)))
	switch {
	case kit.UnknownPlace(err, listing.Params{Cursor: a.cursor}):
		return kit.WithoutCursor(c)
	case err != nil:
		return err
	case a.cursor != "" && len(read.page.Orders) == 0: // all orders that were on this page are elsewhere now
		return kit.WithoutCursor(c)
	}
	if read.suppliers, err = h.Store.Mall(who.Mall.ID).OrderSuppliers(ctx); err != nil {
		return err
	}
	shell, err := h.shell(c, "purchase.title")
	if err != nil {
		return err
	}
	page := r.listPage(shell, &read)
	if a.cursor == "" && !kit.IsFragment(c) {
		if page.Questions, err = h.questions(c, 0); err != nil {
			return err
		}
	}
	switch {
	case !kit.IsFragment(c):
		return kit.Render(c, http.StatusOK, views.PurchasesPageView(page))
	case c.Request().Header.Get("HX-Target") == "div#purchases":
		return kit.Render(c, http.StatusOK, views.PurchasesView(page))
	}
	return kit.Render(c, http.StatusOK, views.PurchaseListView(page))
}

// shell is what surrounds each page of this subject.
func (h *Handler) shell(c echo.Context, title string) (views.Shell, error) {
	shell, err := h.Shell(c, paths.Reorder, title)
	shell.ReadOnly = !h.viewerOf(kit.SessionOf(c)).mayAct()
	h.HelpFor(&shell, "purchase")
	return shell, err
}

// exportList sends the lines of the listed orders as a file.
func (h *Handler) exportList(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	q := ask(c.QueryParam).query(r.DateAhead(1))
	q.Cursor, q.Limit = "", kit.SheetPage/10
	var orders []purchase.Order
	for len(orders) < exportMost {
		page, err := h.Store.Mall(who.Mall.ID).Purchases(ctx, q)
		if err != nil {
			return err
		}
		orders = append(orders, page.Orders...)
		if q.Cursor = page.Next; page.Next == "" {
			break
		}
	}
	return h.sendFile(c, "purchase-orders", orders)
}

// export sends one order as a file.
func (h *Handler) export(c echo.Context) error {
	o, err := h.read(c)
	if err != nil {
		return err
	}
	name := "purchase-order"
	if o.Number != "" {
		name = o.Number
	}
	return h.sendFile(c, name, []purchase.Order{o})
}

func (h *Handler) sendFile(c echo.Context, name string, orders []purchase.Order) error {
	r := h.viewerOf(kit.SessionOf(c))
	table := notify.PurchaseTable{Locale: r.Locale, Zone: r.Zone, Costs: true, Progress: true}
	format, kind := "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	if c.QueryParam("format") == "csv" {
		format, kind = "csv", "text/csv; charset=utf-8"
	}
	var file bytes.Buffer
	err := h.WithSheet(c, func() (err error) {
		out := sheet.NewCSV(&file)
		if format == "xlsx" {
			if out, err = sheet.NewXLSX(&file, table.Name(), table.Widths()...); err != nil {
				return err
			}
		}
		if err = table.Titles(out); err != nil {
			return err
		}
		for i := range orders {
			if err = table.Rows(out, &orders[i]); err != nil {
				return err
			}
		}
		return out.Close()
	})
	if err != nil {
		return err
	}
	kit.ReleaseSnapshot(c)
	h.NameFile(c, name, format)
	return c.Blob(http.StatusOK, kind, file.Bytes())
}

// read returns the order that the address names.
func (h *Handler) read(c echo.Context) (purchase.Order, error) {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return purchase.Order{}, err
	}
	return h.Store.Mall(kit.SessionOf(c).Mall.ID).Purchase(c.Request().Context(), id)
}

// mayAct says whether the viewer may record what arrived and what the supplier said.
func (r viewer) mayAct() bool { return r.Right >= team.RightAct }

// mayOrder says whether the viewer may change what is ordered.
func (r viewer) mayOrder() bool { return r.Right >= team.RightRules }

// conflict says whether an order was changed by somebody else, or is not in a state for what was
// asked any more.
func conflict(err error) bool { return lowstock.ErrorCode(err) == lowstock.CodeConflict }
