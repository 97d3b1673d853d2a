package notify

import (
	"bytes"
	"context"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/mail"
)

// compose makes the letter of m. It is the same at every attempt, its
// Message-ID included, so that a mailbox may drop a double.
func (s *Sender) compose(ctx context.Context, m lowstock.Message) (*gomail.Msg, error) {
	view := s.fitted(ctx, m)
	var html bytes.Buffer
	if err := mail.Page(view).Render(ctx, &html); err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	letter := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingB64), gomail.WithNoDefaultUserAgent())
	if err := letter.FromFormat(s.from.Name, s.from.Address); err != nil {
		return nil, fmt.Errorf("from: %w", err)
	}
	if err := letter.To(m.Recipient); err != nil {
		return nil, fmt.Errorf("to: %w", err)
	}
	letter.Subject(view.Subject)
	letter.SetDateWithValue(s.cfg.Now())
	letter.SetMessageIDWithValue(s.messageID(m))
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetGenHeader("X-Auto-Response-Suppress", "All")
	if view.Unsubscribe.URL != "" {
		letter.SetListUnsubscribe(view.Unsubscribe.URL)
		letter.SetListUnsubscribePost()
	}
	if m.State == lowstock.DeliveryUnknown {
		letter.SetGenHeader("X-Retry", "1") // an earlier attempt may have arrived
	}
	letter.SetBodyString(gomail.TypeTextPlain, mail.Text(view))
	letter.AddAlternativeString(gomail.TypeTextHTML, html.String())
	if m.Reorder != nil {
		if err := s.content(m).attachReorder(letter); err != nil {
			return nil, err
		}
	}
	if s.cfg.DKIM.Key != nil {
		if err := s.sign(letter, view.Unsubscribe.URL != ""); err != nil {
			return nil, err
		}
	}
	return letter, nil
}

// messageID names m for ever, without saying which mall it is of.
func (s *Sender) messageID(m lowstock.Message) string {
	_, domain, _ := strings.Cut(s.from.Address, "@")
	return s.opaqueID(m) + "@" + domain
}

// opaqueID goes by the seed of the mall, not by a key of the app: an attempt that
// is made after the keys were rotated is of the same message.
func (s *Sender) opaqueID(m lowstock.Message) string {
	key := s.idKey
	if m.Seed != "" {
		key = []byte(m.Seed.Reveal())
	}
	mac := sum(key, []byte(m.Mall), []byte{0}, []byte(strconv.FormatInt(m.ID, 10)))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac[:16]))
}
