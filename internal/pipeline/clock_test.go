package pipeline_test

import (
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/worklist"
)

// clock runs with real time and can be moved ahead.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// forward moves the clock ahead, unless a job is running that reads the mall.
// Such a job measures its slice and its lease with this clock. A clock that is
// moved at every poll runs ahead of a slow machine, so that each slice is over
// before its first call.
func (b *bench) forward(t *testing.T, d time.Duration) {
	t.Helper()
	reads := []worklist.DueKind{worklist.DueRefresh, worklist.DueSweep, worklist.DueLists}
	var running bool
	err := b.store.Pool().QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM river_job WHERE kind = ANY($1) AND state = 'running')`, reads).Scan(&running)
	if err != nil {
		t.Fatal(err)
	}
	if !running {
		b.clock.advance(d)
	}
}
