package forecast

import "time"

// Date is a civil day: days since 1970-01-01, which was a Thursday.
type Date int32

// DateOf returns the civil day of a time in the time's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)) //nolint:gosec // days fit for five million years
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// Time returns midnight of the day in UTC.
func (d Date) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// String returns the day in the form 2006-01-02.
func (d Date) String() string { return d.Time().Format(time.DateOnly) }

// Mark says what is special about a day. Marks are combined with |. 0 is an
// ordinary day, with stock from beginning to end.
type Mark uint8

const (
	// OutOfStock is a day on which the item could not be bought for at least a
	// part of the day. Its units are the sales and not the demand.
	OutOfStock Mark = 1 << iota
	// Partial is a day that is not recorded completely: the first of a record, or
	// today.
	Partial
	// Promoted is a day whose demand shows nothing about ordinary days and whose
	// factor is not known. If the factor is known, use an [Event].
	Promoted
)

// MaxUnits is the greatest number of units of a day. Greater numbers are cut to
// it.
const MaxUnits = 100_000_000

// Series is what an item sold, day by day. The zero value has no days.
type Series struct {
	// Start is the day of Units[0].
	Start Date
	// Units sold on consecutive days, at least 0.
	Units []int32
	// Marks of the same days. Days beyond the end of the slice are ordinary.
	Marks []Mark
}

// Len is the number of days.
func (s Series) Len() int { return len(s.Units) }

// End is the day after the last one.
func (s Series) End() Date { return s.Start + Date(len(s.Units)) } //nolint:gosec // days fit

// Until returns the series as it was known before the given day began. It
// shares memory with s.
func (s Series) Until(day Date) Series {
	n := min(max(0, int(day)-int(s.Start)), len(s.Units))
	return Series{Start: s.Start, Units: s.Units[:n:n], Marks: s.Marks[:min(n, len(s.Marks))]}
}

// Last returns the last n days, or all if there are fewer. It shares memory
// with s.
func (s Series) Last(n int) Series {
	from := max(0, len(s.Units)-n)
	return Series{
		Start: s.Start + Date(from), //nolint:gosec // days fit
		Units: s.Units[from:],
		Marks: s.Marks[min(from, len(s.Marks)):],
	}
}

// sinceFirstSale returns the series from the first sale on. Before it, it is not
// known whether the item was on offer. It shares memory with s.
func (s Series) sinceFirstSale() Series {
	first := 0
	for first < s.Len() && s.Units[first] <= 0 {
		first++
	}
	return s.Last(s.Len() - first)
}

// mark returns the mark of day i.
func (s Series) mark(i int) Mark {
	if i < len(s.Marks) {
		return s.Marks[i]
	}
	return 0
}

// units returns the units of day i, limited to [0, MaxUnits].
func (s Series) units(i int) float64 { return float64(min(max(s.Units[i], 0), MaxUnits)) }
