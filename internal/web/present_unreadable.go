package web

import (
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/views"
)

const (
	unreadableNamed = 5   // in the line
	unreadableShown = 100 // in the list
)

// refusedRow is a product that could not be read, for the API.
type refusedRow struct {
	ProductNo   *int64                    `json:"product_no"` // null: the answer does not say
	ProductCode string                    `json:"product_code"`
	ProductName string                    `json:"product_name"`
	Reason      lowstock.UnreadableReason `json:"reason"`
	Text        string                    `json:"text"`
	Since       *string                   `json:"since"`
	LastAt      *string                   `json:"last_at"`
	RetryAt     *string                   `json:"retry_at"` // null: with the next full sweep
	Attempts    int                       `json:"attempts"`
}

// refused are the products among what is quarantined, and how many elements of
// each other list are.
func (r viewer) refused(list []lowstock.Quarantined, who session) (products []refusedRow, others map[string]int) {
	products, others = []refusedRow{}, map[string]int{}
	for _, q := range list {
		if q.List != lowstock.ListProducts {
			others[q.List]++
			continue
		}
		row := refusedRow{
			ProductCode: q.Code, ProductName: q.Name, Reason: q.Reason, Text: r.unreadableReason(q), Since: stamp(q.FirstAt, who.zone),
			LastAt: stamp(q.LastAt, who.zone), RetryAt: stamp(q.RetryAt, who.zone), Attempts: q.Times,
		}
		if q.ProductNo != 0 {
			row.ProductNo = &q.ProductNo
		}
		products = append(products, row)
	}
	return products, others
}

func (r Viewer) unreadableReason(q lowstock.Quarantined) string {
	return r.known("unreadable.reason_" + string(q.Reason))
}

// unreadableName is what an element is called by who has to find it in Cafe24.
func (r Viewer) unreadableName(q lowstock.Quarantined) string {
	name := q.Name
	if name == "" {
		name = q.Code
	}
	switch {
	case q.List != lowstock.ListProducts && name == "":
		return r.T("unreadable.list_" + q.List)
	case q.List != lowstock.ListProducts:
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
func (r Checker) unreadableCheck(a merchant.Workings) check {
	c := check{id: "unreadable", state: checkOK, text: r.T("check.unreadable_none")}
	var names, others []string
	for _, q := range a.Conn.Quarantined {
		if q.List == lowstock.ListProducts {
			names = append(names, r.unreadableName(q))
		} else {
			others = append(others, r.unreadableName(q))
		}
	}
	if len(names)+len(others) == 0 {
		return c
	}
	c.state, c.do = checkAttention, r.T("check.unreadable_do")
	text := make([]string, 0, 2)
	if n := len(names); n > 0 {
		text = append(text, r.T("check.unreadable", number(n), strings.Join(names[:min(n, unreadableNamed)], ", ")))
	}
	if n := len(others); n > 0 {
		text = append(text, r.T("check.unreadable_others", number(n)))
	}
	c.text = strings.Join(text, " ")
	return c
}

// unreadableFacts is each of them: since when, why, and when it is tried again.
func (r viewer) unreadableFacts(c lowstock.Connection) views.FactGroup {
	g := views.FactGroup{Title: r.T("unreadable.title"), Note: r.T("unreadable.note")}
	for _, q := range c.Quarantined[:min(len(c.Quarantined), unreadableShown)] {
		text := r.unreadableReason(q) + " " + r.T("unreadable.since", r.relative(q.FirstAt))
		if !q.RetryAt.IsZero() {
			text += " " + r.T("unreadable.retry", r.date(q.RetryAt))
		}
		g.Facts = append(g.Facts, views.Fact{Label: r.unreadableName(q), Value: text})
	}
	return g
}
