package notify_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/redact"
)

// hook is a server that keeps the requests that are posted to it.
type hook struct {
	*httptest.Server
	mu     sync.Mutex
	posts  []posted
	answer func(http.ResponseWriter, *http.Request)
}

type posted struct {
	path   string
	header http.Header
	body   []byte
}

func newHook(t *testing.T) *hook {
	t.Helper()
	h := &hook{answer: func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) }}
	h.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		h.mu.Lock()
		h.posts = append(h.posts, posted{path: r.URL.Path, header: r.Header.Clone(), body: body})
		h.mu.Unlock()
		h.answer(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hook) all() []posted {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]posted{}, h.posts...)
}

func (h *hook) last(t *testing.T) posted {
	t.Helper()
	all := h.all()
	if len(all) == 0 {
		t.Fatal("nothing was posted")
	}
	return all[len(all)-1]
}

// sender makes a sender that trusts the hook's certificate and may reach it.
func (h *hook) sender(t *testing.T, change func(*notify.Config)) *notify.Sender {
	t.Helper()
	cfg := config()
	cfg.AllowPrivate, cfg.Bases = true, map[lowstock.Channel]string{}
	for _, k := range notify.Kinds() {
		if k.Base != "" {
			cfg.Bases[k.Channel] = h.URL
		}
	}
	transport, ok := h.Client().Transport.(*http.Transport)
	if !ok {
		t.Fatal("the test server's transport is of another kind")
	}
	cfg.Transport = transport
	if change != nil {
		change(&cfg)
	}
	return newSender(t, cfg)
}

// everyTarget is one address of each channel, all at the same server, a [hook].
func everyTarget(server string) map[lowstock.Channel]string {
	targets := map[lowstock.Channel]string{}
	for _, k := range notify.Kinds() {
		targets[k.Channel] = server + "/services/T/B/x"
	}
	return targets
}

func toSlack(target string, items ...lowstock.Incident) outgoing.Message {
	m := alert(items...)
	m.Channel, m.Recipient, m.Target = lowstock.ChannelSlack, "Slack", redact.Secret(target)
	return m
}

func toWebhook(target string, items ...lowstock.Incident) outgoing.Message {
	m := alert(items...)
	m.Channel, m.Recipient, m.Target = lowstock.ChannelWebhook, "webhook", redact.Secret(target)
	return m
}

func status(code int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "30")
		w.Header().Set("Location", "https://stock.example/elsewhere")
		w.WriteHeader(code)
	}
}

// cutLine closes the connection without an answer.
func cutLine(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func TestPostOutcome(t *testing.T) {
	t.Parallel()
	const sent, retrying, unknown, failed = lowstock.DeliverySent, lowstock.DeliveryRetrying, lowstock.DeliveryUnknown, lowstock.DeliveryFailed
	for _, tt := range []struct {
		name           string
		answer         func(http.ResponseWriter, *http.Request)
		slack, webhook lowstock.DeliveryState
		slackKey, key  string
		wait           time.Duration
	}{
		{"200", status(200), sent, sent, "", "", 0},
		{"204", status(204), sent, sent, "", "", 0},
		{"302", status(302), retrying, retrying, "letter.error.slack_away", "letter.error.webhook_away", 30 * time.Second},
		{"307", status(307), retrying, retrying, "letter.error.slack_away", "letter.error.webhook_away", 30 * time.Second},
		{"400", status(400), retrying, retrying, "letter.error.slack_away", "letter.error.webhook_away", 30 * time.Second},
		{"403", status(403), failed, retrying, "letter.error.slack_gone", "letter.error.webhook_away", 30 * time.Second},
		{"404", status(404), failed, retrying, "letter.error.slack_gone", "letter.error.webhook_away", 30 * time.Second},
		{"410", status(410), failed, failed, "letter.error.slack_gone", "letter.error.webhook_gone", 30 * time.Second},
		{"429", status(429), retrying, retrying, "letter.error.slack_busy", "letter.error.webhook_away", 30 * time.Second},
		{"500", status(500), retrying, retrying, "letter.error.slack_away", "letter.error.webhook_away", 30 * time.Second},
		{"cut", cutLine, unknown, retrying, "letter.error.unknown", "letter.error.webhook_away", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHook(t)
			h.answer = tt.answer
			s := h.sender(t, nil)
			for _, try := range []struct {
				m     outgoing.Message
				state lowstock.DeliveryState
				key   string
			}{
				{toSlack(h.URL+"/services/T/B/secret", incident(nil)), tt.slack, tt.slackKey},
				{toWebhook(h.URL+"/in?key=secret", incident(nil)), tt.webhook, tt.key},
			} {
				got := s.Send(t.Context(), try.m, nil)
				if got.State != try.state || got.Error != try.key {
					t.Errorf("%s: outcome %+v, want %s %q", try.m.Channel, got, try.state, try.key)
				}
				if try.state != sent && notify.RetryAfter(got) != tt.wait {
					t.Errorf("%s: wait %v, want %v", try.m.Channel, notify.RetryAfter(got), tt.wait)
				}
				if got.Err != nil && strings.Contains(got.Err.Error(), "secret") {
					t.Errorf("%s: the error shows the address: %v", try.m.Channel, got.Err)
				}
				if answered := tt.name != "cut"; answered != strings.HasPrefix(got.Answer, "HTTP "+tt.name) || got.Bounce {
					t.Errorf("%s: answer %q, bounce %v", try.m.Channel, got.Answer, got.Bounce)
				}
				checkOutcome(t, got)
			}
			if n := len(h.all()); n != 2 {
				t.Errorf("%d posts for two attempts", n)
			}
		})
	}
}

// If nothing was written, nothing can have arrived.
func TestPostNobodyThere(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := h.sender(t, nil)
	h.Close()
	for _, m := range []outgoing.Message{toSlack(h.URL+"/services/x", incident(nil)), toWebhook(h.URL+"/in", incident(nil))} {
		got := s.Send(t.Context(), m, nil)
		if got.State != lowstock.DeliveryRetrying {
			t.Errorf("%s: outcome %+v, want retrying", m.Channel, got)
		}
		checkOutcome(t, got)
	}
}

// A redirect must not forward the message or the secret in its address.
func TestPostFollowsNobody(t *testing.T) {
	t.Parallel()
	elsewhere := newHook(t)
	h := newHook(t)
	h.answer = func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+"/services/T/B/x", http.StatusTemporaryRedirect)
	}
	s := h.sender(t, nil)
	s.Send(t.Context(), toSlack(h.URL+"/services/x", incident(nil)), nil)
	s.Send(t.Context(), toWebhook(h.URL+"/in", incident(nil)), nil)
	if n := len(elsewhere.all()); n != 0 {
		t.Errorf("followed %d redirects", n)
	}
	if n := len(h.all()); n != 2 {
		t.Errorf("%d posts, want 2", n)
	}
}

// An endless answer is not read to the end.
func TestPostReadsLittle(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	h.answer = func(w http.ResponseWriter, r *http.Request) {
		chunk := []byte(strings.Repeat("x", 1<<10))
		for r.Context().Err() == nil {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}
	began := time.Now()
	if got := h.sender(t, nil).Send(t.Context(), toSlack(h.URL+"/services/x", incident(nil)), nil); got.State != lowstock.DeliverySent {
		t.Errorf("outcome %+v", got)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("took %v: only the timeout ended the reading", took)
	}
}

func indent(t *testing.T, body []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func fieldError(err error) string {
	var failure *lowstock.Error
	if !errors.As(err, &failure) {
		return ""
	}
	for field, key := range failure.Fields {
		return field + "=" + key
	}
	return failure.Key
}
