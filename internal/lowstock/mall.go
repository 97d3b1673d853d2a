package lowstock

import (
	"regexp"
	"time"
)

// MallID identifies a tenant: it is the mall's id at Cafe24. Every method of
// the store takes one, so that every statement is limited to the rows of one
// mall.
type MallID string

var mallIDPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{2,49}$`)

// ParseMallID checks s before it is used in a host name or a query. Its error
// has [CodeInvalid].
func ParseMallID(s string) (MallID, error) {
	if !mallIDPattern.MatchString(s) {
		return "", Invalid("error.mall_id")
	}
	return MallID(s), nil
}

// MallState is the state of a mall's connection to the app.
type MallState string

// The states of a mall. A mall that has to reconnect keeps its data and its
// sessions. An uninstalled mall keeps no sessions and no tokens.
const (
	MallNew         MallState = "new" // launched, but consent is not given yet
	MallActive      MallState = "active"
	MallReconnect   MallState = "reconnect"
	MallUninstalled MallState = "uninstalled"
)

// Mall is a tenant and its connection.
type Mall struct {
	ID              MallID
	State           MallState
	ReconnectReason string // a key of the message catalogue
	SessionEpoch    int64  // a session of an older epoch is not valid
	ShopName        string
	Currency        string // ISO 4217, of the prices of the default shop; "" in a mall that was not read from the database
	StoreEmail      string // proposed as first recipient; the app never sends to it without a choice of the merchant
	ConnectedAt     time.Time
	LastHintAt      time.Time // zero: no webhook has arrived yet
	NextSweepAt     time.Time
}
