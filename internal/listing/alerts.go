package listing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// AlertSort is an order of the list of alerts. Every order ends with the
// incident's number, so that a cursor identifies a position.
type AlertSort string

// The orders of the list of alerts. Urgent has sold-out items before low ones,
// both by money at risk, most first.
const (
	AlertsNewest AlertSort = "" // the API's default
	AlertsUrgent AlertSort = "urgent"
	AlertsRisk   AlertSort = "risk" // most money at risk first
	AlertsOldest AlertSort = "oldest"
)

// AlertFilter narrows the list of alerts, beside what [Params] has for every
// list. The zero value is every alert.
type AlertFilter struct {
	Kind      lowstock.Kind // "": both
	Recipient string        // the Key of an [AlertRecipient]; "": all
	Since     time.Time     // opened at or after this time; zero: all
	Sort      AlertSort
}

// AlertRecipient is a recipient of alerts, with how many alerts of a list were
// made for it.
type AlertRecipient struct {
	Key     string // what names it in an address: no mail address is in it
	Channel lowstock.Channel
	Name    string // the mail address; "" for another channel
	Alerts  int
}

// AlertCounts is how many alerts a query finds. Each map counts by the values
// of one filter, with every other filter of the query as it is. So the count
// of a value is the length of the list that choosing it shows. Alerts that are
// resolved have no maps but States: their number is not bounded.
type AlertCounts struct {
	Found      int   // alerts in the list
	Newest     int64 // the highest number of them; 0: none
	States     map[lowstock.IncidentState]int
	Kinds      map[lowstock.Kind]int
	Categories map[int]int
	Suppliers  map[string]int
	Recipients []AlertRecipient // by name
	Since      []int            // by the times that were asked for
}

// AlertView is a saved view of the list of alerts: a name for a query.
type AlertView struct {
	ID     int64
	Name   string
	Stored string // the query of the address, without a cursor; "": the whole list
}

const (
	// MaxAlertViews is the most saved views of a mall.
	MaxAlertViews = 20
	// MaxViewName is the most characters of a view's name.
	MaxViewName = 30
)
