package alerts

import (
	"fmt"
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

// undonePrefix is the beginning of the text with which a redirect reports that a bulk action was
// undone: how many alerts have their former state, and how many had changed since.
const undonePrefix = "undo-"

// manyAlerts returns the bar of bulk actions below a list; nil if no action is possible on the
// list.
func (r viewer) manyAlerts(a alertRead) *views.ManyAlerts {
	acts := manyActs(a.State)
	if r.Right < team.RightAct || len(acts) == 0 {
		return nil
	}
	whole := "alerts.whole"
	if a.narrowed() {
		whole = "alerts.whole_filter"
	}
	f := &views.ManyAlerts{
		Action: paths.ManyAlerts, Back: a.url(), Newest: strconv.FormatInt(a.counts.Newest, 10), Whole: r.T(whole, a.counts.Found),
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
		return []string{actOrder, actSnooze, actRestock, actResolve}
	case lowstock.IncidentOpen, lowstock.IncidentSnoozed, lowstock.IncidentStanding:
	}
	return []string{actAcknowledge, actOrder, actSnooze, actRestock, actResolve}
}

// doneMany writes the result of a bulk action for an address. The method acted reads it. The number
// is that of the action, by which it can be undone; 0 for none.
func doneMany(act string, a bulk.Result, number int64) string {
	parts := []string{act}
	for _, n := range []int{a.Asked, a.Done, a.Same, a.Kept, a.Resolved, a.Left} {
		parts = append(parts, strconv.Itoa(n))
	}
	return manyPrefix + strings.Join(append(parts, strconv.FormatInt(number, 10)), "-")
}

// doneUndo writes the result of undoing for an address.
func doneUndo(u bulk.Undone) string {
	return fmt.Sprintf("%s%d-%d", undonePrefix, u.Done, u.Changed)
}

// acted presents the result of a bulk action that an address reports; nil if the address reports
// none. Back is the list that is shown.
func (r viewer) acted(done, back string) *views.Acted {
	if text, undone := strings.CutPrefix(done, undonePrefix); undone {
		if n := counts(strings.Split(text, "-"), 2); n != nil {
			return r.undone(bulk.Undone{Done: n[0], Changed: n[1]})
		}
		return nil
	}
	text, many := strings.CutPrefix(done, manyPrefix)
	parts := strings.Split(text, "-")
	if !many || len(parts) != 8 || !slices.Contains(manyActs(lowstock.IncidentStanding), parts[0]) {
		return nil
	}
	n := counts(parts[1:7], 6)
	number, err := strconv.ParseInt(parts[7], 10, 64)
	if n == nil || err != nil || number < 0 {
		return nil
	}
	return r.actedOn(parts[0], bulk.Result{Asked: n[0], Done: n[1], Same: n[2], Kept: n[3], Resolved: n[4], Left: n[5]}, number, back)
}

// counts reads the counts of a result; nil if they are none.
func counts(parts []string, want int) []int {
	if len(parts) != want {
		return nil
	}
	n := make([]int, want)
	for i, part := range parts {
		v, err := strconv.Atoi(part)
		if err != nil || v < 0 || v > bulk.Max {
			return nil
		}
		n[i] = v
	}
	return n
}

func (r viewer) undone(u bulk.Undone) *views.Acted {
	switch {
	case u.Done == 0 && u.Changed == 0:
		return &views.Acted{Tone: "quiet", Icon: "bell", Text: r.T("alerts.undone_none")}
	case u.Changed == 0:
		return &views.Acted{Tone: "ok", Icon: "ok", Text: r.T("alerts.undone", u.Done)}
	}
	return &views.Acted{Tone: "low", Icon: "bell", Text: r.T("alerts.undone", u.Done) + " " + r.T("alerts.undone_rest", u.Changed)}
}

// actedOn presents the result of a bulk action, with the button that undoes it.
func (r viewer) actedOn(act string, a bulk.Result, number int64, back string) *views.Acted {
	v := r.resultOf(act, a)
	if number > 0 && a.Done > 0 {
		r.offerUndo(v, number, back)
	}
	return v
}

// offerUndo adds the button that undoes a bulk action, for an operator who may press it.
func (r viewer) offerUndo(v *views.Acted, number int64, back string) {
	if r.Right >= team.RightAct {
		v.Undo = &views.AlertUndo{URL: paths.UndoAlerts, Act: strconv.FormatInt(number, 10), Back: back}
	}
}

func (r viewer) resultOf(act string, a bulk.Result) *views.Acted {
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
	}{{"alerts.rest_resolved", a.Resolved}, {sameKey(act), a.Same}, {"alerts.rest_kept", a.Kept}, {"alerts.rest_gone", a.Gone()}, {"alerts.rest_left", a.Left}} {
		if rest.n > 0 {
			shownKey = append(shownKey, r.T(rest.key, rest.n))
		}
	}
	return &views.Acted{Tone: "low", Icon: "bell", Text: strings.Join(shownKey, " ")}
}

// sameKey says why an alert needed no change.
func sameKey(act string) string {
	if act == actOrder {
		return "alerts.rest_unordered"
	}
	return "alerts.rest_same"
}
