package notify

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/mail"
	"net/url"
	"sync"

	"cafe24-inventory-alert/internal/lowstock"
	viewmail "cafe24-inventory-alert/views/mail"
)

// Sender makes attempts to send. It may be used by many goroutines at once and
// keeps no connection open between attempts.
type Sender struct {
	cfg     Config
	mail    mailer
	writer  writer
	slack   *url.URL
	posts   *http.Client // to Slack
	webhook *http.Client

	unsigned sync.Once // a webhook without a signature was logged
}

// New checks cfg as a whole; its error names every problem.
func New(cfg Config) (*Sender, error) {
	cfg.setDefaults()
	s := &Sender{cfg: cfg}
	s.writer = writer{
		appName: cfg.AppName, now: cfg.Now, room: roomFor, idKey: derive(cfg.LinkKey, "message ids"),
		links: Links{Key: cfg.LinkKey, Older: cfg.OldKeys, AppURL: cfg.AppURL},
	}
	s.mail = mailer{cfg: cfg, writer: s.writer}
	var problems []error
	from, err := mail.ParseAddress(cfg.From)
	if err != nil {
		problems = append(problems, errors.New(`notify: From: want "Name <address>"`))
	} else {
		s.mail.from = *from
	}
	app, err := url.Parse(cfg.AppURL)
	if err != nil || app.Host == "" {
		problems = append(problems, errors.New("notify: AppURL: want an absolute URL"))
	} else {
		s.mail.helo = heloName(app.Hostname())
	}
	if s.slack, err = url.Parse(cfg.SlackAPIURL); err != nil || s.slack.Host == "" {
		problems = append(problems, errors.New("notify: SlackAPIURL: want an absolute URL"))
	}
	if s.writer.idKey == nil {
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
	s.posts = newClient(cfg, &net.Dialer{Timeout: postTimeout})
	s.webhook = newClient(cfg, publicDialer(cfg))
	return s, nil
}

// Send makes one attempt to send m and says what became of it. The outcome's
// Err holds no address, URL or secret. It returns within Config.Timeout and a
// second, or soon after ctx ends. A webhook is not handed over: its receiver
// knows a double by its id.
func (s *Sender) Send(ctx context.Context, m lowstock.Message, handOver HandOver) lowstock.Outcome {
	switch m.Channel {
	case lowstock.ChannelEmail:
		return s.mail.send(ctx, m, handOver)
	case lowstock.ChannelSlack:
		return s.sendSlack(ctx, m, handOver)
	case lowstock.ChannelWebhook:
		return s.sendWebhook(ctx, m)
	}
	return failed("letter.error.compose", fmt.Errorf("notify: unknown channel %q", m.Channel))
}

// Links signs and opens the links of this sender's letters.
func (s *Sender) Links() Links { return s.writer.links }

// Check connects to the mail server, logs in and takes leave. Its error is a
// [lowstock.Error] whose key is one of letter.error.*.
func (s *Sender) Check(ctx context.Context) error { return s.mail.check(ctx) }

// Letter puts m into words, as [Sender.Send] sends it, and may be looked at
// without sending anything. It names everything that m announces: [Sender.Parts]
// says how much of that one message has room for.
func (s *Sender) Letter(m lowstock.Message) viewmail.Letter {
	return s.writer.letter(s.writer.content(m), maxReorderRows)
}

// roomFor is how many items the first sync's summary names at most.
func roomFor(channel lowstock.Channel) int {
	if channel == lowstock.ChannelWebhook {
		return maxWebhookItems
	}
	return maxRows
}
