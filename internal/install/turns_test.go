package install_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/stores"
)

const endpointCount = "GET products/count"

// replicas are processes that share only the database. Their malls refuse the
// 41st call of a bucket and the 11th call of a second.
type replicas struct {
	sim       *cafe24sim.Server
	store     *postgres.Store
	malls     []string
	tokens    map[string]redact.Secret
	platforms []*cafe24.Platform
}

func newReplicas(t *testing.T, processes, malls int, shared bool) *replicas {
	t.Helper()
	r := &replicas{tokens: map[string]redact.Secret{}}
	for n := range malls {
		r.malls = append(r.malls, fmt.Sprintf("mall%d", n))
	}
	r.sim = cafe24sim.New(cafe24sim.Config{Products: -1, Malls: r.malls, RedirectURI: redirectURI, BurstGuard: true})
	server := httptest.NewServer(r.sim.Handler())
	t.Cleanup(server.Close)
	r.sim.SetBaseURL(server.URL)
	store, database := postgrestest.Open(t)
	r.store = store
	for _, id := range r.malls {
		if _, err := store.Mall(lowstock.MallID(id)).LaunchMall(t.Context(), "ko"); err != nil {
			t.Fatal(err)
		}
		grant, err := r.sim.Grant(id)
		if err != nil {
			t.Fatal(err)
		}
		r.tokens[id] = redact.Secret(grant.AccessToken)
	}
	for range processes {
		transport := &http.Transport{MaxIdleConnsPerHost: 32}
		t.Cleanup(transport.CloseIdleConnections)
		config := cafe24.Config{
			ClientID: cafe24sim.DefaultClientID, ClientSecret: cafe24sim.DefaultClientSecret, WebhookKey: cafe24sim.DefaultWebhookKey,
			RedirectURI: redirectURI, APIURL: r.sim.APIURL(), Transport: transport,
		}
		if shared {
			config.Turns = install.Turns(stores.Turns(postgrestest.Connect(t, database)))
		}
		platform, err := cafe24.New(config)
		if err != nil {
			t.Fatal(err)
		}
		r.platforms = append(r.platforms, platform)
	}
	return r
}

func (r *replicas) mall(process int, id string) *cafe24.Client {
	return r.platforms[process].Mall(id, func(context.Context, redact.Secret) (redact.Secret, error) { return r.tokens[id], nil })
}

// run makes this number of calls to each mall, half of them from each process
// and three at once. It returns the time that the slowest mall took.
func (r *replicas) run(t *testing.T, calls int) time.Duration {
	t.Helper()
	const callers = 3
	started := time.Now()
	var all sync.WaitGroup
	for _, id := range r.malls {
		for process := range r.platforms {
			var left sync.Mutex
			todo := calls / len(r.platforms)
			for range callers {
				all.Go(func() {
					for {
						left.Lock()
						todo--
						done := todo < 0
						left.Unlock()
						if done {
							return
						}
						if _, err := r.mall(process, id).ProductsCount(t.Context(), cafe24.ProductQuery{}); err != nil {
							t.Errorf("%s: %v", id, err)
							return
						}
					}
				})
			}
		}
	}
	all.Wait()
	return time.Since(started)
}

// The quota that an answer states is stored with the next call, so that every
// process and the connection page know it.
func TestQuotaIsKnownToAll(t *testing.T) {
	t.Parallel()
	r := newReplicas(t, 1, 1, true)
	used := func() overview.QuotaUse {
		t.Helper()
		w, err := r.store.Mall(lowstock.MallID(r.malls[0])).Workings(t.Context(), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		return w.Quota
	}
	if q := used(); !q.AnsweredAt.IsZero() || q.Bucket != 0 {
		t.Errorf("before any call: %+v", q)
	}
	for range 12 {
		if _, err := r.mall(0, r.malls[0]).ProductsCount(t.Context(), cafe24.ProductQuery{}); err != nil {
			t.Fatal(err)
		}
	}
	if q := used(); time.Since(q.AnsweredAt) > time.Minute || q.Usage <= 0 || q.Usage > 5 || q.Bucket <= 0 || q.Bucket > 0.5 || q.Stopped != 0 {
		t.Errorf("after 12 calls: %+v", q)
	}
	if err := r.store.Mall(lowstock.MallID(r.malls[0])).StopCalls(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	if q := used(); q.Stopped <= 0 || q.Stopped > time.Minute {
		t.Errorf("stopped: %+v", q)
	}
}

// Two processes share the limits: no call is refused, neither because of a full
// bucket nor because of a burst, and in the long run they do not exceed the
// rate of one process. TURNS_CALLS sets the number of calls (10,000 by hand:
// 100 malls, half a minute).
func TestReplicasKeepTheLimitsTogether(t *testing.T) {
	t.Parallel()
	malls, calls := 8, 48
	if n, err := strconv.Atoi(os.Getenv("TURNS_CALLS")); err == nil {
		malls, calls = n/100, 100
	}
	r := newReplicas(t, 2, malls, true)
	took := r.run(t, calls)
	made, refused, busiest := 0, 0, 0
	for _, id := range r.malls {
		s := r.sim.Stats(id)
		made, refused, busiest = made+s.AllCalls(), refused+s.AllTooMany(), max(busiest, s.PeakPerSecond)
		// The size of the bucket, the calls that drained from it in that time,
		// and one for rounding.
		if allowed := 38 + 2*took.Seconds(); float64(s.Calls[endpointCount]) > allowed {
			t.Errorf("%s: %d calls in %s, allowed %.0f", id, s.Calls[endpointCount], took, allowed)
		}
	}
	t.Logf("%d calls to %d malls from 2 processes in %s: %d refused, at most %d a second", made, malls, took, refused, busiest)
	if made != malls*calls || refused != 0 || busiest > 10 {
		t.Error("over a limit")
	}
}

// A block concerns one mall: whichever process got it, all processes stop
// calling that mall, and only that mall.
func TestOneRefusalStopsAllReplicas(t *testing.T) {
	t.Parallel()
	r := newReplicas(t, 2, 2, true)
	if err := r.sim.SetFaults("mall0", cafe24sim.Faults{Answer: cafe24sim.AnswerTooMany, AnswerTimes: 1, WaitHeader: time.Minute}); err != nil {
		t.Fatal(err)
	}
	limited := func(process int) time.Duration {
		_, err := r.mall(process, "mall0").ProductsCount(t.Context(), cafe24.ProductQuery{})
		var limit *cafe24.RateLimitError
		if !errors.As(err, &limit) {
			t.Fatalf("process %d: %v", process, err)
		}
		return limit.RetryAfter
	}
	limited(0)
	before := r.sim.Stats("mall0").AllCalls()
	if wait := limited(1); wait < 50*time.Second || wait > time.Minute {
		t.Errorf("the other process is to wait %s", wait)
	}
	if n := r.sim.Stats("mall0").AllCalls() - before; n != 0 {
		t.Errorf("%d calls while the mall is stopped", n)
	}
	if _, err := r.mall(1, "mall1").ProductsCount(t.Context(), cafe24.ProductQuery{}); err != nil {
		t.Errorf("another mall: %v", err)
	}
}
