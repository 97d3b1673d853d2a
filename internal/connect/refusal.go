package connect

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Verdict is what an error of a mall's API means for its connection.
type Verdict string

// The verdicts, from nothing to the last word.
const (
	NoVerdict      Verdict = ""          // the error is no refusal of the API
	RefusedOnce    Verdict = "once"      // a refusal: the mall is looked at again before that counts
	RefusedMany    Verdict = "many"      // again, but of many malls at once: the app or its address is meant, not the mall
	RefusedForGood Verdict = "reconnect" // again, some minutes later: the mall has to reconnect
)

// Refusal is what Cafe24 has refused a mall since it last gave a good answer.
type Refusal struct {
	Since  time.Time // the first one; zero: none
	LookAt time.Time // when the app looks again by itself
}

const (
	// RefusalGap is how far apart two refusals with no good answer in between
	// must be to count. Firewalls and burst guards shut for less.
	RefusalGap = 3 * time.Minute

	// RefusalFresh is how long ago a refusal or a good answer may be to say
	// something of how Cafe24 answers now: as long as one watch after another.
	RefusalFresh = 10 * time.Minute

	againLook = 2 * time.Minute
	firstLook = 10 * time.Minute
	mostLook  = 6 * time.Hour
	manyMalls = 3
)

// NextLook is when a refused mall is looked at again after so many looks since
// it has to reconnect. Until then it is soon.
func NextLook(state lowstock.MallState, looks int, now time.Time) time.Time {
	if state == lowstock.MallActive {
		return now.Add(againLook)
	}
	return now.Add(min(mostLook, firstLook<<min(looks, 10)))
}

// Neighbours are how Cafe24 answers all malls of the app of late.
type Neighbours struct {
	Refused  int // the one that is judged included
	Answered int // since the first refusal of the one that is judged
	Silent   int // connected, but neither: it has not called since
}

// Judge says what a refusal means that was repeated after a time. Where Cafe24
// refuses more malls than it answers it is the app or its address that is
// meant, not a mall; two may be meant both. Before any other mall has called
// nobody can tell, so that is waited for, but not for ever.
func (n Neighbours) Judge(after time.Duration) Verdict {
	switch {
	case after < RefusalGap:
		return RefusedOnce
	case n.Refused >= manyMalls && n.Refused > n.Answered:
		return RefusedMany
	case n.Answered == 0 && n.Refused+n.Silent >= manyMalls && after < 2*RefusalFresh:
		return RefusedOnce
	default:
		return RefusedForGood
	}
}

const (
	pairWindow = 2 * time.Hour
	pairBudget = 10 // of the 15 that Cafe24 hands out in that time; the rest is for consents and the hourly renewal
)

// RenewAfterRefusal says whether a pair that Cafe24 has just refused may be
// renewed, however young it is: at once the first time, then with longer and
// longer pauses, and only so often in two hours.
func (t Token) RenewAfterRefusal(now time.Time) bool {
	n := t.recent(now)
	return n < pairBudget && now.Sub(t.IssuedAt) >= pairPause(n)
}

// BudgetSpent says that no refusal renews the pair for a while.
func (t Token) BudgetSpent(now time.Time) bool { return t.recent(now) >= pairBudget }

func (t Token) recent(now time.Time) (n int) {
	for _, at := range t.PairsAt {
		if now.Sub(at) < pairWindow {
			n++
		}
	}
	return n
}

func pairPause(recent int) time.Duration {
	switch {
	case recent <= 1:
		return 0
	case recent == 2:
		return time.Minute
	case recent == 3:
		return 2 * time.Minute
	case recent == 4:
		return 5 * time.Minute
	default:
		return 15 * time.Minute
	}
}
