package worklist

import (
	"cafe24-inventory-alert/internal/lowstock"
)

// DueKind is a kind of work that a row in the database marks as due.
type DueKind string

// The kinds of due work. Each is one kind of job.
const (
	DueRefresh  DueKind = "refresh" // read dirty products
	DueSweep    DueKind = "sweep"   // read the full catalogue
	DueWatch    DueKind = "watch"   // read the variants near their threshold
	DueToken    DueKind = "token"   // renew the mall's tokens
	DueCollect  DueKind = "collect" // collect deliveries into messages
	DueDeliver  DueKind = "deliver" // send a message
	DueDigest   DueKind = "digest"
	DueWake     DueKind = "wake"     // wake snoozed incidents, and notify the second recipient of unanswered ones
	DueEvaluate DueKind = "evaluate" // decide again on the variants that a changed rule covers
	DueSales    DueKind = "sales"    // compute how fast every variant sells
	DueHealth   DueKind = "health"   // check whether the app itself can do its work
	DueLog      DueKind = "log"      // look for webhooks that were not delivered
	DueDemand   DueKind = "demand"   // count the units that were sold on each day
	DueUnpaid   DueKind = "unpaid"   // read how many units unpaid orders hold
	DueLook     DueKind = "look"     // check whether Cafe24, which refused the mall, answers again
	DueAsk      DueKind = "ask"      // ask recipients whether they want alerts
	DueLists    DueKind = "lists"    // read categories, suppliers and the shop again after they changed
	DueSets     DueKind = "sets"     // read the parts of set products
	DueGoods    DueKind = "goods"    // look whether ordered goods have come, and announce those that are late
	DueBulk     DueKind = "bulk"     // act on many incidents, or undo that
)

// Due is work whose time has come. A row holds the time, and a job does the
// work. A job that takes the work sets the row's time to later, so after a
// crash the work is due again.
type Due struct {
	Kind DueKind
	Mall lowstock.MallID
	ID   int64 // id of the message, for DueDeliver
}
