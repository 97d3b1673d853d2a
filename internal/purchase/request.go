package purchase

import (
	"strconv"
	"time"
)

// Limits of an order.
const (
	MaxLines = 1000      // of one order
	MaxUnits = 1_000_000 // of one line
	UndoDays = 30        // days for which a receipt can be taken back
)

// Query is a page of a mall's orders, newest first.
type Query struct {
	States   []State // empty: all
	Supplier *string // code; nil: all
	Variant  string  // code; "": all
	Search   string  // in numbers, suppliers, product names and codes
	Late     bool    // only orders of which a rest was expected before Today
	Today    time.Time
	Cursor   string
	Limit    int
}

// Page is a page of orders. The orders have lines, and neither receipts nor
// answers nor events. Counts are of the orders that the query without its states
// and without Late selects.
type Page struct {
	Orders []Order
	Counts map[State]int
	Late   int
	Next   string // the cursor of the next page; "": this is the last one
}

// Draft is a draft to store. The number of its lines is their place; what a line
// says about promises, answers and receipts is not stored.
type Draft struct {
	ID           int64  // 0: a new one
	Version      int    // that the person saw; 0: not compared
	Key          string // of the request that makes it: the same key again returns the same order; "": none
	SupplierCode string
	SupplierName string
	Currency     string // "": KRW
	Note         string
	To           []string
	ReplyTo      string
	LeadDays     int
	Lines        []Line
	By           string
	Now          time.Time
}

// Sending is the sending of an order. Without addresses (a person phoned, or
// wrote in a messenger) the order is marked as sent, and no mail is written.
type Sending struct {
	ID         int64
	Version    int
	To         []string
	ReplyTo    string
	ExpectedOn time.Time // calendar day; zero: today and the order's lead time
	Note       *string   // to the supplier; nil: as it is
	Remind     bool      // the supplier is reminded of an order that has no answer; see [Order.Resend]
	Lines      []Line    // of a new revision; see [Order.Revise]
	By         string
	Now        time.Time
	Today      time.Time // calendar day in the mall's zone
	Zone       *time.Location
}

// Arrival is goods that arrived.
type Arrival struct {
	Order    int64
	Version  int
	Key      string // of the request: the same key again adds nothing; "": none
	Lines    []ArrivalLine
	CameOn   time.Time // calendar day; zero: today
	Source   Source
	Evidence Evidence
	By       string
	Now      time.Time
}

// ArrivalLine is how many pieces of a line arrived, at least 1. There may be
// more than are expected.
type ArrivalLine struct {
	Line  int
	Units int
	Shown int // of these, what Cafe24's quantity is known to have shown
}

// GiveUp is a rest that will not come.
type GiveUp struct {
	Order   int64
	Version int
	Line    int
	Units   int // 0: the whole rest
	Reason  string
	By      string
	Now     time.Time
}

// Ending closes, cancels or restores an order.
type Ending struct {
	Order   int64
	Version int
	Line    int // only to restore what was given up of one line; 0: the order
	Reason  string
	By      string
	Now     time.Time
}

// UnitsField is the name of the field of a line's units in forms and errors.
func UnitsField(line int) string { return "units-" + strconv.Itoa(line) }
