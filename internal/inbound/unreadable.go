package inbound

import (
	"time"
)

// UnreadableReason is what is wrong with an element of an answer of the
// platform.
type UnreadableReason string

// The reasons.
const (
	UnreadableShape    UnreadableReason = "shape"    // not what is documented
	UnreadableNoID     UnreadableReason = "no_id"    // it does not say which one it is
	UnreadableQuantity UnreadableReason = "quantity" // its quantity is no number
	UnreadableVariants UnreadableReason = "variants" // the call for its variants is not answered
	UnreadableCall     UnreadableReason = "call"     // asked for alone it is not answered, while others are
)

// The lists whose elements may be unreadable, by the platform's own names.
const (
	ListProducts   = "products" // and their variants
	ListOrders     = "orders"   // and their items
	ListCategories = "categories"
	ListSuppliers  = "suppliers"
	ListLogs       = "logs" // of webhooks
)

// Unreadable is one element of an answer that could not be used. It is set
// aside: what it would have said is unknown, and nothing that came with it
// waits for it.
type Unreadable struct {
	List      string
	ProductNo int64  // 0 where it is not known, and of other lists
	Code      string // of the product, or what else the element says of itself; may be empty
	Name      string
	Reason    UnreadableReason
	Detail    string // for a log and for an operator
}

// Nameless says that nobody can tell which product it is: any one that was not
// met may be it.
func (u Unreadable) Nameless() bool { return u.List == ListProducts && u.ProductNo == 0 }

// Quarantined is an element that is set aside, from the first answer in which
// it could not be read to the last.
type Quarantined struct {
	Unreadable

	Times   int // attempts, of a product those that asked for it alone
	FirstAt time.Time
	LastAt  time.Time
	RetryAt time.Time // when a product is asked for alone; zero: with the next sweep
}

// How long an unreadable product rests before it is asked for alone: half a
// minute, twice as long after each further attempt, six hours at most.
const (
	QuarantineFirst = 30 * time.Second
	QuarantineMost  = 6 * time.Hour
)
