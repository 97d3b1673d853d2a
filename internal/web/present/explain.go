package present

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

// StepText puts one step of an explanation into the reader's words and the
// mall's time.
func (r Viewer) StepText(step lowstock.Step) string {
	code, args := step.Code, r.stepArgs(step)
	switch code {
	case "read":
		if at, ok := step.Args[1].(time.Time); ok { // how old the number is comes first
			args = []any{args[0], r.age(at), args[1], args[2]}
		}
	case "standing_ordered", "unpaid_oldest":
		if day, ok := step.Args[1].(string); ok {
			args[1] = r.IsoDay(day)
		}
	case "standing_acknowledged":
		if by, ok := step.Args[0].(string); ok {
			args[0] = r.Person(by)
		}
	case "tells":
		if channel, ok := step.Args[0].(lowstock.Channel); ok {
			args = args[1:]
			if channel != lowstock.ChannelEmail {
				args[0] = r.ChannelName(channel)
			}
		}
	case "tells_second":
		if step.Args[1] == 0 {
			code = "tells_second_off"
		}
	}
	return r.T("explain."+code, args...)
}

// stepArgs puts the arguments of a step into the reader's words.
func (r Viewer) stepArgs(step lowstock.Step) []any {
	args := make([]any, 0, len(step.Args))
	for _, arg := range step.Args {
		switch v := arg.(type) {
		case time.Time:
			args = append(args, r.Date(v))
		case lowstock.Source:
			args = append(args, r.Known("source."+string(v)))
		case lowstock.Scope:
			args = append(args, r.Known("scope."+string(v)))
		case float64:
			args = append(args, Decimal(v))
		case string:
			args = append(args, r.Masked(v))
		default:
			args = append(args, arg)
		}
	}
	return args
}

// Reasons are steps as the page shows them.
func (r Viewer) Reasons(steps []lowstock.Step) []views.Reason {
	list := make([]views.Reason, 0, len(steps))
	for _, step := range steps {
		list = append(list, views.Reason{Text: r.StepText(step), ForAlert: step.ForAlert})
	}
	return list
}

// age is how long ago a moment was, however long.
func (r Viewer) age(t time.Time) string {
	if d := r.Now.Sub(t); d >= 24*time.Hour {
		return r.T("time.days", int(d/(24*time.Hour)))
	}
	if t.After(r.Now) {
		t = r.Now // two clocks differ
	}
	return r.Relative(t)
}
