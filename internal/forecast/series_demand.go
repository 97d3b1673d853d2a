package forecast

import (
	"cafe24-inventory-alert/internal/demand"
)

// SeriesOf returns a variant's counted days as a record, from the first counted
// day to the last. A day between them that was not counted is [Partial], so
// that its 0 does not mean no demand.
func SeriesOf(d demand.Series) Series {
	first, last := len(d.Days), 0
	for i, day := range d.Days {
		if day.State != demand.Unknown {
			first, last = min(first, i), i+1
		}
	}
	if first >= last {
		return Series{}
	}
	s := Series{Start: DateOf(d.From) + Date(first), Units: make([]int32, 0, last-first), Marks: make([]Mark, 0, last-first)} //nolint:gosec // days fit
	for _, day := range d.Days[first:last] {
		s.Units = append(s.Units, day.Units)
		s.Marks = append(s.Marks, markOf(day.State))
	}
	return s
}

// markOf returns the mark of a state. A day that was out for a part has the
// same mark as a day that was out: the demand of neither is known.
func markOf(state demand.State) Mark {
	switch state {
	case demand.Out, demand.Partial:
		return OutOfStock
	case demand.Unknown:
		return Partial
	case demand.InStock:
	}
	return 0
}
