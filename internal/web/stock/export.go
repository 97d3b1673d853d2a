package stock

import (
	"bytes"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/internal/web/kit"
)

// exportStock sends the whole list of the stock page as a file.
func (h *Handler) exportStock(c echo.Context) error {
	if err := http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(kit.SheetTimeout + kit.RequestTimeout)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if c.QueryParam("format") == "csv" {
		return h.exportCSV(c)
	}
	var file bytes.Buffer
	err := h.WithSheet(c, func() error {
		out, err := sheet.NewXLSX(&file, h.viewerOf(kit.SessionOf(c)).T("sheet.name"), sheetWidths()...)
		if err != nil {
			return err
		}
		return h.writeStock(c, out, func() {})
	})
	if err != nil {
		return err
	}
	kit.ReleaseSnapshot(c)
	h.NameFile(c, "stock", "xlsx")
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file.Bytes())
}

// exportCSV sends rows while they are read. After the first rows are sent, an
// error can only end the answer early; a browser shows that as a failed
// download.
func (h *Handler) exportCSV(c echo.Context) error {
	h.NameFile(c, "stock", "csv")
	c.Response().Header().Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	err := h.writeStock(c, sheet.NewCSV(c.Response()), func() { kit.ReleaseSnapshot(c) })
	if err == nil || !c.Response().Committed {
		return err
	}
	h.Log.WarnContext(c.Request().Context(), "export cut off", "mall", kit.SessionOf(c).Mall.ID, "error", err)
	panic(http.ErrAbortHandler)
}

// writeStock writes the whole list that the address asks for, and ends the
// file. It calls read before it writes each part.
func (h *Handler) writeStock(c echo.Context, out sheet.Writer, read func()) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	q := kit.StockQuery(c.QueryParam)
	r := h.viewerOf(who)
	q = q.At(r.DateAhead(1))
	q.Cursor, q.Limit = "", kit.SheetPage
	own, err := h.Merchant.OwnValues(ctx, who.Mall.ID)
	if err != nil {
		return err
	}
	progress, err := h.Store.Mall(who.Mall.ID).DemandProgress(ctx, r.Now)
	if err != nil {
		return err
	}
	if err := out.Write(r.sheetTitles()...); err != nil {
		return err
	}
	for {
		rows, next, err := h.Store.Mall(who.Mall.ID).Inventory(ctx, q)
		if err != nil {
			return err
		}
		read()
		for _, row := range rows {
			if err := out.Write(append(r.sheetRow(row, own[row.Code]), r.sheetAhead(&row, progress)...)...); err != nil {
				return err
			}
		}
		if q.Cursor = next; next == "" {
			return out.Close()
		}
	}
}
