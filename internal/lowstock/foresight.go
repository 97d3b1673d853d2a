package lowstock

import "time"

// Past is what is on record of a variant when a night looks ahead.
type Past struct {
	Subject

	Tracked      bool
	Points       []Point // its levels, led by the one that held at Since
	Since, Until time.Time
	Demand       DemandSeries // its last day is yesterday
	Whole        bool         // see [DemandProgress.Whole]
	LeadDays     int
	Level        int       // service level, percent
	Today        time.Time // calendar day in the mall's own time
	Last         *Night    // what was reckoned before; nil: nothing was
}

// Night is what a night reckons of a variant for the days to come.
type Night struct {
	On          time.Time // calendar day
	Pace        float64   // units a day, as this night reckons; what thresholds go by is [Sales]
	SteadyUntil time.Time // calendar day before which that does not fall; zero: it may

	Class    string // of demand; "": too little on record, and the rest says nothing
	LeadDays int
	Level    int   // percent
	Base     int   // reorder point of days for which nothing is planned; it follows what nights reckon slowly
	Point    int   // the one that is suggested: the same with what is planned
	Expected int   // of its units, what the lead time is expected to sell; the rest is safety stock
	Proof    Proof // of Point

	Ahead string // for pages; forecast.ReadAhead reads it
}

// Suggestion is a reorder point that a list shows beside a threshold.
type Suggestion struct {
	Point, Expected int // units
	LeadDays, Level int // that it is for
	Known           bool
	Proof           Proof
	Proven          bool // Proof is of Point
}

// Outlook narrows a list to what is worth a look ahead.
type Outlook string

// The outlooks.
const (
	OutlookOrder  Outlook = "order"  // stock is at or below the suggested reorder point: time to order
	OutlookRaise  Outlook = "raise"  // the suggestion is above the threshold
	OutlookLower  Outlook = "lower"  // below it
	OutlookLittle Outlook = "little" // too little on record to suggest anything
)
