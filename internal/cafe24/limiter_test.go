package cafe24_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
)

// sweep reads the whole catalogue of a mall and returns the number of products.
func sweep(t *testing.T, client *cafe24.Client) int {
	t.Helper()
	seen := 0
	for page, err := range client.AllProducts(t.Context(), cafe24.ProductQuery{Embed: cafe24.EmbedVariants}) {
		if err != nil {
			t.Error(err)
			return seen
		}
		seen += page.Len()
	}
	return seen
}

// 10,000 products need 101 calls; the last one finds nothing more. The bucket itself allows no less than (100 - 40) /
// 2 = 30 seconds for the first 100 calls.
func TestSweepEndsAtTheBucketsFloor(t *testing.T) {
	t.Parallel()
	for name, fake := range map[string]*bucketed{
		"at once":           {},
		"80 ms a call":      {latency: 80 * time.Millisecond},
		"300 ms a call":     {latency: 300 * time.Millisecond},
		"headers are amiss": {silent: true, latency: 80 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake.products = 10_000
				start := time.Now()
				seen := sweep(t, fake.platform(t, nil).Mall(mallID, holding("a")))
				took, calls := time.Since(start), fake.made()
				t.Logf("%d products, %d calls, %d refused, %s, floor 30s, at most %d a second", seen, len(calls), refused(calls), took, busiest(calls))
				if seen != 10_000 || len(calls) > 110 || refused(calls) > 0 || busiest(calls) > 10 {
					t.Error("over a limit")
				}
				if took > 34*time.Second {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

// Over the long run the configured rate is kept, whatever the bucket allows.
func TestLongRunKeepsTheRate(t *testing.T) {
	t.Parallel()
	for _, rate := range []float64{0.5, 1.8} {
		synctest.Test(t, func(t *testing.T) {
			fake := &bucketed{}
			client := fake.platform(t, func(c *cafe24.Config) { c.Rate = rate }).Mall(mallID, holding("a"))
			start := time.Now()
			for range 1000 {
				if _, err := client.ProductsCount(t.Context(), cafe24.ProductQuery{}); err != nil {
					t.Fatal(err)
				}
			}
			calls := len(fake.made())
			took := time.Since(start).Seconds()
			t.Logf("rate %.1f: %d calls in %.0f s", rate, calls, took)
			// The rate of 25 seconds may be saved up.
			if allowed := rate * (took + 26); float64(calls) > allowed {
				t.Errorf("%d calls, allowed %.0f", calls, allowed)
			}
			if refused(fake.made()) > 0 {
				t.Error("refused")
			}
		})
	}
}

func TestManyWorkersShareTheLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &bucketed{latency: 200 * time.Millisecond}
		platform := fake.platform(t, nil)
		var workers sync.WaitGroup
		for range 12 {
			workers.Go(func() {
				client := platform.Mall(mallID, holding("a")) // each goroutine has its own client
				for no := range int64(10) {
					_, err := client.Variants(t.Context(), no)
					_, err2 := client.Products(t.Context(), cafe24.ProductQuery{})
					_, err3 := client.Shops(t.Context())
					if err = errors.Join(err, err2, err3); err != nil {
						t.Error(err)
					}
				}
			})
		}
		workers.Wait()
		calls := fake.made()
		t.Logf("%d calls, %d refused, at most %d a second", len(calls), refused(calls), busiest(calls))
		if len(calls) != 360 || refused(calls) > 0 || busiest(calls) > 10 {
			t.Error("over a limit")
		}
	})
}

// The headers show the calls of another app in the same bucket, and those of another replica of this app.
func TestOthersInTheSameBucket(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &bucketed{products: 10_000, latency: 80 * time.Millisecond}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go func() {
			for ticker := time.NewTicker(1500 * time.Millisecond); ; {
				select {
				case <-ticker.C:
					fake.other(mallID, "/api/v2/admin/products", 1)
				case <-ctx.Done():
					ticker.Stop()
					return
				}
			}
		}()
		var replicas sync.WaitGroup
		for range 2 {
			replicas.Go(func() { sweep(t, fake.platform(t, nil).Mall(mallID, holding("a"))) })
		}
		replicas.Wait()
		cancel()
		if calls := fake.made(); refused(calls) > 0 {
			t.Errorf("%d of %d refused", refused(calls), len(calls))
		}
	})
}

func TestMallsAreIndependent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &bucketed{products: 10_000, latency: 80 * time.Millisecond}
		platform := fake.platform(t, nil)
		start := time.Now()
		var both sync.WaitGroup
		for _, mall := range []string{"mall-one", "mall-two"} {
			both.Go(func() { sweep(t, platform.Mall(mall, holding("a"))) })
		}
		both.Wait()
		if took := time.Since(start); took > 34*time.Second || refused(fake.made()) > 0 {
			t.Errorf("took %s, %d refused", took, refused(fake.made()))
		}
	})
}

// A 429 stops every endpoint of its mall for the longest time that the headers name. It stops no other mall.
func TestRefusalStopsItsMallOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &bucketed{headers: http.Header{"X-Cafe24-Call-Remain": {"3"}, "X-Cafe24-Time-Remain": {"7.5"}, "Retry-After": {"2"}}}
		first := true
		fake.refuse = func(c call) bool {
			refuse := first && c.mall == "mall-one"
			first = first && !refuse
			return refuse
		}
		platform := fake.platform(t, nil)
		start := time.Now()
		one, two := platform.Mall("mall-one", holding("a")), platform.Mall("mall-two", holding("a"))
		var calls sync.WaitGroup
		calls.Go(func() { // is refused, waits, and succeeds
			if _, err := one.Shops(t.Context()); err != nil {
				t.Error(err)
			}
			if took := time.Since(start); took < 7500*time.Millisecond || took > 9*time.Second {
				t.Errorf("refused call took %s", took)
			}
		})
		synctest.Wait()
		calls.Go(func() { // another endpoint of the same mall, for a person
			if _, err := one.Interactive().App(t.Context()); err != nil {
				t.Error(err)
			}
			if took := time.Since(start); took < 7500*time.Millisecond {
				t.Errorf("same mall went on after %s", took)
			}
		})
		calls.Go(func() {
			if _, err := two.Shops(t.Context()); err != nil {
				t.Error(err)
			}
			if took := time.Since(start); took > 100*time.Millisecond {
				t.Errorf("other mall waited %s", took)
			}
		})
		calls.Wait()
	})
}

func TestRefusedAgainAndAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &bucketed{refuse: func(call) bool { return true }}
		_, err := fake.platform(t, nil).Mall(mallID, holding("a")).Shops(t.Context())
		after, limited := cafe24.RetryAfter(err)
		if !limited || after != time.Second || !cafe24.Temporary(err) || len(fake.made()) != 3 {
			t.Errorf("%d calls, %v", len(fake.made()), err)
		}
	})
}

func TestWaitsEndWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &bucketed{headers: http.Header{"X-Cafe24-Time-Usage": {"100"}, "X-Cafe24-Time-Remain": {"20"}}}
		client := fake.platform(t, nil).Mall(mallID, holding("a"))
		if _, err := client.Shops(t.Context()); err != nil { // the last call that is allowed
			t.Fatal(err)
		}
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := client.Shops(ctx)
		if after, limited := cafe24.RetryAfter(err); !limited || after != 20*time.Second || time.Since(start) > 0 {
			t.Errorf("deadline before the turn: %v after %s", err, time.Since(start))
		}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		if _, err := client.Shops(ctx); !errors.Is(err, context.Canceled) || time.Since(start) != 5*time.Second {
			t.Errorf("cancelled: %v after %s", err, time.Since(start))
		}
		if len(fake.made()) != 1 {
			t.Errorf("%d calls during the stop", len(fake.made()))
		}
		if _, err := client.Shops(t.Context()); err != nil || time.Since(start) != 20*time.Second {
			t.Errorf("after the stop: %v after %s", err, time.Since(start))
		}
	})
}

// A stop that would hold a worker for long is reported. The time in the header is limited.
func TestLongStopIsReported(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &bucketed{headers: http.Header{"X-Cafe24-Call-Remain": {"99999999"}}, refuse: func(call) bool { return true }}
		start := time.Now()
		_, err := fake.platform(t, nil).Mall(mallID, holding("a")).Shops(t.Context())
		if after, limited := cafe24.RetryAfter(err); !limited || after != time.Hour || time.Since(start) > 0 || len(fake.made()) != 1 {
			t.Errorf("%v after %s, %d calls", err, time.Since(start), len(fake.made()))
		}
	})
}

func TestStopIsTheLongestAskedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		calls, busy, retry string
		want               time.Duration
	}{
		{"", "", "", time.Second},
		{"0", "0", "0", time.Second},
		{"-5", "NaN", "Inf", time.Second},
		{"soon", "1e3x", "tomorrow", time.Second},
		{"12", "3", "", 12 * time.Second},
		{"3", "12.5", "4", 12500 * time.Millisecond},
		{"", "", "30", 30 * time.Second},
		{"", "", "Sat, 01 Jan 2000 00:00:20 GMT", 20 * time.Second},
		{"", "", "Fri, 31 Dec 1999 00:00:00 GMT", time.Second},
		{"", "", "Sat, 01 Jan 2050 00:00:00 GMT", time.Hour},
		{"1e300", "", "", time.Hour},
	} {
		synctest.Test(t, func(t *testing.T) { // begins on 1 January 2000
			fake := &bucketed{refuse: func(call) bool { return true }, headers: http.Header{
				"X-Cafe24-Call-Remain": {c.calls}, "X-Cafe24-Time-Remain": {c.busy}, "Retry-After": {c.retry},
			}}
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			defer cancel()
			_, err := fake.platform(t, nil).Mall(mallID, holding("a")).Interactive().Shops(ctx)
			if got, _ := cafe24.RetryAfter(err); got != c.want || !strings.Contains(err.Error(), "GET shops") {
				t.Errorf("%+v: %v", c, err)
			}
		})
	}
}

// How much of a quota that all apps of the mall share may be used depends on who waits: nobody 70 %, a webhook 90 %,
// a person all of it. A paused mall is asked again only every half minute.
func TestCallsPauseBeforeTheQuotaIsSpent(t *testing.T) {
	t.Parallel()
	const at, later = 125 * time.Millisecond, 30 * time.Second
	for usage, want := range map[string]map[cafe24.Urgency]time.Duration{
		"69.9": {cafe24.Background: at, cafe24.Prompt: at, cafe24.Asked: at, cafe24.Interactive: 110 * time.Millisecond},
		"70":   {cafe24.Background: later, cafe24.Prompt: at, cafe24.Asked: at, cafe24.Interactive: 110 * time.Millisecond},
		"89":   {cafe24.Background: later, cafe24.Prompt: at, cafe24.Asked: at, cafe24.Interactive: 110 * time.Millisecond},
		"90":   {cafe24.Background: later, cafe24.Prompt: later, cafe24.Asked: at, cafe24.Interactive: 110 * time.Millisecond},
		"x":    {cafe24.Background: at, cafe24.Prompt: at, cafe24.Asked: at, cafe24.Interactive: 110 * time.Millisecond},
	} {
		for _, header := range []string{"X-Cafe24-Call-Usage", "X-Cafe24-Time-Usage"} {
			for urgency, wait := range want {
				synctest.Test(t, func(t *testing.T) {
					fake := &bucketed{headers: http.Header{"X-Cafe24-Call-Usage": {"10"}, "X-Cafe24-Time-Usage": {"10"}}}
					fake.headers.Set(header, usage)
					client := fake.platform(t, nil).Mall(mallID, holding("a")).As(urgency)
					for range 3 {
						if _, err := client.Shops(t.Context()); err != nil {
							t.Fatal(err)
						}
					}
					calls := fake.made()
					for i := range 2 {
						if got := calls[i+1].at.Sub(calls[i].at); got != wait {
							t.Errorf("%s %s: %s between calls of urgency %d, want %s", header, usage, got, urgency, wait)
						}
					}
				})
			}
		}
	}
}

// A job that may not wait that long gets an error at once, with the time to wait. One answer with a lower usage ends
// the pause.
func TestPauseIsReportedAndEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &bucketed{headers: http.Header{"X-Cafe24-Call-Usage": {"75"}}}
		client := fake.platform(t, nil).Mall(mallID, holding("a"))
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		if _, err := client.Shops(ctx); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_, err := client.Shops(ctx)
		after, limited := cafe24.RetryAfter(err)
		if !limited || after != 30*time.Second || time.Since(start) != 0 {
			t.Fatalf("%v: again after %s, said after %s", err, after, time.Since(start))
		}
		<-time.After(after)
		fake.headers = http.Header{"X-Cafe24-Call-Usage": {"5"}} // other apps have stopped
		for range 2 {
			if _, err := client.Shops(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		calls := fake.made()
		if got := calls[2].at.Sub(calls[1].at); got != 125*time.Millisecond {
			t.Errorf("%s between calls after the pause", got)
		}
	})
}

// A person's call has room in a bucket that background calls have filled up to their limit.
func TestInteractiveGoesFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &bucketed{products: 10_000, latency: 80 * time.Millisecond}
		platform := fake.platform(t, nil)
		var background sync.WaitGroup
		for range 3 {
			background.Go(func() { sweep(t, platform.Mall(mallID, holding("a"))) })
		}
		person := platform.Mall(mallID, holding("a")).Interactive()
		for range 5 {
			<-time.After(4 * time.Second)
			start := time.Now()
			if _, err := person.Products(t.Context(), cafe24.ProductQuery{ProductNos: []int64{1}}); err != nil {
				t.Error(err)
			}
			if took := time.Since(start); took > 300*time.Millisecond {
				t.Errorf("a person waited %s", took)
			}
		}
		background.Wait()
		if calls := fake.made(); refused(calls) > 0 || busiest(calls) > 10 {
			t.Errorf("%d refused, %d a second", refused(calls), busiest(calls))
		}
	})
}
