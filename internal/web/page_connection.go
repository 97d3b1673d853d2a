package web

import (
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func (s *Server) connectionPage(c echo.Context) error {
	who := sess(c)
	a, _, err := s.merchant.readWorkings(c.Request().Context(), sess(c).mall.ID)
	if err != nil {
		return err
	}
	shell, err := s.shell(c, paths.Connection, "connection.title")
	if err != nil {
		return err
	}
	page := s.viewerOf(who).connectionPage(shell, a)
	if page.Sync != nil {
		page.Refresh = noScriptPoll
	}
	if isFragment(c) {
		return render(c, http.StatusOK, templ.Join(views.ConnectionView(page), views.BarParts(page.Shell)))
	}
	return render(c, http.StatusOK, views.ConnectionPageView(page))
}

// readWorkings gathers what the page of the connection, its answer in the API and
// the diagnostics go by.
func (s *Office) readWorkings(ctx context.Context, mall lowstock.MallID) (a workingsRead, settings lowstock.Settings, err error) {
	now := s.now()
	if a.conn, err = s.store.Mall(mall).Connection(ctx, now); err != nil {
		return a, settings, err
	}
	if a.work, err = s.store.Mall(mall).Workings(ctx, now); err != nil {
		return a, settings, err
	}
	if a.version, err = s.apiVersion(ctx); err != nil {
		return a, settings, err
	}
	settings, err = s.store.Mall(mall).Settings(ctx)
	a.pace, a.wanted = s.work.Pace(), s.platform.Scopes()
	return a, settings, err
}

// apiVersion is the one in use: what this process itself has learnt, or another
// one that calls Cafe24 more.
func (s *Office) apiVersion(ctx context.Context) (cafe24.APIVersion, error) {
	v := s.platform.APIVersion()
	if v.InUse != v.Configured {
		return v, nil
	}
	state, err := s.store.AppState(ctx, s.platform.ClientFingerprint(), v.Configured, s.now())
	if !state.VersionRefused.IsZero() {
		v.InUse = state.VersionUsed
	}
	return v, err
}

// syncNow starts a full sweep, or joins the one that runs. A mall that cannot
// be read is shown why instead.
func (s *Server) syncNow(c echo.Context) error {
	if sess(c).mall.State != lowstock.MallActive {
		return seeOther(c, paths.Connection)
	}
	if _, err := s.work.RequestSync(c.Request().Context(), sess(c).mall.ID); err != nil {
		return err
	}
	return finish(c, paths.Connection, "sync")
}
