package outgoing

import (
	"time"
)

// UsedLink is the single use of a link in a message: for all items of the
// message, or for one incident.
type UsedLink struct {
	Hash       []byte // hash of the whole link
	ExpiresAt  time.Time
	MessageID  int64
	IncidentID int64
	By         string // the address to which the message was sent
}
