package forecast

// Model is what the record of an item shows about its demand after the record.
// It keeps nothing of the record itself except the events.
type Model struct {
	class    Class
	next     Date // the day after the record
	week     [7]float64
	events   *Events
	strength int // number of the season's strength, from 1 on; 0: none, or the season of the events as it is
	level    [parts]float64
	spread   [parts]spread
	weights  [parts]float64
	sold     bool
	pool     *Pool      // of the mall; nil: none
	facts    *poolFacts // for the pool
}

// Fit computes a model from a record and from past and future events. The
// demand of a past event's days is divided by the event's factor before it
// counts. Fit uses no other data: the same record gives the same model at any
// time.
//
// A record without a sale gives a model without demand. [Model.Class] says
// whether the record is long enough for a promise.
func Fit(s Series, events []Event) Model {
	return FitEvents(s, NewEvents(events, s.Last(memory).Start, s.End()+MaxDays))
}

// FitEvents is [Fit] for events that many records share; see [Calendar].
func FitEvents(s Series, events *Events) Model {
	strength := 0
	if events != nil && events.year != nil && events.year.strong[0] != nil {
		strength = events.year.of(s, events)
		events = events.In(events.year.strong[strength-1])
	}
	m := Model{class: Classify(s), next: s.End(), events: events, strength: strength}
	var t *track
	t, m.week = newTrack(s, events)
	t.smooth(m.class)
	m.spread, m.weights = t.measure(m.class)
	if n := t.len(); n > 0 {
		m.sold = true
		for k := range m.level {
			m.level[k] = t.level[k][n-1]
		}
	}
	if events != nil && events.pool != nil && m.class != Unknown {
		m.pool, m.facts = events.pool, newPoolFacts(&m, s)
	}
	return m
}

// Class is the demand class. If it is [Unknown], the demand of the model is a
// guess.
func (m *Model) Class() Class { return m.class }

// Velocity is the expected units of an ordinary day of the coming four weeks:
// the mean of the levels at the four rates, weighted by how well each predicted
// fourteen days in the past, times [Model.Season]. Planned events do not change
// it.
func (m *Model) Velocity() float64 { return m.ordinary() * m.Season(paceDays) }

// ordinary is the expected units of an ordinary day without the season.
func (m *Model) ordinary() float64 {
	sum := 0.0
	for k, level := range m.level {
		sum += m.weights[k] * level
	}
	return sum
}

// paceDays is the number of days whose season is part of the velocity.
const paceDays = 28

// Weekdays is the demand of each weekday over that of an average day, from
// Sunday on. All are 1 if fewer than eight weeks are recorded.
func (m *Model) Weekdays() [7]float64 { return m.week }

// Unplanned returns the model without planned events in the days to come. Past
// events are kept, and so is the season.
func (m *Model) Unplanned() Model {
	plain := *m
	plain.events = m.events.season()
	return plain
}

// Season is the mean factor of the mall's season over so many days after the
// record: 1.4 is 1.4 times as much as on ordinary days. It is 1 if no season is
// known.
func (m *Model) Season(days int) float64 {
	days = min(max(days, 1), MaxDays)
	if m.events == nil {
		return 1
	}
	sum := 0.0
	for i := range days {
		sum += m.events.year.factor(m.next + Date(i))
	}
	return sum / float64(days)
}

// MaxDays is the most days ahead for which a model computes. More days are cut
// to it.
const MaxDays = 730

// Demand is the demand of so many days after the record; days is at least 1.
func (m *Model) Demand(days int) Demand {
	days = min(max(days, 1), MaxDays)
	return m.demand(ordinary(m.week, m.events, m.next, days))
}

// demand is the demand of days that together sell as much as a number of
// ordinary days.
func (m *Model) demand(shares float64) Demand {
	d := Demand{weights: m.weights}
	for k := range d.parts {
		d.parts[k] = m.spread[k].over(shares, m.level[k]*shares)
	}
	return d
}
