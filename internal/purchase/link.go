package purchase

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/redact"
)

// Link is the page of one revision of an order that its supplier opens without a
// login.
type Link struct {
	Mall      lowstock.MallID
	Order     int64
	Revision  int
	Token     redact.Secret // "": only its hash is known
	ExpiresAt time.Time
	RetiredAt time.Time // when a newer revision, or a person, ended it; zero: not
}

const (
	linkAfter = 14 * 24 * time.Hour // after the last day on which goods are expected
	linkLife  = 30 * 24 * time.Hour // at least
)

// LinkUntil returns when the link of an order stops working.
func LinkUntil(o *Order, now time.Time) time.Time {
	until := now.Add(linkLife)
	for i := range o.Lines {
		if end := o.Lines[i].ExpectedOn.Add(linkAfter); end.After(until) {
			until = end
		}
	}
	return until
}

// LinkState is what a supplier finds behind a link.
type LinkState string

// The states of a link.
const (
	LinkOpen    LinkState = "open"    // the supplier can answer
	LinkArrived LinkState = "arrived" // goods have arrived: the answer is no longer asked for
	LinkRetired LinkState = "retired" // a newer revision, or a person, ended it
	LinkExpired LinkState = "expired"
	LinkOver    LinkState = "over" // the order is received, closed or cancelled
)

// State returns what a supplier finds behind the link of an order.
func (l *Link) State(o *Order, now time.Time) LinkState {
	until := l.ExpiresAt
	for i := range o.Lines {
		if end := o.Lines[i].ExpectedOn.Add(linkAfter); end.After(until) {
			until = end // a later day was answered meanwhile
		}
	}
	switch {
	case !l.RetiredAt.IsZero() || o.Revision != l.Revision:
		return LinkRetired
	case !now.Before(until):
		return LinkExpired
	case o.Coming() && o.Received() > 0 && o.Rest() > 0:
		return LinkArrived
	case o.Coming() && (o.Rest() > 0 || o.Received() == 0): // a refused order can still be answered otherwise
		return LinkOpen
	}
	return LinkOver
}

// Silent says whether a supplier has not answered an order that was mailed, one
// working day after it was sent. An order of which something has arrived needs
// no answer.
func (o *Order) Silent(now time.Time, zone *time.Location) bool {
	if o.Origin != OriginSheet || !o.Coming() || !o.ConfirmedAt.IsZero() || o.Received() > 0 || o.Delivery == "" {
		return false
	}
	return Overdue(o.SentAt, now, zone)
}

// Overdue says whether a working day has passed since sentAt: it is the same
// time on the next working day, or later.
func Overdue(sentAt, now time.Time, zone *time.Location) bool {
	local := sentAt.In(zone)
	day := AddWorkingDays(time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC), 1)
	due := time.Date(day.Year(), day.Month(), day.Day(), local.Hour(), local.Minute(), local.Second(), 0, zone)
	return !now.Before(due)
}
