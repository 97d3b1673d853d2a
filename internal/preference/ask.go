package preference

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// These limits say how often the app asks an address whether it wants a mall's
// alerts. They keep malls from filling a mailbox, however many malls there are,
// and keep one mall from using up the share of another.
//
//   - A mall asks at most [AsksAnHour] times within an hour.
//   - At most [AskersADay] malls begin to ask one address within 24 hours. The
//     other malls wait, in the order in which they named the address, and the
//     app asks for them later without further action. So the first mail of a
//     new mall may be late if very many malls name one address. It is not lost.
//   - A mall that asked an address within 24 hours may ask it again: by hand,
//     or because the address was removed and added again. It may ask until it
//     has sent [AsksOfAMall] mails, and only while the address has received
//     fewer than [AsksADay] mails from all malls. Such a mail takes no other
//     mall's turn to begin, and one mall alone never reaches the limit of all
//     malls. So an address never gets more than seven mails a day.
//
// Only mails that were sent count. A recipient who was removed before the mail
// was sent was not asked.
const (
	AsksAnHour  = 10
	AskersADay  = 3
	AsksOfAMall = 3
	AsksADay    = 2 * AsksOfAMall

	askHour = time.Hour
	askDay  = 24 * time.Hour
)

// AskLimit is the limit that delays the mail that asks a recipient.
type AskLimit string

// The limits.
const (
	AskFree    AskLimit = ""        // no limit: the recipient was asked, or is asked now
	AskMall    AskLimit = "mall"    // the mall's mails within the hour
	AskAddress AskLimit = "address" // the address's mails within the day
)

// EarlierAsk is an earlier mail that asked an address.
type EarlierAsk struct {
	At    time.Time
	Own   bool // sent by the mall that asks now
	First bool // the mall that sent it had not asked within the 24 hours before
}

// ToAsk is a recipient who is to be asked.
type ToAsk struct {
	Email   string
	Since   time.Time    // when the recipient began to wait; zero: a person asks once more, after all who wait
	Earlier []EarlierAsk // mails to the address within 24 hours, the oldest first
	Ahead   int          // number of other malls that have waited longer to begin to ask the address
}

// AskPlan says when a recipient is asked: now, or not before After.
type AskPlan struct {
	Email string
	After time.Time // zero: now
	Limit AskLimit  // the limit for which the recipient waits
}

// Asked is the outcome of the mail that asked a recipient.
type Asked struct {
	State lowstock.DeliveryState // "" if it was sent without trouble, or there was none
	Error string                 // a key of the message catalogue
}

// PlanAsks says which recipients are asked now and which later, in their order.
// Asked holds the times at which the mall asked any address within the last
// hour, the oldest first. A time in the future is the earliest time that is
// possible with what is known now.
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
		if p.Limit != AskAddress { // a recipient who waits for the address's limit does not use the mall's hourly limit
			asked = append(slices.Clip(asked), ofMall)
		}
		plans = append(plans, p)
	}
	return plans
}

// freeAt returns when the address may be asked: now, or later.
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
	if freeAt(own, 1, askDay, now).After(now) { // the mall has asked within the day
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

// freeAt returns when fewer than limit of the times in taken, the oldest first,
// lie within the window before: now, or later.
func freeAt(taken []time.Time, limit int, window time.Duration, now time.Time) time.Time {
	for len(taken) > 0 && !taken[0].After(now.Add(-window)) {
		taken = taken[1:]
	}
	if len(taken) >= limit {
		return taken[len(taken)-limit].Add(window)
	}
	return now
}
