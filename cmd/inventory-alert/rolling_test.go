package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// TestProcessesAreReplacedOneByOne restarts two whole programs in turn, behind
// a balancer that asks them whether they are ready, during 100 requests a
// second. No request fails. RESTARTS sets the number of restarts.
func TestProcessesAreReplacedOneByOne(t *testing.T) {
	t.Parallel()
	restarts := 4
	if given := os.Getenv("RESTARTS"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil {
			t.Fatal(err)
		}
		restarts = n
	}
	cluster := newCluster(t)
	m := newProgram(t, cluster, "rolling")
	b := &balancer{t: t, client: http.Client{Timeout: 2 * time.Minute}}
	for i := range b.replicas {
		b.replicas[i].start(m)
		t.Cleanup(func() { b.replicas[i].stop(t) })
	}
	go b.watch()
	m.addr = m.listen(b.proxy())
	requests := newVisitors(t, m)
	requests.until(func() bool { return b.ready() == len(b.replicas) && requests.answered() > 50 })
	for n := range restarts {
		r := &b.replicas[n%len(b.replicas)]
		r.stop(t)
		r.start(m)
		requests.until(func() bool { return b.ready() == len(b.replicas) })
	}
	requests.stop()
	failed := 0
	for _, o := range requests.all {
		if o.err != nil || o.status >= 300 {
			failed++
			t.Errorf("%s answered %d, %v", o.method, o.status, o.err)
		}
	}
	t.Logf("%d restarts under %d requests, of which %d failed", restarts, len(requests.all), failed)
}

// TestALeavingProcessClosesNoConnectionUnasked checks a request that a balancer
// sends on a kept connection before it knows that the process is stopping.
func TestALeavingProcessClosesNoConnectionUnasked(t *testing.T) {
	t.Parallel()
	cluster := newCluster(t)
	m := newProgram(t, cluster, "leaving")
	m.cfg.DrainDelay = 10 * time.Second // longer than a busy machine takes until the second question
	var r replica
	r.start(m)
	var dialer net.Dialer
	kept, err := dialer.DialContext(t.Context(), "tcp", r.where())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	answers := bufio.NewReader(kept)
	ask := func() (status int, last bool) {
		t.Helper()
		if _, err := io.WriteString(kept, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		answer, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, answer.Body); err != nil {
			t.Fatal(err)
		}
		if err := answer.Body.Close(); err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, answer.Close
	}
	if status, last := ask(); last || status != http.StatusOK {
		t.Fatalf("answered %d, and closes: %t", status, last)
	}
	r.end()
	t.Cleanup(func() {
		if err := <-r.ended; err != nil {
			t.Error(err)
		}
	})
	b := &balancer{t: t, client: http.Client{Timeout: 2 * time.Minute}}
	for b.asks(&r) {
		continue
	}
	if status, last := ask(); !last || status != http.StatusOK {
		t.Errorf("answered %d, and closes: %t", status, last)
	}
}

// replica is one running program, from start to stop.
type replica struct {
	addr   atomic.Pointer[string] // the address on which it listens
	usable atomic.Bool            // as the balancer has last read
	end    context.CancelFunc
	ended  chan error
}

func (r *replica) start(m *program) {
	m.t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(m.t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		m.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(m.t.Context()))
	up, ended := make(chan struct{}), make(chan error, 1)
	r.end, r.ended = cancel, ended
	go func() { ended <- runApp(ctx, m.cfg, m.log, roles{web: true, work: true}, l, func() { close(up) }) }()
	select {
	case <-up:
		r.addr.Store(new(l.Addr().String()))
	case err := <-ended:
		m.t.Fatal(err)
	}
}

func (r *replica) where() string { return *r.addr.Load() }

func (r *replica) stop(t *testing.T) {
	t.Helper()
	if r.end == nil {
		return
	}
	r.end()
	r.end = nil
	if err := <-r.ended; err != nil {
		t.Error(err)
	}
}

// balancer sends requests to the replicas that report that they are ready.
type balancer struct {
	t        *testing.T
	replicas [2]replica
	turn     atomic.Int64
	client   http.Client
}

func (b *balancer) watch() {
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	for {
		for i := range b.replicas {
			b.replicas[i].usable.Store(b.asks(&b.replicas[i]))
		}
		select {
		case <-b.t.Context().Done():
			return
		case <-ticks.C:
		}
	}
}

func (b *balancer) asks(r *replica) bool {
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.where()+"/readyz", http.NoBody)
	if err != nil {
		return false
	}
	answer, err := b.client.Do(req)
	if err != nil {
		return false
	}
	return answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
}

func (b *balancer) ready() (n int) {
	for i := range b.replicas {
		if b.replicas[i].usable.Load() {
			n++
		}
	}
	return n
}

func (b *balancer) proxy() http.Handler {
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme = "http"
		for range b.replicas {
			to := &b.replicas[int(b.turn.Add(1))%len(b.replicas)]
			r.Out.URL.Host = to.where()
			if to.usable.Load() {
				return
			}
		}
	}}
}
