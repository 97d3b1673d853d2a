package outgoing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Page is a page of the app that a link in a message may lead to.
type Page string

// The pages. Each says which field of a [Place] it needs.
const (
	PageAlert      Page = "alert" // Number: of the alert
	PageAlerts     Page = "alerts"
	PageStock      Page = "stock"
	PageReorder    Page = "reorder" // Code: of the supplier
	PageSettings   Page = "settings"
	PageConnection Page = "connection"
)

// Place is where a link in a message leads: one of the app's own pages, never
// an address. It gives no rights.
type Place struct {
	Page   Page
	Number int64
	Code   string
}

// Destination is a [Place] kept for the next launch of a mall, until it is taken
// or runs out. The frame of the admin does not see the cookies of the window in
// which the link was opened, so that launch is known by what the browser calls
// itself; one in a window of its own has to bring the cookie as well.
type Destination struct {
	Mall      lowstock.MallID
	Browser   []byte // SHA-256 of the User-Agent header
	Cookie    []byte // SHA-256 of the cookie
	Place     Place
	ExpiresAt time.Time
}
