package present

import (
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/merchant"
)

const (
	unreadableNamed = 5 // in the line
)

// UnreadableReason says why a product cannot be read.
func (r Viewer) UnreadableReason(q inbound.Quarantined) string {
	return r.Known("unreadable.reason_" + string(q.Reason))
}

// UnreadableName is what an element is called by who has to find it in Cafe24.
func (r Viewer) UnreadableName(q inbound.Quarantined) string {
	name := q.Name
	if name == "" {
		name = q.Code
	}
	switch {
	case q.List != inbound.ListProducts && name == "":
		return r.T("unreadable.list_" + q.List)
	case q.List != inbound.ListProducts:
		return r.T("unreadable.list_"+q.List) + " " + name
	case q.Nameless() && name == "":
		return r.T("unreadable.nameless")
	case q.Nameless():
		return name
	case name == "":
		return r.T("unreadable.number", strconv.FormatInt(q.ProductNo, 10))
	}
	return name + " (" + r.T("unreadable.number", strconv.FormatInt(q.ProductNo, 10)) + ")"
}

// unreadableCheck names what Cafe24 sends and the app cannot read. All else is
// watched as ever.
func (r Checker) unreadableCheck(a merchant.Workings) Check {
	c := Check{ID: "unreadable", State: CheckOK, Text: r.T("check.unreadable_none")}
	var names, others []string
	for _, q := range a.Conn.Quarantined {
		if q.List == inbound.ListProducts {
			names = append(names, r.UnreadableName(q))
		} else {
			others = append(others, r.UnreadableName(q))
		}
	}
	if len(names)+len(others) == 0 {
		return c
	}
	c.State, c.Do = CheckAttention, r.T("check.unreadable_do")
	text := make([]string, 0, 2)
	if n := len(names); n > 0 {
		text = append(text, r.T("check.unreadable", Number(n), strings.Join(names[:min(n, unreadableNamed)], ", ")))
	}
	if n := len(others); n > 0 {
		text = append(text, r.T("check.unreadable_others", Number(n)))
	}
	c.Text = strings.Join(text, " ")
	return c
}
