package lowstock

import (
	"time"
)

// Status is how the quantity of a variant or a product compares with its
// threshold.
type Status string

// The statuses, worst first.
const (
	StatusOut       Status = "out"
	StatusLow       Status = "low"
	StatusOK        Status = "ok"
	StatusUntracked Status = "untracked"
)

// StatusOf compares a quantity with its threshold: out at 0 or below, low at
// the threshold or below. Stock that is not tracked has no level to compare.
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

// Option is one choice of a variant, such as "색상: 블랙".
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
	CategoryNos  []int // nil: the answer did not contain them; the stored ones stay
	Display      bool
	Selling      bool
	Price        string // in the mall's currency, as Cafe24 writes it: "12900.00"
	SupplyPrice  string // what one unit costs the merchant, in the same form; "" or "0.00": not known
	ImageURL     string
}

// Variant is one option of a product. It is the unit that has stock.
type Variant struct {
	ProductNo  int64
	Code       string
	CustomCode string
	Options    []Option
	Display    bool
	Selling    bool
	Tracked    bool // false: Cafe24 does not manage its stock; Quantity means nothing
	Quantity   int  // may be negative where overselling is allowed
	Safety     int  // Cafe24's own 안전재고 (safety stock)
	AtPayment  bool // Cafe24 reduces the stock when an order is paid, not when it is placed

	SellsAtZero bool   // Cafe24 still sells it at 0 and below; never true for stock that is not tracked
	AddedPrice  string // added to the price of the product, as Cafe24 writes it; "": nothing
	Important   bool   // 중요재고 (important stock), the merchant's own grade at Cafe24
}

// Source is the reason why the app read a quantity.
type Source string

// The sources. All of them end in the same transaction.
const (
	SourceInstall Source = "install" // the first sync
	SourceHint    Source = "hint"    // a webhook
	SourceWatch   Source = "watch"   // the read of variants near their threshold
	SourceSweep   Source = "sweep"   // the full sweep
)

// Applied is what one read changed (inbound.Levels), for logs, metrics and
// tests.
type Applied struct {
	Products, Changed, Stale           int
	Opened, Escalated, Resolved, Await int
	Drifts                             int // changes that no webhook announced
}

// Point is a quantity at a time.
type Point struct {
	At       time.Time
	Quantity int
	Source   Source // "" if the caller did not ask for it
}
