package selfcheck

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// Kind is one kind of trouble that keeps the app from doing its work for a
// mall.
type Kind string

// The kinds.
const (
	HealthConnection Kind = "connection_lost"     // the mall has to consent again
	HealthRefresh    Kind = "refresh_failing"     // its token cannot be renewed
	HealthApp        Kind = "app_refused"         // no mall's token can be renewed: Cafe24 refuses the app itself
	HealthScope      Kind = "scope_missing"       // Cafe24 refuses because a permission is missing
	HealthReception  Kind = "webhooks_off"        // Cafe24 does not send this app's webhooks
	HealthStale      Kind = "stock_stale"         // no stock level was read for hours
	HealthMail       Kind = "mail_failing"        // mail cannot be sent
	HealthRecipient  Kind = "recipient_suspended" // an address refuses mail
	HealthChannel    Kind = "channel_gone"        // a channel besides mail accepts nothing any more
)

// Kinds returns all kinds, the most serious first: a trouble that stops
// everything, then one that delays everything, then one that concerns a single
// channel or address.
func Kinds() []Kind {
	return []Kind{
		HealthConnection, HealthScope, HealthStale, HealthMail, HealthApp, HealthRefresh, HealthChannel, HealthRecipient, HealthReception,
	}
}

// Health is a trouble that exists, or existed.
type Health struct {
	ID       int64
	Kind     Kind
	Subject  string // the address of a suspended recipient, or the channel that accepts nothing any more
	Reason   string // a key of the message catalogue; "" if the kind is enough
	OpenedAt time.Time
	ClosedAt time.Time // zero: not over
}

// Stands says whether the trouble is not over.
func (h Health) Stands() bool { return h.ClosedAt.IsZero() }

// Is says whether the condition is the same trouble.
func (h Health) Is(c Condition) bool { return h.Kind == c.Kind && h.Subject == c.Subject }

// Reaches says whether a message about the trouble may be sent by a channel to
// a recipient. It is never sent by the channel or to the address that is itself
// broken.
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

// Condition is one trouble that exists now.
type Condition struct {
	Kind    Kind
	Subject string
	Reason  string
}

// The times that a trouble must last before it is reported.
const (
	refreshPatience = 30 * time.Minute // a token pair is renewed at half of its life, so the old one works for another half hour
	stalePatience   = 6 * time.Hour
	mailPatience    = 30 * time.Minute
	mailAttempts    = 2
	receptionFresh  = 2 * time.Hour // the greatest age of Cafe24's answer

	// Rest is how long after its all-clear the same trouble is not reported again.
	// A trouble that comes and goes is then one report and not twenty messages.
	Rest = time.Hour

	// lateCheckup is how late a checkup must be to show that the app itself did
	// not run. Old data is then the app's own fault. It is read again before the
	// next checkup.
	lateCheckup = 15 * time.Minute
)

// Plan is what is known when a checkup begins.
type Plan struct {
	State       lowstock.MallState
	DueAt       time.Time // when the checkup should have begun
	Scopes      []string  // scopes of the mall's token
	ReceptionAt time.Time // when Cafe24 last said whether it sends webhooks
	Repaired    bool      // the app has turned webhooks on again once since the mall was last connected
}

// Change is the result of a checkup.
type Change struct {
	Opened, Closed []Health
	Messages       int // messages to send
}

// Facts are the facts from which a checkup of one mall decides.
type Facts struct {
	State           lowstock.MallState
	ReconnectReason string
	ConnectedAt     time.Time
	RefreshFailing  time.Time // since when renewals of the token fail; zero: the last one worked
	AppRefused      time.Time // since when they fail because Cafe24 refuses the app itself; zero: they fail for another reason
	ReceptionOff    bool      // Cafe24 last answered that it sends no webhooks; false if it is unknown
	ReceptionAt     time.Time // when Cafe24 answered that
	MayRepair       bool      // the mall allows the app to turn webhooks on again
	Repaired        bool      // the app has done so once since the mall was connected
	Products        bool      // the mall has products
	FirstSync       bool      // the first sync has not ended yet
	ReadAt          time.Time // when Cafe24 last answered with a stock level
	Mail            MailFacts
	Recipients      []preference.Recipient // with the reasons why they get no mail
	Channels        []lowstock.Channel     // the channels besides mail that are set
	Gone            []Condition            // Subject and Reason of the channels whose last message was given up
	Known           []Health               // troubles that are not over, or ended within [Rest]
	DueAt           time.Time              // when this checkup should have been
}

// MailFacts are the attempts to send mail since the last mail that was sent.
type MailFacts struct {
	SentAt  time.Time // when the last mail was sent; zero: none recently
	Failed  int       // attempts since then that failed because of the server, not of an address
	Since   time.Time // the first of these attempts
	Error   string    // the error of the newest attempt
	Waiting bool      // a mail waits for its next attempt
}

// MailTroubles returns the errors that show a trouble of the mail server, and
// not of one address.
func MailTroubles() []string {
	return []string{
		"letter.error.auth", "letter.error.sender", "letter.error.tls", "letter.error.connect", "letter.error.timeout", "letter.error.deferred",
	}
}

// hopeless says whether a trouble does not end without a change by the
// operator.
func hopeless(key string) bool {
	return slices.Contains([]string{"letter.error.auth", "letter.error.sender", "letter.error.tls"}, key)
}

// Find returns the conditions that hold now between the app and a mall or its
// recipients. It needs the troubles that are already known, because a trouble
// continues until it is proven to be over: a missing answer proves nothing.
//
// While the mall has to reconnect, no other trouble of reading it is reported:
// one cause, one alert.
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
		found = append(found, Condition{Kind: kind, Reason: f.ReconnectReason}) // reported without a rest: nothing works until the mall reconnects
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

// Quietly says whether a trouble that is not a condition any more ends without
// an all-clear. It did not get better: it became a part of a larger trouble, or
// the address or channel was removed.
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

// rested says whether the last report was long enough ago to report the trouble
// again.
func (f *Facts) rested(c Condition, now time.Time) bool {
	return !slices.ContainsFunc(f.Known, func(h Health) bool {
		return h.Is(c) && !h.Stands() && now.Sub(h.ClosedAt) < Rest
	})
}

// late says whether the app itself did not run. Old data then does not show a
// fault of Cafe24 or of a mail server.
func (f *Facts) late(now time.Time) bool { return now.Sub(f.DueAt) > lateCheckup }

// appRefused is true until a renewal succeeds. A renewal that fails for another
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

// receptionOff is true at once: a person turned the switch off, so it does not
// change by itself, and no time has to pass.
func (f *Facts) receptionOff(now time.Time) bool {
	return f.ReceptionOff && (f.stands(Condition{Kind: HealthReception}) || now.Sub(f.ReceptionAt) < receptionFresh)
}

// receptionReason returns why the app does not turn webhooks on again.
func (f *Facts) receptionReason() string {
	switch {
	case !f.MayRepair:
		return "health.webhooks_off.no_scope"
	case f.Repaired:
		return "health.webhooks_off.once"
	}
	return ""
}

// stale compares the age of the newest answer, or of the connection if that is
// newer, with stalePatience. It is false as soon as a level was read.
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

// mailFailing is true if mails have waited for long, or the server has refused
// twice with an error that does not end without a change by the operator. It
// stays true until a mail is sent.
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
