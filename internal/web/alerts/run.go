package alerts

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// runShown is how long the list shows how an action in the background has ended.
const runShown = 10 * time.Minute

// runProgress answers the request that the list sends every second while an action goes on in the
// background.
func (h *Handler) runProgress(c echo.Context) error {
	back := kit.BackTo(c.QueryParam("back"), paths.Alerts)
	if !kit.IsFragment(c) {
		return kit.SeeOther(c, back)
	}
	return h.showRun(c, back)
}

func (h *Handler) showRun(c echo.Context, back string) error {
	who := kit.SessionOf(c)
	bar, err := h.BarOf(c.Request().Context(), who)
	if err != nil {
		return err
	}
	shell := h.Counted(c, bar.Counts)
	return kit.Render(c, http.StatusOK, templ.Join(views.BulkRunView(shell, h.viewerOf(who).bulkRun(bar.BulkRun, back)), views.StandingPart(shell)))
}

// stopMany ends an action that goes on in the background. What is done stays done.
func (h *Handler) stopMany(c echo.Context) error {
	f, err := kit.BindForm[undoForm](c)
	if err != nil {
		return err
	}
	if err := h.Merchant.StopMany(c.Request().Context(), kit.SessionOf(c).Mall.ID, f.number); err != nil {
		return err
	}
	if kit.IsFragment(c) {
		return h.showRun(c, f.back)
	}
	return kit.SeeOther(c, f.back)
}

// bulkRun presents an action in the background: how far it is, or how it ended. It returns nil if
// there is none, or none that has ended just now.
func (r viewer) bulkRun(run bulk.Run, back string) *views.BulkRun {
	if run.ID == 0 || !run.Running() && r.Now.Sub(run.FinishedAt) > runShown {
		return nil
	}
	done, total := run.Progress()
	v := &views.BulkRun{
		Text: r.T("alerts.run", done, total, r.T("alerts."+run.Spec.Name)), Percent: strconv.Itoa(done * 100 / max(total, 1)),
		Act: strconv.FormatInt(run.ID, 10), Back: back, May: r.Right >= team.RightAct,
	}
	switch {
	case run.State == bulk.RunUndoing:
		v.Text = r.T("alerts.run_undo", done, total)
	case run.State == bulk.RunDone && run.Undone != (bulk.Undone{}):
		v.Acted = r.undone(run.Undone)
		if rest := total - done; rest > 0 {
			v.Acted.Tone, v.Acted.Icon, v.Acted.Text = "low", "bell", v.Acted.Text+" "+r.T("alerts.undone_stopped", rest)
			r.offerUndo(v.Acted, run.ID, back)
		}
	case run.State == bulk.RunDone:
		result := run.Result
		result.Asked, result.Left = result.Asked-result.Left, 0
		v.Acted = r.actedOn(run.Spec.Name, result, run.ID, back)
		if left := run.Result.Left; left > 0 {
			text := r.T("alerts.rest_stopped", left)
			if result.Asked > 0 {
				text = v.Acted.Text + " " + text
			}
			v.Acted.Tone, v.Acted.Icon, v.Acted.Text = "low", "bell", text
		}
	}
	return v
}
