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

// changed is the result of the change that the address names, as long as it is
// the newest: how much it changed, and the way back.
func (k *Kit) changed(c echo.Context, r present.Viewer) (*views.Changed, error) {
	id, _ := strconv.ParseInt(c.QueryParam("changed"), 10, 64)
	left, _ := strconv.Atoi(c.QueryParam("left"))
	if left > MaxSheetChanges { // no form leaves so many
		left = 0
	}
	if c.Request().Method != http.MethodGet {
		return nil, nil //nolint:nilnil // nothing to say is an answer
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
		return nil, nil //nolint:nilnil // nothing to say is an answer
	}
	return note, nil
}

const (
	// MaxSheetChanges is how many rules a file or a selection changes at most.
	MaxSheetChanges = 20_000 // thresholds that one file may change
)
