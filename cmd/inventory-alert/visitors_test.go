package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/team"
)

// outcome is the result of one request.
type outcome struct {
	method string
	begun  time.Time
	took   time.Duration
	status int
	after  string // Retry-After
	err    error
}

// atOnce is the maximum number of requests in progress. Further requests wait,
// so that a machine that is busy with other work is not overloaded.
const atOnce = 2 * poolSize

// visitors send the requests of two programs that use the API.
type visitors struct {
	t      *testing.T
	m      *program
	tokens []string
	client http.Client

	mu  sync.Mutex
	all []outcome

	requests sync.WaitGroup
	leaving  chan struct{} // closed by stop
	left     chan struct{} // closed when no more requests are sent
}

func newVisitors(t *testing.T, m *program) *visitors {
	t.Helper()
	v := &visitors{t: t, m: m, client: http.Client{Timeout: 2 * time.Minute}, leaving: make(chan struct{}), left: make(chan struct{})}
	_, err := m.store.Pool().Exec(t.Context(), `
		INSERT INTO operators (mall_id, operator_id, kind, opened_at) VALUES ($1, 'kim', 'P', now()) ON CONFLICT DO NOTHING`, benchMall)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"reader", "writer"} {
		value := fmt.Sprintf("ia_%043s", name)
		hash := sha256.Sum256([]byte(value))
		made := team.APIToken{Name: name, Scopes: team.Scopes(), CreatedAt: time.Now()}
		if _, err := m.store.Mall(benchMall).CreateAPIToken(t.Context(), made, hash[:], "kim"); err != nil {
			t.Fatal(err)
		}
		v.tokens = append(v.tokens, value)
	}
	go v.run()
	return v
}

func (v *visitors) run() {
	defer close(v.left)
	ticks := time.NewTicker(10 * time.Millisecond)
	defer ticks.Stop()
	free := make(chan struct{}, atOnce)
	for n := 0; ; n++ {
		free <- struct{}{}
		v.requests.Go(func() {
			v.send(n)
			<-free
		})
		select {
		case <-v.leaving:
			return
		case <-ticks.C:
		}
	}
}

// send reads in four of five requests.
func (v *visitors) send(n int) {
	o := outcome{method: http.MethodGet, begun: time.Now()}
	path, body := "/api/v1/inventory", ""
	if n%5 == 0 {
		o.method, path, body = http.MethodPost, "/api/v1/alerts", fmt.Sprintf(`{"threshold":%d}`, n)
	}
	defer func() {
		o.took = time.Since(o.begun)
		v.mu.Lock()
		defer v.mu.Unlock()
		v.all = append(v.all, o)
	}()
	req, err := http.NewRequestWithContext(v.t.Context(), o.method, "http://"+v.m.addr.String()+path, strings.NewReader(body))
	if err != nil {
		o.err = err
		return
	}
	req.Header.Set("Authorization", "Bearer "+v.tokens[n%2])
	req.Header.Set("Content-Type", "application/json")
	answer, err := v.client.Do(req)
	if err != nil {
		o.err = err
		return
	}
	_, o.err = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	o.status, o.after = answer.StatusCode, answer.Header.Get("Retry-After")
}

func (v *visitors) answered() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.all)
}

// until waits for a condition that the visitors' requests cause.
func (v *visitors) until(met func() bool) {
	v.t.Helper()
	ticks := time.NewTicker(10 * time.Millisecond)
	defer ticks.Stop()
	for !met() {
		select {
		case <-v.t.Context().Done():
			v.t.Fatal("the test ended first")
		case <-ticks.C:
		}
	}
}

func (v *visitors) stop() {
	close(v.leaving)
	<-v.left
	v.requests.Wait()
}
