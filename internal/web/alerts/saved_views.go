package alerts

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// These are the actions on a saved view, as a form names them.
const (
	viewSave   = "save"   // a new one
	viewUpdate = "update" // stores the filters that are shown
	viewRename = "rename"
	viewCopy   = "copy"
	viewDelete = "delete"
)

// viewForm is a button of the saved views.
type viewForm struct {
	kit.Form
	act, name, query, back string
	view                   int64
}

// Read implements [kit.Fields]. What is stored is the query as this app writes it.
func (f *viewForm) Read() {
	f.act, f.view, f.name, f.back = f.Text("act"), f.ID("view"), f.Text("name"), f.Back(paths.Alerts)
	f.query = askedAt(paths.Alerts + "?" + f.Text("query")).query()
}

// saveView stores, renames, copies or deletes a saved view, and shows it. A view that somebody
// deleted meanwhile is not found.
func (h *Handler) saveView(c echo.Context) error {
	f, err := kit.BindForm[viewForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	store := h.Store.Mall(who.Mall.ID)
	if f.act == viewDelete {
		if err := store.DeleteAlertView(ctx, f.view); err != nil {
			return err
		}
		return kit.Finish(c, paths.Alerts, "deleted")
	}
	known, err := store.AlertViews(ctx)
	if err != nil {
		return err
	}
	v := listing.AlertView{Name: f.name, Stored: f.query}
	if f.act != viewSave {
		n := slices.IndexFunc(known, func(v listing.AlertView) bool { return v.ID == f.view })
		if n < 0 {
			return lowstock.NotFound()
		}
		switch v = known[n]; f.act {
		case viewUpdate:
			v.Stored = f.query
		case viewRename:
			v.Name = f.name
		case viewCopy:
			v.ID, v.Name = 0, h.viewerOf(who).copyName(v.Name, known)
		default:
			return lowstock.NotFound()
		}
	}
	id, err := store.SaveAlertView(ctx, v, who.By(), h.Now())
	if err := f.Judge(err, "name"); err != nil {
		return err
	}
	if !f.Valid() {
		return h.refuseView(c, f)
	}
	shown := askedAt(paths.Alerts + "?" + v.Stored)
	shown.view = id
	return kit.Finish(c, shown.url(), "saved")
}

// copyName returns a name for a copy that no view has.
func (r viewer) copyName(name string, known []listing.AlertView) string {
	for n := 2; ; n++ {
		next := r.T("alerts.view_copy_name", kit.Clip(name, listing.MaxViewName), n)
		if !slices.ContainsFunc(known, func(v listing.AlertView) bool { return v.Name == next }) {
			return next
		}
	}
}

// refuseView shows the list again with the reason beside the name.
func (h *Handler) refuseView(c echo.Context, f *viewForm) error {
	page, err := h.alertsAt(c, f.back)
	if err != nil {
		return err
	}
	page.Views.Typed, page.Views.Error = f.Typed("name"), f.Message(page.Locale, "name")
	page.Errors = f.Messages(page.Locale, "", map[string]string{"name": "view-name"})
	return kit.Render(c, http.StatusUnprocessableEntity, views.AlertsPageView(page))
}

// sureOfView asks before a saved view is deleted.
func (h *Handler) sureOfView(c echo.Context) (*kit.Question, error) {
	f, err := kit.BindForm[viewForm](c)
	if err != nil || f.act != viewDelete {
		return nil, err
	}
	known, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).AlertViews(c.Request().Context())
	if err != nil {
		return nil, err
	}
	n := slices.IndexFunc(known, func(v listing.AlertView) bool { return v.ID == f.view })
	if n < 0 {
		return nil, lowstock.NotFound()
	}
	return &kit.Question{Key: "view", About: []string{known[n].Name}, Back: f.back}, nil
}
