package kit

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// changed returns the result of the change that the address names: how many
// rules it changed, and the link to undo it. It returns nil when a newer change
// exists.
func (k *Kit) changed(c echo.Context, r present.Viewer) (*views.Changed, error) {
	id, _ := strconv.ParseInt(c.QueryParam("changed"), 10, 64)
	left, _ := strconv.Atoi(c.QueryParam("left"))
	if left > MaxSheetChanges { // larger than any number that a form can leave unchanged
		left = 0
	}
	if c.Request().Method != http.MethodGet {
		return nil, nil //nolint:nilnil // nil means that there is nothing to show
	}
	note := &views.Changed{}
	if id > 0 {
		list, _, err := k.store.Mall(SessionOf(c).Mall.ID).RuleChanges(c.Request().Context(), listing.Params{Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(list) > 0 && list[0].ID == id && list[0].UndoneAt.IsZero() {
			note.Text, note.Back = r.T("sheet.changed", list[0].Rules), present.WithQuery(c.Request().URL.RequestURI(), "changed", "", "left", "", "done", "")
			if !r.ReadOnly {
				note.UndoURL = present.UndoURL(id)
			}
		}
	}
	if left > 0 {
		note.Text = strings.TrimSpace(note.Text + " " + r.T("sheet.left", left))
	}
	if note.Text == "" {
		return nil, nil //nolint:nilnil // as above
	}
	return note, nil
}

const (
	// MaxSheetChanges is how many rules a file or a selection changes at most.
	MaxSheetChanges = 20_000
)
