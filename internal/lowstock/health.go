package lowstock

import "time"

// HealthKind is one way in which the app cannot do its work for a mall.
type HealthKind string

// The kinds.
const (
	HealthConnection HealthKind = "connection_lost"     // the mall has to consent again
	HealthRefresh    HealthKind = "refresh_failing"     // its token cannot be renewed
	HealthScope      HealthKind = "scope_missing"       // Cafe24 refuses for want of a permission
	HealthReception  HealthKind = "webhooks_off"        // Cafe24 does not send this app's webhooks
	HealthStale      HealthKind = "stock_stale"         // no number was read for hours
	HealthMail       HealthKind = "mail_failing"        // letters do not get out
	HealthRecipient  HealthKind = "recipient_suspended" // an address refuses its letters
	HealthChannel    HealthKind = "channel_gone"        // Slack or the webhook takes nothing any more
)

// Health is something that is wrong, or was.
type Health struct {
	ID       int64
	Kind     HealthKind
	Subject  string // the address of a suspended recipient, the channel that is gone
	Reason   string // a key of the message catalogue, "" where the kind says it all
	OpenedAt time.Time
	ClosedAt time.Time // zero: still so
}
