package alerts

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// These are the actions on an alert, as they are named in an address.
const (
	actAcknowledge = bulk.Acknowledge
	actSnooze      = bulk.Snooze
	actRestock     = bulk.Restock
	actOrder       = "order"
	actResolve     = bulk.Resolve
	actResend      = "resend"
)

func (h *Handler) alertsPage(c echo.Context) error {
	a := ask(c.QueryParam)
	page, err := h.readAlerts(c, a)
	switch {
	case kit.UnknownPlace(err, a.Params):
		return kit.WithoutCursor(c)
	case err != nil:
		return err
	case a.Cursor != "" && page.List.Empty != nil: // all alerts that were on this page have been handled
		return kit.WithoutCursor(c)
	}
	page.Acted = h.viewerOf(kit.SessionOf(c)).acted(c.QueryParam("done"), a.url())
	return h.showAlerts(c, http.StatusOK, page)
}

func (h *Handler) readAlerts(c echo.Context, a asked) (views.AlertsPage, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	store, now := h.Store.Mall(who.Mall.ID), h.Now()
	read := alertRead{asked: a}
	shell, err := h.Shell(c, paths.Alerts, "alerts.title")
	if err != nil {
		return views.AlertsPage{}, err
	}
	bar, err := h.BarOf(ctx, who)
	if err != nil {
		return views.AlertsPage{}, err
	}
	read.sync, read.standing = bar.LatestSync, bar.Counts.Standing
	q := a.at(now)
	q.Today = h.viewerOf(who).DateAhead(1)
	if read.list, read.next, err = store.Incidents(ctx, q); err != nil {
		return views.AlertsPage{}, err
	}
	if read.counts, err = store.AlertCounts(ctx, a.at(now), sinceTimes(now)); err != nil {
		return views.AlertsPage{}, err
	}
	if read.views, err = store.AlertViews(ctx); err != nil {
		return views.AlertsPage{}, err
	}
	if !slices.ContainsFunc(read.views, func(v listing.AlertView) bool { return v.ID == a.view }) {
		read.view = 0 // deleted meanwhile
	}
	around, err := store.Around(ctx, listing.AroundQuery{Filters: true})
	if err != nil {
		return views.AlertsPage{}, err
	}
	read.categories, read.suppliers = around.Categories, around.Suppliers
	page := h.viewerOf(who).inbox(shell, read)
	page.Run = h.viewerOf(who).bulkRun(bar.BulkRun, a.url())
	return page, nil
}

// sinceTimes are the times from which the periods of [sinceDays] count.
func sinceTimes(now time.Time) (list []time.Time) {
	for _, days := range sinceDays() {
		list = append(list, now.AddDate(0, 0, -days))
	}
	return list
}

func (h *Handler) alertPage(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	page, err := h.readAlertPage(c, id)
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.AlertPageView(page))
}

func (h *Handler) readAlertPage(c echo.Context, id int64) (views.AlertPage, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	incident, err := h.Store.Mall(who.Mall.ID).Incident(ctx, id)
	if err != nil {
		return views.AlertPage{}, err
	}
	events, attempts, err := h.Store.Mall(who.Mall.ID).Timeline(ctx, id)
	if err != nil {
		return views.AlertPage{}, err
	}
	shell, err := h.Shell(c, paths.Alerts, "alerts.title")
	if err != nil {
		return views.AlertPage{}, err
	}
	var sets []bundles.Set
	if incident.State != lowstock.IncidentResolved {
		if sets, err = h.Store.Mall(who.Mall.ID).Sets(ctx, incident.ProductNo); err != nil {
			return views.AlertPage{}, err
		}
	}
	r := h.viewerOf(who)
	shell.Title = r.T("alerts.one_title", incident.ProductName)
	return views.AlertPage{
		Shell: shell, Row: r.alertRow(incident, present.AlertURL(id)), Deliveries: r.deliveries(incident, attempts),
		Events: present.TimelineOf(r.Viewer).Rows(present.TimelineOf(r.Viewer).Entries(incident, events, attempts)),
		Stops:  r.stops(sets, incident.ProductNo),
	}, nil
}

// actForm is a button of an alert. Some buttons have further fields.
type actForm struct {
	kit.Form
	order    lowstock.Order
	delivery int64
	back     string
}

// Read implements [kit.Fields].
func (f *actForm) Read() {
	f.delivery, f.back = f.ID("delivery_id"), f.Back(paths.Alerts)
	f.order.ExpectedOn = f.Text("expected_on")
}

// actOnAlert does the action of a button. If the alert was resolved meanwhile, the page shows it as
// it is.
func (h *Handler) actOnAlert(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	f, err := kit.BindForm[actForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	act := c.Param("act")
	incident, done, err := h.handleAlert(ctx, who, id, act, f)
	if !f.Valid() {
		return h.refuseOrder(c, id, f)
	}
	if lowstock.ErrorCode(err) == lowstock.CodeConflict {
		if done = "already"; act == actResend {
			done = "pending"
		}
		incident, err = h.Store.Mall(who.Mall.ID).Incident(ctx, id)
	}
	if err != nil {
		return err
	}
	if !kit.IsFragment(c) {
		return kit.Finish(c, f.back, done)
	}
	counts, err := h.Store.Mall(who.Mall.ID).Counts(ctx)
	if err != nil {
		return err
	}
	list, now := askedAt(f.back), h.Now()
	found, err := h.Store.Mall(who.Mall.ID).AlertCounts(ctx, list.at(now), sinceTimes(now))
	if err != nil {
		return err
	}
	r, shell := h.viewerOf(who), h.Counted(c, counts)
	return kit.Render(c, http.StatusOK, templ.Join(
		views.AlertRowView(shell, r.alertRow(incident, f.back)), views.Toast(r.T("done."+done)),
		views.StandingPart(shell), views.AlertTabsPart(shell, r.alertTabs(list, found, counts.Standing)),
	))
}

// refuseOrder shows the form again with what was typed. It is shown in the alert's row, or on the
// alert's own page.
func (h *Handler) refuseOrder(c echo.Context, id int64, f *actForm) error {
	page, err := h.readAlertPage(c, id)
	if err != nil {
		return err
	}
	form := page.Row.Order
	if form == nil { // the alert was resolved meanwhile
		return kit.Finish(c, f.back, "already")
	}
	form.Quantity, form.Day = f.Typed("quantity"), f.Typed("expected_on")
	form.QuantityError, form.DayError = f.Message(page.Locale, "quantity"), f.Message(page.Locale, "expected_on")
	page.Errors = f.Messages(page.Locale, form.ID+"-", nil)
	page.Row.Back = f.back
	if kit.IsFragment(c) {
		return kit.Render(c, http.StatusUnprocessableEntity, views.AlertRowView(page.Shell, page.Row))
	}
	return kit.Render(c, http.StatusUnprocessableEntity, views.AlertPageView(page))
}

// handleAlert does one action on an alert. A refusal is noted in the form.
func (h *Handler) handleAlert(ctx context.Context, who kit.Session, id int64, act string, f *actForm) (incident lowstock.Incident, done string, err error) {
	now, mall := h.Now(), who.Mall.ID
	switch act {
	case actAcknowledge:
		incident, err = h.Store.Mall(mall).AcknowledgeIncident(ctx, id, who.By(), now)
		return incident, "acknowledged", err
	case actSnooze:
		incident, err = h.Store.Mall(mall).SnoozeIncident(ctx, id, lowstock.Hold{Until: now.Add(notify.SnoozeFor)}, who.By(), now)
		return incident, "snoozed", err
	case actRestock:
		incident, err = h.Store.Mall(mall).SnoozeIncident(ctx, id, lowstock.Hold{Restock: true}, who.By(), now)
		return incident, "restock", err
	case actOrder:
		incident, err = h.orderFor(ctx, who, id, f)
		return incident, "ordered", err
	case actResolve:
		incident, err = h.Store.Mall(mall).ResolveIncident(ctx, id, who.By(), now)
		return incident, "resolved", err
	case actResend:
		if f.delivery == 0 {
			return incident, "", lowstock.NotFound()
		}
		if err = h.Merchant.Resend(ctx, who.Mall.ID, who.By(), id, f.delivery); err == nil {
			incident, err = h.Store.Mall(mall).Incident(ctx, id)
		}
		return incident, "resent", err
	}
	return incident, "", lowstock.NotFound()
}

// orderFor stores the goods that a form says are on their way.
func (h *Handler) orderFor(ctx context.Context, who kit.Session, id int64, f *actForm) (lowstock.Incident, error) {
	f.order.Quantity = f.Number("quantity", "error.order_quantity")
	settings, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return lowstock.Incident{}, err
	}
	hold, err := settings.HoldFor(f.order, h.Now())
	if err = f.Judge(err, "quantity"); err != nil || !f.Valid() {
		return lowstock.Incident{}, err
	}
	return h.Store.Mall(who.Mall.ID).SnoozeIncident(ctx, id, hold, who.By(), h.Now())
}
