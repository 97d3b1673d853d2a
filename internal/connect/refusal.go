package connect

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Verdict is what an error of a mall's API means for its connection.
type Verdict string

// The verdicts, from harmless to final.
const (
	NoVerdict      Verdict = ""          // the error is not a refusal by the API
	RefusedOnce    Verdict = "once"      // a refusal: the app checks the mall again before it counts
	RefusedMany    Verdict = "many"      // refused again, together with many malls: the reason is the app or its IP address, not the mall
	RefusedForGood Verdict = "reconnect" // refused again after some minutes: the mall has to reconnect
)

// Refusal is the state of Cafe24's refusals to a mall since its last successful
// answer.
type Refusal struct {
	Since  time.Time // the first refusal; zero: none
	LookAt time.Time // when the app next checks the mall
}

const (
	// RefusalGap is the least time between two refusals, with no successful answer
	// between them, for the second to count. Firewalls and burst guards refuse for
	// a shorter time.
	RefusalGap = 3 * time.Minute

	// RefusalFresh is the greatest age of a refusal or a successful answer that
	// still shows how Cafe24 answers now. It is the time from one watch to the
	// next.
	RefusalFresh = 10 * time.Minute

	againLook = 2 * time.Minute
	firstLook = 10 * time.Minute
	mostLook  = 6 * time.Hour
	manyMalls = 3
)

// NextLook returns when a refused mall is checked again. looks is how many
// times it has been checked since it has to reconnect. A mall that does not
// have to reconnect yet is checked soon.
func NextLook(state lowstock.MallState, looks int, now time.Time) time.Time {
	if state == lowstock.MallActive {
		return now.Add(againLook)
	}
	return now.Add(min(mostLook, firstLook<<min(looks, 10)))
}

// Neighbours counts how Cafe24 has recently answered the malls of the app.
type Neighbours struct {
	Refused  int // refused malls, with the mall that is judged
	Answered int // malls with an answer since the first refusal of the mall that is judged
	Silent   int // connected malls that have not called since then
}

// Judge returns what a refusal means that was repeated after a time. If Cafe24
// refuses more malls than it answers, the reason is the app or its IP address,
// not a mall. With only two refused malls, the reason may be the malls
// themselves. Before any other mall has called, the reason cannot be known, so
// the app waits for such a call, but not for ever.
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
	pairBudget = 10 // of the 15 pairs that Cafe24 issues in that time; the rest is for consents and the hourly renewal
)

// RenewAfterRefusal says whether a pair that Cafe24 has just refused may be
// renewed, even if it is new: at once the first time, then with increasing
// pauses, and only a limited number of times in two hours.
func (t Token) RenewAfterRefusal(now time.Time) bool {
	n := t.recent(now)
	return n < pairBudget && now.Sub(t.IssuedAt) >= pairPause(n)
}

// BudgetSpent says that no refusal causes a renewal for a while.
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
