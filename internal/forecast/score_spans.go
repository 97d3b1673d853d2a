package forecast

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Span is a calendar month or a half of a calendar year. Spans are comparable.
// The zero value is no span.
type Span struct {
	year, part int // part is the month, or 13 and 14 for the halves of the year
}

const firstHalf = 13

// Month returns the month of a day.
func (d Date) Month() Span {
	t := d.Time()
	return Span{year: t.Year(), part: int(t.Month())}
}

// HalfYear returns the half year that contains a month. Of a half year it
// returns the half year itself.
func (s Span) HalfYear() Span {
	if s.IsHalf() {
		return s
	}
	half := Span{year: s.year, part: firstHalf}
	if s.part > int(time.June) {
		half.part++
	}
	return half
}

// IsHalf says whether the span is a half year.
func (s Span) IsHalf() bool { return s.part >= firstHalf }

// String returns a month in the form 2026-01 and a half year in the form
// 2026-H1.
func (s Span) String() string {
	if s.IsHalf() {
		return fmt.Sprintf("%d-H%d", s.year, s.part-firstHalf+1)
	}
	return fmt.Sprintf("%d-%02d", s.year, s.part)
}

func (s Span) compare(t Span) int {
	if s.IsHalf() != t.IsHalf() {
		return cmp.Compare(s.part, t.part)
	}
	return cmp.Or(cmp.Compare(s.year, t.year), cmp.Compare(s.part, t.part))
}

// SpanRow is the score of a lead time and level for the windows that begin in a
// span. It leaves out censored windows, and items of class [Unknown], for which
// nothing is promised.
type SpanRow struct {
	Span  Span
	Days  int
	Level float64
	// Windows is the number of windows of all classes, and Ours is their result.
	Windows int
	Ours    Result
	// Classes are the windows of each class and their results. The element of
	// Unknown is not used.
	Classes [Lumpy + 1]struct {
		Windows int
		Ours    Result
	}
}

// Spans returns the scores by level, lead time and span: the months, and then
// the half years.
func (s *Scores) Spans() []SpanRow {
	sums := map[rowKey]*SpanRow{}
	for key, row := range s.rows {
		if key.span == (Span{}) || key.class == Unknown || row.Windows == 0 {
			continue
		}
		all := rowKey{Unknown, key.days, key.level, key.span}
		sum := sums[all]
		if sum == nil {
			sum = &SpanRow{Span: key.span, Days: key.days, Level: key.level}
			sums[all] = sum
		}
		class := &sum.Classes[key.class]
		class.Windows, class.Ours = row.Windows, row.Ours.over(row.Windows)
		sum.Windows += row.Windows
		sum.Ours.Coverage += row.Ours.Coverage
		sum.Ours.Pinball += row.Ours.Pinball
		sum.Ours.Threshold += row.Ours.Threshold
	}
	rows := make([]SpanRow, 0, len(sums))
	for _, sum := range sums {
		sum.Ours = sum.Ours.over(sum.Windows)
		rows = append(rows, *sum)
	}
	slices.SortFunc(rows, func(a, b SpanRow) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Days, b.Days), a.Span.compare(b.Span))
	})
	return rows
}
