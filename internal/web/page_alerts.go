package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/views"
)

// What can be done with a raised alert, as its address says.
const (
	actAcknowledge = "acknowledge"
	actSnooze      = "snooze"
	actResolve     = "resolve"
)

func (s *Server) alertsPage(c echo.Context) error {
	who, ctx := sess(c), c.Request().Context()
	q := lowstock.ListQuery{State: alertState(c.QueryParam("state")), Cursor: clip(c.QueryParam("cursor"), maxCursor), Limit: pageRows}
	list, next, err := s.store.Incidents(ctx, who.mall.ID, q)
	switch {
	case unknownPlace(err, q):
		return withoutCursor(c)
	case err != nil:
		return err
	}
	shell, err := s.shell(c, routeAlerts, "alerts.title")
	if err != nil {
		return err
	}
	counts, err := s.store.Counts(ctx, who.mall.ID)
	if err != nil {
		return err
	}
	r := s.readerOf(who)
	page := views.AlertsPage{Shell: shell, Tabs: r.alertTabs(q.State, counts.Standing), List: r.alertList(list, q.State, q.Cursor, next)}
	if isFragment(c) {
		return render(c, http.StatusOK, templ.Join(views.AlertsView(page), views.BarParts(page.Shell)))
	}
	return render(c, http.StatusOK, views.AlertsPageView(page))
}

func (s *Server) alertPage(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	who := sess(c)
	incident, err := s.store.Incident(c.Request().Context(), who.mall.ID, id)
	if err != nil {
		return err
	}
	shell, err := s.shell(c, routeAlerts, "alerts.title")
	if err != nil {
		return err
	}
	r := s.readerOf(who)
	shell.Title = r.T("alerts.one_title", incident.ProductName)
	return render(c, http.StatusOK, views.AlertPageView(views.AlertPage{
		Shell: shell, Row: r.alertRow(incident, alertURL(id)), Events: r.timeline(incident),
	}))
}

// actOnAlert does what a button says. An alert that was resolved meanwhile is
// shown as it is.
func (s *Server) actOnAlert(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	who, ctx := sess(c), c.Request().Context()
	incident, done, err := s.handleAlert(ctx, who, id, c.Param("act"))
	if lowstock.ErrorCode(err) == lowstock.CodeConflict {
		done = "already"
		incident, err = s.store.Incident(ctx, who.mall.ID, id)
	}
	if err != nil {
		return err
	}
	back := backTo(c.FormValue("back"), routeAlerts)
	if !isFragment(c) {
		return finish(c, back, done)
	}
	counts, err := s.store.Counts(ctx, who.mall.ID)
	if err != nil {
		return err
	}
	r, shell := s.readerOf(who), s.counted(c, counts)
	return render(c, http.StatusOK, templ.Join(
		views.AlertRowView(shell, r.alertRow(incident, back)), views.Toast(r.T("done."+done)),
		views.StandingPart(shell), views.AlertTabsPart(shell, r.alertTabs(stateIn(back), counts.Standing)),
	))
}

// stateIn is the state that the list at an address shows.
func stateIn(address string) lowstock.IncidentState {
	u, err := url.Parse(address)
	if err != nil {
		return lowstock.IncidentStanding
	}
	return alertState(u.Query().Get("state"))
}

// alertState reads which alerts are asked for; those to handle where the
// address does not say.
func alertState(text string) lowstock.IncidentState {
	if state := lowstock.IncidentState(text); slices.Contains(alertStates(), state) {
		return state
	}
	return lowstock.IncidentStanding
}

func (s *Server) handleAlert(ctx context.Context, who session, id int64, act string) (incident lowstock.Incident, done string, err error) {
	now, mall := s.now(), who.mall.ID
	switch act {
	case actAcknowledge:
		incident, err = s.store.AcknowledgeIncident(ctx, mall, id, who.by(), now)
		return incident, "acknowledged", err
	case actSnooze:
		incident, err = s.store.PutOffIncident(ctx, mall, id, lowstock.Hold{Until: now.Add(notify.SnoozeFor)}, who.by(), now)
		return incident, "snoozed", err
	case actResolve:
		incident, err = s.store.ResolveIncident(ctx, mall, id, who.by(), now)
		return incident, "resolved", err
	}
	return incident, "", lowstock.NotFound()
}
