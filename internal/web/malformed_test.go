package web_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/team"
)

// malformed breaks a valid body as connections and people do.
func malformed(rng *rand.Rand, body []byte) []byte {
	junk := [][]byte{
		[]byte(`null`), []byte(`"\u0000"`), []byte(`1e999`), []byte(`-9223372036854775809`), []byte(`{`), []byte(`]`), []byte(`"`),
		{0xff, 0xfe},
		{0},
		[]byte("\u202e"), []byte(`"' OR 1=1 --"`), bytes.Repeat([]byte(`[`), 500), bytes.Repeat([]byte(`{"a":`), 300), bytes.Repeat([]byte(`9`), 400),
	}
	body = bytes.Clone(body)
	for range 1 + rng.IntN(4) {
		at := rng.IntN(len(body) + 1)
		switch rng.IntN(4) {
		case 0:
			body = body[:at]
		case 1:
			body = bytes.Join([][]byte{body[:at], junk[rng.IntN(len(junk))], body[at:]}, nil)
		case 2:
			if at < len(body) {
				body[at] = byte(rng.Uint32())
			}
		case 3:
			body = bytes.Join([][]byte{body[:at], body[rng.IntN(len(body)+1):]}, nil)
		}
	}
	return body
}

// TestMalformedBodies sends ten thousand broken bodies, all with a valid key or
// token. Each is answered, none with a 5xx, and the app continues to work.
func TestMalformedBodies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	b.runIntake(t)
	seeds := []struct {
		path  string
		right []byte
	}{
		{"/webhooks/cafe24", []byte(`{"event_no":90023,"resource":{"mall_id":"hanbit","event_shop_no":"1","product_no":"17652,17394","order_id":"20260717-0029236"}}`)},
		{"/webhooks/cafe24", []byte(`{"event_no":"90150","resource":{"mall_id":"hanbit","product_no":["1",2],"sold_out":{"1":"T"},"variant_code":"P00000BA000A"}}`)},
		{"/api/v1/alerts", []byte(`{"product_no":1,"threshold":5,"muted":false}`)},
		{"/api/v1/alerts/preview", []byte(`{"variant_code":"P00000BA000A","days":14}`)},
	}
	got := map[int]int{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(worker), 7))
			token := fmt.Sprintf("ia_%043d", worker)
			b.keepToken(t, token, team.APIToken{Name: token[40:], Scopes: []team.Scope{team.ScopeRules}})
			for range 1250 {
				seed := seeds[rng.IntN(len(seeds))]
				body := malformed(rng, seed.right)
				req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, seed.path, bytes.NewReader(body))
				req.Header.Set("Content-Type", "application/json")
				req.Header.Set("X-API-Key", cafe24sim.DefaultWebhookKey)
				req.Header.Set("Authorization", "Bearer "+token)
				answer := httptest.NewRecorder()
				b.server.Handler().ServeHTTP(answer, req)
				if answer.Code >= 500 {
					t.Errorf("%s answered %d to %q", seed.path, answer.Code, body)
				}
				mu.Lock()
				got[answer.Code]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	t.Logf("answers: %v", got)
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, seeds[0].path, bytes.NewReader(seeds[0].right))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-API-Key", cafe24sim.DefaultWebhookKey)
	answer := httptest.NewRecorder()
	b.server.Handler().ServeHTTP(answer, req)
	if answer.Code != http.StatusOK {
		t.Errorf("what is right is answered %d after all that", answer.Code)
	}
	if c, err := b.store.Mall(mall).Connection(t.Context(), b.clock.Now()); err != nil || c.Hints24h == 0 {
		t.Errorf("%d hints are stored, %v", c.Hints24h, err)
	}
}
