package overview

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// The limits of the data in [Workings].
const (
	SweepsShown    = 4                  // full sweeps; normally those of one day
	NotifiedWithin = 7 * 24 * time.Hour // alerts whose notification delay is measured
)

// Workings is how well the app has watched a mall and notified its people.
type Workings struct {
	Sweeps []SweepFound // the last full sweeps that were completed, newest first
	Delay  preference.NotificationDelay
	Mails  map[lowstock.DeliveryState]int // mails of the last 24 hours
	Others map[lowstock.DeliveryState]int // messages by other channels, of the last 24 hours
	Quota  QuotaUse
	Night  Night
}

// SweepFound is how many products a full sweep read, and how many of them
// differed from the stored data although no webhook had announced a change.
type SweepFound struct {
	StartedAt, FinishedAt time.Time
	Products, Differed    int
}

// Swept returns the sums over some sweeps.
func Swept(list []SweepFound) (products, differed int) {
	for _, s := range list {
		products += s.Products
		differed += s.Differed
	}
	return products, differed
}

// QuotaUse is how much is used of what Cafe24 allows the mall's apps.
type QuotaUse struct {
	Bucket     float64       // how full the fullest bucket of calls is now, 0 to 1
	Usage      float64       // percent of the quota of calls and time, from Cafe24's last answer; unknown if AnsweredAt is zero
	AnsweredAt time.Time     // when Cafe24 gave that answer
	Stopped    time.Duration // how much longer the app may not call, as Cafe24 demanded
}
