package lowstock

import (
	"slices"
	"time"
)

// How far back the workings look.
const (
	SweepsShown = 4                  // full sweeps; a day of them as they come
	ToldWithin  = 7 * 24 * time.Hour // alerts, for how soon they were told
)

// Cafe24's bucket of calls, as it is published.
const (
	CallBucket = 40 // calls that one endpoint of a mall holds
	CallDrain  = 2  // calls a second that run out of it
)

// Workings is how well the app has watched over a mall and told its people.
type Workings struct {
	Sweeps []SweepFound // the last full ones that came to their end, newest first
	Told   Telling
	Mails  map[DeliveryState]int // letters of 24 hours
	Others map[DeliveryState]int // messages by other ways, of 24 hours
	Quota  QuotaUse
}

// SweepFound is what a full sweep read, and how many of that were not as they
// were believed to be although nothing had announced it.
type SweepFound struct {
	StartedAt, FinishedAt time.Time
	Products, Differed    int
}

// Swept adds sweeps up.
func Swept(list []SweepFound) (products, differed int) {
	for _, s := range list {
		products += s.Products
		differed += s.Differed
	}
	return products, differed
}

// Telling is how soon alerts were told by mail, from the reading that raised
// them to the server that took the letter.
type Telling struct {
	Alerts        int // that were told
	Median, Worst time.Duration
	Sending       time.Duration // the median of the last part: from the letter's being written to its being taken
}

// Raised is one alert by mail: when the fall was seen, when the letter was
// written that it went into, and when that was taken.
type Raised struct{ SeenAt, WrittenAt, SentAt time.Time }

// Tellings reckons how soon alerts were told. Those that fell into the mall's
// quiet hours waited on purpose, and do not count; those that were gathered, or
// spread over the day, do.
func (s *Settings) Tellings(list []Raised) Telling {
	took, sending := make([]time.Duration, 0, len(list)), make([]time.Duration, 0, len(list))
	for _, r := range list {
		if s.QuietUntil(r.SeenAt).IsZero() {
			took, sending = append(took, max(0, r.SentAt.Sub(r.SeenAt))), append(sending, max(0, r.SentAt.Sub(r.WrittenAt)))
		}
	}
	if len(took) == 0 {
		return Telling{}
	}
	slices.Sort(took)
	slices.Sort(sending)
	middle := (len(took) - 1) / 2
	return Telling{Alerts: len(took), Median: took[middle], Worst: took[len(took)-1], Sending: sending[middle]}
}

// QuotaUse is how much of what Cafe24 allows the mall's apps is spent.
type QuotaUse struct {
	Bucket  float64       // how full the fullest bucket of calls is now, 0 to 1
	Usage   float64       // percent of the quota of calls and time, by Cafe24's last answer; HeardAt zero: it has not said
	HeardAt time.Time     // when Cafe24 said so
	Stopped time.Duration // how much longer Cafe24 wants to be left alone
}
