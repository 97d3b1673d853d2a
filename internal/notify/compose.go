package notify

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/mail"
)

// maxMail is the largest size in bytes of a mail's HTML part, and of its text
// part. Gmail cuts an HTML part at 102 KB.
const maxMail = 95_000

// compose builds the mail of m. Every attempt has the same content and the same
// Message-ID, so that a mailbox can drop a duplicate.
func (s *mailer) compose(ctx context.Context, m outgoing.Message) (*gomail.Msg, error) {
	if m.Question != nil {
		return s.composeQuestion(m)
	}
	if m.Purchase != nil {
		return s.composePurchase(ctx, m)
	}
	view := s.writer.fitted(m, func(l mail.Message) float64 { return mailFull(ctx, l) })
	var html bytes.Buffer
	if err := mail.Page(view).Render(ctx, &html); err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	msg, err := s.begin(m, view.Subject)
	if err != nil {
		return nil, err
	}
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	if view.Unsubscribe.URL != "" {
		msg.SetListUnsubscribe(view.Unsubscribe.URL)
		msg.SetListUnsubscribePost()
	}
	if m.State == lowstock.DeliveryUnknown {
		msg.SetGenHeader("X-Retry", "1") // an earlier attempt may have arrived
	}
	msg.SetBodyString(gomail.TypeTextPlain, mail.Text(view))
	msg.AddAlternativeString(gomail.TypeTextHTML, html.String())
	if m.Reorder != nil {
		if err := s.writer.content(m).attachReorder(msg); err != nil {
			return nil, err
		}
	}
	if s.cfg.DKIM.Key != nil {
		if err := s.cfg.DKIM.sign(msg, s.domain(), view.Unsubscribe.URL != ""); err != nil {
			return nil, err
		}
	}
	return msg, nil
}

// begin returns a mail with its envelope and the headers that every mail has.
func (s *mailer) begin(m outgoing.Message, subject string) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingB64), gomail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(s.from.Name, s.from.Address); err != nil {
		return nil, fmt.Errorf("from: %w", err)
	}
	if err := msg.To(m.Recipient); err != nil {
		return nil, fmt.Errorf("to: %w", err)
	}
	msg.Subject(subject)
	msg.SetDateWithValue(s.cfg.Now())
	msg.SetMessageIDWithValue(s.writer.opaqueID(m) + "@" + s.domain())
	return msg, nil
}

// domain is the domain of the sender's address.
func (s *mailer) domain() string {
	_, domain, _ := strings.Cut(s.from.Address, "@")
	return domain
}

// mailFull is the used share of the allowed size of a mail; above 1 it does not
// fit.
func mailFull(ctx context.Context, l mail.Message) float64 {
	var page counter
	if err := mail.Page(l).Render(ctx, &page); err != nil {
		return 1 // the attempt reports the error
	}
	return float64(max(int(page), len(mail.Text(l)))) / maxMail
}

// counter counts the bytes that are written to it.
type counter int

// Write implements [io.Writer].
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

var _ io.Writer = (*counter)(nil)
