package forecast

import "math"

// Event is an expected change of demand on consecutive days: a planned
// promotion, a holiday.
type Event struct {
	// From and To are its first and last day, both included.
	From, To Date
	// Factor multiplies the demand of each of its days: 2 is twice as much, 0 is
	// no demand. A value below 0, or one that is not a number, counts as 1.
	Factor float64
}

// factor is the product of the factors of the events that cover a day.
func factor(events []Event, day Date) float64 {
	f := 1.0
	for _, e := range events {
		if e.From <= day && day <= e.To && e.Factor >= 0 && !math.IsInf(e.Factor, 0) {
			f *= e.Factor
		}
	}
	return min(f, maxFactor)
}

// maxFactor is the greatest factor of a day with all its events.
const maxFactor = 1000

// Events is a list of events with the factor of each day computed once, for
// many records that share them, and the season of the mall; see [Events.In]. It
// does not change and is safe for concurrent use. Nil means no events and no
// season.
type Events struct {
	list  []Event
	from  Date
	table []float64 // factors of the days from from on; the factor of any other day is computed from the list
	year  *Year
}

// NewEvents computes the factors of the days from from on and before until. The
// factors of other days are also correct, but slower. The list must not change
// after the call.
func NewEvents(list []Event, from, until Date) *Events {
	if len(list) == 0 {
		return nil
	}
	e := &Events{list: list, from: from, table: make([]float64, max(0, int(until)-int(from)))}
	for i := range e.table {
		e.table[i] = 1
	}
	for _, event := range list {
		if !(event.Factor >= 0) || math.IsInf(event.Factor, 0) {
			continue
		}
		for day := max(event.From, from); day <= min(event.To, until-1); day++ {
			e.table[day-from] *= event.Factor
		}
	}
	for i, f := range e.table {
		e.table[i] = min(f, maxFactor)
	}
	return e
}

// In returns the same events in a mall with a season.
func (e *Events) In(year *Year) *Events {
	switch {
	case e == nil && year == nil:
		return nil
	case e == nil:
		return year.only
	}
	in := *e
	in.year = year
	return &in
}

// season returns the events without what is planned.
func (e *Events) season() *Events {
	if e == nil || e.year == nil {
		return nil
	}
	return e.year.only
}

// none says that every day is an ordinary one.
func (e *Events) none() bool { return e == nil }

// factor is the number by which the day's demand is multiplied.
func (e *Events) factor(day Date) float64 {
	if e == nil {
		return 1
	}
	return e.planned(day) * e.year.factor(day)
}

// planned is the factor of a day without the season.
func (e *Events) planned(day Date) float64 {
	if e == nil {
		return 1
	}
	if i := int(day) - int(e.from); i >= 0 && i < len(e.table) {
		return e.table[i]
	}
	return factor(e.list, day)
}
