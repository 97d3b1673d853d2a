package alerts

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// asked is the list of alerts that an address asks for: its filters, its order, and the saved view
// from which it was reached.
type asked struct {
	listing.Params

	since int   // the last so many days; 0: all
	view  int64 // 0: none
}

// sinceDays are the periods by which the list is filtered.
func sinceDays() []int { return []int{1, 7, 30} }

// recipientPattern is the form of the Key of a [listing.AlertRecipient].
var recipientPattern = regexp.MustCompile(`^[a-z0-9_]{1,40}$`)

// alertStates are the tabs of the list. The first one is the default.
func alertStates() []lowstock.IncidentState {
	return []lowstock.IncidentState{
		lowstock.IncidentStanding, lowstock.IncidentAcknowledged, lowstock.IncidentSnoozed, lowstock.IncidentResolved,
	}
}

// alertState reads from an address which alerts are asked for. The default is the alerts that are
// still to be handled.
func alertState(text string) lowstock.IncidentState {
	if state := lowstock.IncidentState(text); slices.Contains(alertStates(), state) {
		return state
	}
	return lowstock.IncidentStanding
}

// ask reads the query of an address. It ignores values of the wrong form, so that an old bookmark
// still opens. A value that nothing has any more is kept: the list is then empty, and says why.
func ask(param func(string) string) asked {
	a := asked{Params: listing.Params{
		Q: strings.TrimSpace(kit.Clip(param("q"), kit.MaxSearch)), State: alertState(param("state")),
		Cursor: kit.Clip(param("cursor"), kit.MaxCursor), Limit: kit.PageRows,
	}}
	if kind := lowstock.Kind(param("kind")); kind == lowstock.KindLow || kind == lowstock.KindOut {
		a.Alerts.Kind = kind
	}
	if no, err := strconv.ParseInt(param("category"), 10, 32); err == nil && no > 0 {
		a.CategoryNo = int(no)
	}
	if code := param("supplier"); kit.CodePattern.MatchString(code) {
		a.SupplierCode = code
	}
	if key := param("recipient"); recipientPattern.MatchString(key) {
		a.Alerts.Recipient = key
	}
	if days, err := strconv.Atoi(param("since")); err == nil && slices.Contains(sinceDays(), days) {
		a.since = days
	}
	if id, err := strconv.ParseInt(param("view"), 10, 64); err == nil && id > 0 {
		a.view = id
	}
	a.Alerts.Sort = sortIn(param("sort"), a.State)
	return a
}

// askedAt reads the query of an address of this app.
func askedAt(address string) asked {
	u, err := url.Parse(address)
	if err != nil {
		u = &url.URL{}
	}
	return ask(kit.CleanParam(u.Query()))
}

// sorts are the orders of a list, the default one first. What is resolved costs nothing any more,
// and there may be very much of it.
func sorts(state lowstock.IncidentState) []listing.AlertSort {
	if state == lowstock.IncidentResolved {
		return []listing.AlertSort{listing.AlertsNewest, listing.AlertsOldest}
	}
	return []listing.AlertSort{listing.AlertsUrgent, listing.AlertsRisk, listing.AlertsNewest, listing.AlertsOldest}
}

// sortName names an order in addresses and in the catalogue.
func sortName(sort listing.AlertSort) string {
	if sort == listing.AlertsNewest {
		return "newest"
	}
	return string(sort)
}

func sortIn(name string, state lowstock.IncidentState) listing.AlertSort {
	known := sorts(state)
	if n := slices.IndexFunc(known, func(s listing.AlertSort) bool { return sortName(s) == name }); n >= 0 {
		return known[n]
	}
	return known[0]
}

// at returns the query with the times that its filters mean now.
func (a asked) at(now time.Time) listing.Params {
	if a.since > 0 {
		a.Alerts.Since = now.AddDate(0, 0, -a.since)
	}
	return a.Params
}

// values are the fields of the address, without the page and the saved view.
func (a asked) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			v.Set(name, value)
		}
	}
	set("q", a.Q)
	if a.State != lowstock.IncidentStanding {
		set("state", string(a.State))
	}
	set("kind", string(a.Alerts.Kind))
	set("category", strconv.Itoa(a.CategoryNo))
	set("supplier", a.SupplierCode)
	set("recipient", a.Alerts.Recipient)
	set("since", strconv.Itoa(a.since))
	if a.Alerts.Sort != sorts(a.State)[0] {
		set("sort", sortName(a.Alerts.Sort))
	}
	return v
}

// query is what a saved view stores.
func (a asked) query() string { return a.values().Encode() }

// url is the address of the list.
func (a asked) url() string {
	v := a.values()
	if a.view != 0 {
		v.Set("view", strconv.FormatInt(a.view, 10))
	}
	if a.Cursor != "" {
		v.Set("cursor", a.Cursor)
	}
	if len(v) == 0 {
		return paths.Alerts
	}
	return paths.Alerts + "?" + v.Encode()
}

// with returns the list after a change of its query. Another query has other pages, so the result
// begins at its first one.
func (a asked) with(change func(*asked)) asked {
	a.Cursor = ""
	change(&a)
	a.Alerts.Sort = sortIn(sortName(a.Alerts.Sort), a.State)
	return a
}

// narrowed says whether the list has a filter besides its state.
func (a asked) narrowed() bool {
	return a.Q != "" || a.Alerts.Kind != "" || a.CategoryNo != 0 || a.SupplierCode != "" || a.Alerts.Recipient != "" || a.since != 0
}
