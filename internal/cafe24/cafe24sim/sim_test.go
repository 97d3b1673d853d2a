package cafe24sim_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

const mall = cafe24sim.DefaultMall

// world is a running simulator and a client that holds a token.
type world struct {
	*cafe24sim.Server
	t     *testing.T
	url   string
	token string
	clock *clock
}

// clock is a clock that moves only when the test advances it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func start(t *testing.T, cfg cafe24sim.Config) *world {
	t.Helper()
	c := &clock{now: time.Date(2026, 11, 20, 1, 2, 3, 0, time.UTC)}
	if cfg.Now == nil {
		cfg.Now = c.Now
	}
	if cfg.RedirectURI == "" {
		cfg.AppURL, cfg.RedirectURI = "https://app.example", "https://app.example/auth/callback"
	}
	s := cafe24sim.New(cfg)
	server := httptest.NewServer(s.Handler())
	s.SetBaseURL(server.URL)
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { s.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
		server.Close()
	})
	grant, err := s.Grant(s.Malls()[0])
	if err != nil {
		t.Fatal(err)
	}
	return &world{Server: s, t: t, url: server.URL, token: grant.AccessToken, clock: c}
}

// empty starts a mall without products.
func empty(t *testing.T) *world {
	t.Helper()
	return start(t, cafe24sim.Config{Products: -1})
}

// answer is the answer of a call.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (w *world) get(path string) answer {
	w.t.Helper()
	return w.call(http.MethodGet, path, "")
}

func (w *world) call(method, path, body string) answer {
	w.t.Helper()
	return w.as(w.token, method, path, body)
}

func (w *world) as(token, method, path, body string) answer {
	w.t.Helper()
	r := w.request(method, "/mall/"+mall+"/api/v2/admin/"+path, body)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	return w.do(r)
}

func (w *world) request(method, path, body string) *http.Request {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) do(r *http.Request) answer {
	w.t.Helper()
	a, err := w.try(r)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w *world) try(r *http.Request) (answer, error) {
	client := &http.Client{Timeout: 2 * time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, body}, err
}

// into decodes the answer, which must be a 200, from JSON.
func into[T any](t *testing.T, a answer) T {
	t.Helper()
	var v T
	if a.status != http.StatusOK {
		t.Fatalf("status %d: %s", a.status, a.body)
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	return v
}

// product and variant have the fields of the JSON answers, without the
// simulator's types.
type product struct {
	No       int              `json:"product_no"`
	Name     string           `json:"product_name"`
	Display  string           `json:"display"`
	SoldOut  string           `json:"sold_out"`
	Category []map[string]any `json:"category"`
	Variants []variant        `json:"variants"`
	Image    string           `json:"list_image"`
}

type variant struct {
	Code        string          `json:"variant_code"`
	Options     json.RawMessage `json:"options"`
	Quantity    *int            `json:"quantity"`
	Inventories *struct {
		Quantity int    `json:"quantity"`
		Use      string `json:"use_inventory"`
		Safety   int    `json:"safety_inventory"`
	} `json:"inventories"`
}

type productList struct {
	Products []product `json:"products"`
	Links    []struct {
		Rel, Href string
	} `json:"links"`
}

func (w *world) add(p cafe24sim.Product) cafe24sim.Product {
	w.t.Helper()
	added, err := w.AddProduct(mall, p)
	if err != nil {
		w.t.Fatal(err)
	}
	return added
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually waits until the condition holds. It gives up late, because a loaded machine is slow.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("never: %s", what)
		}
	}
}
