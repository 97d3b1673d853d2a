package notify

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
)

const maxURL = 2048

// CheckWebhookURL says whether a merchant's webhook may be used: https and a
// host that can be public. Where its name leads is checked again at every
// connection. Its error is error.webhook_url at the field webhook_url, or
// error.unseen where it is something that nobody sees.
func (s *Sender) CheckWebhookURL(raw string) error {
	switch {
	case lowstock.HasUnseen(raw):
		return lowstock.InvalidFields(map[string]string{"webhook_url": "error.unseen"})
	case s.webhookAllowed(raw):
		return nil
	}
	return lowstock.InvalidFields(map[string]string{"webhook_url": "error.webhook_url"})
}

func (s *Sender) webhookAllowed(raw string) bool {
	if len(raw) > maxURL || strings.ContainsAny(raw, "\\ \t\r\n") {
		return false
	}
	u, err := url.Parse(raw)
	if err != nil || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return false
	}
	if s.cfg.AllowPrivate {
		return u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
	}
	return u.Scheme == "https" && publicHost(u.Hostname())
}

func (s *Sender) sendWebhook(ctx context.Context, m lowstock.Message) lowstock.Outcome {
	target := m.Target.Reveal()
	if !s.webhookAllowed(target) {
		return failed("letter.error.webhook_url", errors.New("webhook: the address is not allowed"))
	}
	body, err := encode(webhookBody(s.writer.content(m)))
	if err != nil {
		return failed("letter.error.compose", err)
	}
	header, err := s.signed(ctx, m, body)
	if err != nil {
		return failed("letter.error.compose", err)
	}
	a, err := post(ctx, s.webhook, s.cfg.Now, target, body, header)
	outcome := webhookOutcome(a, err)
	outcome.Answer = a.said()
	return outcome
}

func webhookOutcome(a answer, err error) lowstock.Outcome {
	switch {
	case errors.Is(err, errPrivate):
		return failed("letter.error.webhook_url", err)
	case err != nil:
		// The id lets the receiver drop a double, so trying again is safe.
		return retrying("letter.error.webhook_away", err)
	case a.status/100 == 2:
		return sent("")
	case a.status == http.StatusGone:
		return failed("letter.error.webhook_gone", refused(a))
	}
	return retrying("letter.error.webhook_away", refused(a))
}
