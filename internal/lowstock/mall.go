package lowstock

import (
	"regexp"
	"time"

	"cafe24-inventory-alert/internal/redact"
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

// Token is the pair Cafe24 gave a mall. Generation grows with every new pair,
// so that an older one never overwrites a newer.
type Token struct {
	Generation       int64
	Access, Refresh  redact.Secret
	Scopes           []string
	IssuedAt         time.Time
	AccessExpiresAt  time.Time
	RefreshExpiresAt time.Time
	NextRefreshAt    time.Time
	Rejected         bool        // Cafe24 renews it no more
	PairsAt          []time.Time // when the pairs of the last two hours came, this one included; as stored, never as given
	Client           string      // fingerprint of the client that was given it; as given, never as stored
	RefusedClient    string      // fingerprint of the client that was refused, and no mall, when the pair was last to be renewed; as stored
}

// Operator is the person in the mall's admin, as the signed launch named them.
type Operator struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"` // P owner, A sub-operator; others: least privilege
	Lang string `json:"lang"` // ko_KR, en_US, …
}

// SeenOperator is one who has opened the app.
type SeenOperator struct {
	Operator

	OpenedAt time.Time
}
