package alerts

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
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

// actOnMany does the bulk action of a button, for the alerts that were picked or for the whole
// list. It reports exactly how many alerts were changed and how many were not.
func (h *Handler) actOnMany(c echo.Context) error {
	f, err := kit.BindForm[manyForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	action, err := bulkAction(f.act)
	if err != nil {
		return err
	}
	of := bulk.Selection{All: f.all, State: stateIn(f.back), Newest: f.newest}
	switch {
	case f.all && f.newest == 0, !f.all && !f.Valid():
		return lowstock.NotFound()
	case !f.all:
		of.IDs = f.ids
	}
	if of.All && f.act != actResolve {
		action = bulk.KeepOrders(action)
	}
	acted, err := h.Store.Mall(who.Mall.ID).ActOnIncidents(ctx, of, who.By(), action, h.Now())
	if err := f.Judge(err, "id"); err != nil {
		return err
	}
	if !f.Valid() {
		return h.refuseMany(c, f)
	}
	r := h.viewerOf(who)
	if !kit.IsFragment(c) {
		return kit.Finish(c, f.back, doneMany(f.act, acted))
	}
	page, err := h.alertsAt(c, f.back)
	if err != nil {
		return err
	}
	page.Acted = r.actedOn(f.act, acted)
	return h.showAlerts(c, http.StatusOK, page)
}

// bulkAction returns the action of a button. It is the same action as the one for a single row.
func bulkAction(act string) (bulk.Action, error) {
	switch act {
	case actAcknowledge:
		return lowstock.Incident.Acknowledge, nil
	case actResolve:
		return lowstock.Incident.Resolve, nil
	case actSnooze:
		return func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error) {
			return i.Snooze(lowstock.Hold{Until: at.Add(notify.SnoozeFor)}, by, at)
		}, nil
	case actRestock:
		return func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error) {
			return i.Snooze(lowstock.Hold{Restock: true}, by, at)
		}, nil
	}
	return nil, lowstock.NotFound()
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
	q := alertsQuery(address)
	page, err := h.readAlerts(c, q)
	if q.Cursor != "" && (kit.UnknownPlace(err, q) || err == nil && page.List.Empty != nil) {
		q.Cursor = ""
		return h.readAlerts(c, q)
	}
	return page, err
}

func alertsQuery(address string) listing.Params {
	q := listing.Params{State: stateIn(address), Limit: kit.PageRows}
	if u, err := url.Parse(address); err == nil {
		q.Cursor = kit.Clip(u.Query().Get("cursor"), kit.MaxCursor)
	}
	return q
}

func (h *Handler) showAlerts(c echo.Context, status int, page views.AlertsPage) error {
	if kit.IsFragment(c) {
		return kit.Render(c, status, templ.Join(views.AlertsView(page), views.BarParts(page.Shell), views.ActedPart(page.Acted)))
	}
	return kit.Render(c, status, views.AlertsPageView(page))
}
