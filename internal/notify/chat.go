package notify

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/unseen"
	"cafe24-inventory-alert/views/mail"
)

// chat is a team messenger that accepts JSON at an address that it issued.
// Everybody who knows that address can post: there is no other credential.
type chat struct {
	name lowstock.Channel
	base string // the common beginning of its addresses
	path string // an example of the rest of an address
	post func(mail.Message) any
	size func(mail.Message) float64 // the used share of the allowed size; a message above 1 is refused
	gone []int                      // status codes that mean: this address no longer exists
}

func (c chat) kind() Kind {
	key := string(c.name) + "_webhook_url"
	return Kind{Channel: c.name, Base: c.base, Fields: []Field{{Key: key, Word: "url", Type: "url", Placeholder: c.base + c.path}}}
}

func (c chat) check(d *desk, _, value string) string {
	switch {
	case unseen.In(value):
		return "error.unseen"
	case !underBase(value, d.bases[c.name]):
		return "error." + string(c.name) + "_url"
	}
	return ""
}

func (chat) space() int { return maxRows }

func (c chat) full(w writer, of content) float64 { return c.size(w.render(of, 0)) }

func (c chat) send(ctx context.Context, d *desk, m outgoing.Message, handOver HandOver) outgoing.Outcome {
	target := m.Target.Reveal()
	if !underBase(target, d.bases[c.name]) {
		return failed(c.name.ErrorKey(lowstock.FaultAddress), errors.New("the address is not under the configured one"))
	}
	body, err := encode(c.post(d.writer.fitted(m, c.size)))
	if err != nil {
		return failed("letter.error.compose", err)
	}
	if outcome, ok := handOver.begin(ctx); !ok {
		return outcome
	}
	a, err := post(ctx, d.fixed, d.now, target, body, http.Header{})
	outcome := c.outcome(a, err)
	outcome.Answer = a.reply()
	return outcome
}

// outcome is the outcome of a post. A messenger does not drop duplicates, so the
// outcome is unknown if the connection broke after the request was written.
func (c chat) outcome(a answer, err error) outgoing.Outcome {
	switch {
	case err != nil && a.handedOver:
		return unknown(err)
	case err != nil:
		return retrying(c.name.ErrorKey(lowstock.FaultAway), err)
	case a.status/100 == 2:
		return sent("")
	case slices.Contains(c.gone, a.status):
		return failed(c.name.ErrorKey(lowstock.FaultGone), refused(a))
	case a.status == http.StatusTooManyRequests:
		return retrying(c.name.ErrorKey(lowstock.FaultBusy), refused(a))
	}
	return retrying(c.name.ErrorKey(lowstock.FaultAway), refused(a))
}

// AddressUnder reports whether raw is an address of a messenger under base.
func AddressUnder(raw, base string) bool {
	u, err := url.Parse(base)
	return err == nil && u.Host != "" && underBase(raw, u)
}

// underBase compares scheme, host and port exactly. It rejects everything that
// two parsers might read differently.
func underBase(raw string, base *url.URL) bool {
	if len(raw) > maxURL || strings.ContainsAny(raw, "\\%@?# \t\r\n") || strings.Contains(raw, "/..") {
		return false
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != base.Scheme || u.Host != base.Host || u.User != nil {
		return false
	}
	rest, ok := strings.CutPrefix(u.Path, strings.TrimRight(base.Path, "/")+"/")
	return ok && rest != ""
}

// maxURL is the longest address that is accepted, in bytes.
const maxURL = 2048
