package inbound

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// HintKind is what a webhook is good for.
type HintKind string

// The kinds of hint.
const (
	HintProduct HintKind = "product" // these products may have changed
	HintOrder   HintKind = "order"   // something was sold or came back
	HintLeft    HintKind = "left"    // the mall has removed the app
	HintIgnored HintKind = "ignored" // recorded, nothing to do

	HintCatalogue HintKind = "catalogue" // categories, suppliers or shops may have changed
)

// How the lists that rules refer to are read again when a webhook says that they
// have changed: so long after the first such webhook, for many come at once, and
// so far apart at least.
const (
	CatalogueSoon = 10 * time.Second
	CatalogueGap  = 5 * time.Minute
)

// Hint is a proven webhook, without buyers' data. It says what to read again;
// it never sets a quantity.
type Hint struct {
	Mall         lowstock.MallID
	Kind         HintKind
	EventType    string
	EventKey     string // trace or event id; "" where the sender named none
	ProductNos   []int64
	ProductCodes []string
	VariantCode  string
	OrderIDs     []string
	ReceivedAt   time.Time
	LeftAt       time.Time // when the mall removed the app, by its own word; zero: not said
	Via          Via       // "" is ViaHint
}

// HintResult is what became of a hint.
type HintResult int

// The results of recording a hint. All of them are answered 200.
const (
	HintRecorded HintResult = iota
	HintDuplicate
	HintUnknownMall
)

// Dirty is a product to be read again.
type Dirty struct {
	ProductNo  int64
	HintedAt   time.Time
	Unreadable UnreadableReason // why it is quarantined; "" for one that is not
	RetryAt    time.Time        // and when it is asked for alone
}

// WatchPlan says what the sweep near the thresholds must read.
type WatchPlan struct {
	MaxThreshold int     // the platform's list is read up to this level; see [WatchLevel]
	Products     []int64 // to be read besides; see [Pace.PickWatch]
}
