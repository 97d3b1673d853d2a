package preference

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// How often the app asks whether somebody wants a mall's alerts. It must be no
// way to fill a mailbox, however many malls there are, and no mall may use up
// what another needs:
//
//   - a mall asks at most [AsksAnHour] times within an hour;
//   - at most [AskersADay] malls begin to ask one address within 24 hours. The
//     others wait, in the order in which they named it, and are asked for by
//     themselves: the first mail of a new mall may be late where very many malls
//     name one address. It is not lost;
//   - a mall that has asked an address within 24 hours asks it again, by hand or
//     since it was taken out and added, at most until that makes [AsksOfAMall],
//     and while the address has had fewer than [AsksADay] from all malls. That
//     takes no other mall's turn to begin, and one mall never reaches the limit of
//     all. So an address never gets more than seven a day.
//
// Only mails count. Who is taken off a list before the mail went out was not
// asked.
const (
	AsksAnHour  = 10
	AskersADay  = 3
	AsksOfAMall = 3
	AsksADay    = 2 * AsksOfAMall

	askHour = time.Hour
	askDay  = 24 * time.Hour
)

// AskLimit is the limit that a recipient's mail waits for.
type AskLimit string

// The limits.
const (
	AskFree    AskLimit = ""        // none: asked, or about to be
	AskMall    AskLimit = "mall"    // of the mall within the hour
	AskAddress AskLimit = "address" // of the address within the day
)

// EarlierAsk is a mail that asked an address.
type EarlierAsk struct {
	At    time.Time
	Own   bool // by the mall that asks now
	First bool // their mall had not asked within 24 hours before
}

// ToAsk is a recipient who is to be asked.
type ToAsk struct {
	Email   string
	Since   time.Time    // when they began to wait; zero: somebody asks once more, behind all who wait
	Earlier []EarlierAsk // of the address within 24 hours, the oldest first
	Ahead   int          // other malls that have waited longer to begin to ask the address
}

// AskPlan is what becomes of one who is to be asked: now, or not before After.
type AskPlan struct {
	Email string
	After time.Time // zero: now
	Limit AskLimit  // what they wait for
}

// Asked is what became of a mail that asked a recipient.
type Asked struct {
	State lowstock.DeliveryState // "" where it went as it should, or there was none
	Error string                 // a key of the message catalogue
}

// PlanAsks says who is asked now and who later, in their order. Past is when the
// mall has asked anybody within an hour, the oldest first. A time to come is the
// earliest that is possible as things stand.
func PlanAsks(asked []time.Time, list []ToAsk, now time.Time) []AskPlan {
	plans := make([]AskPlan, 0, len(list))
	for _, a := range list {
		ofMall, ofAddress := freeAt(asked, AsksAnHour, askHour, now), a.freeAt(now)
		p := AskPlan{Email: a.Email}
		switch {
		case ofAddress.After(ofMall):
			p.After, p.Limit = ofAddress, AskAddress
		case ofMall.After(now):
			p.After, p.Limit = ofMall, AskMall
		}
		if p.Limit != AskAddress { // one that waits for its address leaves its place to others meanwhile
			asked = append(slices.Clip(asked), ofMall)
		}
		plans = append(plans, p)
	}
	return plans
}

// freeAt is when the address may be asked: now, or later.
func (a *ToAsk) freeAt(now time.Time) time.Time {
	var all, own, first []time.Time
	for _, p := range a.Earlier {
		all = append(all, p.At)
		if p.Own {
			own = append(own, p.At)
		}
		if p.First {
			first = append(first, p.At)
		}
	}
	if freeAt(own, 1, askDay, now).After(now) { // it has asked within the day
		at, ofAll := freeAt(own, AsksOfAMall, askDay, now), freeAt(all, AsksADay, askDay, now)
		if ofAll.After(at) {
			return ofAll
		}
		return at
	}
	for range a.Ahead {
		first = append(first, freeAt(first, AskersADay, askDay, now))
	}
	return freeAt(first, AskersADay, askDay, now)
}

// freeAt is when fewer than limit of what was taken, the oldest first, lie
// within the window before: now, or later.
func freeAt(taken []time.Time, limit int, window time.Duration, now time.Time) time.Time {
	for len(taken) > 0 && !taken[0].After(now.Add(-window)) {
		taken = taken[1:]
	}
	if len(taken) >= limit {
		return taken[len(taken)-limit].Add(window)
	}
	return now
}
