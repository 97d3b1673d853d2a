package postgres

import (
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// settlement is one transaction that turns levels, or changed rules, into
// decisions and writes their results. No other code does this. It holds the
// lock on the mall's settings row from begin to end. So a mall's settlements
// run one after another, readings see settled rules, and replicas do not wait
// for each other in a circle.
type settlement struct {
	tx           pgx.Tx
	mall         lowstock.MallID
	rules        lowstock.RuleSet
	at           time.Time     // the time of what is raised or resolved
	confirm      time.Duration // see inbound.Levels.ConfirmAfter
	hold         bool          // see inbound.Levels.Hold
	notification notification
	collect      time.Time // when what is raised is collected; zero: as the settings say
	applied      lowstock.Applied
	found        *findings // nil: what is evaluated was read before

	awaiting map[int64]time.Time // product → its earliest unconfirmed raise; see awaitAgain
}

func (s *settlement) collectAt() time.Time {
	if !s.collect.IsZero() {
		return s.collect
	}
	return s.notification.collectAt(s.at)
}

func (it *item) situation(s *settlement) lowstock.Situation {
	situation := lowstock.Situation{
		Product: *it.product, Variant: it.variant, Removed: it.removed, Threshold: it.threshold, Sales: it.sales(),
		ReadAt: s.at, ConfirmAfter: s.confirm, Source: it.source,
	}
	if it.was != nil {
		situation.Standing, situation.Dismissed, situation.RaiseSeenAt = it.was.standing, it.was.dismissed, it.was.raiseSeenAt
	}
	return situation
}
