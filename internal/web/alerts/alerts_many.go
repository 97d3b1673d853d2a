package alerts

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// manyForm is a button of the bar, with the alerts that it acts on.
type manyForm struct {
	kit.Form
	act    string
	all    bool // the list at the address back, up to the alert newest, instead of ids
	newest int64
	ids    []int64
	back   string
}

// Read implements [kit.Fields]. A number that is not valid names no alert: our own pages never send
// one.
func (f *manyForm) Read() {
	f.act, f.all, f.back = f.Text("act"), f.On("all"), f.Back(paths.Alerts)
	if f.all {
		f.newest = f.ID("newest")
	}
	for _, text := range f.List("id") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			f.Refuse("id", "error.not_found")
		}
		f.ids = append(f.ids, id)
	}
}

// selection is what the form selects, up to the newest alert that its page can have shown.
func (f *manyForm) selection(now time.Time) bulk.Selection {
	if f.all {
		return bulk.Selection{All: true, Query: askedAt(f.back).at(now), Newest: f.newest}
	}
	return bulk.Selection{IDs: f.ids}
}

// actOnMany does the bulk action of a button, for the alerts that were picked or for all that the
// list's filters find. It reports exactly how many alerts were changed and how many were not.
func (h *Handler) actOnMany(c echo.Context) error {
	f, err := kit.BindForm[manyForm](c)
	if err != nil {
		return err
	}
	if f.act == actOrder {
		return h.askOrders(c, f)
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	if f.all && f.newest == 0 || !f.all && !f.Valid() {
		return lowstock.NotFound()
	}
	spec := bulk.Spec{Name: f.act, KeepOrders: f.all && f.act != actResolve}
	if f.act == actSnooze {
		spec.Until = h.Now().Add(notify.SnoozeFor)
	}
	acted, number, err := h.Merchant.ActOnMany(ctx, who.Mall.ID, f.selection(h.Now()), merchant.Act{Spec: spec, By: who.By()})
	if err := f.Judge(err, "id"); err != nil {
		return err
	}
	if !f.Valid() {
		return h.refuseMany(c, f)
	}
	if acted.Asked > bulk.Max { // it follows, and the list shows how far it is
		return h.finishMany(c, f.back, "")
	}
	return h.finishMany(c, f.back, doneMany(f.act, acted, number))
}

// finishMany shows the list at an address with the result of a bulk action.
func (h *Handler) finishMany(c echo.Context, back, done string) error {
	if !kit.IsFragment(c) {
		return kit.Finish(c, back, done)
	}
	page, err := h.alertsAt(c, back)
	if err != nil {
		return err
	}
	page.Acted = h.viewerOf(kit.SessionOf(c)).acted(done, back)
	return h.showAlerts(c, http.StatusOK, page)
}

// undoForm is the button beside the result of a bulk action.
type undoForm struct {
	kit.Form
	number int64
	back   string
}

// Read implements [kit.Fields].
func (f *undoForm) Read() { f.number, f.back = f.ID("bulk"), f.Back(paths.Alerts) }

// undoMany gives the alerts of a bulk action their former state.
func (h *Handler) undoMany(c echo.Context) error {
	f, err := kit.BindForm[undoForm](c)
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	undone, later, err := h.Merchant.UndoMany(c.Request().Context(), who.Mall.ID, f.number, who.By())
	switch {
	case err != nil:
		return err
	case later:
		return h.finishMany(c, f.back, "")
	}
	return h.finishMany(c, f.back, doneUndo(undone))
}

// refuseMany shows the list again with the reason why nothing was done.
func (h *Handler) refuseMany(c echo.Context, f *manyForm) error {
	page, err := h.alertsAt(c, f.back)
	if err != nil {
		return err
	}
	text := f.Message(page.Locale, "id")
	if page.List.Many == nil { // the list has become empty meanwhile
		page.Acted = &views.Acted{Tone: "low", Icon: "warn", Text: text}
		return h.showAlerts(c, http.StatusUnprocessableEntity, page)
	}
	page.List.Many.Error, page.List.Many.All = text, f.all
	page.List.PickAgain(f.List("id"))
	page.Errors = f.Messages(page.Locale, "", map[string]string{"id": "many"})
	return h.showAlerts(c, http.StatusUnprocessableEntity, page)
}

// alertsAt returns the page of the list at an address. If nothing is left on that page, it returns
// the first page.
func (h *Handler) alertsAt(c echo.Context, address string) (views.AlertsPage, error) {
	a := askedAt(address)
	page, err := h.readAlerts(c, a)
	if a.Cursor != "" && (kit.UnknownPlace(err, a.Params) || err == nil && page.List.Empty != nil) {
		a.Cursor = ""
		return h.readAlerts(c, a)
	}
	return page, err
}

// showAlerts shows the whole page, or the part of it that htmx asks for.
func (h *Handler) showAlerts(c echo.Context, status int, page views.AlertsPage) error {
	if !kit.IsFragment(c) {
		return kit.Render(c, status, views.AlertsPageView(page))
	}
	list := templ.Join(views.AlertsView(page), views.AlertChoicesPart(page.Shell, page.Filter))
	if strings.HasSuffix(c.Request().Header.Get("HX-Target"), "#inbox") {
		list = views.InboxView(page)
	}
	return kit.Render(c, status, templ.Join(list, views.BarParts(page.Shell), views.ActedPart(page.Shell, page.Acted), views.BulkRunPart(page.Shell, page.Run)))
}
