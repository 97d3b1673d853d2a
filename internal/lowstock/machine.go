package lowstock

import (
	"time"
)

// The life of an incident. Every change goes through one of the functions
// below; the store only writes down what they return. The picture is in
// docs/incidents.md.

// Reason is why an incident is announced.
type Reason string

// The reasons. Each is given at most once in a round, and a round begins when a
// person puts the incident off.
const (
	ReasonRaised     Reason = "raised"     // it opened
	ReasonWorse      Reason = "worse"      // low → out
	ReasonWoken      Reason = "woken"      // what it was put off for is over, and it still stands
	ReasonOverdue    Reason = "overdue"    // what was ordered should be there, and it still stands
	ReasonUnanswered Reason = "unanswered" // sold out, and nobody has answered; for the second recipient
)

// EventKind names a step of an incident's story.
type EventKind string

// The steps.
const (
	EventOpened       EventKind = "opened"
	EventWorse        EventKind = "worse"
	EventAcknowledged EventKind = "acknowledged"
	EventSnoozed      EventKind = "snoozed"
	EventUntilRestock EventKind = "until_restock"
	EventOrdered      EventKind = "ordered"
	EventWoken        EventKind = "woken"
	EventRestocked    EventKind = "restocked" // some came in, not enough
	EventOverdue      EventKind = "overdue"
	EventUnanswered   EventKind = "unanswered"
	EventResolved     EventKind = "resolved"
)

// Event is one step of an incident's story.
type Event struct {
	At        time.Time
	Kind      EventKind
	By        string // the person; "": the app
	Quantity  int
	Threshold int
	Detail    EventDetail
}

// EventDetail is what some steps have to say beyond that.
type EventDetail struct {
	From   *int      `json:"from,omitempty"` // quantity of the reading before; nil: there was none
	ReadAt time.Time `json:"read_at,omitzero"`
	Source Source    `json:"source,omitempty"`
	Scope  Scope     `json:"scope,omitempty"` // where the threshold came from
	Days   int       `json:"days,omitempty"`
	Until  time.Time `json:"until,omitzero"`
	Order  *Order    `json:"order,omitempty"`
	// Selling says that nothing was left and Cafe24 went on selling it.
	Selling bool `json:"selling,omitempty"`
}

// Transition is one step: the incident after it, what to announce of it ("" for
// nothing), and how the story tells it ("" for not at all).
type Transition struct {
	Incident Incident
	Announce Reason
	Event    EventKind
}

// Opened is the incident that a decision to open begins, without an ID.
func Opened(s Situation, d Decision, at time.Time) Transition {
	return Transition{
		Incident: Incident{
			ProductNo: s.Variant.ProductNo, VariantCode: s.Variant.Code, Kind: d.Kind, State: IncidentOpen,
			Quantity: s.Variant.Quantity, Threshold: s.Threshold.Value, ThresholdSource: s.Threshold.Source, OpenedAt: at,
		},
		Announce: ReasonRaised, Event: EventOpened,
	}
}

// Read is what a reading, as d decided on it, makes of a standing incident.
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
		if i.State == IncidentSnoozed {
			break // told when it wakes
		}
		n.reopen() // it is worse than what was acknowledged
		t.Announce = ReasonWorse
	case restocked:
		n.wake(at)
		t.Announce, t.Event = ReasonWoken, EventRestocked
	}
	return t
}

// Acknowledge notes who has taken it on. What was put off is not any more. The
// second time changes nothing. Its error has [CodeConflict] for a resolved one.
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

// Hold is what an incident is put off for: a time, or the next rise of the
// quantity, or goods on their way (whose time is then Until).
type Hold struct {
	Until   time.Time
	Restock bool
	Order   Order
}

// Snooze keeps it quiet for as long as h says; then it speaks again. Its error
// has [CodeConflict] for a resolved one and [CodeInvalid] for a time that is
// not to come.
func (i Incident) Snooze(h Hold, by string, at time.Time) (Transition, error) {
	if err := i.standing(); err != nil {
		return Transition{}, err
	}
	if !h.Restock && !h.Until.After(at) {
		return Transition{}, InvalidFields(map[string]string{"until": "error.until"})
	}
	t := Transition{Incident: i, Event: EventSnoozed}
	switch {
	case h.Order != Order{}:
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

// Resolve ends it by hand. Its error has [CodeConflict] for one that has ended.
func (i Incident) Resolve(by string, at time.Time) (Transition, error) {
	if err := i.standing(); err != nil {
		return Transition{}, err
	}
	i.hold(Hold{})
	i.State, i.ResolvedAt, i.ResolvedBy = IncidentResolved, at, by
	return Transition{Incident: i, Event: EventResolved}, nil
}

// Wake is what becomes of it when a time has come: nothing, unless what it was
// put off for is over, or the answer to a sold-out alert is overdue. After is
// how long the first recipients have to answer; 0: no second one is told.
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

// AnswerBy is when the second recipient is told of a sold-out variant that
// nobody has answered for; zero: not at all, or told already.
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
	i.hold(Hold{Order: order}) // what was ordered is still worth saying
	i.reopen()
	i.WokenAt = at
}
