package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// What a story tells besides the steps that lowstock names: the reading it
// began with, and the way of its messages.
const (
	momentRead      = "read"
	momentCollected = "collected"
	momentQueued    = "queued"
)

// moment is one line of an incident's story.
type moment struct {
	at        time.Time
	kind      string
	by        string
	text      string
	note      string
	icon      string
	quantity  *int
	threshold *int
}

// sentence is the moment in one string, for the API.
func (m moment) sentence() string {
	if m.note == "" {
		return m.text
	}
	return m.text + " (" + m.note + ")"
}

// story merges what happened to an incident with the way of its messages, in
// time order: read, crossed, collected, queued, the server's answer, answered
// by whom.
func (r Timeline) story(i lowstock.Incident, events []lowstock.Event, attempts []lowstock.Attempt) []moment {
	var all []moment
	for _, e := range events {
		if e.Kind == lowstock.EventOpened && !e.Detail.ReadAt.IsZero() {
			all = append(all, r.readMoment(e))
		}
		all = append(all, r.eventMoment(e))
	}
	all = append(all, r.handed(i.Deliveries, momentCollected)...)
	all = append(all, r.handed(i.Deliveries, momentQueued)...)
	for _, a := range attempts {
		all = append(all, r.attemptMoment(a, i.Deliveries, lastOf(a, attempts)))
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	return all
}

// readMoment is the reading that an opening followed from. Its time is kept more
// finely than the opening's own, which PostgreSQL cuts to microseconds.
func (r Timeline) readMoment(e lowstock.Event) moment {
	source := r.known("source." + string(e.Detail.Source))
	m := moment{at: e.Detail.ReadAt.Truncate(time.Microsecond), kind: momentRead, icon: "sync", quantity: &e.Quantity}
	if m.text = r.T("event.read", e.Quantity, source); e.Detail.From != nil && *e.Detail.From != e.Quantity {
		m.text = r.T("event.read_from", *e.Detail.From, e.Quantity, source)
	}
	m.text = strings.TrimSpace(m.text)
	return m
}

func (r Timeline) eventMoment(e lowstock.Event) moment {
	m := moment{at: e.At, kind: string(e.Kind), by: e.By, quantity: &e.Quantity, threshold: &e.Threshold}
	who := r.person(e.By)
	switch e.Kind {
	case lowstock.EventOpened:
		m.icon, m.text, m.note = "bell", r.T("event.opened", e.Quantity, e.Threshold), r.limitNote(e)
		if e.Quantity <= 0 {
			m.text = r.T("event.opened_out")
		}
		if e.Detail.Selling {
			m.text = r.T("event.opened_selling", e.Quantity)
		}
	case lowstock.EventWorse:
		m.icon, m.text = "out", r.T("event.worse")
		if e.Detail.Selling {
			m.text = r.T("event.worse_selling", e.Quantity)
		}
	case lowstock.EventAcknowledged:
		m.icon, m.text = "check", r.T("event.acknowledged", who)
	case lowstock.EventSnoozed:
		m.icon, m.text = "mute", r.T("event.snoozed", who, r.date(e.Detail.Until))
	case lowstock.EventUntilRestock:
		m.icon, m.text = "mute", r.T("event.until_restock", who)
	case lowstock.EventOrdered:
		order := lowstock.Order{}
		if e.Detail.Order != nil {
			order = *e.Detail.Order
		}
		m.icon, m.text = "box", r.T("event.ordered", who, order.Quantity, r.isoDay(order.ExpectedOn))
	case lowstock.EventWoken, lowstock.EventOverdue:
		m.icon, m.text = "clock", r.T("event."+string(e.Kind), e.Quantity)
	case lowstock.EventRestocked:
		m.icon, m.text = "box", r.T("event.restocked", e.Quantity, e.Threshold)
	case lowstock.EventUnanswered:
		m.icon, m.text = "clock", r.T("event.unanswered")
	case lowstock.EventResolved:
		m.icon, m.text = "ok", r.resolvedText(e)
	}
	return m
}

func (r Timeline) resolvedText(e lowstock.Event) string {
	switch {
	case e.By != "":
		return r.T("event.resolved_hand", r.person(e.By))
	case e.Quantity > e.Threshold:
		return r.T("event.resolved", e.Quantity)
	}
	return r.T("event.resolved_quiet")
}

// limitNote says where the threshold of an opening came from.
func (r Timeline) limitNote(e lowstock.Event) string {
	scope := r.known("scope." + string(e.Detail.Scope))
	switch {
	case scope == "":
		return ""
	case e.Detail.Days > 0:
		return r.T("event.limit_days", e.Threshold, scope, e.Detail.Days)
	}
	return r.T("event.limit", e.Threshold, scope)
}

// handed tells of deliveries that were collected, or whose messages were
// written, in the same instant for the same reason, in one line.
func (r Timeline) handed(deliveries []lowstock.Delivery, kind string) []moment {
	type batch struct {
		at     time.Time
		reason lowstock.Reason
	}
	var order []batch
	whom := map[batch][]string{}
	for _, d := range deliveries {
		key := batch{d.CreatedAt.UTC(), cmp.Or(d.Reason, lowstock.ReasonRaised)}
		if kind == momentQueued {
			key.at = d.CollectedAt.UTC()
		}
		if key.at.IsZero() {
			continue
		}
		if whom[key] == nil {
			order = append(order, key)
		}
		whom[key] = append(whom[key], r.recipient(d))
	}
	var all []moment
	for _, key := range order {
		list := whom[key]
		names := list[0]
		if len(list) > 1 {
			names = r.T("event.others", list[0], len(list)-1)
		}
		m := moment{at: key.at, kind: kind, icon: "mail", text: r.T("event."+kind, names)}
		if kind == momentCollected {
			m.icon, m.note = "clock", r.T("event.collected_why", r.T("reason."+string(key.reason)))
		}
		all = append(all, m)
	}
	return all
}

// attemptMoment is one try to send, with what the other side said.
// The newest attempt of a message says what follows from it as well.
func (r Timeline) attemptMoment(a lowstock.Attempt, deliveries []lowstock.Delivery, last bool) moment {
	who := ""
	var delivery lowstock.Delivery
	for _, d := range deliveries {
		if d.MessageID == a.MessageID {
			who, delivery = r.recipient(d), d
		}
	}
	m := moment{at: a.At, kind: string(a.State), icon: r.deliveryBadge(a.State).Icon}
	switch a.State {
	case lowstock.DeliverySent, lowstock.DeliveryRetrying, lowstock.DeliveryUnknown, lowstock.DeliveryFailed:
		m.text = r.T("event."+string(a.State), who)
	case lowstock.DeliveryPending, lowstock.DeliverySuppressed, lowstock.DeliverySummarized:
	}
	var notes []string
	if delivery.State == lowstock.DeliverySummarized && a.State == lowstock.DeliverySent {
		notes = append(notes, r.T("delivery.summarized_note"))
	}
	if a.Number > 1 {
		notes = append(notes, r.T("event.attempt", a.Number))
	}
	said := a.State == lowstock.DeliveryUnknown && a.Error == "letter.error.unknown" // by the entry itself
	if reason := r.known(a.Error); reason != "" && !said {
		notes = append(notes, reason)
	}
	if last {
		if after := r.aftermath(delivery); after != "" {
			notes = append(notes, after)
		}
	}
	if a.Answer != "" {
		notes = append(notes, r.T("alerts.answer", a.Answer))
	}
	m.note = strings.Join(notes, " · ")
	return m
}

// lastOf says whether an attempt is the newest one of its message.
func lastOf(a lowstock.Attempt, attempts []lowstock.Attempt) bool {
	return !slices.ContainsFunc(attempts, func(other lowstock.Attempt) bool {
		return other.MessageID == a.MessageID && other.At.After(a.At)
	})
}

// person is how a record names who did something.
func (r Viewer) person(by string) string {
	if name, ok := strings.CutPrefix(by, tokenPerson); ok {
		return r.T("person.api", name)
	}
	return cmp.Or(by, r.T("person.somebody"))
}

// isoDay writes a date (2026-12-01) as people do; the date itself where it is
// none.
func (r Viewer) isoDay(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return r.calendarDay(day)
}

// timeline is the story as the page shows it.
func (r Timeline) timeline(story []moment) []views.Event {
	list := make([]views.Event, 0, len(story))
	for _, m := range story {
		list = append(list, views.Event{Icon: m.icon, Text: m.text, Note: m.note, At: r.precise(m.at)})
	}
	return list
}

// precise is a moment to the second: the steps of a story lie close together,
// and are held against other records.
func (r Viewer) precise(t time.Time) views.Time {
	v := r.exact(t)
	t = t.In(r.zone)
	if v.Text += t.Format(":05"); r.Locale == words.English {
		v.Text = r.day(t) + " " + t.Format("3:04:05 PM")
	}
	return v
}
