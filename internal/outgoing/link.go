package outgoing

import (
	"time"
)

// UsedLink is a link of a letter on its one use: for all items of a message, or
// for one incident.
type UsedLink struct {
	Hash       []byte // of the link as a whole
	ExpiresAt  time.Time
	MessageID  int64
	IncidentID int64
	By         string // the address of the letter
}
