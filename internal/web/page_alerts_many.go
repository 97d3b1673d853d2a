package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// actOnMany does what a button of the bar says with the alerts that were picked,
// or with the whole list, and says exactly what came of it.
func (s *Server) actOnMany(c echo.Context) error {
	who, ctx := sess(c), c.Request().Context()
	back := backTo(c.FormValue("back"), paths.Alerts)
	act := c.FormValue("act")
	deed, err := manyDeed(act)
	if err != nil {
		return err
	}
	of, err := selection(c, stateIn(back))
	if err != nil {
		return err
	}
	if of.All && act != actResolve {
		deed = lowstock.Sparing(deed)
	}
	acted, err := s.store.ActOnIncidents(ctx, who.mall.ID, of, who.by(), deed, s.now())
	r := s.readerOf(who)
	if text, refused := r.refusal(err, "ids"); refused {
		return s.refuseMany(c, back, of.All, text)
	}
	if err != nil {
		return err
	}
	if !isFragment(c) {
		return finish(c, back, doneMany(act, acted))
	}
	page, err := s.alertsAt(c, back)
	if err != nil {
		return err
	}
	page.Acted = r.actedOn(act, acted)
	return s.showAlerts(c, http.StatusOK, page)
}

// manyDeed is the step that a button means, the same one as in a single row.
func manyDeed(act string) (lowstock.Deed, error) {
	switch act {
	case actAcknowledge:
		return lowstock.Incident.Acknowledge, nil
	case actResolve:
		return lowstock.Incident.Resolve, nil
	case actSnooze:
		return func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error) {
			return i.PutOff(lowstock.Hold{Until: at.Add(notify.SnoozeFor)}, by, at)
		}, nil
	case actRestock:
		return func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error) {
			return i.PutOff(lowstock.Hold{Restock: true}, by, at)
		}, nil
	}
	return nil, lowstock.NotFound()
}

// selection reads which alerts a form means. A number that is none names no
// alert: no page of ours sends one.
func selection(c echo.Context, state lowstock.IncidentState) (lowstock.Selection, error) {
	form, err := c.FormParams()
	if err != nil {
		return lowstock.Selection{}, err
	}
	of := lowstock.Selection{All: form.Get("all") == "1", State: state}
	if of.All {
		of.Newest, err = strconv.ParseInt(form.Get("newest"), 10, 64)
		if err != nil {
			return of, lowstock.NotFound()
		}
		return of, nil
	}
	for _, text := range form["id"] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return of, lowstock.NotFound()
		}
		of.IDs = append(of.IDs, id)
	}
	return of, nil
}

// refuseMany shows the list again with why nothing was done.
func (s *Server) refuseMany(c echo.Context, back string, all bool, text string) error {
	page, err := s.alertsAt(c, back)
	if err != nil {
		return err
	}
	if page.List.Many == nil { // the list is empty by now
		page.Acted = &views.Acted{Tone: "low", Icon: "warn", Text: text}
		return s.showAlerts(c, http.StatusUnprocessableEntity, page)
	}
	page.List.Many.Error, page.List.Many.All = text, all
	page.Errors = []views.FieldError{{Field: "many", Text: text}}
	return s.showAlerts(c, http.StatusUnprocessableEntity, page)
}

// alertsAt is the page that an address of the list shows; its first one where
// nothing is left at its place.
func (s *Server) alertsAt(c echo.Context, address string) (views.AlertsPage, error) {
	q := alertsQuery(address)
	page, err := s.readAlerts(c, q)
	if q.Cursor != "" && (unknownPlace(err, q) || err == nil && page.List.Empty != nil) {
		q.Cursor = ""
		return s.readAlerts(c, q)
	}
	return page, err
}

func alertsQuery(address string) lowstock.ListQuery {
	q := lowstock.ListQuery{State: stateIn(address), Limit: pageRows}
	if u, err := url.Parse(address); err == nil {
		q.Cursor = clip(u.Query().Get("cursor"), maxCursor)
	}
	return q
}

func (s *Server) showAlerts(c echo.Context, status int, page views.AlertsPage) error {
	if isFragment(c) {
		return render(c, status, templ.Join(views.AlertsView(page), views.BarParts(page.Shell), views.ActedPart(page.Acted)))
	}
	return render(c, status, views.AlertsPageView(page))
}
