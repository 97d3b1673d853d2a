package connection

import (
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// checkViews presents the checks for the page.
func (r viewer) checkViews(list []present.Check) []views.Check {
	badges := map[string]views.Badge{
		present.CheckOK:        {Tone: "ok", Icon: "ok", Text: r.T("check.ok")},
		present.CheckAttention: {Tone: "low", Icon: "warn", Text: r.T("check.attention")},
		present.CheckStopped:   {Tone: "out", Icon: "out", Text: r.T("check.stopped")},
		present.CheckUnknown:   {Tone: "quiet", Icon: "clock", Text: r.T("check.unknown")},
	}
	out := make([]views.Check, 0, len(list))
	for _, c := range list {
		if c.Above {
			c.Do, c.Action = r.T("check.above"), nil
		}
		out = append(out, views.Check{ID: "check-" + c.ID, Name: r.T("check.name_" + c.ID), State: badges[c.State], Text: c.Text, Do: c.Do, Action: c.Action})
	}
	return out
}
