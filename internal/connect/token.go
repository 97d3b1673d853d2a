package connect

import (
	"time"

	"cafe24-inventory-alert/internal/redact"
)

// Token is the pair of tokens that Cafe24 gave a mall. Generation increases
// with every new pair, so that an older pair never overwrites a newer one.
type Token struct {
	Generation       int64
	Access, Refresh  redact.Secret
	Scopes           []string
	IssuedAt         time.Time
	AccessExpiresAt  time.Time
	RefreshExpiresAt time.Time
	NextRefreshAt    time.Time
	Rejected         bool        // Cafe24 does not renew it any more
	PairsAt          []time.Time // when the pairs of the last two hours were received, with this one; the store sets it, the caller does not
	Client           string      // fingerprint of the client that received the pair; the caller sets it, and the store does not return it
	RefusedClient    string      // fingerprint of the client, if the last renewal was refused because of the client and not of the mall; the store sets it
}
