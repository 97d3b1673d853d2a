package web_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/lowstock"
)

func signature(body string) string {
	mac := hmac.New(sha256.New, []byte(cafe24sim.DefaultClientSecret))
	mac.Write([]byte(body))
	return hex.EncodeToString(mac.Sum(nil))
}

func TestWebhookAnswers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	b.runIntake(t)
	const (
		own     = `{"event_no":90002,"resource":{"mall_id":"hanbit","product_no":"7"}}`
		relayed = `{"event_type":"products/inventory_updated","mall_id":"hanbit","product_no":1,"quantity":3}`
		sample  = `{"event_no":90075,"resource":{"mall_id":"cafe24bestshop","event_shop_no":"1","product_no":"1"}}`
	)
	proven := []string{"X-API-Key", cafe24sim.DefaultWebhookKey}
	signed := func(body string) []string { return []string{"X-Cafe24-Signature", signature(body)} }
	for name, tc := range map[string]struct {
		body   string
		header []string
		status int
		event  string
	}{
		"own":                        {own, proven, http.StatusOK, "90002"},
		"own, wrong key":             {own, []string{"X-API-Key", "wrong"}, http.StatusForbidden, ""},
		"own, empty key":             {own, []string{"X-API-Key", ""}, http.StatusForbidden, ""},
		"own, no proof":              {own, nil, http.StatusForbidden, ""},
		"relayed":                    {relayed, signed(relayed), http.StatusOK, "products/inventory_updated"},
		"relayed, no proof":          {relayed, nil, http.StatusUnauthorized, ""},
		"relayed, other body":        {relayed, signed(relayed + " "), http.StatusUnauthorized, ""},
		"relayed, upper case":        {relayed, []string{"X-Cafe24-Signature", strings.ToUpper(signature(relayed))}, http.StatusUnauthorized, ""},
		"nothing at all":             {"", nil, http.StatusUnauthorized, ""},
		"not JSON, no proof":         {"hello", nil, http.StatusUnauthorized, ""},
		"not JSON":                   {"hello", proven, http.StatusBadRequest, ""},
		"half JSON":                  {own[:20], proven, http.StatusBadRequest, ""},
		"empty":                      {"", proven, http.StatusBadRequest, ""},
		"a list":                     {"[]", proven, http.StatusBadRequest, ""},
		"null":                       {"null", proven, http.StatusBadRequest, ""},
		"object that names no event": {`{"hello":1}`, proven, http.StatusOK, ""},
		"TEST button":                {sample, proven, http.StatusOK, "90075"},
		"event of no use":            {`{"event_no":91234,"resource":{"mall_id":"hanbit"}}`, proven, http.StatusOK, "91234"},
		"hostile mall":               {`{"event_no":90002,"resource":{"mall_id":"../../x"}}`, proven, http.StatusOK, "90002"},
		"too large":                  {strings.Repeat(" ", 1<<20) + own, proven, http.StatusRequestEntityTooLarge, ""},
		"too large, no proof":        {strings.Repeat("x", 1<<20+1), nil, http.StatusRequestEntityTooLarge, ""},
		"as large as may be":         {own + strings.Repeat(" ", 1<<20-len(own)), proven, http.StatusOK, "90002"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := b.browser(t).post("/webhooks/cafe24", tc.body, tc.header...).want(tc.status)
			if contentType := answer.Header.Get("Content-Type"); !strings.HasPrefix(contentType, "application/json") {
				t.Errorf("Content-Type %q", contentType)
			}
			got := answer.object()
			if tc.status != http.StatusOK {
				if _, ok := got["error"]; !ok {
					t.Errorf("no error in %v", got)
				}
				return
			}
			if got["status"] != "received" || got["event_type"] != tc.event {
				t.Errorf("answer %v, want event %q", got, tc.event)
			}
		})
	}
}

func TestWebhookIsCommittedBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	b.runIntake(t)
	w := b.browser(t)
	send := func(trace string) {
		w.post("/webhooks/cafe24", `{"event_no":90002,"resource":{"mall_id":"hanbit","product_no":7}}`,
			"X-API-Key", cafe24sim.DefaultWebhookKey, "X-Trace-ID", trace).want(http.StatusOK)
	}
	send("trace-1")
	send("trace-1")
	send("trace-2")
	stands, err := b.store.Mall(mall).Connection(t.Context(), b.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if stands.Hints24h != 2 || stands.DirtyProducts != 1 {
		t.Errorf("%d hints and %d dirty products, want 2 and 1", stands.Hints24h, stands.DirtyProducts)
	}
}

func TestWebhookThatTheMallLeft(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.runIntake(t)
	w := b.owner(t, mall)
	w.get(whoAmI).want(http.StatusOK)
	b.browser(t).post("/webhooks/cafe24", `{"event_no":90077,"resource":{"mall_id":"hanbit"}}`,
		"X-API-Key", cafe24sim.DefaultWebhookKey).want(http.StatusOK)
	w.get(whoAmI).want(http.StatusUnauthorized)
	if stored, err := b.store.Mall(mall).Info(t.Context()); err != nil || stored.State != lowstock.MallUninstalled {
		t.Errorf("mall is %q, %v", stored.State, err)
	}
}

func TestWebhookWhileNothingIsCommitted(t *testing.T) {
	t.Parallel()
	b := newBench(t) // the intake does not run, as if the database were unreachable
	b.connect(t, mall)
	eventually(t, "answered within a second", func() bool { // in one try of many: the machine may be busy
		began := time.Now()
		b.browser(t).post("/webhooks/cafe24", `{"event_no":90002,"resource":{"mall_id":"hanbit","product_no":7}}`,
			"X-API-Key", cafe24sim.DefaultWebhookKey).want(http.StatusServiceUnavailable)
		return time.Since(began) < time.Second
	})
}

func TestWebhookFromElsewhereNeedsNoOrigin(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.runIntake(t)
	b.browser(t).post("/webhooks/cafe24", `{"event_no":90002,"resource":{"mall_id":"hanbit"}}`, "X-API-Key", cafe24sim.DefaultWebhookKey,
		"Origin", "https://relay.example", "Sec-Fetch-Site", "cross-site").want(http.StatusOK)
	b.browser(t).get("/webhooks/cafe24").want(http.StatusMethodNotAllowed)
}
