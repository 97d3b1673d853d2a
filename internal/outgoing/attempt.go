package outgoing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Attempt is one try to send a message, as it ended.
type Attempt struct {
	MessageID int64
	Number    int
	At        time.Time
	State     lowstock.DeliveryState
	Error     string // a key of the message catalogue
	Answer    string // the other side's own words, without addresses
}

// Outcome is what became of one attempt to send.
type Outcome struct {
	State  lowstock.DeliveryState // sent, retrying, unknown or failed
	Error  string                 // a key of the message catalogue, "" when sent
	Answer string                 // the other side's own words, without addresses or secrets
	Bounce bool                   // the address itself was refused for good
	Err    error                  // for the log
}
