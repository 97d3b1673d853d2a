package lowstock

import (
	"cmp"
	"math"
	"strconv"
	"time"
)

// Kind is the severity of an incident. It only increases: low → out.
type Kind string

// The kinds of incident.
const (
	KindLow Kind = "low"
	KindOut Kind = "out"
)

// IncidentState is the state of an incident in its life cycle.
type IncidentState string

// The states of an incident. Every state except resolved counts as standing.
const (
	IncidentOpen         IncidentState = "open"
	IncidentAcknowledged IncidentState = "acknowledged"
	IncidentSnoozed      IncidentState = "snoozed"
	IncidentResolved     IncidentState = "resolved"
)

// Incident is one fall of one variant, from the crossing to the recovery. A
// variant has at most one incident that is not resolved; the schema guarantees
// it. machine.go has all changes of an incident.
type Incident struct {
	ID              int64
	ProductNo       int64
	VariantCode     string
	Kind            Kind
	State           IncidentState
	Notified        Kind // the kind for which deliveries were made; "": none yet
	Quantity        int  // the newest quantity while it stands, then the last one
	Threshold       int
	ThresholdSource Scope
	OpenedAt        time.Time
	EscalatedAt     time.Time
	AcknowledgedAt  time.Time
	AcknowledgedBy  string
	SnoozedUntil    time.Time // zero while snoozed: it is snoozed until the quantity next rises
	UntilRestock    bool
	Order           Order     // goods on their way: snoozed until they should have arrived
	Round           int       // how many times it was snoozed
	WokenAt         time.Time // when it last woke after a snooze
	UnansweredAt    time.Time // when the second recipient was notified
	ResolvedAt      time.Time
	ResolvedBy      string // "": the level recovered
	// What lists and messages show of the item.
	CustomCode  string // the merchant's own code for the variant; "": none
	ProductName string
	ImageURL    string
	Price       string // the product's price
	AddedPrice  string // what the variant adds to it
	Lost        LossCurve
	Options     []Option
	Sales       Sales
	SellsAtZero bool     // see [Variant]
	Announced   Reason   // in a message: why this item is announced; "": it stands and is not announced
	StopsSets   []string // in a message: names of sets on sale that cannot be sold because this product is missing
	Counted     bool     // in a message: the first sync raised it, and the summary only counts it
	Deliveries  []Delivery
}

// Order is goods on their way, as a person entered them. The zero Order means
// that nothing is ordered.
type Order struct {
	Quantity   int
	ExpectedOn string // a date in the mall's time zone, as 2026-12-01
	Purchase   int64  `json:"purchase_id,omitempty"` // the purchase order of the goods; 0: none is known
}

// StillSelling says whether nothing is left and Cafe24 still sells the variant.
// That is more urgent than sold out.
func (i *Incident) StillSelling() bool {
	return i.SellsAtZero && i.Quantity <= 0 && i.State != IncidentResolved
}

// Code is the merchant's own code for the variant. A variant without one has
// Cafe24's code.
func (i *Incident) Code() string { return cmp.Or(i.CustomCode, i.VariantCode) }

// LostPerDay is the revenue that the shop loses each day while the variant is
// sold out: daily sales × price, in the mall's currency. It is 0 if either is
// not known.
func (i *Incident) LostPerDay() float64 {
	price, err := strconv.ParseFloat(i.Price, 64)
	if err != nil || !i.Sales.Known || math.IsNaN(price) || math.IsInf(price, 0) {
		return 0
	}
	return max(0, price) * i.Sales.PerDay
}

// Loss returns what the fall is expected to cost from a calendar day on, until
// goods can be there: those that are ordered and not late, or an order of that
// day. A resolved incident costs nothing, and its loss is not known.
func (i *Incident) Loss(today time.Time) Loss {
	if i.Lost == nil || i.State == IncidentResolved {
		return Loss{}
	}
	day := 0
	if on, err := time.Parse(time.DateOnly, i.Order.ExpectedOn); err == nil && !on.Before(today) {
		day = int(on.Sub(today).Hours()/24) + 1
	}
	return LossOf(i.Lost.Ahead(i.Quantity, i.Order.Quantity, day), PriceOf(i.Price, i.AddedPrice))
}

// DeliveryState is what is known about the delivery of a message.
type DeliveryState string

// The states of a delivery. Unknown means that the connection broke at a time
// when the server may already have accepted the message.
const (
	DeliveryPending    DeliveryState = "pending"
	DeliverySent       DeliveryState = "sent"
	DeliveryRetrying   DeliveryState = "retrying"
	DeliveryUnknown    DeliveryState = "unknown"
	DeliveryFailed     DeliveryState = "failed"
	DeliverySuppressed DeliveryState = "suppressed" // the level recovered, or the recipient unsubscribed, before it was sent
	DeliverySummarized DeliveryState = "summarized" // the first sync's summary counts the item and does not name it
)

// Delivery is the announcement of an incident to one recipient.
type Delivery struct {
	ID          int64
	Kind        Kind
	Reason      Reason
	Channel     Channel
	Recipient   string
	State       DeliveryState
	Attempts    int
	CreatedAt   time.Time
	CollectedAt time.Time // when its message was written; zero: not yet, or never
	SentAt      time.Time
	DueAt       time.Time // when it is collected, or sent next; zero: neither
	Error       string    // a key of the message catalogue
	MessageID   int64     // 0: not collected yet, or never
}

// OnOrder says whether the incident is snoozed until ordered goods arrive.
func (i *Incident) OnOrder() bool { return i.State == IncidentSnoozed && i.Order != Order{} }

// IncidentStanding is the filter for every incident that is not resolved.
const IncidentStanding IncidentState = "standing"
