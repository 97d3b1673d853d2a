package purchase

import (
	"cmp"
	"slices"
	"time"
)

// Record is what is known of one line of an order that was sent: what was
// ordered and promised, and when it came. Scores and lead times are computed
// from records. All days are calendar days of the mall's zone, as midnight UTC.
type Record struct {
	Order      int64
	Origin     Origin
	SentOn     time.Time
	PromisedOn time.Time // of the first promise; a date that was moved later does not change it
	Ordered    int
	Confirmed  *int // what the supplier can deliver; nil: not answered
	GivenUp    int
	EndedOn    time.Time // the day on which the order was closed or cancelled; zero: neither
	Came       []Came    // without receipts that were taken back
}

// Came is pieces that arrived on one day.
type Came struct {
	On    time.Time
	Units int
}

// full is the share of the pieces, in percent, with which a line or an order
// counts as complete: a box that lacks two pieces does not keep an order open.
const full = 95

// due returns how many pieces the supplier is to deliver.
func (r *Record) due() int {
	due := r.Ordered
	if r.Confirmed != nil {
		due = min(due, *r.Confirmed)
	}
	return max(0, due-r.GivenUp)
}

// by returns how many of the ordered pieces had come by the end of a day.
func (r *Record) by(day time.Time) (units int) {
	for _, c := range r.Came {
		if !c.On.After(day) {
			units += c.Units
		}
	}
	return min(units, r.Ordered)
}

// fullOn returns the day on which at least 95 % of want pieces had come; zero:
// not yet.
func (r *Record) fullOn(want int) time.Time {
	came := slices.Clone(r.Came)
	slices.SortFunc(came, func(a, b Came) int { return a.On.Compare(b.On) })
	units := 0
	for _, c := range came {
		if units += c.Units; isFull(units, want) {
			return c.On
		}
	}
	return time.Time{}
}

func isFull(units, want int) bool { return want > 0 && 100*units >= full*want }

// days returns how many calendar days lie between two calendar days.
func days(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }

// byOrder groups the records of each order. Orders are in the sequence of their
// first record.
func byOrder(records []Record) (groups [][]Record) {
	at := map[int64]int{}
	for i := range records {
		n, known := at[records[i].Order]
		if !known {
			n = len(groups)
			at[records[i].Order], groups = n, append(groups, nil)
		}
		groups[n] = append(groups[n], records[i])
	}
	return groups
}

// Duration is a number of days of which some cases are only known to have lasted
// at least so long.
type Duration struct {
	Days int
	Open bool // it has not ended: it lasts at least so many days
}

// Quantile is a number of days that a share of the cases does not exceed.
type Quantile struct {
	Days    int
	AtLeast bool // the share is not reached by what has ended: it is Days or more
}

// quantile returns the smallest number of days within which a share (0 to 1) of
// the cases has ended, by the product-limit estimate: a case that has not ended
// counts among those that can still end, up to its own number of days. Source:
// Kaplan and Meier, Nonparametric estimation from incomplete observations, 1958.
func quantile(cases []Duration, share float64) Quantile {
	sorted := slices.Clone(cases)
	slices.SortFunc(sorted, func(a, b Duration) int { return cmp.Compare(a.Days, b.Days) })
	const exact = 1e-9 // the product of fractions is not exact
	open := 1.0
	for i := 0; i < len(sorted); {
		day, ended, at := sorted[i].Days, 0, len(sorted)-i
		for ; i < len(sorted) && sorted[i].Days == day; i++ {
			if !sorted[i].Open {
				ended++
			}
		}
		open *= 1 - float64(ended)/float64(at)
		if ended > 0 && open <= 1-share+exact {
			return Quantile{Days: day}
		}
	}
	if len(sorted) == 0 {
		return Quantile{AtLeast: true}
	}
	return Quantile{Days: sorted[len(sorted)-1].Days, AtLeast: true}
}
