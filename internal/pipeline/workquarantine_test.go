package pipeline_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/stores"
)

// poisoned is a store in which one message cannot be claimed.
type poisoned struct {
	pipeline.Store

	message int64
	panics  bool
	cured   atomic.Bool
	tried   atomic.Int32
}

func (s *poisoned) Mall(id lowstock.MallID) pipeline.MallStore {
	return poisonedMall{s.Store.Mall(id), s}
}

type poisonedMall struct {
	pipeline.MallStore
	store *poisoned
}

func (m poisonedMall) ClaimMessage(ctx context.Context, message int64, now time.Time, lease time.Duration) (outgoing.Message, error) {
	if message != m.store.message || m.store.cured.Load() {
		return m.MallStore.ClaimMessage(ctx, message, now, lease)
	}
	m.store.tried.Add(1)
	if m.store.panics {
		panic("poison")
	}
	return outgoing.Message{}, errors.New("poison")
}

// One message in a thousand makes its job fail, by an error or a panic. The
// others are sent. The failing one is tried three times, and three more times
// for each lease that ends in between. Then it is quarantined: /metrics and
// River's list show it. It is sent when an operator runs the job again.
func TestPoisonIsQuarantinedAndReplayed(t *testing.T) {
	t.Parallel()
	for name, arrivals := range map[string]int{"error": 1000, "panic": 100} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, options{products: 1, recipients: []string{owner}, idle: true})
			b.admin(t, `
				INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at)
				SELECT $1, 'email', $2, 'test', $3, $3 FROM generate_series(1, $4)`, mall, owner, b.clock.Now(), arrivals)
			store := &poisoned{Store: stores.Pipeline(b.store), panics: name == "panic"}
			if err := b.store.Pool().QueryRow(t.Context(), `SELECT min(message_id) + 50 FROM messages`).Scan(&store.message); err != nil {
				t.Fatal(err)
			}
			metrics := prometheus.NewRegistry()
			work, err := pipeline.New(pipeline.Config{
				Store: store, Platform: b.platform, Sender: b.outbox, Pool: b.store.Pool(), Listening: b.store.Listening(), Now: b.clock.Now,
				Installer: install.New(install.Config{Store: stores.Install(b.store), Platform: b.platform, Now: b.clock.Now}),
				Tick:      50 * time.Millisecond, RetryWait: 100 * time.Millisecond, Registerer: metrics,
			})
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			b.start(t, work)
			b.outbox.wait(t, arrivals-1)
			until(t, func() string {
				n := gauge(t, metrics, "inventory_alert_set_aside_jobs_all")
				return missing(n == 1, "%v set aside", n)
			})
			var job int64
			until(t, func() string { // the job is discarded shortly after its last attempt
				var rest int
				err := b.store.Pool().QueryRow(t.Context(), `
					SELECT coalesce(max(id) FILTER (WHERE state = 'discarded'), 0), count(*) FILTER (WHERE state NOT IN ('discarded', 'completed'))
					  FROM river_job WHERE kind = 'deliver'`).Scan(&job, &rest)
				return missing(err == nil && job > 0 && rest == 0, "job %d discarded, %d under way: %v", job, rest, err)
			})
			tried, leases := store.tried.Load(), int32(2+time.Since(began)/(30*time.Second))
			throughout(t, time.Second, func() string {
				return missing(store.tried.Load() == tried && tried <= 3*leases, "tried %d times", store.tried.Load())
			})
			store.cured.Store(true)
			if _, err := work.River().JobRetry(t.Context(), job); err != nil {
				t.Fatal(err)
			}
			b.outbox.wait(t, arrivals)
			until(t, func() string {
				n := gauge(t, metrics, "inventory_alert_set_aside_jobs_all")
				return missing(n == 0, "%v set aside", n)
			})
		})
	}
}

func gauge(t *testing.T, from prometheus.Gatherer, name string) float64 {
	t.Helper()
	families, err := from.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			return f.GetMetric()[0].GetGauge().GetValue()
		}
	}
	t.Fatalf("no %s", name)
	return 0
}
