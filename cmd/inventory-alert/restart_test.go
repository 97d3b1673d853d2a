package main

import (
	"context"
	"net/http"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/localpg/localpgtest"
)

// patient is how long a request certainly waits for an unavailable database. A
// transaction gives up after three seconds, and the first transaction begins a
// little after its request.
const patient = 2500 * time.Millisecond

// TestTheDatabaseRestarts stops PostgreSQL during 100 requests a second and
// starts it again. Reading requests see no failure. Writing requests at that
// time are asked to try again.
func TestTheDatabaseRestarts(t *testing.T) {
	t.Parallel()
	cluster, options := localpgtest.Start(t, nil)
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
	started, err := localpg.Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	cluster = started
	back := time.Now()
	requests.until(func() bool { return time.Since(back) > 2*time.Second })
	requests.stop()

	failed, given, slowest, recovered := map[string]int{}, 0, time.Duration(0), time.Duration(0)
	for _, o := range requests.all {
		slowest = max(slowest, o.took)
		if o.err == nil && o.status < 300 {
			continue
		}
		if back.Sub(o.begun) > patient { // unavailable for longer than any request waits
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
