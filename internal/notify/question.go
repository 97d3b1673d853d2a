package notify

import (
	"fmt"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// composeQuestion builds the mail of a question to the people who run the app.
// It is plain text with the diagnostics attached, and a reply goes to the person
// who asked. It is not marked as automatic, since support desks drop such mails.
func (s *mailer) composeQuestion(m outgoing.Message) (*gomail.Msg, error) {
	c, q := s.writer.content(m), m.Question
	msg, err := s.begin(m, c.subject())
	if err != nil {
		return nil, err
	}
	if err := msg.ReplyTo(q.ReplyTo); err != nil {
		return nil, fmt.Errorf("reply to: %w", err)
	}
	if m.State == lowstock.DeliveryUnknown {
		msg.SetGenHeader("X-Retry", "1") // an earlier attempt may have arrived
	}
	msg.SetBodyString(gomail.TypeTextPlain, q.Text+"\n\n-- \n"+c.in.T("letter.footer.contact", string(m.Mall), clean(q.Operator), q.ReplyTo)+"\n")
	if q.Diagnostics != "" {
		name := "diagnostics-" + string(m.Mall) + "-" + c.CreatedAt.In(c.zone).Format("20060102-1504") + ".json"
		err := msg.AttachReader(name, strings.NewReader(q.Diagnostics), gomail.WithFileContentType("application/json"), gomail.WithFileEncoding(gomail.EncodingB64))
		if err != nil {
			return nil, fmt.Errorf("diagnostics: %w", err)
		}
	}
	if s.cfg.DKIM.Key != nil {
		if err := s.cfg.DKIM.sign(msg, s.domain(), false); err != nil {
			return nil, err
		}
	}
	return msg, nil
}
