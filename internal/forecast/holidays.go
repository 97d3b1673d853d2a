package forecast

import (
	"math"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

const (
	aroundDays    = 28  // days before and after a holiday that are compared with it
	aroundLeast   = 4   // least recorded days of the holiday's weekday among them
	holidayUnits  = 100 // least expected units on all holidays for a proposal
	proposalSteps = 5   // percent by which proposals are rounded
)

// Proposal is how a kind of holidays sold in the past.
type Proposal struct {
	// Percent is the sales on the holidays in percent of the sales on the same
	// weekdays of the four weeks before and after, in steps of five.
	Percent int
	// Days is the number of holidays from which it was computed.
	Days int
	// Known is false if the record is too short.
	Known bool
}

// Propose computes how holidays of a kind sell, from the daily sales of a whole
// mall since first. The result is the units of all these holidays over the
// expected units. The expected units of a holiday are the mean of the ordinary
// days of the same weekday within four weeks. Other holidays, and promotions of
// the whole mall, are not ordinary days. A holiday during such a promotion is
// left out. The result is not known below a hundred expected units: with fewer,
// chance alone changes the ratio by a tenth.
func Propose(days []demand.MallDay, first time.Time, kind outlook.HolidayKind, plan outlook.EventPlan) Proposal {
	if len(days) == 0 {
		return Proposal{}
	}
	last := first.AddDate(0, 0, len(days)-1)
	r := mallRecord{days: days, first: DateOf(first), holiday: map[Date]outlook.HolidayKind{}, promoted: map[Date]bool{}}
	for _, h := range outlook.Holidays(first, last) {
		for day := DateOf(h.From); day <= DateOf(h.To); day++ {
			r.holiday[day] = h.Kind
		}
	}
	for _, p := range plan.Promotions {
		if p.Scope() != lowstock.ScopeMall || p.Percent == outlook.OrdinaryPercent {
			continue
		}
		for day := max(DateOf(p.From), r.first); day <= min(DateOf(p.To), DateOf(last)); day++ {
			r.promoted[day] = true
		}
	}
	var sold, expected float64
	var proposal Proposal
	for day := r.first; day <= DateOf(last); day++ {
		if r.holiday[day] != kind || r.promoted[day] {
			continue
		}
		units, known := r.units(day)
		usual, enough := r.usual(day)
		if known && enough {
			sold, expected = sold+units, expected+usual
			proposal.Days++
		}
	}
	if expected < holidayUnits {
		return proposal
	}
	proposal.Known = true
	percent := math.Round(outlook.OrdinaryPercent*sold/expected/proposalSteps) * proposalSteps
	proposal.Percent = int(min(percent, outlook.MaxPercent))
	return proposal
}

// mallRecord is what a mall sold, and which days were not ordinary.
type mallRecord struct {
	days     []demand.MallDay
	first    Date
	holiday  map[Date]outlook.HolidayKind
	promoted map[Date]bool
}

func (r *mallRecord) units(day Date) (float64, bool) {
	i := int(day) - int(r.first)
	if i < 0 || i >= len(r.days) || !r.days[i].Known {
		return 0, false
	}
	return float64(r.days[i].Units), true
}

// usual is the mean of the ordinary days of the same weekday around a day.
func (r *mallRecord) usual(day Date) (float64, bool) {
	sum, n := 0.0, 0
	for around := day - aroundDays; around <= day+aroundDays; around += 7 {
		if _, is := r.holiday[around]; is || r.promoted[around] {
			continue
		}
		if units, known := r.units(around); known {
			sum += units
			n++
		}
	}
	return sum / float64(max(n, 1)), n >= aroundLeast
}
