package notify

import (
	"crypto/x509"
	"log/slog"
	"net"
	"net/http"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Config configures a [Sender]. SMTP, From, AppURL and LinkKey are required; all
// other fields have a default.
type Config struct {
	SMTP    SMTP
	From    string   // "Name <address>"
	AppURL  string   // public address without a trailing slash
	AppName string   // name of the app in mails; "": its own name in their language
	LinkKey []byte   // the app's secret, at least 16 bytes
	OldKeys [][]byte // earlier values of LinkKey: links signed with them still open
	DKIM    DKIM     // signs mails for the domain of From; the zero value signs nothing

	Bases map[lowstock.Channel]string // replaces [Kind.Base] as the common beginning of a messenger's addresses

	// AllowPrivate lets webhooks reach private addresses and plain http. It is
	// only for the demo and the tests: with it a merchant can make the app call
	// the app's own network.
	AllowPrivate bool
	Resolver     *net.Resolver   // for webhook hosts; nil: the system's
	Transport    *http.Transport // for channels other than mail; it is cloned, and its proxy and dialer are replaced; nil: the default's
	RootCAs      *x509.CertPool  // trusted by the mail connection; nil: the system's

	Now     func() time.Time // nil: time.Now
	Log     *slog.Logger     // nil: discards
	Timeout time.Duration    // of one whole attempt by mail; 0: 15 s
}

// The defaults and limits of one attempt.
const (
	defaultTimeout = 15 * time.Second
	postTimeout    = 5 * time.Second // for the other channels
)

func (c *Config) setDefaults() {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Timeout <= 0 {
		c.Timeout = defaultTimeout
	}
	if c.Transport == nil {
		c.Transport = &http.Transport{
			TLSHandshakeTimeout: postTimeout, MaxIdleConns: 16,
			IdleConnTimeout: 30 * time.Second, ForceAttemptHTTP2: true,
		}
	}
}
