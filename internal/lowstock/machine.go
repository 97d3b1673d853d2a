package lowstock

import (
	"time"
)

// The life cycle of an incident. Every change of an incident goes through one
// of the functions below. The store only writes what they return. The diagram
// is in docs/incidents.md.

// Reason is why an incident is announced.
type Reason string

// The reasons. Each is announced at most once in a round. A new round begins
// when a person snoozes the incident.
const (
	ReasonRaised     Reason = "raised"     // it opened
	ReasonWorse      Reason = "worse"      // low → out
	ReasonWoken      Reason = "woken"      // its snooze is over, and it still stands
	ReasonOverdue    Reason = "overdue"    // the ordered goods should have arrived, and it still stands
	ReasonUnanswered Reason = "unanswered" // sold out, and no person has acted on it; for the second recipient
)

// EventKind is the kind of an entry in an incident's timeline.
type EventKind string

// The kinds of entry.
const (
	EventOpened       EventKind = "opened"
	EventWorse        EventKind = "worse"
	EventAcknowledged EventKind = "acknowledged"
	EventSnoozed      EventKind = "snoozed"
	EventUntilRestock EventKind = "until_restock"
	EventOrdered      EventKind = "ordered"
	EventWoken        EventKind = "woken"
	EventRestocked    EventKind = "restocked" // the quantity rose, but not enough
	EventOverdue      EventKind = "overdue"
	EventUnanswered   EventKind = "unanswered"
	EventResolved     EventKind = "resolved"
	EventUndone       EventKind = "undone" // a person undid an act
)

// Event is one entry in an incident's timeline.
type Event struct {
	At        time.Time
	Kind      EventKind
	By        string // who did it; "": the app
	Quantity  int
	Threshold int
	Detail    EventDetail
}

// EventDetail is what entries of some kinds hold beside the fields of [Event].
type EventDetail struct {
	From   *int      `json:"from,omitempty"` // quantity of the previous reading; nil: there was none
	ReadAt time.Time `json:"read_at,omitzero"`
	Source Source    `json:"source,omitempty"`
	Scope  Scope     `json:"scope,omitempty"` // the scope that gave the threshold
	Days   int       `json:"days,omitempty"`
	Until  time.Time `json:"until,omitzero"`
	Order  *Order    `json:"order,omitempty"`
	// Selling says that nothing was left and Cafe24 still sold the variant.
	Selling bool `json:"selling,omitempty"`
}

// Transition is one step of an incident: the incident after the step, the
// reason to announce ("": no announcement), and the entry for the timeline ("":
// no entry).
type Transition struct {
	Incident Incident
	Announce Reason
	Event    EventKind
}

// Opened returns the incident that a decision to open begins, without an ID.
func Opened(s Situation, d Decision, at time.Time) Transition {
	return Transition{
		Incident: Incident{
			ProductNo: s.Variant.ProductNo, VariantCode: s.Variant.Code, Kind: d.Kind, State: IncidentOpen,
			Quantity: s.Variant.Quantity, Threshold: s.Threshold.Value, ThresholdSource: s.Threshold.Source, OpenedAt: at,
		},
		Announce: ReasonRaised, Event: EventOpened,
	}
}

// Read returns the change that a reading makes to a standing incident; d is the
// decision on the reading.
func (i Incident) Read(s Situation, d Decision, at time.Time) Transition {
	restocked := i.State == IncidentSnoozed && i.UntilRestock && s.Variant.Quantity > i.Quantity
	t := Transition{Incident: i}
	n := &t.Incident
	if !s.Removed {
		n.Quantity, n.Threshold, n.ThresholdSource = s.Variant.Quantity, s.Threshold.Value, s.Threshold.Source
	}
	switch {
	case d.Action == ActionResolve:
		n.State, n.ResolvedAt = IncidentResolved, at
		t.Event = EventResolved
	case d.Action == ActionEscalate:
		n.Kind, n.EscalatedAt = d.Kind, at
		t.Event = EventWorse
		switch {
		case i.OnOrder():
			return t // goods are on their way; announced if they are late
		case i.State == IncidentSnoozed:
			n.wake(at) // it is worse than when it was snoozed
		default:
			n.reopen() // it is worse than when it was acknowledged
		}
		t.Announce = ReasonWorse
	case restocked:
		n.wake(at)
		t.Announce, t.Event = ReasonWoken, EventRestocked
	}
	return t
}

// Acknowledge records who works on the incident. It ends a snooze. A second
// acknowledgement changes nothing. Its error has [CodeConflict] for a resolved
// incident.
func (i Incident) Acknowledge(by string, at time.Time) (Transition, error) {
	if i.State == IncidentAcknowledged {
		return Transition{Incident: i}, nil
	}
	if err := i.standing(); err != nil {
		return Transition{}, err
	}
	i.hold(Hold{})
	i.State, i.AcknowledgedAt, i.AcknowledgedBy = IncidentAcknowledged, at, by
	return Transition{Incident: i, Event: EventAcknowledged}, nil
}

// Hold is how long an incident is snoozed: until a time, until the quantity
// next rises, or until ordered goods arrive (Until is then the expected time).
type Hold struct {
	Until   time.Time
	Restock bool
	Order   Order
}

// Snooze delays announcements of the incident for as long as h says. After that
// the incident is announced again. Its error has [CodeConflict] for a resolved
// incident and [CodeInvalid] for a time that is not in the future.
func (i Incident) Snooze(h Hold, by string, at time.Time) (Transition, error) {
	if err := i.standing(); err != nil {
		return Transition{}, err
	}
	if !h.Restock && !h.Until.After(at) {
		return Transition{}, InvalidFields(map[string]string{"until": "error.until"})
	}
	t := Transition{Incident: i, Event: EventSnoozed}
	if same := i.Order; h.Order.Purchase == 0 && h.Order != (Order{}) {
		if same.Purchase = 0; same == h.Order {
			h.Order = i.Order
		}
	}
	switch {
	case h.Order != Order{} && h.Order != i.Order: // an order that stays is only waited for longer
		t.Event = EventOrdered
	case h.Restock:
		t.Event = EventUntilRestock
	}
	n := &t.Incident
	n.hold(h)
	n.Round++
	n.State, n.AcknowledgedAt, n.AcknowledgedBy = IncidentSnoozed, at, by
	return t, nil
}

// Rehold moves the hold of an incident that is snoozed until ordered goods
// arrive, when their day or their quantity has changed. The round stays. It
// changes nothing in any other incident.
func (i Incident) Rehold(h Hold) Transition {
	if !i.OnOrder() || i.Order == h.Order && i.SnoozedUntil.Equal(h.Until) {
		return Transition{Incident: i}
	}
	i.hold(h)
	return Transition{Incident: i, Event: EventOrdered}
}

// Lapse ends the hold of an incident that is snoozed until ordered goods arrive,
// when they come too late, too few, or not at all: order is what still comes. It
// changes nothing in any other incident.
func (i Incident) Lapse(order Order, at time.Time) Transition {
	if !i.OnOrder() {
		return Transition{Incident: i}
	}
	i.wake(at)
	i.Order = order
	return Transition{Incident: i, Announce: ReasonWoken, Event: EventWoken}
}

// Resolve ends the incident by hand. Its error has [CodeConflict] for a
// resolved incident.
func (i Incident) Resolve(by string, at time.Time) (Transition, error) {
	if err := i.standing(); err != nil {
		return Transition{}, err
	}
	i.hold(Hold{})
	i.State, i.ResolvedAt, i.ResolvedBy = IncidentResolved, at, by
	return Transition{Incident: i, Event: EventResolved}, nil
}

// Wake returns the change that is due at a time. It changes nothing unless a
// snooze has ended, or no person has answered a sold-out alert in time. After
// is how long the first recipients have to answer; 0: no second recipient is
// notified.
func (i Incident) Wake(after time.Duration, at time.Time) Transition {
	answer := i.AnswerBy(after)
	switch {
	case i.State == IncidentSnoozed && !i.SnoozedUntil.IsZero() && !at.Before(i.SnoozedUntil):
		t := Transition{Incident: i, Announce: ReasonWoken, Event: EventWoken}
		if i.Order != (Order{}) {
			t.Announce, t.Event = ReasonOverdue, EventOverdue
		}
		t.Incident.wake(at)
		return t
	case !answer.IsZero() && !at.Before(answer):
		i.UnansweredAt = at
		return Transition{Incident: i, Announce: ReasonUnanswered, Event: EventUnanswered}
	}
	return Transition{Incident: i}
}

// AnswerBy is when the second recipient is notified of a sold-out variant on
// which no person has acted. It is zero if no second recipient is to be
// notified, or one has been notified already.
func (i Incident) AnswerBy(after time.Duration) time.Time {
	if after <= 0 || i.State != IncidentOpen || i.Notified != KindOut || !i.UnansweredAt.IsZero() {
		return time.Time{}
	}
	since := i.OpenedAt
	for _, t := range []time.Time{i.EscalatedAt, i.WokenAt} {
		if t.After(since) {
			since = t
		}
	}
	return since.Add(after)
}

func (i Incident) standing() error {
	if i.State == IncidentResolved {
		return Fail(CodeConflict, "error.incident_resolved", nil)
	}
	return nil
}

func (i *Incident) hold(h Hold) {
	i.SnoozedUntil, i.UntilRestock, i.Order = h.Until, h.Restock, h.Order
	if h.Restock {
		i.SnoozedUntil = time.Time{}
	}
}

func (i *Incident) reopen() {
	i.State, i.AcknowledgedAt, i.AcknowledgedBy = IncidentOpen, time.Time{}, ""
}

func (i *Incident) wake(at time.Time) {
	order := i.Order
	i.hold(Hold{Order: order}) // the order is kept: messages still show it
	i.reopen()
	i.WokenAt = at
}
