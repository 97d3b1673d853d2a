package connect

import (
	"time"

	"cafe24-inventory-alert/internal/redact"
)

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
