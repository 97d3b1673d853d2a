package listing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Counts is the number of a mall's variants by status.
type Counts struct {
	Out, Low, OK, Untracked int
	StillSelling            int // part of Out: see [InventoryRow.StillSelling]
	Silent                  int // at or below their threshold, but muted, hidden or not selling
	Standing                int // incidents that are not resolved
	Unanswered              int // standing incidents that no person has acknowledged or snoozed
	AtRisk                  TilesAtRisk
	Morning                 int       // items of the daily list that need an answer, when they were last counted
	MorningAt               time.Time // when that was; zero: not yet, or something has changed since
}

// TilesAtRisk is what the items of a status are expected to lose until goods can
// be there, in whole units of the mall's currency, when it was last summed up. 0:
// nothing, or not known.
type TilesAtRisk struct{ Out, Low, OK, Silent int64 }

// Of is how many variants have a status.
func (c Counts) Of(status lowstock.Status) int {
	switch status {
	case lowstock.StatusOut:
		return c.Out
	case lowstock.StatusLow:
		return c.Low
	case lowstock.StatusOK:
		return c.OK
	case lowstock.StatusUntracked:
		return c.Untracked
	}
	return 0
}

// Total is the number of variants in the catalogue.
func (c Counts) Total() int { return c.Out + c.Low + c.OK + c.Untracked }

// Worst is the worst status of any variant; untracked if there is none.
func (c Counts) Worst() lowstock.Status {
	for _, status := range []lowstock.Status{lowstock.StatusOut, lowstock.StatusLow, lowstock.StatusOK} {
		if c.Of(status) > 0 {
			return status
		}
	}
	return lowstock.StatusUntracked
}
