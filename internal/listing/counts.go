package listing

import (
	"cafe24-inventory-alert/internal/lowstock"
)

// Counts is how a mall stands, in variants.
type Counts struct {
	Out, Low, OK, Untracked int
	StillSelling            int // of Out: see [InventoryRow.StillSelling]
	Silent                  int // would alert but for being muted, hidden or not selling
	Standing                int // incidents that are not resolved
	Unanswered              int // those of them that nobody has acknowledged or put off
}

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

// Worst is the worst status that any variant has; untracked where there is none.
func (c Counts) Worst() lowstock.Status {
	for _, status := range []lowstock.Status{lowstock.StatusOut, lowstock.StatusLow, lowstock.StatusOK} {
		if c.Of(status) > 0 {
			return status
		}
	}
	return lowstock.StatusUntracked
}
