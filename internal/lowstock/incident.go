package lowstock

import "time"

// Kind is how bad an incident is. It only ever grows: low → out.
type Kind string

// The kinds of incident.
const (
	KindLow Kind = "low"
	KindOut Kind = "out"
)

// IncidentState is where an incident is in its life.
type IncidentState string

// The states of an incident; every one but resolved counts as standing.
const (
	IncidentOpen         IncidentState = "open"
	IncidentAcknowledged IncidentState = "acknowledged"
	IncidentSnoozed      IncidentState = "snoozed"
	IncidentResolved     IncidentState = "resolved"
)

// Incident is one fall of one variant, from the crossing to the recovery. A
// variant has at most one that is not resolved; the schema guarantees it.
type Incident struct {
	ID              int64
	ProductNo       int64
	VariantCode     string
	Kind            Kind
	State           IncidentState
	Told            Kind // the kind deliveries were made for; "" none yet
	Quantity        int  // newest while it stands, the last one after
	Threshold       int
	ThresholdSource Scope
	OpenedAt        time.Time
	EscalatedAt     time.Time
	AcknowledgedAt  time.Time
	AcknowledgedBy  string
	SnoozedUntil    time.Time
	ResolvedAt      time.Time
	ResolvedBy      string // "": by recovery
	// What lists and letters show of the item.
	ProductName string
	ImageURL    string
	Options     []Option
	Deliveries  []Delivery
}

// Channel is a way to reach somebody.
type Channel string

// The channels.
const (
	ChannelEmail   Channel = "email"
	ChannelSlack   Channel = "slack"
	ChannelWebhook Channel = "webhook"
)

// DeliveryState is what is known of a message's fate.
type DeliveryState string

// The states of a delivery. Unknown means the link broke when the server may
// already have taken the message.
const (
	DeliveryPending    DeliveryState = "pending"
	DeliverySent       DeliveryState = "sent"
	DeliveryRetrying   DeliveryState = "retrying"
	DeliveryUnknown    DeliveryState = "unknown"
	DeliveryFailed     DeliveryState = "failed"
	DeliverySuppressed DeliveryState = "suppressed" // recovered, or unsubscribed, before it was sent
)

// Delivery is an incident's announcement to one recipient.
type Delivery struct {
	ID        int64
	Kind      Kind
	Channel   Channel
	Recipient string
	State     DeliveryState
	Attempts  int
	SentAt    time.Time
	Error     string // a key of the message catalogue
}

// Purpose is why a message is written.
type Purpose string

// The purposes of a message.
const (
	PurposeAlert   Purpose = "alert"
	PurposeSummary Purpose = "summary" // of the first sync
	PurposeDigest  Purpose = "digest"
	PurposeTest    Purpose = "test"
)

// Message is one letter to one recipient about any number of incidents.
type Message struct {
	Mall      MallID
	ID        int64
	Channel   Channel
	Recipient string
	Purpose   Purpose
	State     DeliveryState
	Attempts  int // counts the attempt under way; also its fence
	CreatedAt time.Time
	ShopName  string
	Locale    string
	Timezone  string
	Target    Secret // where Slack or the webhook is reached; "" for e-mail
	Items     []Incident
}

// Outcome is what became of one attempt to send.
type Outcome struct {
	State DeliveryState // sent, retrying, unknown or failed
	Error string        // a key of the message catalogue, "" when sent
	Err   error         // for the log
}
