package stock

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// hideable returns the columns of the stock list that an operator may hide,
// each with its message key. The other columns are always shown.
func hideable() [][2]string {
	return [][2]string{
		{"cover", "stock.column_cover"}, {"suggest", "stock.column_suggest"}, {"status", "stock.column_status"}, {"observed", "stock.column_observed"},
	}
}

// columnsForm is the choice of columns that an operator sees.
type columnsForm struct {
	kit.Form
	shown []string
	back  string
}

// Read implements [Fields].
func (f *columnsForm) Read() { f.shown, f.back = f.List("show"), f.Back(paths.Stock) }

// saveColumns stores which columns an operator sees.
func (h *Handler) saveColumns(c echo.Context) error {
	f, err := kit.BindForm[columnsForm](c)
	if err != nil {
		return err
	}
	hidden := []string{}
	for _, column := range hideable() {
		if !slices.Contains(f.shown, column[0]) {
			hidden = append(hidden, column[0])
		}
	}
	who := kit.SessionOf(c)
	if err := h.Store.Mall(who.Mall.ID).HideColumns(c.Request().Context(), who.Operator.ID, hidden); err != nil {
		return err
	}
	return kit.Finish(c, f.back, "saved")
}

// columns adds to a list which columns it has, and the form that chooses them.
func (r viewer) columns(l *views.StockList, hidden []string, back string) {
	var classes []string
	for _, column := range hideable() {
		away := slices.Contains(hidden, column[0])
		if away {
			classes = append(classes, "hide-"+column[0])
		}
		if r.Right >= team.RightAct {
			l.Columns = append(l.Columns, views.Choice{Value: column[0], Label: r.T(column[1]), On: !away})
		}
	}
	l.Hidden, l.Back = strings.Join(classes, " "), back
}
