package alerts

import (
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// manyPrefix is the beginning of the text with which a redirect reports a bulk action. The rest is
// the action and the counts of [bulk.Result] in their order, each after a dash.
const manyPrefix = "many-"

// manyAlerts returns the bar of bulk actions below a list; nil if no action is possible on the
// list.
func (r viewer) manyAlerts(a alertRead) *views.ManyAlerts {
	acts := manyActs(a.state)
	if r.Right < team.RightAct || len(acts) == 0 {
		return nil
	}
	f := &views.ManyAlerts{
		Action: paths.ManyAlerts, Back: alertsURL(a.state, a.cursor), Newest: strconv.FormatInt(a.newest, 10), Whole: r.T("alerts.whole", a.count),
	}
	for _, act := range acts {
		f.Acts = append(f.Acts, views.ManyAct{Value: act, Label: r.T("alerts." + act), Hint: r.T("alerts." + act + "_hint")})
	}
	return f
}

// manyActs returns the bulk actions that are possible on a list in this state.
func manyActs(state lowstock.IncidentState) []string {
	switch state {
	case lowstock.IncidentResolved:
		return nil
	case lowstock.IncidentAcknowledged:
		return []string{actSnooze, actRestock, actResolve}
	case lowstock.IncidentOpen, lowstock.IncidentSnoozed, lowstock.IncidentStanding:
	}
	return []string{actAcknowledge, actSnooze, actRestock, actResolve}
}

// doneMany writes the result of a bulk action for an address. The method acted reads it.
func doneMany(act string, a bulk.Result) string {
	parts := []string{act}
	for _, n := range []int{a.Asked, a.Done, a.Same, a.Kept, a.Resolved} {
		parts = append(parts, strconv.Itoa(n))
	}
	return manyPrefix + strings.Join(parts, "-")
}

// acted presents the result of a bulk action that an address reports; nil if the address reports
// none.
func (r viewer) acted(done string) *views.Acted {
	text, many := strings.CutPrefix(done, manyPrefix)
	parts := strings.Split(text, "-")
	if !many || len(parts) != 6 || !slices.Contains(manyActs(lowstock.IncidentStanding), parts[0]) {
		return nil
	}
	var n [5]int
	for i, part := range parts[1:] {
		v, err := strconv.Atoi(part)
		if err != nil || v < 0 || v > bulk.Max {
			return nil
		}
		n[i] = v
	}
	return r.actedOn(parts[0], bulk.Result{Asked: n[0], Done: n[1], Same: n[2], Kept: n[3], Resolved: n[4]})
}

func (r viewer) actedOn(act string, a bulk.Result) *views.Acted {
	switch {
	case a.Asked == 0:
		return &views.Acted{Tone: "quiet", Icon: "bell", Text: r.T("alerts.all_none")}
	case a.Done == a.Asked:
		return &views.Acted{Tone: "ok", Icon: "ok", Text: r.T("alerts.all_"+act, a.Done)}
	}
	shownKey := []string{r.T("alerts.part_"+act, a.Asked, a.Done)}
	for _, rest := range []struct {
		key string
		n   int
	}{{"alerts.rest_resolved", a.Resolved}, {"alerts.rest_same", a.Same}, {"alerts.rest_kept", a.Kept}, {"alerts.rest_gone", a.Gone()}} {
		if rest.n > 0 {
			shownKey = append(shownKey, r.T(rest.key, rest.n))
		}
	}
	return &views.Acted{Tone: "low", Icon: "bell", Text: strings.Join(shownKey, " ")}
}
