package purchasing

import (
	"net/url"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// listRows is how many orders a page of the list has.
const listRows = 40

// asked is the list of orders that an address asks for.
type asked struct {
	tab      tab
	supplier *string
	q        string
	cursor   string
}

// tab is a part of the list, as an address names it.
type tab string

// The tabs of the list. The first one is the default.
const (
	tabAll       tab = ""
	tabDraft     tab = "draft"
	tabSent      tab = "sent"
	tabConfirmed tab = "confirmed"
	tabPartly    tab = "partly"
	tabLate      tab = "late"
	tabDone      tab = "done"
)

func tabs() []tab {
	return []tab{tabAll, tabDraft, tabSent, tabConfirmed, tabPartly, tabLate, tabDone}
}

// states are the states of a tab; nil: all.
func (t tab) states() []purchase.State {
	switch t {
	case tabDraft:
		return []purchase.State{purchase.StateDraft}
	case tabSent:
		return []purchase.State{purchase.StateSent}
	case tabConfirmed:
		return []purchase.State{purchase.StateConfirmed}
	case tabPartly:
		return []purchase.State{purchase.StatePartly}
	case tabDone:
		return []purchase.State{purchase.StateReceived, purchase.StateClosed, purchase.StateCancelled}
	case tabAll, tabLate:
	}
	return nil
}

// count returns how many orders a tab has.
func (t tab) count(page *purchase.Page) (n int) {
	switch t {
	case tabLate:
		return page.Late
	case tabAll:
		for _, of := range page.Counts {
			n += of
		}
		return n
	case tabDraft, tabSent, tabConfirmed, tabPartly, tabDone:
	}
	for _, state := range t.states() {
		n += page.Counts[state]
	}
	return n
}

// noSupplier names in an address the orders without a supplier.
const noSupplier = "-"

// ask reads the query of an address. It ignores values of the wrong form, so that an old bookmark
// still opens.
func ask(param func(string) string) asked {
	a := asked{q: strings.TrimSpace(kit.Clip(param("q"), kit.MaxSearch)), cursor: kit.Clip(param("cursor"), kit.MaxCursor)}
	for _, t := range tabs() {
		if string(t) == param("state") {
			a.tab = t
		}
	}
	switch code := param("supplier"); {
	case code == noSupplier:
		a.supplier = new(string)
	case kit.CodePattern.MatchString(code):
		a.supplier = &code
	}
	return a
}

// query is the question to the store.
func (a asked) query(today time.Time) purchase.Query {
	return purchase.Query{
		States: a.tab.states(), Supplier: a.supplier, Search: a.q, Late: a.tab == tabLate, Today: today, Cursor: a.cursor, Limit: listRows,
	}
}

// supplierValue is the chosen supplier as the address names it; "" for all.
func (a asked) supplierValue() string {
	switch {
	case a.supplier == nil:
		return ""
	case *a.supplier == "":
		return noSupplier
	}
	return *a.supplier
}

// values are the fields of the address, without the page.
func (a asked) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"q": a.q, "state": string(a.tab), "supplier": a.supplierValue()} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// url is the address of the list.
func (a asked) url() string { return addressOf(paths.Purchases, a.values()) }

func addressOf(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}
