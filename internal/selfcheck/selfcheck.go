package selfcheck

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// Kind is one way in which the app cannot do its work for a mall.
type Kind string

// The kinds.
const (
	HealthConnection Kind = "connection_lost"     // the mall has to consent again
	HealthRefresh    Kind = "refresh_failing"     // its token cannot be renewed
	HealthApp        Kind = "app_refused"         // nor can any mall's: Cafe24 refuses the app itself
	HealthScope      Kind = "scope_missing"       // Cafe24 refuses for want of a permission
	HealthReception  Kind = "webhooks_off"        // Cafe24 does not send this app's webhooks
	HealthStale      Kind = "stock_stale"         // no number was read for hours
	HealthMail       Kind = "mail_failing"        // letters do not get out
	HealthRecipient  Kind = "recipient_suspended" // an address refuses its letters
	HealthChannel    Kind = "channel_gone"        // a channel besides mail takes nothing any more
)

// Kinds are all of them, the most serious first: what stops everything
// before what delays it, before what concerns one way of telling.
func Kinds() []Kind {
	return []Kind{
		HealthConnection, HealthScope, HealthStale, HealthMail, HealthApp, HealthRefresh, HealthChannel, HealthRecipient, HealthReception,
	}
}

// Health is something that is wrong, or was.
type Health struct {
	ID       int64
	Kind     Kind
	Subject  string // the address of a suspended recipient, the channel that is gone
	Reason   string // a key of the message catalogue, "" where the kind says it all
	OpenedAt time.Time
	ClosedAt time.Time // zero: still so
}

// Stands says whether it is still so.
func (h Health) Stands() bool { return h.ClosedAt.IsZero() }

// Is says whether it is the same trouble as a condition.
func (h Health) Is(c Condition) bool { return h.Kind == c.Kind && h.Subject == c.Subject }

// Reaches says whether word of it may go to the recipient of a channel: never
// by the way that is itself broken.
func (h Health) Reaches(channel lowstock.Channel, recipient string) bool {
	switch h.Kind {
	case HealthMail:
		return channel != lowstock.ChannelEmail
	case HealthRecipient:
		return channel != lowstock.ChannelEmail || recipient != h.Subject
	case HealthChannel:
		return string(channel) != h.Subject
	case HealthConnection, HealthRefresh, HealthApp, HealthScope, HealthReception, HealthStale:
	}
	return true
}

// Condition is one thing that is wrong now.
type Condition struct {
	Kind    Kind
	Subject string
	Reason  string
}

// How long something holds before it is spoken of.
const (
	refreshPatience = 30 * time.Minute // a pair is renewed at half of its life, so the old one lasts another half hour
	stalePatience   = 6 * time.Hour
	mailPatience    = 30 * time.Minute
	mailAttempts    = 2
	receptionFresh  = 2 * time.Hour // how old Cafe24's answer may be

	// Rest is how long after its all-clear the same trouble is not told
	// again, so that what flaps is one story and not twenty letters.
	Rest = time.Hour

	// lateCheckup is how long after its time a checkup shows that the app
	// itself was away. What is old then was made so by us, and is read again
	// before the next one.
	lateCheckup = 15 * time.Minute
)

// Plan is what is known when a checkup begins.
type Plan struct {
	State       lowstock.MallState
	DueAt       time.Time // when it should have begun
	Scopes      []string  // of the mall's token
	ReceptionAt time.Time // when Cafe24 last said whether it sends webhooks
	Repaired    bool      // since the mall was last connected the app has turned webhooks on again once
}

// Change is what a checkup brought.
type Change struct {
	Opened, Closed []Health
	Messages       int // to be sent
}

// Facts are what a checkup of one mall goes by.
type Facts struct {
	State           lowstock.MallState
	ReconnectReason string
	ConnectedAt     time.Time
	RefreshFailing  time.Time // since when renewals of the token fail; zero: the last one worked
	AppRefused      time.Time // since when they do because Cafe24 refuses the app itself; zero: for another reason
	ReceptionOff    bool      // as Cafe24 last said; unknown is not off
	ReceptionAt     time.Time // when it said so
	MayRepair       bool      // the mall lets the app turn it on again
	Repaired        bool      // and the app has, once since the mall was connected
	Products        bool      // there are any
	FirstSync       bool      // it has not ended yet
	ReadAt          time.Time // when Cafe24 last answered what there is of anything
	Mail            MailFacts
	Recipients      []preference.Recipient // with what silences them
	Channels        []lowstock.Channel     // besides mail, where set
	Gone            []Condition            // Subject and Reason: of those channels where what was sent last is given up
	Known           []Health               // what stands, and what ended within [Rest]
	DueAt           time.Time              // when this checkup should have been
}

// MailFacts are the attempts to send letters since the last one that got out.
type MailFacts struct {
	SentAt  time.Time // of the last one that got out; zero: none of late
	Failed  int       // attempts since that failed for a reason of the server, not of an address
	Since   time.Time // the first of them
	Error   string    // of the newest
	Waiting bool      // a letter waits to be tried again
}

// MailTroubles are the errors of attempts that say the way out is broken, and
// not that one address refuses.
func MailTroubles() []string {
	return []string{
		"letter.error.auth", "letter.error.sender", "letter.error.tls", "letter.error.connect", "letter.error.timeout", "letter.error.deferred",
	}
}

// hopeless are the troubles that waiting does not mend.
func hopeless(key string) bool {
	return slices.Contains([]string{"letter.error.auth", "letter.error.sender", "letter.error.tls"}, key)
}

// Find says what is wrong with the app's own way to a mall and to its
// people. It is given what stands already, because what cannot be proven to be
// over goes on: an answer that is missing is neither good news nor bad.
//
// While the mall has to reconnect nothing else about reading it is said: one
// cause, one alert.
func Find(f *Facts, now time.Time) []Condition {
	var found []Condition
	add := func(wrong bool, c Condition) {
		if wrong && (f.stands(c) || f.rested(c, now)) {
			found = append(found, c)
		}
	}
	switch f.State {
	case lowstock.MallReconnect:
		kind := HealthConnection
		if f.ReconnectReason == "connection.scope" {
			kind = HealthScope
		}
		found = append(found, Condition{Kind: kind, Reason: f.ReconnectReason}) // without rest: until it is mended nothing works
	case lowstock.MallActive:
		add(f.appRefused(now), Condition{Kind: HealthApp})
		add(f.refreshFailing(now), Condition{Kind: HealthRefresh})
		add(f.receptionOff(now), Condition{Kind: HealthReception, Reason: f.receptionReason()})
		add(f.stale(now), Condition{Kind: HealthStale})
	case lowstock.MallNew, lowstock.MallUninstalled:
		return nil
	}
	add(f.mailFailing(now), Condition{Kind: HealthMail, Reason: f.Mail.Error})
	for _, r := range f.Recipients {
		add(r.Silence() == "suspended", Condition{Kind: HealthRecipient, Subject: r.Email})
	}
	for _, gone := range f.Gone {
		add(true, gone)
	}
	return found
}

// Quietly says whether something that is not a condition any more ends without
// an all-clear: it did not get better, it only became a part of something
// larger, or the address or channel was taken out.
func (f *Facts) Quietly(h Health) bool {
	switch h.Kind {
	case HealthRefresh:
		return f.State != lowstock.MallActive || !f.AppRefused.IsZero()
	case HealthApp, HealthReception, HealthStale, HealthConnection, HealthScope:
		return f.State != lowstock.MallActive
	case HealthRecipient:
		return !slices.ContainsFunc(f.Recipients, func(r preference.Recipient) bool { return r.Email == h.Subject && r.Reachable() })
	case HealthChannel:
		return !slices.Contains(f.Channels, lowstock.Channel(h.Subject))
	case HealthMail:
	}
	return false
}

func (f *Facts) stands(c Condition) bool {
	return slices.ContainsFunc(f.Known, func(h Health) bool { return h.Stands() && h.Is(c) })
}

// rested says whether the last time was long enough ago to speak of it again.
func (f *Facts) rested(c Condition, now time.Time) bool {
	return !slices.ContainsFunc(f.Known, func(h Health) bool {
		return h.Is(c) && !h.Stands() && now.Sub(h.ClosedAt) < Rest
	})
}

// late says whether the app itself was away, so that what is old says nothing
// about anybody else yet.
func (f *Facts) late(now time.Time) bool { return now.Sub(f.DueAt) > lateCheckup }

// appRefused goes on until a renewal has worked: one that fails for another
// reason proves nothing.
func (f *Facts) appRefused(now time.Time) bool {
	if f.stands(Condition{Kind: HealthApp}) {
		return !f.RefreshFailing.IsZero()
	}
	return !f.AppRefused.IsZero() && !f.late(now) && now.Sub(f.AppRefused) > refreshPatience
}

func (f *Facts) refreshFailing(now time.Time) bool {
	if f.RefreshFailing.IsZero() || !f.AppRefused.IsZero() || f.stands(Condition{Kind: HealthApp}) {
		return false
	}
	return f.stands(Condition{Kind: HealthRefresh}) || !f.late(now) && now.Sub(f.RefreshFailing) > refreshPatience
}

// receptionOff is a person's switch: it does not flap, and needs no patience.
func (f *Facts) receptionOff(now time.Time) bool {
	return f.ReceptionOff && (f.stands(Condition{Kind: HealthReception}) || now.Sub(f.ReceptionAt) < receptionFresh)
}

// receptionReason says why the app leaves it off.
func (f *Facts) receptionReason() string {
	switch {
	case !f.MayRepair:
		return "health.webhooks_off.no_scope"
	case f.Repaired:
		return "health.webhooks_off.once"
	}
	return ""
}

// stale counts from the newest answer, or from the connection where that is
// younger. That something was read ends it at once.
func (f *Facts) stale(now time.Time) bool {
	newest := f.ReadAt
	if f.ConnectedAt.After(newest) {
		newest = f.ConnectedAt
	}
	if f.FirstSync || !f.Products || now.Sub(newest) <= stalePatience {
		return false
	}
	return f.stands(Condition{Kind: HealthStale}) || !f.late(now)
}

// mailFailing begins when letters have waited for long, or the server has twice
// refused in a way that waiting does not mend. Only a letter that got out ends
// it.
func (f *Facts) mailFailing(now time.Time) bool {
	for _, h := range f.Known {
		if h.Kind == HealthMail && h.Stands() {
			return !f.Mail.SentAt.After(h.OpenedAt)
		}
	}
	if f.Mail.Failed < mailAttempts || f.late(now) {
		return false
	}
	return hopeless(f.Mail.Error) || f.Mail.Waiting && now.Sub(f.Mail.Since) > mailPatience
}
