package lowstock

import (
	"regexp"
	"time"
)

// MallID names a tenant: the mall's id at Cafe24. Every method of the store
// takes one, so that no statement can forget whose rows it means.
type MallID string

var mallIDPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{2,49}$`)

// ParseMallID checks s before it is put into a host name or a query. Its error
// has [CodeInvalid].
func ParseMallID(s string) (MallID, error) {
	if !mallIDPattern.MatchString(s) {
		return "", Invalid("error.mall_id")
	}
	return MallID(s), nil
}

// MallState is how a mall stands to the app.
type MallState string

// The states of a mall. A mall that needs reconnecting keeps its data and its
// sessions; an uninstalled one keeps neither sessions nor tokens.
const (
	MallNew         MallState = "new" // launched, consent not given yet
	MallActive      MallState = "active"
	MallReconnect   MallState = "reconnect"
	MallUninstalled MallState = "uninstalled"
)

// Mall is a tenant and its connection.
type Mall struct {
	ID              MallID
	State           MallState
	ReconnectReason string // a key of the message catalogue
	SessionEpoch    int64  // a session of an older epoch is dead
	ShopName        string
	StoreEmail      string // proposed as first recipient, never used by itself
	ConnectedAt     time.Time
	LastHintAt      time.Time // zero: no webhook yet
	NextSweepAt     time.Time
}
