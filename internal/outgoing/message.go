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

// Items says whether messages of this purpose are about incidents. Such a
// message is not sent without any.
func (p Purpose) Items() bool {
	switch p {
	case PurposeAlert, PurposeSummary, PurposeDigest, PurposeOverflow:
		return true
	case PurposeConfirm, PurposeHealth, PurposeAllClear, PurposeReorder, PurposeTest, PurposeContact, PurposePurchase, PurposePurchaseNews, PurposeGoodsLate:
	}
	return false
}

// The purposes of a message.
const (
	PurposeAlert    Purpose = "alert"
	PurposeSummary  Purpose = "summary" // the summary of the first sync
	PurposeDigest   Purpose = "digest"
	PurposeOverflow Purpose = "overflow"  // alerts beyond the day's cap, collected in one message
	PurposeConfirm  Purpose = "confirm"   // asks an address whether it wants alerts
	PurposeHealth   Purpose = "health"    // the app itself cannot do its work
	PurposeAllClear Purpose = "all_clear" // the app can do its work again
	PurposeReorder  Purpose = "reorder"   // a reorder sheet that a person requested
	PurposeTest     Purpose = "test"
	PurposeContact  Purpose = "contact" // a question to the people who run the app

	PurposePurchase     Purpose = "purchase"      // a purchase order, to its supplier
	PurposeGoodsLate    Purpose = "goods_late"    // ordered goods that should have arrived
	PurposePurchaseNews Purpose = "purchase_news" // what happened to a purchase order, to the mall's people
)

// Message is one message to one recipient about any number of incidents.
type Message struct {
	Mall      lowstock.MallID
	ID        int64
	Channel   lowstock.Channel
	Recipient string
	Purpose   Purpose
	State     lowstock.DeliveryState
	Attempts  int // number of attempts with the present one; also its fence
	CreatedAt time.Time
	ShopName  string
	Currency  string // ISO 4217, of the mall's prices
	Locale    string
	Timezone  string
	Target    redact.Secret         // the mall's address at a channel besides e-mail; "" for e-mail
	Seed      redact.Secret         // the mall's seed for the IDs of its messages; it never changes
	Signing   redact.Secret         // the key with which a program verifies the message, whsec_…; "" for other channels
	Cap       int                   // for an overflow: the recipient's alert mails a day
	Rhythm    preference.Rhythm     // for the first alert mail to a recipient; zero in others
	Health    selfcheck.Health      // for a health or all_clear message
	Reorder   *outlook.ReorderSheet // for a reorder message; nil in others
	Morning   int                   // for a digest: how many items need an answer, see package morning
	Question  *Question             // for a contact message; nil in others
	Purchase  *PurchaseMail         // for a purchase message; nil in others
	Late      []LateLine            // for a goods_late message; nil in others
	News      *PurchaseNews         // for a purchase_news message; nil in others
	Silent    []SilentOrder         // for a digest: orders that a supplier has not answered
	Continues bool                  // contains the items for which an earlier message had no room
	Items     []lowstock.Incident
}

// Keep returns m with only the named incidents among those that it announces. A
// digest still contains the incidents that only stand. A summary counts the
// others.
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
