package inbound

import (
	"time"
)

// UnreadableReason is what is wrong with an element of an answer of the
// platform.
type UnreadableReason string

// The reasons.
const (
	UnreadableShape    UnreadableReason = "shape"    // it is not as documented
	UnreadableNoID     UnreadableReason = "no_id"    // it has no id
	UnreadableQuantity UnreadableReason = "quantity" // its quantity is not a number
	UnreadableVariants UnreadableReason = "variants" // the call for its variants fails
	UnreadableCall     UnreadableReason = "call"     // the call for this product alone fails, while others succeed
)

// The lists whose elements may be unreadable, with the platform's own names.
const (
	ListProducts   = "products" // with their variants
	ListOrders     = "orders"   // with their items
	ListCategories = "categories"
	ListSuppliers  = "suppliers"
	ListLogs       = "logs" // log entries of webhooks
)

// Unreadable is one element of an answer that could not be used. It is
// quarantined: its content is unknown, and the other elements of the answer are
// processed without it.
type Unreadable struct {
	List      string
	ProductNo int64  // 0 if it is not known, and in other lists
	Code      string // code of the product, or another identification in the element; may be empty
	Name      string
	Reason    UnreadableReason
	Detail    string // for a log and for an operator
}

// Nameless says that it is unknown which product the element is. It may be any
// product that the read did not find.
func (u Unreadable) Nameless() bool { return u.List == ListProducts && u.ProductNo == 0 }

// Quarantined is an element in quarantine, from the first answer in which it
// could not be read to the last.
type Quarantined struct {
	Unreadable

	Times   int // attempts; for a product those that requested it alone
	FirstAt time.Time
	LastAt  time.Time
	RetryAt time.Time // when a product is requested alone; zero: with the next sweep
}

// How long an unreadable product waits before it is requested alone: half a
// minute, twice as long after each further attempt, six hours at most.
const (
	QuarantineFirst = 30 * time.Second
	QuarantineMost  = 6 * time.Hour
)
