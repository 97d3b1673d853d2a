package alerts

import (
	"cmp"
	"slices"
	"strconv"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// alertRead is a page of the list as the store returned it.
type alertRead struct {
	asked

	list       []lowstock.Incident
	next       string
	counts     listing.AlertCounts
	sync       inbound.Sync
	standing   int // alerts of the whole mall that are not resolved
	views      []listing.AlertView
	categories []inbound.Category
	suppliers  []inbound.Supplier
}

func (r viewer) inbox(shell views.Shell, a alertRead) views.AlertsPage {
	return views.AlertsPage{
		Shell: shell, Filter: r.filter(a), Views: r.savedViews(a), Tabs: r.alertTabs(a.asked, a.counts, a.standing), List: r.alertList(a),
	}
}

// alertTabs are the states. The count of each is the length of its list with the other filters as
// they are. On the list of resolved alerts the others are counted only if it has no filter.
func (r viewer) alertTabs(a asked, n listing.AlertCounts, standing int) []views.Choice {
	var tabs []views.Choice
	for _, state := range alertStates() {
		c := views.Choice{Label: r.T("alerts." + string(state)), URL: a.with(func(a *asked) { a.State = state }).url(), On: state == a.State}
		count := n.States[state]
		switch {
		case state == lowstock.IncidentStanding && a.State != lowstock.IncidentResolved:
			count = n.States[lowstock.IncidentOpen] + n.States[lowstock.IncidentAcknowledged] + n.States[lowstock.IncidentSnoozed]
		case state == lowstock.IncidentStanding && !a.narrowed():
			count = standing
		case state == lowstock.IncidentResolved:
			count = 0
		}
		if count > 0 {
			c.Count = present.Number(count)
		}
		tabs = append(tabs, c)
	}
	return tabs
}

// choices collects the values of one filter. Each has its count; values without alerts are left
// out, but the chosen one stays.
type choices struct {
	name, label, chosen, chosenLabel string
	list                             []views.Choice
}

func (c *choices) add(value, label string, n int) {
	if value == c.chosen {
		c.chosenLabel = label
	}
	if n > 0 || value == c.chosen {
		c.list = append(c.list, views.Choice{Value: value, Label: label + " (" + present.Number(n) + ")", On: value == c.chosen})
	}
}

// filter presents the form above the list, and a chip for each filter in use.
func (r viewer) filter(a alertRead) views.AlertFilter {
	f := views.AlertFilter{Q: a.Q}
	if a.State != lowstock.IncidentStanding {
		f.State = string(a.State)
	}
	if a.view != 0 {
		f.View = strconv.FormatInt(a.view, 10)
	}
	chip := func(label string, without func(*asked)) {
		f.Chips = append(f.Chips, views.Chip{Label: label, URL: a.with(without).url(), Remove: r.T("alerts.chip_remove", label)})
	}
	if a.Q != "" {
		chip(r.T("alerts.chip", r.T("alerts.chip_search"), a.Q), func(a *asked) { a.Q = "" })
	}
	clear := map[string]func(*asked){
		"kind":      func(a *asked) { a.Alerts.Kind = "" },
		"category":  func(a *asked) { a.CategoryNo = 0 },
		"supplier":  func(a *asked) { a.SupplierCode = "" },
		"recipient": func(a *asked) { a.Alerts.Recipient = "" },
		"since":     func(a *asked) { a.since = 0 },
	}
	for _, c := range []choices{r.kindChoices(a), r.categoryChoices(a), r.supplierChoices(a), r.recipientChoices(a), r.sinceChoices(a)} {
		if c.chosen != "" {
			if c.chosenLabel == "" { // nothing has the value any more
				c.add(c.chosen, r.T("alerts.chip_gone", c.chosen), 0)
			}
			chip(r.T("alerts.chip", c.label, c.chosenLabel), clear[c.name])
		}
		if len(c.list) > 0 {
			all := views.Choice{Label: r.T("alerts.all_" + c.name), On: c.chosen == ""}
			f.Selects = append(f.Selects, views.AlertSelect{Name: c.name, Label: c.label, Choices: append([]views.Choice{all}, c.list...)})
		}
	}
	if len(f.Chips) > 0 {
		f.ClearURL = asked{Params: listing.Params{State: a.State, Alerts: listing.AlertFilter{Sort: a.Alerts.Sort}}}.url()
	}
	for n, sort := range sorts(a.State) {
		value := sortName(sort)
		if n == 0 {
			value = ""
		}
		f.Sorts = append(f.Sorts, views.Choice{Value: value, Label: r.T("alerts.sort_" + sortName(sort)), On: sort == a.Alerts.Sort})
	}
	return f
}

func (r viewer) kindChoices(a alertRead) choices {
	c := choices{name: "kind", label: r.T("alerts.kind"), chosen: string(a.Alerts.Kind)}
	for _, kind := range []lowstock.Kind{lowstock.KindOut, lowstock.KindLow} {
		c.add(string(kind), r.KindBadge(kind).Text, a.counts.Kinds[kind])
	}
	return c
}

func (r viewer) categoryChoices(a alertRead) choices {
	c := choices{name: "category", label: r.T("stock.category")}
	if a.CategoryNo != 0 {
		c.chosen = strconv.Itoa(a.CategoryNo)
	}
	for _, one := range a.categories {
		c.add(strconv.Itoa(one.No), cmp.Or(one.FullName, one.Name), a.counts.Categories[one.No])
	}
	return c
}

func (r viewer) supplierChoices(a alertRead) choices {
	c := choices{name: "supplier", label: r.T("stock.supplier"), chosen: a.SupplierCode}
	for _, one := range a.suppliers {
		c.add(one.Code, cmp.Or(one.Name, one.Code), a.counts.Suppliers[one.Code])
	}
	return c
}

func (r viewer) recipientChoices(a alertRead) choices {
	c := choices{name: "recipient", label: r.T("alerts.recipient"), chosen: a.Alerts.Recipient}
	for _, one := range a.counts.Recipients {
		c.add(one.Key, r.Recipient(lowstock.Delivery{Channel: one.Channel, Recipient: one.Name}), one.Alerts)
	}
	return c
}

func (r viewer) sinceChoices(a alertRead) choices {
	c := choices{name: "since", label: r.T("alerts.since")}
	if a.since != 0 {
		c.chosen = strconv.Itoa(a.since)
	}
	for n, days := range sinceDays() {
		count := 0
		if n < len(a.counts.Since) {
			count = a.counts.Since[n]
		}
		c.add(strconv.Itoa(days), r.T("alerts.since_days", days), count)
	}
	return c
}

// savedViews presents the saved views. A view is shown if the list is the one that it stores.
func (r viewer) savedViews(a alertRead) views.AlertViews {
	v := views.AlertViews{Query: a.query(), Back: a.url()}
	if r.Right >= team.RightAct {
		v.Action = paths.AlertViews
	}
	whole := asked{Params: listing.Params{State: lowstock.IncidentStanding, Alerts: listing.AlertFilter{Sort: listing.AlertsUrgent}}}
	v.Tabs = append(v.Tabs, views.Choice{Label: r.T("alerts.view_all"), URL: paths.Alerts, On: a.query() == whole.query()})
	for _, one := range a.views {
		stored := askedAt(paths.Alerts + "?" + one.Stored)
		stored.view = one.ID
		on := one.ID == a.view && stored.query() == a.query()
		v.Tabs = append(v.Tabs, views.Choice{Label: one.Name, URL: stored.url(), On: on})
		if one.ID == a.view {
			v.ID, v.Name, v.Changed = strconv.FormatInt(one.ID, 10), one.Name, !on
		}
	}
	if on := slices.IndexFunc(v.Tabs[1:], func(c views.Choice) bool { return c.On }); on >= 0 {
		v.Tabs[0].On = false
	}
	return v
}

func (r viewer) alertList(a alertRead) views.AlertList {
	l := views.AlertList{Groups: r.alertGroups(a.list, a.url())}
	if a.Cursor != "" {
		l.First = a.with(func(*asked) {}).url()
	}
	if a.next != "" {
		next := a.asked
		next.Cursor = a.next
		l.Next = next.url()
	}
	if len(a.list) > 0 {
		l.Many, l.Risk = r.manyAlerts(a), r.risk(a.asked)
		return l
	}
	if a.narrowed() {
		l.Empty = &views.Empty{Icon: "search", Title: r.T("alerts.empty_filter_title"), Text: r.T("alerts.empty_filter_text")}
		return l
	}
	if l.Empty = r.FirstReading(a.sync, r.T("alerts.after_first")); l.Empty != nil {
		return l
	}
	if a.State == lowstock.IncidentStanding {
		l.Empty = &views.Empty{Icon: "ok", Title: r.T("alerts.empty_title"), Text: r.T("alerts.empty_text")}
	} else {
		l.Empty = &views.Empty{Icon: "bell", Title: r.T("alerts.empty_other_title"), Text: r.T("alerts.empty_other_text")}
	}
	return l
}
