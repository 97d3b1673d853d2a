package lowstock

import (
	"time"
)

// Status is how a variant or a product stands against its threshold.
type Status string

// The statuses, worst first.
const (
	StatusOut       Status = "out"
	StatusLow       Status = "low"
	StatusOK        Status = "ok"
	StatusUntracked Status = "untracked"
)

// StatusOf compares a quantity with its threshold: out at 0 or below, low at
// the threshold or below. Untracked stock has no level to compare.
func StatusOf(tracked bool, quantity, threshold int) Status {
	switch {
	case !tracked:
		return StatusUntracked
	case quantity <= 0:
		return StatusOut
	case quantity <= threshold:
		return StatusLow
	default:
		return StatusOK
	}
}

// Option is one choice of a variant, as "색상: 블랙".
type Option struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Product is what the catalogue says about a product, without its variants.
type Product struct {
	No           int64
	Code         string
	Name         string
	SupplierCode string
	CategoryNos  []int // nil: the answer did not say; what is stored stays
	Display      bool
	Selling      bool
	Price        string // in the mall's currency, as Cafe24 writes it: "12900.00"
	ImageURL     string
}

// Variant is one option of a product, the thing that has stock.
type Variant struct {
	ProductNo  int64
	Code       string
	CustomCode string
	Options    []Option
	Display    bool
	Selling    bool
	Tracked    bool // false: Cafe24 does not manage its stock; Quantity means nothing
	Quantity   int  // may be negative where overselling is allowed
	Safety     int  // Cafe24's own 안전재고
	AtPayment  bool // Cafe24 takes it off when an order is paid, not when it is placed

	SellsAtZero bool // Cafe24 goes on selling it at 0 and below; never where it is not tracked
	Important   bool // 중요재고, the merchant's own grade at Cafe24
}

// Source says what made the app read a number.
type Source string

// The ways a number gets in. All of them end in the same transaction.
const (
	SourceInstall Source = "install" // the first sync
	SourceHint    Source = "hint"    // a webhook
	SourceWatch   Source = "watch"   // the sweep of what is near its threshold
	SourceSweep   Source = "sweep"   // the full sweep
)

// Applied is what [Levels] changed, for logs, metrics and tests.
type Applied struct {
	Products, Changed, Stale           int
	Opened, Escalated, Resolved, Await int
	Drifts                             int // changes that nothing had announced
}

// Point is a quantity at a time.
type Point struct {
	At       time.Time
	Quantity int
	Source   Source // "" where nobody asked for it
}
