package purchase

import "time"

// LeadOrders is how many finished orders a lead time needs before it is
// proposed.
const LeadOrders = 3

// Lead is how long orders took: from the day of sending to the day on which at
// least 95 % of the confirmed pieces had come. An order that has not come counts
// as "at least so long", until today or until it was given up; otherwise a late
// order would make the supplier look faster.
type Lead struct {
	Finished          int // orders that came
	Open              int // orders of which it is only known that they take at least so long
	Shortest, Longest int // days of the finished ones; 0 if there is none
	Median            Quantile
	P80, P90          Quantile
	First             Quantile // median of the days until the first pieces came
}

// Propose returns the lead time in days to propose; false if there are too few
// finished orders, or if half of all orders have not come.
func (l *Lead) Propose() (int, bool) {
	if l.Finished < LeadOrders || l.Median.AtLeast {
		return 0, false
	}
	return max(1, l.Median.Days), true
}

// Missing returns how many more finished orders a proposal needs.
func (l *Lead) Missing() int { return max(0, LeadOrders-l.Finished) }

// LeadOf computes the lead time of the orders of records on a calendar day.
// Orders that were only noted on an item count if pieces of them came: whether
// they were placed at all is not known before.
func LeadOf(records []Record, today time.Time) (l Lead) {
	var whole, first []Duration
	for _, order := range byOrder(records) {
		w, f, counts := durationsOf(order, today)
		if !counts {
			continue
		}
		whole, first = append(whole, w), append(first, f)
		if w.Open {
			l.Open++
			continue
		}
		if l.Finished == 0 || w.Days < l.Shortest {
			l.Shortest = w.Days
		}
		l.Longest = max(l.Longest, w.Days)
		l.Finished++
	}
	l.Median, l.P80, l.P90, l.First = quantile(whole, 0.5), quantile(whole, 0.8), quantile(whole, 0.9), quantile(first, 0.5)
	return l
}

// durationsOf returns how long one order took until it was complete, and until
// its first pieces came. It does not count if the supplier is to deliver
// nothing, or if it was only noted and nothing came.
func durationsOf(order []Record, today time.Time) (whole, first Duration, counts bool) {
	sent, until := order[0].SentOn, today
	if ended := order[0].EndedOn; !ended.IsZero() && ended.Before(today) {
		until = ended
	}
	came, want := false, 0
	var received []Came
	for i := range order {
		r := &order[i]
		want += r.due()
		left := r.due() // a surplus on one line does not hide what another lacks
		for _, c := range r.Came {
			came = true
			units := min(left, c.Units)
			received, left = append(received, Came{On: c.On, Units: units}), left-units
		}
	}
	if want == 0 || order[0].Origin == OriginNoted && !came {
		return whole, first, false
	}
	whole, first = Duration{Days: days(sent, until), Open: true}, Duration{Days: days(sent, until), Open: true}
	all := Record{Ordered: want, Came: received}
	if on := all.fullOn(want); !on.IsZero() {
		whole = Duration{Days: max(0, days(sent, on))}
	}
	for _, c := range received {
		if d := max(0, days(sent, c.On)); first.Open || d < first.Days {
			first = Duration{Days: d}
		}
	}
	return whole, first, true
}
