package settings

import (
	"bytes"
	"cmp"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// othersSessions is the value of a form that ends every session but the own
// one.
const othersSessions = "others"

// whose returns the operator whose sessions this one may see and end: their
// own, or "" for an owner, who may end everybody's.
func whose(who kit.Session) string {
	if who.Right == team.RightOwn {
		return ""
	}
	return who.Operator.ID
}

// sessionsPage shows who is signed in. With ?end= it asks once more before
// anything ends.
func (h *Handler) sessionsPage(c echo.Context) error {
	who := kit.SessionOf(c)
	list, err := h.Store.Mall(who.Mall.ID).Sessions(c.Request().Context(), whose(who), h.Now())
	if err != nil {
		return err
	}
	shell, err := h.Shell(c, paths.Settings, "sessions.title")
	if err != nil {
		return err
	}
	h.HelpFor(&shell, "team")
	return kit.Render(c, http.StatusOK, views.SessionsPageView(h.viewerOf(who).sessions(shell, who, list, c.QueryParam("end"))))
}

// endForm selects the sessions to end.
type endForm struct {
	kit.Form

	number int64 // 0: all others
	valid  bool
}

// Read implements [kit.Fields].
func (f *endForm) Read() {
	value := f.Text("session")
	if f.valid = value == othersSessions; f.valid {
		return
	}
	n, err := strconv.ParseInt(value, 10, 64)
	f.number, f.valid = n, err == nil && n > 0
}

// endSessions ends the sessions that the question named.
func (h *Handler) endSessions(c echo.Context) error {
	f, err := kit.BindForm[endForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	switch {
	case !f.valid:
		return lowstock.NotFound()
	case !who.Fresh(h.Now()):
		return kit.SeeOther(c, present.WithQuery(paths.Team, "end", f.Text("session")))
	}
	which := team.Ending{Number: f.number, Operator: whose(who), Except: who.ID()}
	ended, epoch, err := h.Store.Mall(who.Mall.ID).EndSessions(ctx, which, who.By(), h.Now())
	if err != nil {
		if lowstock.ErrorCode(err) == lowstock.CodeNotFound { // it has ended meanwhile
			return kit.Finish(c, paths.Team, "sessions_ended")
		}
		return err
	}
	h.Audit(c, kit.EventSessionEnded, kit.KeyBy, "team", kit.KeySubject, f.number, kit.KeyCount, ended) // 0: all but the own
	if epoch != 0 {
		if err := h.RenewEpoch(c, epoch); err != nil {
			return err
		}
	}
	return kit.Finish(c, paths.Team, "sessions_ended")
}

// sessions presents the page. end is what the question is about: a number,
// othersSessions, or "" for no question.
func (r viewer) sessions(shell views.Shell, who kit.Session, list []team.Session, end string) views.SessionsPage {
	page := views.SessionsPage{
		Shell: shell, Text: r.T("sessions.text_own"),
		Rules: r.T("sessions.rules", int(team.SessionIdle/time.Hour), int(team.SessionLife/time.Hour), team.SessionsEach),
	}
	if whose(who) == "" {
		page.Text = r.T("sessions.text_all")
	}
	for _, x := range list {
		row := r.sessionRow(x)
		number := strconv.FormatInt(x.Number, 10)
		if row.Own = bytes.Equal(x.Hash, who.ID()); !row.Own {
			row.EndURL = present.WithQuery(paths.Team, "end", number) + "#end"
			page.OthersURL = present.WithQuery(paths.Team, "end", othersSessions) + "#end"
			if end == number {
				page.Ask = &views.EndQuestion{Title: r.T("sessions.ask_one", row.Name), Session: number}
			}
		}
		page.Rows = append(page.Rows, row)
	}
	if end == othersSessions {
		page.Ask = &views.EndQuestion{Title: r.T("sessions.ask_others"), Session: end}
	}
	if page.Ask == nil {
		return page
	}
	page.Ask.Text = r.T("sessions.ask_text")
	if page.Ask.Stale = !who.Fresh(r.Now); page.Ask.Stale {
		page.Ask.Text = r.T("sessions.stale", int(team.SessionFresh/time.Minute))
	}
	return page
}

func (r viewer) sessionRow(x team.Session) views.SessionRow {
	return views.SessionRow{
		Name: cmp.Or(x.Name, x.ID), ID: x.ID, Kind: r.kindOf(x.Type), Browser: cmp.Or(x.Browser, r.T("sessions.unknown")), Network: x.Network,
		Since: r.Moment(x.Since), Seen: r.Moment(x.SeenAt),
	}
}

func (r viewer) kindOf(kind string) string {
	switch kind {
	case "P":
		return r.T("settings.kind_owner")
	case "A":
		return r.T("settings.kind_sub")
	}
	return r.T("settings.kind_other")
}
