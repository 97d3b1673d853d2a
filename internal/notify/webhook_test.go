package notify_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/redact"
)

func TestWebhookCall(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := h.sender(t, nil)
	m := toWebhook(h.URL+"/in", selling(1000)...)
	for i := range m.Items {
		m.Items[i].Announced, m.Items[i].Order = lowstock.ReasonOverdue, lowstock.Order{Quantity: 5000, ExpectedOn: "2026-11-30"}
	}
	parts := divided(t, s, m)
	m = parts[0]
	send(t, s, m)
	first := h.last(t)
	if got := first.header.Get("webhook-timestamp"); got != "1795327440" {
		t.Errorf("webhook-timestamp %q", got)
	}
	if len(first.body) > 20<<10 {
		t.Errorf("%d bytes, Standard Webhooks asks for less than 20 KB", len(first.body))
	}
	m.Attempts = 2
	send(t, s, m)
	if again := h.last(t).header.Get("webhook-id"); again != first.header.Get("webhook-id") || !strings.HasPrefix(again, "msg_") {
		t.Errorf("webhook-id %q, then %q", first.header.Get("webhook-id"), again)
	}
	var call struct {
		Data struct {
			Total     int
			Incidents []json.RawMessage
		}
	}
	if err := json.Unmarshal(first.body, &call); err != nil {
		t.Fatal(err)
	}
	if n := len(m.Items); n < 30 || n > 50 {
		t.Errorf("%d items in the first call", n)
	}
	if diff := cmp.Diff([]int{len(m.Items), len(m.Items)}, []int{call.Data.Total, len(call.Data.Incidents)}); diff != "" {
		t.Errorf("total and shown mismatch (-want +got):\n%s", diff)
	}
	m.Items = catalogue(2)
	send(t, s, m)
	golden(t, "webhook.json", indent(t, h.last(t).body))
	for _, name := range []string{
		"health_recipient_suspended", "clear_stock_stale", "again_overdue", "sales_overflow_en", "still_selling", "risk_alert", "risk_dollars",
		"goods_late_many", "purchase_news_refused", "purchase_news_short",
	} {
		m := mails()[name]
		m.Channel, m.Recipient, m.Target = lowstock.ChannelWebhook, "webhook", redact.Secret(h.URL+"/in")
		m.Items = m.Items[:min(len(m.Items), 3)]
		send(t, s, m)
		golden(t, "webhook_"+name+".json", indent(t, h.last(t).body))
	}
}

// verifyStandardWebhook is a receiver written from the specification. The signed
// content is id.timestamp.body, the key is the base64 text after whsec_, and the
// header is a list of version,signature. A timestamp more than five minutes off
// is refused.
func verifyStandardWebhook(secret string, h http.Header, body []byte, now time.Time) bool {
	id, at := h.Get("webhook-id"), h.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || id == "" || now.Sub(time.Unix(seconds, 0)).Abs() > 5*time.Minute {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(slices.Concat([]byte(id), []byte("."), []byte(at), []byte("."), body))
	want := mac.Sum(nil)
	for part := range strings.SplitSeq(h.Get("webhook-signature"), " ") {
		version, signature, _ := strings.Cut(part, ",")
		got, err := base64.StdEncoding.DecodeString(signature)
		if version == "v1" && err == nil && hmac.Equal(got, want) {
			return true
		}
	}
	return false
}

// The receiver above is correct: it accepts the specification's own example.
func TestVerifyStandardWebhook(t *testing.T) {
	t.Parallel()
	const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	body := []byte(`{"test": 2432232314}`)
	header := http.Header{}
	header.Set("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
	header.Set("webhook-timestamp", "1614265330")
	header.Set("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
	at := time.Unix(1614265330, 0)
	if !verifyStandardWebhook(secret, header, body, at) {
		t.Error("the example of the specification is refused")
	}
	if verifyStandardWebhook(secret, header, append(body, ' '), at) || verifyStandardWebhook(secret, header, body, at.Add(time.Hour)) {
		t.Error("a changed or old call is taken")
	}
}

func TestWebhookIsSigned(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	now := noon
	s := h.sender(t, func(c *notify.Config) { c.Now = func() time.Time { return now } })
	for _, size := range []int{24, 64} {
		secret := "whsec_" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, size))
		m := toWebhook(h.URL+"/in", catalogue(3)...)
		m.Signing = redact.Secret(secret)
		send(t, s, m)
		first := h.last(t)
		now = now.Add(45 * time.Minute) // a later attempt is a new call with the same id
		m.Attempts++
		send(t, s, m)
		second := h.last(t)
		for i, p := range []posted{first, second} {
			at := now.Add(time.Duration(i-1) * 45 * time.Minute)
			if !verifyStandardWebhook(secret, p.header, p.body, at) {
				t.Errorf("attempt %d is not signed: %v", i+1, p.header)
			}
			if verifyStandardWebhook(secret, p.header, bytes.Replace(p.body, []byte("linenhouse"), []byte("linenh0use"), 1), at) {
				t.Errorf("attempt %d: a changed body is taken", i+1)
			}
		}
		if first.header.Get("webhook-id") != second.header.Get("webhook-id") || first.header.Get("webhook-timestamp") == second.header.Get("webhook-timestamp") {
			t.Errorf("id and time of the attempts: %v, %v", first.header, second.header)
		}
	}
}

// Without a secret the call has no signature, and the log records that once. With
// an invalid secret nothing is sent, because a receiver that checks would drop
// it.
func TestWebhookUnsigned(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	var log bytes.Buffer
	s := h.sender(t, func(c *notify.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	m := toWebhook(h.URL+"/in?key=secret", incident(nil))
	send(t, s, m)
	send(t, s, m)
	if got := h.last(t).header.Get("webhook-signature"); got != "" {
		t.Errorf("signed without a secret: %s", got)
	}
	if n := strings.Count(log.String(), "unsigned"); n != 1 || strings.Contains(log.String(), "key=") || strings.Contains(log.String(), h.URL) {
		t.Errorf("%d lines in the log: %s", n, log.String())
	}
	short := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 23))
	for _, bad := range []string{"whsec_", "whsec_!", "whsec_" + short, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"} {
		m.Signing = redact.Secret(bad)
		got := s.Send(t.Context(), m, nil)
		if got.State != lowstock.DeliveryFailed || got.Error != "letter.error.compose" {
			t.Errorf("%q: outcome %+v", bad, got)
		}
		checkOutcome(t, got)
	}
	if n := len(h.all()); n != 2 {
		t.Errorf("%d posts, want 2", n)
	}
}
