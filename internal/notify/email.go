package notify

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// quitTimeout is how long a server may take to answer QUIT. The outcome is
// already known by then.
const quitTimeout = 2 * time.Second

// mailer sends messages by mail.
type mailer struct {
	cfg    Config
	from   mail.Address
	helo   string
	writer writer
}

// send makes one attempt: one connection, one mail, one recipient.
func (s *mailer) send(ctx context.Context, m outgoing.Message, handOver HandOver) outgoing.Outcome {
	msg, err := s.compose(ctx, m)
	if err != nil {
		return failed("letter.error.compose", scrub(err))
	}
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
	defer cancel()
	var line *mailLine
	line, err = s.dial(ctx, m.Recipient)
	if err != nil {
		return s.answeredWith(dialOutcome(ctx, err), serverWords(err))
	}
	defer line.close()
	if outcome, ok := handOver.begin(ctx); !ok {
		line.quit()
		return outcome
	}
	err = line.client.SendWithSMTPClient(line.smtp, msg)
	if msg.IsDelivered() {
		// The server has accepted the mail, so an error after this point does not
		// matter.
		line.quit()
		if err != nil {
			s.cfg.Log.InfoContext(ctx, "mail delivered, link failed afterwards", "mall", m.Mall, "message", m.ID, "error", scrub(err))
		}
		return s.answeredWith(sent(""), "250 "+msg.ServerResponse())
	}
	outcome := s.answeredWith(sendOutcome(ctx, err), serverWords(err))
	if answered(err) {
		line.quit()
	}
	return outcome
}

func (s *mailer) answeredWith(o outgoing.Outcome, reply string) outgoing.Outcome {
	o.Answer = theirWords(reply, s.cfg.SMTP.Password)
	return o
}

func (s *mailer) check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
	defer cancel()
	line, err := s.dial(ctx, "")
	if err != nil {
		return lowstock.Fail(lowstock.CodeUnavailable, dialOutcome(ctx, err).Error, scrub(err))
	}
	defer line.close()
	line.quit()
	return nil
}

// mailLine is one connection to the mail server. go-mail uses its context only
// while it dials, so mailLine closes the connection when ctx ends. Closing the
// connection is the only way to end a read that hangs.
type mailLine struct {
	client *gomail.Client
	smtp   *smtp.Client
	raw    net.Conn
	stop   func() bool
}

func (l *mailLine) close() {
	if l.stop != nil {
		l.stop()
	}
	if l.raw != nil {
		_ = l.raw.Close()
	}
}

// quit sends QUIT; a failure does not matter.
func (l *mailLine) quit() {
	if l.smtp.UpdateDeadline(quitTimeout) == nil {
		_ = l.client.CloseWithSMTPClient(l.smtp)
	}
}

// dial connects, greets, starts TLS and logs in.
func (s *mailer) dial(ctx context.Context, recipient string) (*mailLine, error) {
	line := &mailLine{}
	options := []gomail.Option{
		gomail.WithPort(s.cfg.SMTP.Port),
		gomail.WithTimeout(s.cfg.Timeout),
		gomail.WithHELO(s.helo),
		gomail.WithTLSConfig(s.tlsConfig()),
		gomail.WithDialContextFunc(func(dial context.Context, network, addr string) (net.Conn, error) {
			return s.connect(ctx, dial, line, network, addr)
		}),
		// A connection carries one mail. It needs no check that the connection is
		// alive, and no reset afterwards.
		gomail.WithoutNoop(), gomail.WithoutRset(),
	}
	if isASCII(recipient) {
		// Servers on the way that do not know SMTPUTF8 refuse a mail with that
		// mark. Only an address that needs the mark gets it.
		options = append(options, gomail.WithoutSMTPUTF8())
	}
	client, err := gomail.NewClient(s.cfg.SMTP.Host, append(options, s.security()...)...)
	if err != nil {
		return nil, fmt.Errorf("configure: %w", err)
	}
	line.client = client
	if line.smtp, err = client.DialToSMTPClientWithContext(ctx); err != nil {
		line.close()
		return nil, err
	}
	return line, nil
}

// connect opens the connection, with TLS from the first byte if configured. The
// attempt's ctx closes it at any time while it is open; the context dial is
// go-mail's and ends with the login.
func (s *mailer) connect(ctx, dial context.Context, line *mailLine, network, addr string) (net.Conn, error) {
	raw, err := (&net.Dialer{}).DialContext(dial, network, addr)
	if err != nil {
		return nil, err
	}
	line.raw = raw
	line.stop = context.AfterFunc(ctx, func() { _ = raw.Close() })
	if s.cfg.SMTP.TLS != TLSImplicit {
		return raw, nil
	}
	secured := tls.Client(raw, s.tlsConfig())
	if err := secured.HandshakeContext(dial); err != nil {
		return nil, err
	}
	return secured, nil
}

func (s *mailer) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.cfg.SMTP.Host, MinVersion: tls.VersionTLS12, RootCAs: s.cfg.RootCAs}
}

// security is how the connection is protected and how the app logs in. Where the
// operator has switched TLS off, the password is sent in the clear: the operator
// chose it.
func (s *mailer) security() []gomail.Option {
	var options []gomail.Option
	switch s.cfg.SMTP.TLS {
	case TLSImplicit:
		options = append(options, gomail.WithSSL())
	case TLSOff:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case TLSStart:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.cfg.SMTP.Username == "" {
		return options
	}
	options = append(options,
		gomail.WithUsername(s.cfg.SMTP.Username), gomail.WithPassword(s.cfg.SMTP.Password.Reveal()))
	if s.cfg.SMTP.TLS == TLSOff {
		return append(options, gomail.WithSMTPAuth(gomail.SMTPAuthPlainNoEnc))
	}
	return append(options, gomail.WithOpportunisticSMTPAuth(
		gomail.SMTPAuthPlain, gomail.SMTPAuthLogin, gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthCramMD5))
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0
}

// heloName is the name that the app sends in EHLO: its own public name, because a
// container's host name means nothing outside.
func heloName(host string) string {
	if ip := net.ParseIP(host); ip != nil {
		return "localhost"
	}
	return host
}
