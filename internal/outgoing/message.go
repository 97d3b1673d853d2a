package outgoing

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/selfcheck"
)

// Purpose is why a message is written.
type Purpose string

// Items says whether letters of this purpose are about incidents, so that one
// without any is not sent.
func (p Purpose) Items() bool {
	switch p {
	case PurposeAlert, PurposeSummary, PurposeDigest, PurposeOverflow:
		return true
	case PurposeConfirm, PurposeHealth, PurposeAllClear, PurposeReorder, PurposeTest:
	}
	return false
}

// The purposes of a message.
const (
	PurposeAlert    Purpose = "alert"
	PurposeSummary  Purpose = "summary" // of the first sync
	PurposeDigest   Purpose = "digest"
	PurposeOverflow Purpose = "overflow"  // what was raised beyond the day's cap, gathered
	PurposeConfirm  Purpose = "confirm"   // asks an address whether it wants alerts
	PurposeHealth   Purpose = "health"    // the app itself cannot do its work
	PurposeAllClear Purpose = "all_clear" // it can again
	PurposeReorder  Purpose = "reorder"   // a reorder sheet that somebody asked for
	PurposeTest     Purpose = "test"
)

// Message is one letter to one recipient about any number of incidents.
type Message struct {
	Mall      lowstock.MallID
	ID        int64
	Channel   lowstock.Channel
	Recipient string
	Purpose   Purpose
	State     lowstock.DeliveryState
	Attempts  int // counts the attempt under way; also its fence
	CreatedAt time.Time
	ShopName  string
	Locale    string
	Timezone  string
	Target    redact.Secret         // where a channel besides e-mail reaches the mall; "" for e-mail
	Seed      redact.Secret         // of the mall: what its messages are named by; stays the same
	Signing   redact.Secret         // what a program proves the message with, whsec_…; "" elsewhere
	Cap       int                   // of an overflow: the recipient's alert mails a day
	Rhythm    preference.Rhythm     // of the first alert mail that its recipient gets; zero in others
	Health    selfcheck.Health      // of a health or all_clear message
	Reorder   *outlook.ReorderSheet // of a reorder message; nil in others
	Continues bool                  // names what an earlier one had no room for
	Items     []lowstock.Incident
}

// Keep is m as it is once it names only these of the incidents that it announces.
// What else stands stays in a digest; a summary counts the others.
func (m Message) Keep(named []int64) Message {
	keep := make(map[int64]bool, len(named))
	for _, id := range named {
		keep[id] = true
	}
	m.Items = slices.Clone(m.Items)
	if m.Purpose == PurposeSummary {
		for i := range m.Items {
			m.Items[i].Counted = !keep[m.Items[i].ID]
		}
		return m
	}
	stands := func(i lowstock.Incident) bool { return m.Purpose == PurposeDigest && i.Announced == "" }
	m.Items = slices.DeleteFunc(m.Items, func(i lowstock.Incident) bool { return !keep[i.ID] && !stands(i) })
	return m
}
