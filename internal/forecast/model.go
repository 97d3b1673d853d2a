package forecast

// Model is what the record of an item says of its demand from the day after the
// record on. It holds nothing of the record itself but the events.
type Model struct {
	class   Class
	next    Date // the day after the record
	week    [7]float64
	events  *Events
	level   [parts]float64
	spread  [parts]spread
	weights [parts]float64
	sold    bool
}

// Fit reckons a model from a record and from events, past and to come. A past
// event's factor divides the demand of its days before it counts. Nothing else
// is known to it: the same record gives the same model at any time.
//
// A record without a sale gives a model without demand; [Model.Class] says
// whether there was enough for a promise.
func Fit(s Series, events []Event) Model {
	return FitEvents(s, NewEvents(events, s.Last(memory).Start, s.End()+MaxDays))
}

// FitEvents is [Fit] with events that many records share; see [Calendar].
func FitEvents(s Series, events *Events) Model {
	m := Model{class: Classify(s), next: s.End(), events: events}
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
	return m
}

// Class is the demand class. Where it is [Unknown], what the model says of
// demand is a guess.
func (m *Model) Class() Class { return m.class }

// Velocity is the expected units of an ordinary day: the mean of the levels at
// the four rates, weighted by how well each foresaw fourteen days in the past.
func (m *Model) Velocity() float64 {
	sum := 0.0
	for k, level := range m.level {
		sum += m.weights[k] * level
	}
	return sum
}

// Weekdays is the demand of each weekday over that of an average day, from
// Sunday on; all 1 where fewer than eight weeks are on record.
func (m *Model) Weekdays() [7]float64 { return m.week }

// Unplanned is the model as if nothing was planned for the days to come. What is
// known of past events stays.
func (m *Model) Unplanned() Model {
	plain := *m
	plain.events = nil
	return plain
}

// MaxDays is how far ahead a model is asked at most; more is cut to it.
const MaxDays = 730

// Demand is the demand of so many days after the record, at least 1.
func (m *Model) Demand(days int) Demand {
	days = min(max(days, 1), MaxDays)
	return m.demand(ordinary(m.week, m.events, m.next, days))
}

// demand is the demand of days that sell as much as a number of ordinary days.
func (m *Model) demand(shares float64) Demand {
	d := Demand{weights: m.weights}
	for k := range d.parts {
		d.parts[k] = m.spread[k].over(shares, m.level[k]*shares)
	}
	return d
}
