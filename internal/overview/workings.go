package overview

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// How far back the workings look.
const (
	SweepsShown    = 4                  // full sweeps; a day of them as they come
	NotifiedWithin = 7 * 24 * time.Hour // alerts, for how soon they were told
)

// Workings is how well the app has watched over a mall and told its people.
type Workings struct {
	Sweeps []SweepFound // the last full ones that came to their end, newest first
	Delay  preference.NotificationDelay
	Mails  map[lowstock.DeliveryState]int // letters of 24 hours
	Others map[lowstock.DeliveryState]int // messages by other ways, of 24 hours
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

// QuotaUse is how much of what Cafe24 allows the mall's apps is spent.
type QuotaUse struct {
	Bucket     float64       // how full the fullest bucket of calls is now, 0 to 1
	Usage      float64       // percent of the quota of calls and time, by Cafe24's last answer; AnsweredAt zero: it has not said
	AnsweredAt time.Time     // when Cafe24 said so
	Stopped    time.Duration // how much longer Cafe24 wants to be left alone
}
