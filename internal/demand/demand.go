package demand

import (
	"time"

	"cafe24-inventory-alert/internal/localtime"
)

const (
	// Days is how many days of demand are wanted, the last of them yesterday.
	Days = 400

	// MaxStep is how many days one range may have, however quickly it goes:
	// the platform lists no more than three months in one call.
	MaxStep = 80

	// A day's orders are cancelled and returned for weeks. It is read again every
	// night until it is demandSettles days old, and then at these ages, in days.
	demandSettles = 14
	demandLater   = 30
	demandLast    = 60

	// A fall of the level is known to be a correction a day later.
	levelsSettle = 2
)

// Source is what a day's units were counted from.
type Source string

// The sources.
const (
	FromOrders Source = "orders" // what was paid on the day, less what was cancelled or returned since
	FromLevels Source = "levels" // what the recorded levels fell by
	FromNone   Source = "none"   // the day could not be counted
)

// State is what a day's units stand for.
type State uint8

// The states.
const (
	Unknown State = iota // the day was not counted: its units say nothing
	InStock              // nothing on record says that it could not be bought
	Partial              // it could not be bought, or was not on record, for a part of the day
	Out                  // it could not be bought all day: no units is not no demand
)

// Day is one variant's calendar day in the mall's own time.
type Day struct {
	Units int32 // sold, net; never negative
	State State
}

// Series is one variant's days, one after the other, From the first. A
// calendar day is midnight UTC of its date.
type Series struct {
	VariantCode string
	From        time.Time
	Days        []Day
}

// MallDay is one calendar day of the whole mall.
type MallDay struct {
	Units int64 // sold by all variants, net
	Known bool  // false: the day was not counted
}

// Range is days that are counted in one go, both ends included.
type Range struct {
	From, To time.Time
	Source   Source
}

// Days is how many days the range has.
func (r Range) Days() int { return localtime.DaysBetween(r.From, r.To) + 1 }

// Bounds are the moments at which the range's days begin in a time zone, and the
// one at which the last of them ends.
func (r Range) Bounds(zone *time.Location) []time.Time {
	bounds := make([]time.Time, 0, r.Days()+1)
	for n := range r.Days() + 1 {
		bounds = append(bounds, localtime.StartOfDay(r.From.Year(), r.From.Month(), r.From.Day()+n, zone))
	}
	return bounds
}

// DayRead says of a day what it was counted from, and on which day that was.
type DayRead struct {
	Source Source
	On     time.Time
}

// Reading is what a range was found to have sold: units a variant, one for
// each day of the range. Units of a range that is counted from levels is nil.
type Reading struct {
	Range

	Units map[string][]int32
}

// Order is what one order counts for, kept while the orders of its day are
// asked for one by one.
type Order struct {
	ID    string
	Day   time.Time
	Units map[string]int32
}

// Progress is how far the counting has come.
type Progress struct {
	Done, Wanted int       // days
	Source       Source    // of what is counted now
	Since        time.Time // the oldest day that is counted, as a calendar day; zero: none
	Began        time.Time // when the first counting could begin; zero: not known
	Computing    bool      // what follows from the counted days is due, and not computed yet
}

// Reading says whether days that are wanted have still to be counted.
func (p Progress) Reading() bool { return p.Wanted > 0 && !p.Whole() }

// Left is about how long the first counting still takes, at the pace it has had;
// false where that cannot be said.
func (p Progress) Left(now time.Time) (time.Duration, bool) {
	took := now.Sub(p.Began)
	if p.Began.IsZero() || p.Done == 0 || took < 10*time.Second || took > 24*time.Hour {
		return 0, false
	}
	return took * time.Duration(p.Wanted-p.Done) / time.Duration(p.Done), true
}

// Whole says whether all days that are wanted have been counted, but for the last
// two at most, which a night may lack.
func (p Progress) Whole() bool { return p.Done > 0 && p.Wanted-p.Done <= 2 }

// Plan is what is known of a mall's demand by whoever has claimed it.
type Plan struct {
	Fence    int64 // of the claim; an older one writes nothing
	Zone     *time.Location
	Orders   bool                  // the mall allows its orders to be read
	LevelsAt time.Time             // since when levels are on record; zero: none are
	Step     int                   // days that a range may have at most
	Read     map[time.Time]DayRead // by calendar day
}

// Next is the range to be counted next, the newest days first; false when there
// is none until the next day.
func (p *Plan) Next(now time.Time) (Range, bool) {
	today := localtime.DayOf(now, p.Zone)
	r := Range{Source: FromLevels}
	if p.Orders {
		r.Source = FromOrders
	}
	for age := 1; age <= Days; age++ {
		day := today.AddDate(0, 0, -age)
		switch due := p.due(day, today); {
		case due && r.To.IsZero():
			r.From, r.To = day, day
		case due && r.Days() < max(1, p.Step):
			r.From = day
		case !r.To.IsZero():
			return r, true
		}
	}
	return r, !r.To.IsZero()
}

// due says whether a day has to be counted, for the first time or again.
func (p *Plan) due(day, today time.Time) bool {
	read, known := p.Read[day]
	age, before := localtime.DaysBetween(day, today), localtime.DaysBetween(day, read.On)
	switch {
	case !p.Orders && (p.LevelsAt.IsZero() || day.Before(localtime.DayOf(p.LevelsAt, p.Zone))):
		return false
	case !known:
		return true
	case !p.Orders:
		return read.Source != FromOrders && before < min(age, levelsSettle)
	case read.Source != FromOrders:
		return read.On.Before(today) // the permission has come, or the platform could not list them
	}
	return before < lookedAt(age)
}

// lookedAt is the age, in days, at which a day of this age was last to be read.
func lookedAt(age int) int {
	switch {
	case age >= demandLast:
		return demandLast
	case age >= demandLater:
		return demandLater
	}
	return min(age, demandSettles)
}

// Took notes that a range has been counted.
func (p *Plan) Took(r Range, now time.Time) {
	for day := r.From; !day.After(r.To); day = day.AddDate(0, 0, 1) {
		p.Read[day] = DayRead{Source: r.Source, On: localtime.DayOf(now, p.Zone)}
	}
}

// Progress is how many of the days that are wanted have been counted.
func (p *Plan) Progress(now time.Time) Progress {
	progress := Progress{Source: FromLevels}
	if p.Orders {
		progress.Source = FromOrders
	}
	today := localtime.DayOf(now, p.Zone)
	for age := 1; age <= Days; age++ {
		day := today.AddDate(0, 0, -age)
		read, known := p.Read[day]
		if known && read.Source != FromNone {
			progress.Since = day
		}
		counted := known && (!p.Orders || read.Source == FromOrders || read.On.Equal(today))
		if counted || p.due(day, today) {
			progress.Wanted++
		}
		if counted {
			progress.Done++
		}
	}
	return progress
}
