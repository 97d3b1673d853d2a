package present

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// Entries of a timeline besides the steps that lowstock names: the reading it
// began with, and the outcome of its messages.
const (
	entryRead      = "read"
	entryCollected = "collected"
	entryQueued    = "queued"
)

// Entry is one line of an incident's story.
type Entry struct {
	At        time.Time
	Kind      string
	By        string
	Text      string
	note      string
	icon      string
	Quantity  *int
	Threshold *int
}

// Sentence is the moment in one string, for the API.
func (m Entry) Sentence() string {
	if m.note == "" {
		return m.Text
	}
	return m.Text + " (" + m.note + ")"
}

// Entries merges what happened to an incident with the way of its messages, in
// time order: read, crossed, collected, queued, the server's answer, answered
// by whom.
func (r Timeline) Entries(i lowstock.Incident, events []lowstock.Event, attempts []outgoing.Attempt) []Entry {
	var all []Entry
	for _, e := range events {
		if e.Kind == lowstock.EventOpened && !e.Detail.ReadAt.IsZero() {
			all = append(all, r.readingEntry(e))
		}
		all = append(all, r.EventEntry(e))
	}
	all = append(all, r.handed(i.Deliveries, entryCollected)...)
	all = append(all, r.handed(i.Deliveries, entryQueued)...)
	for _, a := range attempts {
		all = append(all, r.attemptEntry(a, i.Deliveries, lastOf(a, attempts)))
	}
	slices.SortStableFunc(all, func(a, b Entry) int { return a.At.Compare(b.At) })
	return all
}

// readingEntry is the reading that an opening followed from. Its time is kept more
// finely than the opening's own, which PostgreSQL cuts to microseconds.
func (r Timeline) readingEntry(e lowstock.Event) Entry {
	source := r.Known("source." + string(e.Detail.Source))
	m := Entry{At: e.Detail.ReadAt.Truncate(time.Microsecond), Kind: entryRead, icon: "sync", Quantity: &e.Quantity}
	if m.Text = r.T("event.read", e.Quantity, source); e.Detail.From != nil && *e.Detail.From != e.Quantity {
		m.Text = r.T("event.read_from", *e.Detail.From, e.Quantity, source)
	}
	m.Text = strings.TrimSpace(m.Text)
	return m
}

// EventEntry puts one event into words.
func (r Timeline) EventEntry(e lowstock.Event) Entry {
	m := Entry{At: e.At, Kind: string(e.Kind), By: r.Masked(e.By), Quantity: &e.Quantity, Threshold: &e.Threshold}
	who := r.Person(e.By)
	switch e.Kind {
	case lowstock.EventOpened:
		m.icon, m.Text, m.note = "bell", r.T("event.opened", e.Quantity, e.Threshold), r.limitNote(e)
		if e.Quantity <= 0 {
			m.Text = r.T("event.opened_out")
		}
		if e.Detail.Selling {
			m.Text = r.T("event.opened_selling", e.Quantity)
		}
	case lowstock.EventWorse:
		m.icon, m.Text = "out", r.T("event.worse")
		if e.Detail.Selling {
			m.Text = r.T("event.worse_selling", e.Quantity)
		}
	case lowstock.EventAcknowledged:
		m.icon, m.Text = "check", r.T("event.acknowledged", who)
	case lowstock.EventSnoozed:
		m.icon, m.Text = "mute", r.T("event.snoozed", who, r.Date(e.Detail.Until))
	case lowstock.EventUntilRestock:
		m.icon, m.Text = "mute", r.T("event.until_restock", who)
	case lowstock.EventOrdered:
		order := lowstock.Order{}
		if e.Detail.Order != nil {
			order = *e.Detail.Order
		}
		m.icon, m.Text = "box", r.T("event.ordered", who, order.Quantity, r.IsoDay(order.ExpectedOn))
	case lowstock.EventWoken, lowstock.EventOverdue:
		m.icon, m.Text = "clock", r.T("event."+string(e.Kind), e.Quantity)
	case lowstock.EventRestocked:
		m.icon, m.Text = "box", r.T("event.restocked", e.Quantity, e.Threshold)
	case lowstock.EventUnanswered:
		m.icon, m.Text = "clock", r.T("event.unanswered")
	case lowstock.EventUndone:
		m.icon, m.Text = "left", r.T("event.undone", who)
	case lowstock.EventResolved:
		m.icon, m.Text = "ok", r.resolvedText(e)
	}
	return m
}

func (r Timeline) resolvedText(e lowstock.Event) string {
	switch {
	case e.By != "":
		return r.T("event.resolved_hand", r.Person(e.By))
	case e.Quantity > e.Threshold:
		return r.T("event.resolved", e.Quantity)
	}
	return r.T("event.resolved_quiet")
}

// limitNote says where the threshold of an opening came from.
func (r Timeline) limitNote(e lowstock.Event) string {
	scope := r.Known("scope." + string(e.Detail.Scope))
	switch {
	case scope == "":
		return ""
	case e.Detail.Days > 0:
		return r.T("event.limit_days", e.Threshold, scope, e.Detail.Days)
	}
	return r.T("event.limit", e.Threshold, scope)
}

// handed returns one entry for the deliveries that were collected, or whose
// messages were written, in the same instant and for the same reason.
func (r Timeline) handed(deliveries []lowstock.Delivery, kind string) []Entry {
	type batch struct {
		at     time.Time
		reason lowstock.Reason
	}
	var order []batch
	whom := map[batch][]string{}
	for _, d := range deliveries {
		key := batch{d.CreatedAt.UTC(), cmp.Or(d.Reason, lowstock.ReasonRaised)}
		if kind == entryQueued {
			key.at = d.CollectedAt.UTC()
		}
		if key.at.IsZero() {
			continue
		}
		if whom[key] == nil {
			order = append(order, key)
		}
		whom[key] = append(whom[key], r.Recipient(d))
	}
	var all []Entry
	for _, key := range order {
		list := whom[key]
		names := list[0]
		if len(list) > 1 {
			names = r.T("event.others", list[0], len(list)-1)
		}
		m := Entry{At: key.at, Kind: kind, icon: "mail", Text: r.T("event."+kind, names)}
		if kind == entryCollected {
			m.icon, m.note = "clock", r.T("event.collected_why", r.T("reason."+string(key.reason)))
		}
		all = append(all, m)
	}
	return all
}

// attemptEntry is one try to send, with what the other side said.
// The newest attempt of a message says what follows from it as well.
func (r Timeline) attemptEntry(a outgoing.Attempt, deliveries []lowstock.Delivery, last bool) Entry {
	who := ""
	var delivery lowstock.Delivery
	for _, d := range deliveries {
		if d.MessageID == a.MessageID {
			who, delivery = r.Recipient(d), d
		}
	}
	m := Entry{At: a.At, Kind: string(a.State), icon: r.DeliveryBadge(a.State).Icon}
	switch a.State {
	case lowstock.DeliverySent, lowstock.DeliveryRetrying, lowstock.DeliveryUnknown, lowstock.DeliveryFailed:
		m.Text = r.T("event."+string(a.State), who)
	case lowstock.DeliveryPending, lowstock.DeliverySuppressed, lowstock.DeliverySummarized:
	}
	var notes []string
	if delivery.State == lowstock.DeliverySummarized && a.State == lowstock.DeliverySent {
		notes = append(notes, r.T("delivery.summarized_note"))
	}
	if a.Number > 1 {
		notes = append(notes, r.T("event.attempt", a.Number))
	}
	shownKey := a.State == lowstock.DeliveryUnknown && a.Error == "letter.error.unknown" // by the entry itself
	if reason := r.Known(a.Error); reason != "" && !shownKey {
		notes = append(notes, reason)
	}
	if last {
		if after := r.aftermath(delivery); after != "" {
			notes = append(notes, after)
		}
	}
	if a.Answer != "" {
		notes = append(notes, r.T("alerts.answer", r.Masked(a.Answer)))
	}
	m.note = strings.Join(notes, " · ")
	return m
}

// lastOf says whether an attempt is the newest one of its message.
func lastOf(a outgoing.Attempt, attempts []outgoing.Attempt) bool {
	return !slices.ContainsFunc(attempts, func(other outgoing.Attempt) bool {
		return other.MessageID == a.MessageID && other.At.After(a.At)
	})
}

// Person is how a record names who did something.
func (r Viewer) Person(by string) string {
	if name, ok := strings.CutPrefix(by, TokenPerson); ok {
		return r.T("person.api", name)
	}
	return cmp.Or(r.Masked(by), r.T("person.somebody"))
}

// IsoDay writes a date (2026-12-01) as people do; the date itself where it is
// none.
func (r Viewer) IsoDay(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return r.CalendarDay(day)
}

// Rows is the story as the page shows it.
func (r Timeline) Rows(entries []Entry) []views.Event {
	list := make([]views.Event, 0, len(entries))
	for _, m := range entries {
		list = append(list, views.Event{Icon: m.icon, Text: m.Text, Note: m.note, At: r.precise(m.At)})
	}
	return list
}

// precise is a moment to the second: the steps of a story lie close together,
// and are held against other records.
func (r Viewer) precise(t time.Time) views.Time {
	v := r.Exact(t)
	t = t.In(r.Zone)
	if v.Text += t.Format(":05"); r.Locale == words.English {
		v.Text = r.Day(t) + " " + t.Format("3:04:05 PM")
	}
	return v
}
