package notify

import (
	"crypto/x509"
	"log/slog"
	"net"
	"net/http"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Config is what a [Sender] needs. Only SMTP, From, AppURL and LinkKey have no
// default.
type Config struct {
	SMTP    SMTP
	From    string   // "Name <address>"
	AppURL  string   // public address without a trailing slash
	AppName string   // what the app is called in mails; "": its own name in their language
	LinkKey []byte   // the app's secret, at least 16 bytes
	OldKeys [][]byte // what LinkKey was before: links signed with it still open
	DKIM    DKIM     // signs letters for the domain of From; its zero value does not

	Bases map[lowstock.Channel]string // where a messenger's addresses lie, in place of [Kind.Base]

	// AllowPrivate lets webhooks reach private addresses and plain http. For
	// the demo and tests: with it a merchant can make the app call its own
	// network.
	AllowPrivate bool
	Resolver     *net.Resolver   // of webhook hosts; nil: the system's
	Transport    *http.Transport // for other channels than mail, cloned; its proxy and dialer are replaced; nil: the default's
	RootCAs      *x509.CertPool  // trusted by the mail connection; nil: the system's

	Now     func() time.Time // nil: time.Now
	Log     *slog.Logger     // nil: discards
	Timeout time.Duration    // of one whole attempt by mail; 0: 15 s
}

// Defaults and bounds of one attempt.
const (
	defaultTimeout = 15 * time.Second
	postTimeout    = 5 * time.Second // by other channels
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
