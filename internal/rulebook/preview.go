package rulebook

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Replay counts the announcements, a raise or low → out each, that a run of
// quantities would have brought since a time, by the very function that
// decides. Points from before then only tell what stood by then, so the run has
// to begin where nothing did: at the variant's first level, or at one that had
// [Recovered]. What the first sync raises is told in one summary and does not
// count.
//
// It takes the variant as it is now for the whole time: on sale or hidden, its
// categories, how fast it sells. Nobody puts anything off or resolves it by
// hand, and one reading is enough.
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

// Preview is what a change of rules would mean.
type Preview struct {
	MatchesNow       int // variants that a changed rule would decide, that are not silent, and at or below it now
	Opens            int // incidents that saving it would open, now
	Worsens          int // incidents that saving it would turn to out, now
	Resolves         int // incidents that saving it would end, now
	WouldHaveSent30d int // announcements of the last 30 days, had the rules been there; see [Replay]
	CurrentlySent30d int // announcements of the last 30 days, had today's rules been there all the time

	WithoutSales int       // variants for which a changed rule of days of cover has no sales to go by: the next wider rule holds
	Estimated    bool      // the announcements are those of a sample of the variants, times what it stands for
	RecordedFrom time.Time // the first level on record of these variants, where that is within the 30 days; zero: they are all on record
}
