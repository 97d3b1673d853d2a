package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/localpg"
)

// outcome is what became of one request.
type outcome struct {
	method string
	begun  time.Time
	took   time.Duration
	status int
	after  string // Retry-After
	err    error
}

// patient is how long a request surely waits for a database that is away.
const patient = 4 * time.Second

// TestTheDatabaseRestarts stops PostgreSQL under 100 requests a second and
// starts it again: nobody who reads notices, and who writes at that moment is
// told to try again.
func TestTheDatabaseRestarts(t *testing.T) {
	t.Parallel()
	options := localpg.Options{DataDir: filepath.Join(t.TempDir(), "pg")}
	cluster, err := localpg.Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	stop := func() {
		if err := cluster.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(func() { stop() })
	m := newProgram(t, cluster, "restart")
	requests := newVisitors(t, m)

	requests.until(func() bool { return requests.answered() > 100 })
	begun := time.Now()
	stop()
	if cluster, err = localpg.Start(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	back := time.Now()
	requests.until(func() bool { return time.Since(back) > 2*time.Second })
	requests.stop()

	failed, given, slowest, recovered := map[string]int{}, 0, time.Duration(0), time.Duration(0)
	for _, o := range requests.all {
		slowest = max(slowest, o.took)
		if o.err == nil && o.status < 300 {
			continue
		}
		if back.Sub(o.begun) > patient { // away for longer than anybody waits for it
			given++
		} else {
			failed[o.method]++
		}
		recovered = max(recovered, o.begun.Add(o.took).Sub(back))
		if o.status != http.StatusServiceUnavailable || o.after == "" {
			t.Errorf("%s answered %d, %v, Retry-After %q", o.method, o.status, o.err, o.after)
		}
	}
	t.Logf("%d requests; away for %s; failed GETs %d, failed POSTs %d, of those that came more than %s before it was back %d; slowest %s; last failure %s after it was back",
		len(requests.all), back.Sub(begun).Round(time.Millisecond), failed["GET"], failed["POST"], patient, given, slowest.Round(time.Millisecond), recovered.Round(time.Millisecond))
	if failed["GET"] > 0 || failed["POST"] > poolSize {
		t.Errorf("failed: %v", failed)
	}
}

// atOnce is how many requests may be under way: more wait, so that a machine
// that is busy with other things is not asked for what it cannot do.
const atOnce = 2 * poolSize

// visitors send requests of two programs that use the API.
type visitors struct {
	t      *testing.T
	m      *program
	tokens []string
	client http.Client

	mu   sync.Mutex
	all  []outcome
	sent int

	requests sync.WaitGroup
	done     chan struct{}
}

func newVisitors(t *testing.T, m *program) *visitors {
	t.Helper()
	v := &visitors{t: t, m: m, client: http.Client{Timeout: 30 * time.Second}, done: make(chan struct{})}
	for _, name := range []string{"reader", "writer"} {
		value := fmt.Sprintf("ia_%043s", name)
		hash := sha256.Sum256([]byte(value))
		if _, err := m.store.CreateAPIToken(t.Context(), benchMall, name, hash[:], "kim"); err != nil {
			t.Fatal(err)
		}
		v.tokens = append(v.tokens, value)
	}
	go v.run()
	return v
}

func (v *visitors) run() {
	defer close(v.done)
	ticks := time.NewTicker(10 * time.Millisecond)
	defer ticks.Stop()
	free := make(chan struct{}, atOnce)
	for n := 0; ; n++ {
		v.mu.Lock()
		stopped := v.sent < 0
		v.mu.Unlock()
		if stopped {
			return
		}
		free <- struct{}{}
		v.requests.Go(func() {
			v.send(n)
			<-free
		})
		<-ticks.C
	}
}

// send reads four times of five.
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

// until waits for a condition that the visitors bring about.
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
	v.mu.Lock()
	v.sent = -1
	v.mu.Unlock()
	<-v.done
	v.requests.Wait()
}
