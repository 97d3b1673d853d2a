package demand

import (
	"maps"
	"time"

	"cafe24-inventory-alert/internal/localtime"
)

const (
	// Days is how many days of demand are counted. The last of them is yesterday.
	// They are two years, so that the model sees each time of the year twice, and
	// a month in which days are missing.
	Days = 760

	// FirstDays is how many of the newest days are counted before the mall's first
	// forecasts. Older days are counted after that, and no page waits for them.
	FirstDays = 400

	// MaxStep is the most days of one range, even if counting is fast. The
	// platform lists at most three months in one call.
	MaxStep = 80

	// Orders of a day are cancelled and returned for weeks. So a day is read again
	// every night until it is demandSettles days old, and after that at these
	// ages, in days.
	demandSettles = 14
	demandLater   = 30
	demandLast    = 60

	// One day later it is known whether a fall of the level was a correction.
	levelsSettle = 2
)

// Source is where the units of a day come from.
type Source string

// The sources.
const (
	FromOrders Source = "orders" // units that were paid on the day, less units that were cancelled or returned since
	FromLevels Source = "levels" // units by which the recorded levels fell
	FromNone   Source = "none"   // the day could not be counted
)

// State says what the units of a day mean.
type State uint8

// The states.
const (
	Unknown State = iota // the day was not counted: its units mean nothing
	InStock              // the record does not show that the item could not be bought
	Partial              // for a part of the day the item could not be bought, or was not recorded
	Out                  // the item could not be bought all day: no sale does not mean no demand
)

// Day is one calendar day of one variant, in the mall's time zone.
type Day struct {
	Units int32 // units sold, net; never negative
	State State
}

// Series is consecutive days of one variant; From is the first. A calendar day
// is midnight UTC of its date.
type Series struct {
	VariantCode string
	From        time.Time
	Days        []Day
}

// MallDay is one calendar day of the whole mall.
type MallDay struct {
	Units int64 // units sold by all variants, net
	Known bool  // false: the day was not counted
}

// Range is the days that are counted together, both ends included.
type Range struct {
	From, To time.Time
	Source   Source
}

// Days is how many days the range has.
func (r Range) Days() int { return localtime.DaysBetween(r.From, r.To) + 1 }

// Bounds returns the moments at which the range's days begin in a time zone,
// and the moment at which the last day ends.
func (r Range) Bounds(zone *time.Location) []time.Time {
	bounds := make([]time.Time, 0, r.Days()+1)
	for n := range r.Days() + 1 {
		bounds = append(bounds, localtime.StartOfDay(r.From.Year(), r.From.Month(), r.From.Day()+n, zone))
	}
	return bounds
}

// DayRead says from which source a day was counted, and on which day it was
// counted.
type DayRead struct {
	Source Source
	On     time.Time
}

// Reading is the result of counting a range: units by variant, one number for
// each day. Units is nil for a range that is counted from levels.
type Reading struct {
	Range

	Units map[string][]int32
}

// Order is the units of one order. It is kept while the orders of its day are
// requested one by one.
type Order struct {
	ID    string
	Day   time.Time
	Units map[string]int32
}

// Progress is how far the counting is.
type Progress struct {
	Done, Wanted int       // days, of the newest [FirstDays]
	Source       Source    // the source that is counted now
	Since        time.Time // the oldest counted calendar day of them; zero: none
	Began        time.Time // when the first counting could begin; zero: not known
	Computing    bool      // the counted days are not included in the forecast yet

	Older, OlderWanted int // days that are older than these
}

// Reading says whether days still have to be counted before there are
// forecasts. Days older than [FirstDays] do not matter for it.
func (p Progress) Reading() bool { return p.Wanted > 0 && !p.Whole() }

// ReadingOlder says whether only days older than [FirstDays] still have to be
// counted. There are forecasts without them.
func (p Progress) ReadingOlder() bool { return p.Whole() && p.Older < p.OlderWanted }

// Left estimates how long the first counting still takes, at its speed so far.
// It returns false if that cannot be estimated.
func (p Progress) Left(now time.Time) (time.Duration, bool) {
	took := now.Sub(p.Began)
	if p.Began.IsZero() || p.Done == 0 || took < 10*time.Second || took > 24*time.Hour {
		return 0, false
	}
	return took * time.Duration(p.Wanted-p.Done) / time.Duration(p.Done), true
}

// Whole says whether all of the newest [FirstDays] days have been counted. The
// last two may be missing, because a night may not have counted them yet.
func (p Progress) Whole() bool { return p.Done > 0 && p.Wanted-p.Done <= 2 }

// Plan is what a job knows about a mall's demand after it has claimed the
// counting.
type Plan struct {
	Fence    int64 // fence of the claim; a job with an older fence writes nothing
	Zone     *time.Location
	Orders   bool                  // the mall allows the app to read its orders
	LevelsAt time.Time             // start of the recorded levels; zero: none
	Step     int                   // the most days of a range
	Read     map[time.Time]DayRead // by calendar day
}

// Next returns the range to count next, the newest days first. It returns false
// if there is none until the next day. No range has both days of the newest
// [FirstDays] and older ones.
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
		case due && r.Days() < max(1, p.Step) && age != FirstDays+1:
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
	case read.Source == FromNone && age > FirstDays:
		return false // the platform does not list orders that are this old
	case read.Source != FromOrders:
		return read.On.Before(today) // the mall now allows orders to be read, or the platform could not list them before
	}
	return before < lookedAt(age)
}

// lookedAt returns the age in days at which a day of this age should last have
// been read.
func lookedAt(age int) int {
	switch {
	case age >= demandLast:
		return demandLast
	case age >= demandLater:
		return demandLater
	}
	return min(age, demandSettles)
}

// Older says whether a range is older than the newest [FirstDays].
func (p *Plan) Older(r Range, now time.Time) bool {
	return localtime.DaysBetween(r.To, localtime.DayOf(now, p.Zone)) > FirstDays
}

// Begins says whether the counting of a range leaves only days to count that
// are older than the newest [FirstDays]. Then the forecasts need not wait for
// the end of the counting.
func (p *Plan) Begins(r Range, now time.Time) bool {
	if p.Older(r, now) {
		return false
	}
	then := *p
	then.Read = maps.Clone(p.Read)
	then.Took(r, now)
	next, due := then.Next(now)
	return due && p.Older(next, now)
}

// Unlisted returns the range of all days from r's newest back to the oldest
// that is wanted, none of which the platform lists.
func (p *Plan) Unlisted(r Range, now time.Time) Range {
	return Range{From: localtime.DayOf(now, p.Zone).AddDate(0, 0, -Days), To: r.To, Source: FromNone}
}

// Took records that a range has been counted.
func (p *Plan) Took(r Range, now time.Time) {
	for day := r.From; !day.After(r.To); day = day.AddDate(0, 0, 1) {
		p.Read[day] = DayRead{Source: r.Source, On: localtime.DayOf(now, p.Zone)}
	}
}

// Tally is what is known about the counted days of a mall, added up over the
// last [FirstDays] days. Only Older is about days before them.
type Tally struct {
	Orders     bool      // the mall allows the app to read its orders
	Today      time.Time // the mall's calendar day
	LevelsFrom time.Time // the calendar day on which the recorded levels begin; zero: none
	Known      int       // days that were counted from whatever source
	Counted    int       // those that were counted from orders, or today
	Before     int       // those that were counted from whatever source and precede LevelsFrom
	Since      time.Time // the oldest of them with a count; zero: none
	Older      int       // days older than these that are not counted again: from orders, today, or because the platform does not list them
}

// Progress returns how many of these days have been counted. With orders every
// day can be counted, older ones too. Without them only the days of the recorded
// levels can, and levels are not kept for so long that there are older ones.
func (t Tally) Progress() Progress {
	if t.Orders {
		return Progress{Source: FromOrders, Done: t.Counted, Wanted: FirstDays, Since: t.Since, Older: t.Older, OlderWanted: Days - FirstDays}
	}
	progress := Progress{Source: FromLevels, Done: t.Known, Wanted: t.Known, Since: t.Since}
	if !t.LevelsFrom.IsZero() {
		progress.Wanted = t.Before + min(FirstDays, max(0, localtime.DaysBetween(t.LevelsFrom, t.Today)))
	}
	return progress
}

// Progress returns how many of the newest [FirstDays] days have been counted.
func (p *Plan) Progress(now time.Time) Progress {
	t := Tally{Orders: p.Orders, Today: localtime.DayOf(now, p.Zone)}
	if !p.LevelsAt.IsZero() {
		t.LevelsFrom = localtime.DayOf(p.LevelsAt, p.Zone)
	}
	for day, read := range p.Read {
		age := localtime.DaysBetween(day, t.Today)
		if age > FirstDays && age <= Days && (read.Source != FromLevels || read.On.Equal(t.Today)) {
			t.Older++
		}
		if age < 1 || age > FirstDays {
			continue
		}
		t.Known++
		if read.Source == FromOrders || read.On.Equal(t.Today) {
			t.Counted++
		}
		if day.Before(t.LevelsFrom) {
			t.Before++
		}
		if read.Source != FromNone && (t.Since.IsZero() || day.Before(t.Since)) {
			t.Since = day
		}
	}
	return t.Progress()
}
