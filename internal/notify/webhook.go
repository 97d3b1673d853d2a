package notify

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/unseen"
)

// webhook sends signed JSON to a program of the merchant; see sign.go.
type webhook struct{}

func (webhook) kind() Kind {
	return Kind{Channel: lowstock.ChannelWebhook, Fields: []Field{{Key: "webhook_url", Word: "url", Type: "url", Placeholder: "https://…"}}}
}

// check accepts https and a host that can be public. The resolved address is
// checked again at every connection.
func (webhook) check(d *desk, _, value string) string {
	switch {
	case unseen.In(value):
		return "error.unseen"
	case webhookAllowed(value, d.private):
		return ""
	}
	if u, err := url.Parse(value); err == nil && !publicPort(u.Port()) {
		u.Host = u.Hostname()
		if webhookAllowed(u.String(), d.private) {
			return "error.webhook_port"
		}
	}
	return "error.webhook_url"
}

func webhookAllowed(raw string, private bool) bool {
	if len(raw) > maxURL || strings.ContainsAny(raw, "\\ \t\r\n") {
		return false
	}
	u, err := url.Parse(raw)
	if err != nil || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return false
	}
	if private {
		return u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
	}
	return u.Scheme == "https" && publicHost(u.Hostname()) && publicPort(u.Port())
}

func (webhook) space() int { return maxWebhookItems }

func (webhook) full(_ writer, c content) float64 { return webhookFull(c) }

// send does not call HandOver: the receiver recognises a duplicate by its id.
func (h webhook) send(ctx context.Context, d *desk, m outgoing.Message, _ HandOver) outgoing.Outcome {
	target := m.Target.Reveal()
	if !webhookAllowed(target, d.private) {
		return failed(m.Channel.ErrorKey(lowstock.FaultAddress), errors.New("webhook: the address is not allowed"))
	}
	body, err := encode(webhookBody(d.writer.content(m)))
	if err != nil {
		return failed("letter.error.compose", err)
	}
	header, err := d.signed(ctx, m, body)
	if err != nil {
		return failed("letter.error.compose", err)
	}
	a, err := post(ctx, d.public, d.now, target, body, header)
	outcome := h.outcome(a, err)
	outcome.Answer = a.reply()
	return outcome
}

func (webhook) outcome(a answer, err error) outgoing.Outcome {
	const name = lowstock.ChannelWebhook
	switch {
	case errors.Is(err, errPrivate):
		return failed(name.ErrorKey(lowstock.FaultAddress), err)
	case err != nil:
		// The receiver can drop a duplicate by its id, so a retry is safe.
		return retrying(name.ErrorKey(lowstock.FaultAway), err)
	case a.status/100 == 2:
		return sent("")
	case a.status == http.StatusGone:
		return failed(name.ErrorKey(lowstock.FaultGone), refused(a))
	}
	return retrying(name.ErrorKey(lowstock.FaultAway), refused(a))
}
