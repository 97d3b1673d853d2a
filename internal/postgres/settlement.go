package postgres

import (
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// settlement is one transaction's way from levels, or from changed rules, to
// decisions and what they leave behind: there is no other. It holds the mall's
// settings row locked from begin to end, so a mall's settlements follow each
// other, readings see settled rules, and replicas do not wait in a circle.
type settlement struct {
	tx      pgx.Tx
	mall    lowstock.MallID
	rules   lowstock.RuleSet
	at      time.Time     // of what is raised or resolved
	confirm time.Duration // see inbound.Levels.ConfirmAfter
	hold    bool          // see inbound.Levels.Hold
	telling telling
	collect time.Time // when what is raised is put together; zero: as the settings say
	applied lowstock.Applied
	found   *findings // nil: what is decided on was read before

	awaiting map[int64]time.Time // product → its earliest unconfirmed raise; see awaitAgain
}

func (s *settlement) collectAt() time.Time {
	if !s.collect.IsZero() {
		return s.collect
	}
	return s.telling.collectAt(s.at)
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
