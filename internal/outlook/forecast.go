package outlook

import (
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
)

// SalesHistory is what is on record of a variant when a night looks ahead.
type SalesHistory struct {
	lowstock.Subject

	Tracked      bool
	Points       []lowstock.Point // its levels, led by the one that held at Since
	Since, Until time.Time
	Demand       demand.Series // its last day is yesterday
	Whole        bool          // see [Progress.Whole]
	LeadDays     int
	Level        int              // service level, percent
	Today        time.Time        // calendar day in the mall's own time
	Last         *NightlyForecast // what was reckoned before; nil: nothing was
}

// NightlyForecast is what a night reckons of a variant for the days to come.
type NightlyForecast struct {
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

// Filter narrows a list to what is worth a look ahead.
type Filter string

// The outlooks.
const (
	FilterOrder  Filter = "order"  // stock is at or below the suggested reorder point: time to order
	FilterRaise  Filter = "raise"  // the suggestion is above the threshold
	FilterLower  Filter = "lower"  // below it
	FilterLittle Filter = "little" // too little on record to suggest anything
)
