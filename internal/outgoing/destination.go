package outgoing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Page is a page of the app to which a link in a message may lead.
type Page string

// The pages. Each comment says which field of a [Place] the page needs.
const (
	PageAlert      Page = "alert" // Number: of the alert
	PageAlerts     Page = "alerts"
	PageMorning    Page = "morning"
	PageStock      Page = "stock"
	PageReorder    Page = "reorder"  // Code: of the supplier
	PagePurchase   Page = "purchase" // Number: of the purchase order
	PageLate       Page = "late"     // purchase orders that are late
	PageSettings   Page = "settings"
	PageConnection Page = "connection"
)

// Place is the target of a link in a message. It is one of the app's own pages,
// never a URL. It gives no rights.
type Place struct {
	Page   Page
	Number int64
	Code   string
}

// Destination is a [Place] that is kept for the next launch of a mall, until a
// launch takes it or it expires. The frame of the Cafe24 admin does not get the
// cookies of the window in which the link was opened. So a launch in the frame
// is recognised by the browser's User-Agent. A launch in a window of its own
// also has to bring the cookie.
type Destination struct {
	Mall      lowstock.MallID
	Browser   []byte // SHA-256 of the User-Agent header
	Cookie    []byte // SHA-256 of the cookie
	Place     Place
	ExpiresAt time.Time
}
