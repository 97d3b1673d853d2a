package monthly

import "time"

// Month is what is kept of a month beyond the levels that its report is counted
// from.
type Month struct {
	Month time.Time // its first calendar day
	Lost  Lost
	Over  bool // the month is over, and the counts are known
	Counts
}

// Counts are a month's sell-outs by how early they were announced, with the lead
// time in days that this was counted by.
type Counts struct{ LeadDays, InTime, Late, AtOut, Missed int }

// SellOuts is the sum of the counts.
func (c Counts) SellOuts() int { return c.InTime + c.Late + c.AtOut + c.Missed }

// CountsOf returns the counts of a report.
func CountsOf(r *Report) Counts {
	return Counts{LeadDays: r.LeadDays, InTime: r.InTime, Late: r.Late, AtOut: r.AtOut, Missed: r.Missed}
}

// Lost is what was probably not sold in a month because it was out of stock.
// Spreads are standard deviations.
type Lost struct {
	On                 time.Time // calendar day of the nightly forecast that computed it; the zero value is not known
	Items, Days        int
	Units, UnitsSpread float64
	Value, ValueSpread float64 // at the prices of that night in the mall's currency; items without a price count nothing
}

// LostItem is the loss of one variant in a month.
type LostItem struct {
	Month           time.Time // its first calendar day
	VariantCode     string
	Days            int
	Units, Variance float64
}

// FirstOf returns the first calendar day of the month of a calendar day, some
// months later.
func FirstOf(day time.Time, months int) time.Time {
	return time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
}
