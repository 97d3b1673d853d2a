package rulebook

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Replay counts the announcements that a sequence of quantities would have
// caused since a time. An announcement is a raise, or a change from low to out.
// Replay uses the same function that decides on real alerts. Points from before
// since only show what stood at that time. So the sequence has to begin at a
// time without an incident: at the variant's first level, or at a level that
// had [lowstock.Recovered]. The alerts of the first sync are announced in one
// summary and do not count.
//
// Replay uses the present state of the variant for the whole time: on sale or
// hidden, its categories, how fast it sells. It assumes that nobody snoozes or
// resolves an incident, and that one reading is enough.
func Replay(points []lowstock.Point, s lowstock.Situation, since time.Time) int {
	alerts := 0
	s.Standing, s.ConfirmAfter, s.Dismissed, s.RaiseSeenAt = nil, 0, "", time.Time{}
	for _, p := range points {
		s.Variant.Quantity, s.ReadAt = p.Quantity, p.At
		d := lowstock.Evaluate(s)
		switch d.Action {
		case lowstock.ActionOpen:
			s.Standing = &lowstock.Incident{Kind: d.Kind, State: lowstock.IncidentOpen, OpenedAt: p.At}
		case lowstock.ActionEscalate:
			s.Standing.Kind = d.Kind
		case lowstock.ActionResolve:
			s.Standing = nil
			continue
		case lowstock.ActionNone, lowstock.ActionAwait:
			continue
		}
		if !p.At.Before(since) && p.Source != lowstock.SourceInstall {
			alerts++
		}
	}
	return alerts
}

// Preview is the effect that a change of rules would have.
type Preview struct {
	MatchesNow       int // variants that get their threshold from a changed rule, are not silent, and are at or below it now
	Opens            int // incidents that the change would open now
	Worsens          int // incidents that the change would turn to out now
	Resolves         int // incidents that the change would end now
	WouldHaveSent30d int // announcements in the last 30 days with the changed rules; see [Replay]
	CurrentlySent30d int // announcements in the last 30 days with today's rules for the whole time

	WithoutSales int       // variants without known sales, for which the days of cover of a changed rule cannot be computed: the next wider rule holds
	Estimated    bool      // the announcements were counted for a sample of the variants and scaled to all
	RecordedFrom time.Time // the first recorded level of these variants, if it is within the 30 days; zero: all 30 days are recorded
}
