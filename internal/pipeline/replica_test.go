package pipeline_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

func TestTwoProcessesNotifyOnce(t *testing.T) {
	t.Parallel()
	b, _ := quiet(t, options{products: 30, watch: 300 * time.Millisecond})
	b.start(t, b.process(t, connectStore(t, b.database), options{watch: 300 * time.Millisecond}))
	codes := map[string]bool{}
	for _, p := range b.sim.Products(string(mall)) {
		for _, v := range p.Variants {
			codes[v.Code] = true
			b.setStock(t, v.Code, 0)
		}
	}
	notified := map[string]int{}
	until(t, func() string {
		clear(notified)
		for _, m := range b.outbox.messages() {
			for _, i := range m.Items {
				notified[i.VariantCode]++
			}
		}
		return missing(len(notified) == len(codes), "%d of %d notified", len(notified), len(codes))
	})
	throughout(t, time.Second, func() string {
		n := 0
		for _, m := range b.outbox.messages() {
			n += len(m.Items)
		}
		return missing(n == len(codes), "%d tellings of %d incidents", n, len(codes))
	})
}

// Work that a stop interrupts becomes due again: a message is not lost with its
// job.
func TestStopLosesNothing(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, options{})
	b.stop(t, b.work)
	stopped := b.clock.Now()
	b.setStock(t, code, 0)
	until(t, func() string {
		m, err := b.store.Mall(mall).Info(t.Context())
		return missing(m.LastHintAt.After(stopped), "no hint yet, error %v", err)
	})
	if n := len(b.outbox.messages()); n != 0 {
		t.Fatalf("%d messages after the stop", n)
	}
	b.start(t, b.process(t, b.store, options{}))
	if i := b.outbox.wait(t, 1)[0].Items[0]; i.VariantCode != code || i.Kind != lowstock.KindOut {
		t.Errorf("got %s %s", i.VariantCode, i.Kind)
	}
}

// A killed process leaves a job that stays 'running' in the table. The mall's
// next hint must not wait until River rescues that job.
func TestKilledProcessHoldsNoMallUp(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, options{})
	b.setStock(t, code, 40)
	b.hintProduct(t, code)
	until(t, func() string {
		return missing(b.known(t, code) == 40, "%d pieces", b.known(t, code))
	})
	until(t, func() string {
		tag, err := b.store.Pool().Exec(t.Context(), `
			UPDATE river_job SET state = 'running', attempted_at = now(), finalized_at = NULL
			 WHERE id = (SELECT max(id) FROM river_job WHERE kind = 'refresh' AND state = 'completed')`)
		return missing(err == nil && tag.RowsAffected() == 1, "no finished refresh: %v", err)
	})
	b.setStock(t, code, 30)
	b.hintProduct(t, code)
	until(t, func() string {
		return missing(b.known(t, code) == 30, "%d pieces", b.known(t, code))
	})
}
