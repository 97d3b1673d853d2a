package worklist

import (
	"cafe24-inventory-alert/internal/lowstock"
)

// DueKind is a kind of work that a row says is due.
type DueKind string

// The kinds of due work; each is one kind of job.
const (
	DueRefresh  DueKind = "refresh" // dirty products
	DueSweep    DueKind = "sweep"   // the full catalogue
	DueWatch    DueKind = "watch"   // what is near its threshold
	DueToken    DueKind = "token"   // refresh the mall's token
	DueCollect  DueKind = "collect" // put deliveries together
	DueDeliver  DueKind = "deliver" // send a message
	DueDigest   DueKind = "digest"
	DueWake     DueKind = "wake"     // put off until now, or unanswered for too long
	DueEvaluate DueKind = "evaluate" // decide again on what a changed rule covers
	DueSales    DueKind = "sales"    // reckon how fast everything sells
	DueHealth   DueKind = "health"   // look whether the app itself can do its work
	DueLog      DueKind = "log"      // look for webhooks that were not delivered
	DueDemand   DueKind = "demand"   // count what was sold on which day
	DueUnpaid   DueKind = "unpaid"   // read what orders hold that nobody has paid
	DueLook     DueKind = "look"     // see whether Cafe24 answers again that refused the mall
	DueAsk      DueKind = "ask"      // ask recipients whether they want alerts
	DueLists    DueKind = "lists"    // read categories, suppliers and the shop, which have changed
	DueSets     DueKind = "sets"     // read what set products are made of
)

// Due is work whose time has come. Rows say when; a job does it. Whoever takes
// it pushes the row's time on, so a crash only makes it due again.
type Due struct {
	Kind DueKind
	Mall lowstock.MallID
	ID   int64 // of the message, for DueDeliver
}
