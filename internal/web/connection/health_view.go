package connection

import (
	"strconv"

	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/views"
)

// healthWhat says what a problem means. For mail it adds what the server said, because the person
// who runs the server needs it. For webhooks it adds why the app leaves them off.
func (r viewer) healthWhat(h selfcheck.Health) string {
	what := r.HealthText(h, "what")
	if reason := r.Known(h.Reason); (h.Kind == selfcheck.HealthMail || h.Kind == selfcheck.HealthReception) && reason != "" {
		what += " " + reason
	}
	return what
}

// healthParts adds the present problems and the solved ones to the page. A lost connection, or a
// refusal of the app itself, is not in the list of problems, because the page already begins with
// it.
func (r viewer) healthParts(p *views.ConnectionPage, c overview.Connection) {
	for _, h := range c.Health {
		switch {
		case !h.Stands():
			p.Cleared = append(p.Cleared, views.Cleared{
				Badge: views.Badge{Tone: "ok", Icon: "ok", Text: r.T("health." + string(h.Kind) + ".name")},
				Text:  r.HealthText(h, "clear"), Began: r.Moment(h.OpenedAt), Ended: r.Moment(h.ClosedAt),
			})
		case h.Kind == selfcheck.HealthConnection, h.Kind == selfcheck.HealthScope, h.Kind == selfcheck.HealthApp && !c.AppRefused.IsZero():
			p.Since = r.Moment(h.OpenedAt)
		default:
			p.Troubles = append(p.Troubles, views.Trouble{
				ID: "health-" + strconv.FormatInt(h.ID, 10), Badge: r.HealthBadge(h),
				Title: r.HealthText(h, "title"), What: r.healthWhat(h), Do: r.HealthText(h, "do"),
				Since: r.Moment(h.OpenedAt), Action: r.HealthAction(h.Kind),
			})
		}
	}
}
