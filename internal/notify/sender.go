package notify

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/mail"
	"net/url"
	"sync"
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

	SlackAPIURL string // where Slack hooks may point; "": https://hooks.slack.com

	// AllowPrivate lets webhooks reach private addresses and plain http. For
	// the demo and tests: with it a merchant can make the app call its own
	// network.
	AllowPrivate bool
	Resolver     *net.Resolver   // of webhook hosts; nil: the system's
	Transport    *http.Transport // for Slack and webhooks, cloned; its proxy and dialer are replaced; nil: the default's
	RootCAs      *x509.CertPool  // trusted by the mail connection; nil: the system's

	Now     func() time.Time // nil: time.Now
	Log     *slog.Logger     // nil: discards
	Timeout time.Duration    // of one whole attempt by mail; 0: 15 s
}

// Defaults and bounds of one attempt.
const (
	defaultTimeout = 15 * time.Second
	postTimeout    = 5 * time.Second // Slack and webhooks
	defaultSlack   = "https://hooks.slack.com"
)

// Sender makes attempts to send. It may be used by many goroutines at once and
// keeps no connection open between attempts.
type Sender struct {
	cfg     Config
	from    mail.Address
	links   Links
	slack   *url.URL
	helo    string
	idKey   []byte
	posts   *http.Client // to Slack
	webhook *http.Client

	unsigned sync.Once // a webhook without a signature was logged
}

// New checks cfg as a whole; its error names every problem.
func New(cfg Config) (*Sender, error) {
	s := &Sender{cfg: cfg, links: Links{Key: cfg.LinkKey, Older: cfg.OldKeys, AppURL: cfg.AppURL}}
	s.setDefaults()
	var problems []error
	from, err := mail.ParseAddress(cfg.From)
	if err != nil {
		problems = append(problems, errors.New(`notify: From: want "Name <address>"`))
	} else {
		s.from = *from
	}
	app, err := url.Parse(cfg.AppURL)
	if err != nil || app.Host == "" {
		problems = append(problems, errors.New("notify: AppURL: want an absolute URL"))
	} else {
		s.helo = heloName(app.Hostname())
	}
	if s.slack, err = url.Parse(s.cfg.SlackAPIURL); err != nil || s.slack.Host == "" {
		problems = append(problems, errors.New("notify: SlackAPIURL: want an absolute URL"))
	}
	if s.idKey = derive(cfg.LinkKey, "message ids"); s.idKey == nil {
		problems = append(problems, fmt.Errorf("notify: LinkKey: at least %d bytes", minKey))
	}
	if cfg.DKIM.Key != nil && cfg.DKIM.Selector == "" {
		problems = append(problems, errors.New("notify: DKIM: a key needs a selector"))
	}
	if cfg.SMTP.Host == "" || cfg.SMTP.Port == 0 {
		problems = append(problems, errors.New("notify: SMTP: host and port are missing"))
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	s.posts = s.newClient(&net.Dialer{Timeout: postTimeout})
	s.webhook = s.newClient(s.webhookDialer())
	return s, nil
}

func (s *Sender) setDefaults() {
	if s.cfg.Now == nil {
		s.cfg.Now = time.Now
	}
	if s.cfg.Log == nil {
		s.cfg.Log = slog.New(slog.DiscardHandler)
	}
	if s.cfg.Timeout <= 0 {
		s.cfg.Timeout = defaultTimeout
	}
	if s.cfg.SlackAPIURL == "" {
		s.cfg.SlackAPIURL = defaultSlack
	}
	if s.cfg.Transport == nil {
		s.cfg.Transport = &http.Transport{
			TLSHandshakeTimeout: postTimeout, MaxIdleConns: 16,
			IdleConnTimeout: 30 * time.Second, ForceAttemptHTTP2: true,
		}
	}
}

// heloName is the name the app greets mail servers with: its own public one,
// since a container's host name means nothing outside.
func heloName(host string) string {
	if ip := net.ParseIP(host); ip != nil {
		return "localhost"
	}
	return host
}

// HandOver is called once in an attempt, before the other side can take the
// message, and notes that from now on it may have. With an error of it nothing
// is given away. Nil notes nothing.
type HandOver func(context.Context) error

// begin calls h; the outcome is that of an attempt that ends with it.
func (h HandOver) begin(ctx context.Context) (lowstock.Outcome, bool) {
	if h == nil {
		return lowstock.Outcome{}, true
	}
	if err := h(ctx); err != nil {
		return retrying("letter.error.interrupted", err), false
	}
	return lowstock.Outcome{}, true
}

// Send makes one attempt to send m and says what became of it. The outcome's
// Err holds no address, URL or secret. It returns within Config.Timeout and a
// second, or soon after ctx ends. A webhook is not handed over: its receiver
// knows a double by its id.
func (s *Sender) Send(ctx context.Context, m lowstock.Message, handOver HandOver) lowstock.Outcome {
	switch m.Channel {
	case lowstock.ChannelEmail:
		return s.sendMail(ctx, m, handOver)
	case lowstock.ChannelSlack:
		return s.sendSlack(ctx, m, handOver)
	case lowstock.ChannelWebhook:
		return s.sendWebhook(ctx, m)
	}
	return failed("letter.error.compose", fmt.Errorf("notify: unknown channel %q", m.Channel))
}

// Links signs and opens the links of this sender's letters.
func (s *Sender) Links() Links { return s.links }
