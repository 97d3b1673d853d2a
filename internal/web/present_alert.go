package web

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

func alertURL(id int64) string { return routeAlerts + "/" + strconv.FormatInt(id, 10) }

// alertStates are the tabs of the list, the first one by default.
func alertStates() []lowstock.IncidentState {
	return []lowstock.IncidentState{
		lowstock.IncidentStanding, lowstock.IncidentAcknowledged, lowstock.IncidentSnoozed, lowstock.IncidentResolved,
	}
}

func alertsURL(state lowstock.IncidentState, cursor string) string {
	return withQuery(routeAlerts, "state", string(dropDefault(state, lowstock.IncidentStanding)), "cursor", cursor)
}

func dropDefault[T comparable](v, standard T) T {
	if v == standard {
		var none T
		return none
	}
	return v
}

func (r reader) alertTabs(state lowstock.IncidentState, standing int) []views.Choice {
	var tabs []views.Choice
	for _, s := range alertStates() {
		c := views.Choice{Label: r.T("alerts." + string(s)), URL: alertsURL(s, ""), On: s == state}
		if s == lowstock.IncidentStanding && standing > 0 {
			c.Count = number(standing)
		}
		tabs = append(tabs, c)
	}
	return tabs
}

func (r reader) alertList(list []lowstock.Incident, state lowstock.IncidentState, cursor, next string) views.AlertList {
	l := views.AlertList{}
	for _, i := range list {
		l.Rows = append(l.Rows, r.alertRow(i, alertsURL(state, cursor)))
	}
	if cursor != "" {
		l.First = alertsURL(state, "")
	}
	if next != "" {
		l.Next = alertsURL(state, next)
	}
	if len(list) > 0 {
		return l
	}
	if state == lowstock.IncidentStanding {
		l.Empty = &views.Empty{Icon: "ok", Title: r.T("alerts.empty_title"), Text: r.T("alerts.empty_text")}
	} else {
		l.Empty = &views.Empty{Icon: "bell", Title: r.T("alerts.empty_other_title"), Text: r.T("alerts.empty_other_text")}
	}
	return l
}

func (r reader) alertRow(i lowstock.Incident, back string) views.AlertRow {
	id := strconv.FormatInt(i.ID, 10)
	row := views.AlertRow{
		Item: views.Item{
			URL: variantURL(i.ProductNo, i.VariantCode), Image: i.ImageURL, Name: i.ProductName,
			Options: optionsText(i.Options), Code: i.VariantCode,
		},
		ID: "alert-" + id, URL: alertURL(i.ID),
		Kind: r.kindBadge(i.Kind), State: r.incidentBadge(i),
		Level:  r.T("alerts.level", i.Quantity, i.Threshold),
		Opened: r.moment(i.OpenedAt), Back: back,
	}
	row.Told = r.told(i.Deliveries)
	row.Untold = r.T("alerts.told_nobody")
	if i.Told == "" && i.State != lowstock.IncidentResolved {
		row.Untold = r.T("alerts.told_soon")
	}
	if !r.readOnly {
		row.Acts = r.alertActs(i)
	}
	return row
}

func (r reader) incidentBadge(i lowstock.Incident) *views.Badge {
	switch i.State {
	case lowstock.IncidentAcknowledged:
		return &views.Badge{Tone: "accent", Icon: "check", Text: r.T("incident.acknowledged")}
	case lowstock.IncidentSnoozed:
		return &views.Badge{Tone: "quiet", Icon: "mute", Text: r.T("incident.snoozed", r.day(i.SnoozedUntil))}
	case lowstock.IncidentResolved:
		return &views.Badge{Tone: "ok", Icon: "ok", Text: r.T("incident.resolved")}
	case lowstock.IncidentOpen, lowstock.IncidentStanding:
	}
	return nil
}

func (r reader) alertActs(i lowstock.Incident) []views.AlertAct {
	act := func(name string) views.AlertAct {
		return views.AlertAct{Label: r.T("alerts." + name), URL: alertURL(i.ID) + "/" + name}
	}
	switch i.State {
	case lowstock.IncidentOpen:
		return []views.AlertAct{act(actAcknowledge), act(actSnooze), act(actResolve)}
	case lowstock.IncidentAcknowledged:
		return []views.AlertAct{act(actSnooze), act(actResolve)}
	case lowstock.IncidentSnoozed:
		return []views.AlertAct{act(actAcknowledge), act(actResolve)}
	case lowstock.IncidentResolved, lowstock.IncidentStanding:
	}
	return nil
}

// told gives the newest word on each recipient.
func (r reader) told(deliveries []lowstock.Delivery) []views.Told {
	type recipient struct {
		channel lowstock.Channel
		name    string
	}
	newest := map[recipient]int{}
	var list []views.Told
	for _, d := range deliveries {
		t := views.Told{Who: r.recipient(d), State: r.deliveryBadge(d.State), Note: r.deliveryNote(d)}
		key := recipient{d.Channel, d.Recipient}
		if at, ok := newest[key]; ok {
			list[at] = t
			continue
		}
		newest[key] = len(list)
		list = append(list, t)
	}
	return list
}

func (r reader) recipient(d lowstock.Delivery) string {
	if d.Channel == lowstock.ChannelEmail {
		return d.Recipient
	}
	return r.known("channel." + string(d.Channel))
}

func (r reader) deliveryNote(d lowstock.Delivery) string {
	reason := ""
	if d.Error != "" {
		reason = r.known(d.Error)
	}
	switch d.State {
	case lowstock.DeliveryUnknown:
		return r.T("delivery.unknown_note")
	case lowstock.DeliverySuppressed:
		return cmp.Or(reason, r.T("delivery.suppressed_note"))
	case lowstock.DeliveryRetrying:
		if reason == "" {
			return r.T("delivery.attempts", d.Attempts)
		}
		return reason + " · " + r.T("delivery.attempts", d.Attempts)
	case lowstock.DeliveryFailed:
		return reason
	case lowstock.DeliveryPending, lowstock.DeliverySent:
	}
	return ""
}

// timeline is all that happened to an incident, oldest first.
func (r reader) timeline(i lowstock.Incident) []views.Event {
	type event struct {
		at time.Time
		views.Event
	}
	var all []event
	add := func(at time.Time, icon, text, note string) {
		if !at.IsZero() {
			all = append(all, event{at, views.Event{Icon: icon, Text: text, Note: note, At: r.moment(at)}})
		}
	}
	opened := "event.opened"
	switch {
	case !i.EscalatedAt.IsZero():
		opened = "event.opened_low"
	case i.Kind == lowstock.KindOut:
		opened = "event.opened_out"
	case i.Kind == lowstock.KindLow:
		opened = "event.opened_low"
	}
	add(i.OpenedAt, "bell", r.T(opened), "")
	add(i.EscalatedAt, "out", r.T("event.escalated"), "")
	for _, d := range i.Deliveries {
		add(d.SentAt, "mail", r.T("event.sent", r.recipient(d)), "")
	}
	add(i.AcknowledgedAt, "check", r.T("event.acknowledged"), i.AcknowledgedBy)
	if i.ResolvedBy == "" {
		add(i.ResolvedAt, "ok", r.T("event.resolved"), "")
	} else {
		add(i.ResolvedAt, "ok", r.T("event.resolved_hand"), i.ResolvedBy)
	}
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	list := make([]views.Event, len(all))
	for n, e := range all {
		list[n] = e.Event
	}
	if i.State == lowstock.IncidentSnoozed {
		list = append(list, views.Event{Icon: "mute", Text: r.T("event.snoozed", r.day(i.SnoozedUntil))})
	}
	return list
}
