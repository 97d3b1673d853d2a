package crashlab

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

// front is the balancer in front of the replicas. Every webhook passes through it, Cafe24's own and the lab's, so it
// knows exactly which were acknowledged. It alternates between the replicas and does not repeat a request: that is the
// sender's task.
type front struct {
	key     string
	targets []string
	client  *http.Client
	turn    atomic.Int64

	mu    sync.Mutex // guards the fields below
	acked map[string]int
}

func newFront(key string, targets ...string) *front {
	return &front{
		key: key, targets: targets, acked: map[string]int{},
		client: &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 32}},
	}
}

// ServeHTTP receives the webhooks that Cafe24 sends.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	status := f.pass(r.Context(), f.next(), r.Header.Get("X-Trace-Id"), body)
	if status == 0 {
		status = http.StatusBadGateway
	}
	w.WriteHeader(status)
}

func (f *front) next() int { return int(f.turn.Add(1)) % len(f.targets) }

// pass sends one webhook to a replica and returns the status of its answer, 0 for none.
func (f *front) pass(ctx context.Context, target int, id string, body []byte) int {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+f.targets[target]+"/webhooks/cafe24", bytes.NewReader(body))
	if err != nil {
		return 0
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Api-Key", f.key)
	req.Header.Set("X-Trace-Id", id)
	resp, err := f.client.Do(req)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()               //nolint:errcheck // the status is the answer
	_, _ = io.Copy(io.Discard, resp.Body) // an incomplete body is still an answer
	if resp.StatusCode == http.StatusOK {
		f.mu.Lock()
		f.acked[id]++
		f.mu.Unlock()
	}
	return resp.StatusCode
}

// hint is a webhook that the lab itself sends: this product has changed.
type hint struct {
	id   string
	body []byte
}

func newHint(product int) hint {
	body, err := json.Marshal(map[string]any{
		"event_no": 90002, "resource": map[string]any{"mall_id": cafe24sim.DefaultMall, "product_no": product},
	})
	if err != nil {
		panic(err) // numbers and strings can always be encoded
	}
	return hint{strings.ToLower(rand.Text()), body}
}

// insist sends a hint until it is acknowledged, like a sender that does not give up.
func (f *front) insist(ctx context.Context, h hint) error {
	for tries := 1; ; tries++ {
		status := f.pass(ctx, f.next(), h.id, h.body)
		if status == http.StatusOK {
			return nil
		}
		if err := rest(ctx, 100*time.Millisecond); err != nil {
			return fmt.Errorf("hint %s was not acknowledged in %d tries, the last answer is %d: %w", h.id, tries, status, err)
		}
	}
}

func (f *front) acknowledged() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Collect(maps.Keys(f.acked))
}
