package notify

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	viewmail "cafe24-inventory-alert/views/mail"
)

// Sender makes attempts to send. Many goroutines may use it at once. It keeps no
// connection open between attempts.
type Sender struct {
	mail     mailer
	writer   writer
	desk     desk
	channels map[lowstock.Channel]channel // besides mail
}

// New checks the whole cfg; its error names every problem.
func New(cfg Config) (*Sender, error) {
	cfg.setDefaults()
	s := &Sender{channels: map[lowstock.Channel]channel{}}
	s.writer = writer{
		appName: cfg.AppName, now: cfg.Now, space: s.space, idKey: derive(cfg.LinkKey, "message ids"),
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
	problems = append(problems, s.openDesk(cfg)...)
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
	return s, nil
}

// openDesk prepares what the channels besides mail need.
func (s *Sender) openDesk(cfg Config) (problems []error) {
	s.desk = desk{
		writer: s.writer, bases: map[lowstock.Channel]*url.URL{}, private: cfg.AllowPrivate, now: cfg.Now, log: cfg.Log,
		fixed: newClient(cfg, &net.Dialer{Timeout: postTimeout}), public: newClient(cfg, publicDialer(cfg)),
	}
	for _, way := range channels() {
		k := way.kind()
		s.channels[k.Channel] = way
		base := k.base(cfg.Bases)
		if base == "" {
			continue
		}
		u, err := url.Parse(base)
		if err != nil || u.Host == "" {
			problems = append(problems, fmt.Errorf("notify: Bases: %s: want an absolute URL", k.Channel))
		}
		s.desk.bases[k.Channel] = u
	}
	return problems
}

// Send makes one attempt to send m and returns the outcome. The outcome's Err
// contains no address, URL or secret. It returns within Config.Timeout plus one
// second, or soon after ctx ends.
func (s *Sender) Send(ctx context.Context, m outgoing.Message, handOver HandOver) outgoing.Outcome {
	if slices.Contains([]lowstock.Channel{lowstock.ChannelEmail, outgoing.ChannelSupport, outgoing.ChannelSupplier, outgoing.ChannelNews}, m.Channel) {
		return s.mail.send(ctx, m, handOver)
	}
	way, ok := s.channels[m.Channel]
	if !ok {
		// The store leaves such messages to a newer program; see [Channels].
		return retrying("letter.error.compose", fmt.Errorf("notify: unknown channel %q", m.Channel))
	}
	return way.send(ctx, &s.desk, m, handOver)
}

// CheckField validates a value for a field of a channel; its error names the
// field.
func (s *Sender) CheckField(key, value string) error {
	k, _, ok := FieldOf(key)
	if !ok {
		return lowstock.InvalidFields(map[string]string{key: "error.invalid"})
	}
	if wrong := s.channels[k.Channel].check(&s.desk, key, value); wrong != "" {
		return lowstock.InvalidFields(map[string]string{key: wrong})
	}
	return nil
}

// Links signs and opens the links of this sender's mails.
func (s *Sender) Links() Links { return s.writer.links }

// Check connects to the mail server, logs in and quits. Its error is a
// [lowstock.Error] whose key is one of letter.error.*.
func (s *Sender) Check(ctx context.Context) error { return s.mail.check(ctx) }

// Render words m as [Sender.Send] does, for display without sending. It names
// every item that m announces; [Sender.Parts] says how many of them fit into one
// message.
func (s *Sender) Render(m outgoing.Message) viewmail.Message {
	return s.writer.render(s.writer.content(m), maxReorderRows)
}

// space is how many items the first sync's summary names at most.
func (s *Sender) space(name lowstock.Channel) int {
	if way, ok := s.channels[name]; ok {
		return way.space()
	}
	return maxRows
}
