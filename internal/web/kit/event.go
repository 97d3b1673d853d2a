package kit

// Event is something that the log has a line for, so that an operator of the
// app can find out who did what, from where, and what was refused. The
// inventory of all lines is in docs/operations.md; a test compares them.
type Event string

// What was done.
const (
	EventSessionMade     Event = "session_made"     // by a launch, a consent or a window
	EventSessionEnded    Event = "session_ended"    // by a person
	EventMallConsented   Event = "mall_consented"   // the tokens of a mall are stored
	EventSettingsChanged Event = "settings_changed" // recipients, channels, times, rights, the signing secret
	EventRulesChanged    Event = "rules_changed"    // thresholds and what else alerts depend on
	EventAlertsActed     Event = "alerts_acted"     // acknowledged, snoozed, resolved, sent again; a sync
	EventSecretShown     Event = "secret_shown"     // the signing secret was shown or replaced
	EventTokenMade       Event = "token_made"
	EventTokenRevoked    Event = "token_revoked"
	EventExportMade      Event = "export_made" // a file with a mall's data
	EventMailAsked       Event = "mail_asked"  // a mail that a person requested
	EventLinkUsed        Event = "link_used"   // the button of a mail's link was pressed
)

// What was refused.
const (
	EventLaunchRefused    Event = "launch_refused"
	EventConsentRefused   Event = "consent_refused"
	EventSessionRefused   Event = "session_refused" // a cookie, or a code of a window
	EventTokenRefused     Event = "token_refused"
	EventRightRefused     Event = "right_refused"
	EventOtherMallRefused Event = "other_mall_refused" // the query names another mall
	EventCrossSiteRefused Event = "cross_site_refused" // CSRF
	EventInputRefused     Event = "input_refused"      // ambiguous, too long, or in no known form
	EventWebhookRefused   Event = "webhook_refused"
	EventLinkRefused      Event = "link_refused"
	EventRateLimited      Event = "rate_limited"
)

// DoneEvents and RefusedEvents list all events.
func DoneEvents() []Event {
	return []Event{
		EventSessionMade, EventSessionEnded, EventMallConsented, EventSettingsChanged, EventRulesChanged, EventAlertsActed,
		EventSecretShown, EventTokenMade, EventTokenRevoked, EventExportMade, EventMailAsked, EventLinkUsed,
	}
}

// RefusedEvents is described at [DoneEvents].
func RefusedEvents() []Event {
	return []Event{
		EventLaunchRefused, EventConsentRefused, EventSessionRefused, EventTokenRefused, EventRightRefused, EventOtherMallRefused,
		EventCrossSiteRefused, EventInputRefused, EventWebhookRefused, EventLinkRefused, EventRateLimited,
	}
}

// These are the keys of all lines about requests. None of them holds a secret,
// the address of a mail, or anything of a buyer.
const (
	KeyEvent    = "event"
	KeyReason   = "reason"
	KeyMall     = "mall"    // proven
	KeyClaimed  = "claimed" // the mall that a launch without a proof names
	KeyWho      = "who"     // the id of an operator, or "api:" and the name of a token
	KeyUserType = "user_type"
	KeyAddress  = "address" // by the proxies that are trusted
	KeyMethod   = "method"
	KeyRoute    = "route" // the template, so no value of the address
	KeySubject  = "subject"
	KeyRight    = "right" // that the route asks for
	KeyStatus   = "status"
	KeyDuration = "duration"
	KeyCode     = "code"
	KeyBytes    = "bytes"
	KeyRequest  = "request_id"
	KeyBy       = "by"
	KeyAction   = "action"
	KeyCount    = "count"
	KeyMissed   = "missed" // lines like this one that were left out
)
