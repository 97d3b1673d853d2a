package outlook

import (
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
)

// SalesHistory is the record of a variant that the nightly forecast reads.
type SalesHistory struct {
	lowstock.Subject

	Tracked      bool
	Points       []lowstock.Point // its levels; the first is the one that held at Since
	Since, Until time.Time        // Until is in the mall's time zone
	Demand       demand.Series    // its last day is yesterday
	Whole        bool             // see [demand.Progress.Whole]
	LeadDays     int
	Level        int              // service level in percent
	Today        time.Time        // calendar day in the mall's time zone
	Last         *NightlyForecast // the previous forecast; nil: none
}

// NightlyForecast is the forecast of a variant for the days to come, as one
// night computed it.
type NightlyForecast struct {
	On          time.Time // calendar day
	Pace        float64   // units a day, as this nightly forecast computed them; thresholds use [lowstock.Sales]
	SteadyUntil time.Time // calendar day before which the pace of the thresholds does not fall; zero: it may fall

	Class    string // class of demand; "": the record is too short, and the other fields mean nothing unless Learnt says otherwise
	LeadDays int
	Level    int   // percent
	Base     int   // reorder point without planned events; it follows the nightly results slowly
	Point    int   // the suggested reorder point: Base with planned events
	Expected int   // units of Point that the lead time is expected to sell; the rest is safety stock
	Proof    Proof // the proof of Point

	// Learnt is set if Class is "" and LeadDays, Level, Point and Expected are an
	// estimate from other items.
	Learnt Learnt

	Ahead string // data for lists; forecast.ReadAhead decodes it
	Model string // the fitted model, for pages; forecast.ReadModel decodes it

	Failed    bool               // nothing was computed: what is stored stays as it is
	Lost      lowstock.LossCurve // what a fall is expected to cost; nil: not known
	Covers    []int32            // for each of [CoverDays], the most stock that is gone after so many days, P90; nil: not known
	IdleSince time.Time          // calendar day since which it is in stock, was not sold and did not rise; zero: not in stock, or not known
}

// CoverDays are the numbers of days for which a list can ask what stands longer.
func CoverDays() []int { return []int{60, 90, 180, 365} }

// StoredModel is the model of a variant that a nightly forecast has stored.
type StoredModel struct {
	On      time.Time // calendar day of the stored forecast
	Content []byte    // forecast.ReadModel decodes it; nil: none
}

// Suggestion is a reorder point that a list shows beside a threshold.
type Suggestion struct {
	Point, Expected int // units
	LeadDays, Level int // the lead time and the service level of Point
	Known           bool
	Proof           Proof
	Proven          bool // Proof is the proof of Point, or Point is Learnt
	Learnt          Learnt
}

// Filter limits a list by the forecast of its items.
type Filter string

// The filters.
const (
	FilterOrder  Filter = "order"  // time to order; see [Due]
	FilterRaise  Filter = "raise"  // a suggestion above the threshold is offered
	FilterLower  Filter = "lower"  // a suggestion below the threshold is offered
	FilterLittle Filter = "little" // the record is too short to suggest anything
)
