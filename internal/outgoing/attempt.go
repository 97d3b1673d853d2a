package outgoing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Attempt is one attempt to send a message, with its outcome.
type Attempt struct {
	MessageID int64
	Number    int
	At        time.Time
	State     lowstock.DeliveryState
	Error     string // a key of the message catalogue
	Answer    string // the server's own words, without addresses
}

// Outcome is the outcome of one attempt to send.
type Outcome struct {
	State  lowstock.DeliveryState // sent, retrying, unknown or failed
	Error  string                 // a key of the message catalogue; "" if it was sent
	Answer string                 // the server's own words, without addresses or secrets
	Bounce bool                   // the server refused the address itself for good
	Err    error                  // for the log
}
