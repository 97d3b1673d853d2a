package forecast

import (
	"cmp"
	"slices"
)

// Result is how well thresholds worked over many windows.
type Result struct {
	// Coverage is the share of windows, 0 to 1, in which demand was not above the
	// threshold.
	Coverage float64
	// Pinball is the mean pinball loss at the level, in units: level × missing
	// units, (1 − level) × remaining units (Koenker and Bassett 1978). The exact
	// quantile has the least loss.
	Pinball float64
	// Threshold is the mean threshold in units.
	Threshold float64
}

// Row is the score of one class, lead time and level.
type Row struct {
	Class Class
	Days  int
	Level float64
	// Windows is the number of windows that count. LeftOut is the number of
	// censored windows, which do not count. LeftOutShort is the number of those in
	// which even the sold units are above the threshold.
	Windows, LeftOut, LeftOutShort int

	Ours   Result
	Simple [Rules]Result
}

// Scores sums up decisions. The zero value can be used at once.
type Scores struct{ rows map[rowKey]*Row }

// rowKey identifies a row. The rows of all windows have no span.
type rowKey struct {
	class Class
	days  int
	level float64
	span  Span
}

// Add adds a decision.
func (s *Scores) Add(d Decision) {
	if s.rows == nil {
		s.rows = map[rowKey]*Row{}
	}
	month := d.Origin.Month()
	for _, span := range [...]Span{{}, month, month.HalfYear()} {
		key := rowKey{d.Class, d.Days, d.Level, span}
		row := s.rows[key]
		if row == nil {
			row = &Row{Class: d.Class, Days: d.Days, Level: d.Level}
			s.rows[key] = row
		}
		row.addDecision(d)
	}
}

func (r *Row) addDecision(d Decision) {
	if d.Censored {
		r.LeftOut++
		if d.Actual > d.Threshold {
			r.LeftOutShort++
		}
		return
	}
	r.Windows++
	r.Ours.add(d.Threshold, d.Actual, d.Level)
	for i, threshold := range d.Simple {
		r.Simple[i].add(threshold, d.Actual, d.Level)
	}
}

func (r *Result) add(threshold, actual, level float64) {
	if actual <= threshold {
		r.Coverage++
	}
	r.Pinball += max(level*(actual-threshold), (level-1)*(actual-threshold))
	r.Threshold += threshold
}

func (r Result) over(n int) Result {
	if n == 0 {
		return Result{}
	}
	of := float64(n)
	return Result{Coverage: r.Coverage / of, Pinball: r.Pinball / of, Threshold: r.Threshold / of}
}

// Rows returns the scores by level, class and lead time.
func (s *Scores) Rows() []Row {
	rows := make([]Row, 0, len(s.rows))
	for key, row := range s.rows {
		if key.span != (Span{}) {
			continue
		}
		mean := *row
		mean.Ours = row.Ours.over(row.Windows)
		for i := range mean.Simple {
			mean.Simple[i] = row.Simple[i].over(row.Windows)
		}
		rows = append(rows, mean)
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Days, b.Days))
	})
	return rows
}
