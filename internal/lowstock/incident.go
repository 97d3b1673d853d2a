package lowstock

import (
	"cmp"
	"math"
	"strconv"
	"time"
)

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
// variant has at most one that is not resolved; the schema guarantees it. How
// it changes is told in machine.go.
type Incident struct {
	ID              int64
	ProductNo       int64
	VariantCode     string
	Kind            Kind
	State           IncidentState
	Notified        Kind // the kind deliveries were made for; "" none yet
	Quantity        int  // newest while it stands, the last one after
	Threshold       int
	ThresholdSource Scope
	OpenedAt        time.Time
	EscalatedAt     time.Time
	AcknowledgedAt  time.Time
	AcknowledgedBy  string
	SnoozedUntil    time.Time // zero while snoozed: until the quantity next rises
	UntilRestock    bool
	Order           Order     // on its way: snoozed until it should be there
	Round           int       // how often it was put off
	WokenAt         time.Time // when it last came back from being put off
	UnansweredAt    time.Time // when the second recipient was told
	ResolvedAt      time.Time
	ResolvedBy      string // "": by recovery
	// What lists and letters show of the item.
	CustomCode  string // the merchant's own code of the variant; "": none
	ProductName string
	ImageURL    string
	Price       string // as of the product
	Options     []Option
	Sales       Sales
	SellsAtZero bool     // as of the variant
	Announced   Reason   // in a message: why this item is told of; "": it only stands
	StopsSets   []string // in a message: names of sets on sale that cannot be sold because of its product
	Counted     bool     // in a message: the first sync raised it, and its summary only counts it
	Deliveries  []Delivery
}

// Order is goods on their way, as a person noted them. The zero Order is none.
type Order struct {
	Quantity   int
	ExpectedOn string // 2026-12-01, in the mall's own time
}

// StillSelling says whether nothing is left and Cafe24 goes on selling the
// variant: more urgent than sold out.
func (i *Incident) StillSelling() bool {
	return i.SellsAtZero && i.Quantity <= 0 && i.State != IncidentResolved
}

// Code is what the merchant calls the variant: by their own code, else by
// Cafe24's.
func (i *Incident) Code() string { return cmp.Or(i.CustomCode, i.VariantCode) }

// LostPerDay is what the shop loses a day while the variant is sold out: daily
// sales × price, in the mall's currency; 0 where either is not known.
func (i *Incident) LostPerDay() float64 {
	price, err := strconv.ParseFloat(i.Price, 64)
	if err != nil || !i.Sales.Known || math.IsNaN(price) || math.IsInf(price, 0) {
		return 0
	}
	return max(0, price) * i.Sales.PerDay
}

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
	DeliverySummarized DeliveryState = "summarized" // counted by the first sync's summary, which does not name it
)

// Delivery is an incident's announcement to one recipient.
type Delivery struct {
	ID          int64
	Kind        Kind
	Reason      Reason
	Channel     Channel
	Recipient   string
	State       DeliveryState
	Attempts    int
	CreatedAt   time.Time
	CollectedAt time.Time // when its message was made; zero: not yet, or never
	SentAt      time.Time
	DueAt       time.Time // when it is collected, or tried next; zero: neither
	Error       string    // a key of the message catalogue
	MessageID   int64     // 0: not collected yet, or never
}

// OnOrder says whether it is quiet until ordered goods come.
func (i *Incident) OnOrder() bool { return i.State == IncidentSnoozed && i.Order != Order{} }

// IncidentStanding asks for every incident that is not resolved.
const IncidentStanding IncidentState = "standing"
