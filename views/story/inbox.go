package story

import (
	"strconv"

	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func manyAlerts(l words.Locale) *views.ManyAlerts {
	f := &views.ManyAlerts{Action: "/alerts/many", Back: "/alerts", Newest: "3", Whole: l.T("alerts.whole", 24)}
	for _, act := range []string{"acknowledge", "order", "snooze", "restock", "resolve"} {
		f.Acts = append(f.Acts, views.ManyAct{Value: act, Label: l.T("alerts." + act), Hint: l.T("alerts." + act + "_hint")})
	}
	return f
}

// alertsPage is the list with as many alerts as a screen shows.
func alertsPage(l words.Locale) views.AlertsPage {
	groups := alertGroups(l)
	for n := len(groups); n < 11; n++ {
		row := groups[1].Rows[0]
		id := strconv.Itoa(n + 2)
		row.ID, row.Pick, row.Order = "alert-"+id, views.Pick{Code: id, Label: l.T("alerts.pick", row.Name)}, &views.OrderForm{ID: "order-" + id, URL: "/alerts/" + id + "/order", Variant: row.Code}
		groups = append(groups, views.AlertGroup{Item: row.Item, Rows: []views.AlertRow{row}})
	}
	groups[2].Rows[0].State = &views.Badge{Tone: "quiet", Icon: "mute", Text: l.T("incident.snoozed", "12월 2일 (수)")}
	groups[3].Rows[0].State = &views.Badge{Tone: "accent", Icon: "box", Text: l.T("incident.ordered", 50, "12월 3일 (목)")}
	groups[3].Rows[0].Again = l.T("alerts.again_order", "12월 3일 (목)") + " · " + l.T("purchase.gap_for", l.T("purchase.days_half", 2))
	groups[2].Rows[0].Again = l.T("alerts.again", l.T("alerts.again_worse", "12월 2일 (수) 오전 9:00"))
	return views.AlertsPage{
		Shell:  shell(l, "/alerts", "alerts.title"),
		Filter: inboxFilter(l),
		Views: views.AlertViews{Action: "/alerts/views", Back: "/alerts", Tabs: []views.Choice{
			{Label: l.T("alerts.view_all"), URL: "/alerts", On: true},
			{Label: "아침 품절", URL: "/alerts?kind=out&view=1"},
			{Label: "한산상회", URL: "/alerts?supplier=S1&view=2"},
		}},
		Tabs: []views.Choice{
			{Label: l.T("alerts.standing"), URL: "/alerts", On: true, Count: "24"},
			{Label: l.T("alerts.acknowledged"), URL: "/alerts?state=acknowledged", Count: "3"},
			{Label: l.T("alerts.snoozed"), URL: "/alerts?state=snoozed", Count: "4"},
			{Label: l.T("alerts.resolved"), URL: "/alerts?state=resolved"},
		},
		List: views.AlertList{Groups: groups, Next: "/alerts?cursor=x", Risk: &views.RiskSum{Text: l.T("risk.sum", l.Rounded(14_300_000), 46)}, Many: manyAlerts(l)},
	}
}

// alertsRunning is the list while an action on many alerts goes on in the background.
func alertsRunning(l words.Locale) views.AlertsPage {
	p := alertsPage(l)
	p.Run = &views.BulkRun{Text: l.T("alerts.run", 3200, 10_000, l.T("alerts.acknowledge")), Percent: "32", Act: "1", Back: "/alerts", May: true}
	return p
}

// alertsStopped is the list after such an action was stopped.
func alertsStopped(l words.Locale) views.AlertsPage {
	p := alertsPage(l)
	p.Run = &views.BulkRun{Act: "1", Back: "/alerts", Acted: &views.Acted{
		Tone: "low", Icon: "bell", Text: l.T("alerts.all_acknowledge", 3200) + " " + l.T("alerts.rest_stopped", 6800), Undo: &views.AlertUndo{URL: "/alerts/undo", Act: "1", Back: "/alerts"},
	}}
	return p
}

func inboxFilter(l words.Locale) views.AlertFilter {
	of := func(name, label string, values ...string) views.AlertSelect {
		s := views.AlertSelect{Name: name, Label: label, Choices: []views.Choice{{Label: l.T("alerts.all_" + name), On: true}}}
		for n, value := range values {
			s.Choices = append(s.Choices, views.Choice{Value: strconv.Itoa(n + 1), Label: value})
		}
		return s
	}
	f := views.AlertFilter{Selects: []views.AlertSelect{
		of("kind", l.T("alerts.kind"), l.T("status.out")+" (9)", l.T("status.low")+" (15)"),
		of("category", l.T("stock.category"), "니트 (11)", "아우터 (4)"),
		of("supplier", l.T("stock.supplier"), "한산상회 (7)"),
		of("recipient", l.T("alerts.recipient"), "owner@pogeun.example (24)", "Slack (24)"),
		of("since", l.T("alerts.since"), l.T("alerts.since_days", 1)+" (2)", l.T("alerts.since_days", 7)+" (9)"),
	}}
	for n, sort := range []string{"urgent", "risk", "newest", "oldest"} {
		f.Sorts = append(f.Sorts, views.Choice{Value: sort, Label: l.T("alerts.sort_" + sort), On: n == 0})
	}
	return f
}

// alertsFiltered is a saved view whose filters were changed; one of them asks for what no longer
// exists.
func alertsFiltered(l words.Locale) views.AlertsPage {
	p := alertsPage(l)
	p.Filter.Q = "니트"
	p.Filter.ClearURL = "/alerts"
	for _, label := range []string{l.T("alerts.chip", l.T("alerts.chip_search"), "니트"), l.T("alerts.chip", l.T("alerts.kind"), l.T("status.out")), l.T("alerts.chip", l.T("stock.supplier"), l.T("alerts.chip_gone", "S0000009"))} {
		p.Filter.Chips = append(p.Filter.Chips, views.Chip{Label: label, URL: "/alerts?view=1", Remove: l.T("alerts.chip_remove", label)})
	}
	p.Views.Tabs[0].On = false
	p.Views.ID, p.Views.Name, p.Views.Changed = "1", "아침 품절", true
	p.List.Many.Whole = l.T("alerts.whole_filter", 213)
	return p
}

func alertsNoMatch(l words.Locale) views.AlertsPage {
	p := alertsFiltered(l)
	p.List = views.AlertList{Empty: &views.Empty{Icon: "search", Title: l.T("alerts.empty_filter_title"), Text: l.T("alerts.empty_filter_text")}}
	return p
}

func alertsViewRefused(l words.Locale) views.AlertsPage {
	p := alertsFiltered(l)
	p.Views.Typed, p.Views.Error = "한산상회", l.T("error.view_same")
	p.Errors = []views.FieldError{{Field: "view-name", Text: p.Views.Error}}
	return p
}

// alertsActed is the list after a bulk action that skipped some alerts.
func alertsActed(l words.Locale) views.AlertsPage {
	p := alertsPage(l)
	p.Acted = &views.Acted{
		Tone: "low", Icon: "bell", Text: l.T("alerts.part_acknowledge", 12, 11) + " " + l.T("alerts.rest_resolved", 1),
		Undo: &views.AlertUndo{URL: "/alerts/undo", Act: "7", Back: "/alerts"},
	}
	return p
}

func alertsUndone(l words.Locale) views.AlertsPage {
	p := alertsPage(l)
	p.Acted = &views.Acted{Tone: "low", Icon: "bell", Text: l.T("alerts.undone", 10) + " " + l.T("alerts.undone_rest", 1)}
	return p
}

func alertsRefused(l words.Locale) views.AlertsPage {
	p := alertsPage(l)
	p.List.Many.Error, p.List.Many.All = l.T("error.acts_many"), true
	p.Errors = []views.FieldError{{Field: "many", Text: p.List.Many.Error}}
	return p
}

func alertsEmpty(l words.Locale) views.AlertsPage {
	p := alertsPage(l)
	p.Filter.Selects = nil
	p.List = views.AlertList{Empty: &views.Empty{Icon: "ok", Title: l.T("alerts.empty_title"), Text: l.T("alerts.empty_text")}}
	return p
}

func alertsReading(l words.Locale) views.AlertsPage {
	p := alertsPage(l)
	p.Filter.Selects = nil
	p.List = views.AlertList{Empty: firstReading(l, "alerts.after_first")}
	return p
}

// alertsOrder is the form of a bulk order, with and without a proposal.
func alertsOrder(l words.Locale) views.AlertOrder {
	p := views.AlertOrder{Shell: shell(l, "/alerts", "alerts.title"), Action: "/alerts/ordered", Back: "/alerts", Intro: l.T("alerts.order_some", 213, 200) + " " + l.T("alerts.order_intro")}
	notes := []string{l.T("alerts.order_proposed", 14), l.T("alerts.order_noted", 50, "12월 1일 (화)"), l.T("alerts.order_unknown"), l.T("alerts.order_enough")}
	for n, row := range rows(l) {
		if n == len(notes) {
			break
		}
		line := views.AlertOrderLine{Item: row.Item, ID: strconv.Itoa(n + 1), Level: l.T("alerts.level", n, 5), Note: notes[n], Min: "2026-11-22", Max: "2027-11-22"}
		if n == 0 {
			line.Quantity, line.Day = "40", "2026-12-06"
		}
		p.Lines = append(p.Lines, line)
	}
	return p
}

func alertsOrderRefused(l words.Locale) views.AlertOrder {
	p := alertsOrder(l)
	p.Lines[0].Quantity, p.Lines[0].QuantityError = "0", l.T("error.order_quantity")
	p.Lines[2].Quantity, p.Lines[2].DayError = "20", l.T("error.expected_on")
	p.Errors = []views.FieldError{{Field: "quantity-1", Text: p.Lines[0].QuantityError}, {Field: "expected_on-3", Text: p.Lines[2].DayError}}
	return p
}
