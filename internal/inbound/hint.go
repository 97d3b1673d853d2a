package inbound

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// HintKind is what a webhook tells the app to do.
type HintKind string

// The kinds of hint.
const (
	HintProduct HintKind = "product" // these products may have changed
	HintOrder   HintKind = "order"   // units were sold or returned
	HintLeft    HintKind = "left"    // the mall has uninstalled the app
	HintIgnored HintKind = "ignored" // recorded; nothing to do

	HintOperator  HintKind = "operator"  // a sub-operator was changed or deleted: their sessions end
	HintCatalogue HintKind = "catalogue" // categories, suppliers or shops may have changed
)

// The limits for reading again the lists that rules refer to, after a webhook
// says that they have changed. The app waits after the first such webhook,
// because many come at once. Two readings are at least a gap apart.
const (
	CatalogueSoon = 10 * time.Second
	CatalogueGap  = 5 * time.Minute
)

// Hint is a verified webhook, without buyers' data. It says what to read again;
// it never sets a quantity.
type Hint struct {
	Mall         lowstock.MallID
	Kind         HintKind
	EventType    string
	EventKey     string // trace or event id; "": the sender gave none
	ProductNos   []int64
	ProductCodes []string
	VariantCode  string
	OrderIDs     []string
	ReceivedAt   time.Time
	Operator     string    // of HintOperator: whose; "": it does not say
	LeftAt       time.Time // when the mall uninstalled the app, as the webhook says; zero: it does not say
	Via          Via       // "" is ViaHint
}

// HintResult is the result of recording a hint.
type HintResult int

// The results of recording a hint. Each is answered with status 200.
const (
	HintRecorded HintResult = iota
	HintDuplicate
	HintUnknownMall
)

// Dirty is a product that has to be read again.
type Dirty struct {
	ProductNo  int64
	HintedAt   time.Time
	Unreadable UnreadableReason // why it is quarantined; "": it is not
	RetryAt    time.Time        // when a quarantined product is requested alone
}

// WatchPlan is what the watch near the thresholds has to read.
type WatchPlan struct {
	MaxThreshold int     // the platform's list is read up to this level; see [WatchLevel]
	Products     []int64 // products to read in addition; see [Pace.PickWatch]
}
