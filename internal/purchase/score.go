package purchase

import (
	"math"
	"time"
)

// ScoreLines is how many lines a supplier's score needs before it is shown.
const ScoreLines = 5

// Score is how well a supplier keeps promises, counted in lines of documents
// that were sent. A line is kept if at least 95 % of the ordered pieces came by
// the first working day after the first promise, or earlier. Every other line is
// either late or short. A line whose time is not over is not counted.
//
// There is no standard for "on time, in full": the definition has to be shown
// beside the number. Lines are counted, not pieces or orders. The first promise
// counts, since a date that is moved later would repair the score. Lines of
// which nothing came count, and so do open ones that are late.
type Score struct {
	Lines   int // that are counted
	Kept    int // on time and in full
	Late    int // in full after that day, or not yet
	Short   int // never in full: the supplier offered less, or the rest was given up
	Ordered int // pieces of the counted lines
	OnTime  int // pieces of these that came in time
	// Delay is the median of the days between the first promise and the day on
	// which a line was in full. Negative: before the promise. Open lines count
	// as at least so late; short lines do not count.
	Delay Quantile
}

// Known says whether there are enough lines for a judgement.
func (s *Score) Known() bool { return s.Lines >= ScoreLines }

// Missing returns how many more lines a judgement needs.
func (s *Score) Missing() int { return max(0, ScoreLines-s.Lines) }

// Percent returns a share of the counted lines in percent.
func (s *Score) Percent(lines int) int { return percentOf(lines, s.Lines) }

// PiecesPercent returns the share of the ordered pieces that came in time, in
// percent.
func (s *Score) PiecesPercent() int { return percentOf(s.OnTime, s.Ordered) }

func percentOf(part, of int) int {
	if of == 0 {
		return 0
	}
	return int(math.Round(100 * float64(part) / float64(of)))
}

// ScoreOf counts the records of one supplier's orders on a calendar day. Orders
// without a document are left out: nothing was promised by the supplier.
func ScoreOf(records []Record, today time.Time) (s Score) {
	var delays []Duration
	for i := range records {
		r := &records[i]
		if r.Origin != OriginSheet || r.PromisedOn.IsZero() || r.Ordered < 1 {
			continue
		}
		last := AddWorkingDays(r.PromisedOn, 1)
		if !r.judged(last, today) {
			continue
		}
		s.Lines++
		s.Ordered, s.OnTime = s.Ordered+r.Ordered, s.OnTime+r.by(last)
		fullOn := r.fullOn(r.Ordered)
		switch {
		case fullOn.IsZero() && r.short():
			s.Short++
			continue
		case fullOn.IsZero():
			s.Late++
			delays = append(delays, Duration{Days: days(r.PromisedOn, today), Open: true})
			continue
		case fullOn.After(last):
			s.Late++
		default:
			s.Kept++
		}
		delays = append(delays, Duration{Days: days(r.PromisedOn, fullOn)})
	}
	s.Delay = quantile(delays, 0.5)
	return s
}

// judged says whether it is decided, on a calendar day, if a line was kept. A
// merchant who cancels before the last day of grace has decided nothing about
// the supplier.
func (r *Record) judged(last, today time.Time) bool {
	switch {
	case !r.fullOn(r.Ordered).IsZero():
		return true
	case !r.EndedOn.IsZero() && !r.EndedOn.After(last):
		return r.refused() || len(r.Came) > 0
	}
	return today.After(last) || r.refused()
}

// refused says whether the supplier offered less than counts as in full.
func (r *Record) refused() bool { return r.Confirmed != nil && !isFull(*r.Confirmed, r.Ordered) }

// short says whether a line that is not in full never will be.
func (r *Record) short() bool {
	return r.refused() || !r.EndedOn.IsZero() || r.GivenUp > 0 && !isFull(r.Ordered-r.GivenUp, r.Ordered)
}

// delayLines is how many lines the delay of a supplier needs before it replaces
// the general days of grace.
const delayLines = ScoreLines

// DelayOf returns by how many days after the first promise four of five lines of
// a supplier are in full, at least 1 day: goods are often seen on the day after they came. It
// is false if there are fewer than five lines that came or are late.
func DelayOf(records []Record, today time.Time) (late int, known bool) {
	var delays []Duration
	for i := range records {
		r := &records[i]
		if r.Origin != OriginSheet || r.PromisedOn.IsZero() {
			continue
		}
		switch on := r.fullOn(r.due()); {
		case !on.IsZero():
			delays = append(delays, Duration{Days: max(0, days(r.PromisedOn, on))})
		case r.due() > 0 && r.EndedOn.IsZero() && today.After(r.PromisedOn):
			delays = append(delays, Duration{Days: days(r.PromisedOn, today), Open: true})
		}
	}
	if len(delays) < delayLines {
		return 0, false
	}
	return max(1, quantile(delays, 0.8).Days), true
}
