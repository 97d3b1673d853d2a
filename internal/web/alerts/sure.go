package alerts

import (
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// A resolved alert does not notify again until the stock has recovered, and nothing opens it again.
// So resolving asks once more; the other actions are changed as easily as they are done.

// sureOfOne asks before an alert is resolved.
func (h *Handler) sureOfOne(c echo.Context) (*kit.Question, error) {
	id, err := kit.PathID(c, "id")
	if err != nil || c.Param("act") != actResolve {
		return nil, err
	}
	f, err := kit.BindForm[actForm](c)
	if err != nil {
		return nil, err
	}
	incident, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).Incident(c.Request().Context(), id)
	if err != nil || incident.State == lowstock.IncidentResolved {
		return nil, err
	}
	about := present.Joined(" · ", incident.ProductName, present.OptionsText(incident.Options), incident.VariantCode)
	return &kit.Question{Key: "resolve", About: []string{about}, Back: f.back}, nil
}

// sureOfMany asks before alerts are resolved. A selection that is refused needs no question.
func (h *Handler) sureOfMany(c echo.Context) (*kit.Question, error) {
	f, err := kit.BindForm[manyForm](c)
	if err != nil || f.act != actResolve {
		return nil, err
	}
	n := len(f.ids)
	switch {
	case f.all && f.newest > 0:
		var ids []int64
		ids, err = h.Store.Mall(kit.SessionOf(c).Mall.ID).IncidentIDs(c.Request().Context(), f.selection(h.Now()))
		if n = len(ids); lowstock.ErrorCode(err) == lowstock.CodeInvalid {
			return nil, nil //nolint:nilnil // the handler refuses it
		}
	case f.all, !f.Valid(), n == 0, n > bulk.Max:
		return nil, nil //nolint:nilnil // the handler refuses it
	}
	if err != nil {
		return nil, err
	}
	return &kit.Question{Key: "resolve_many", Args: []any{n}, Back: f.back}, nil
}
