package pipeline_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
)

// outbox is a sender that keeps the messages it was given. Answer, if set,
// decides the outcome of the nth attempt, counted from 1.
type outbox struct {
	answer func(n int, m outgoing.Message) outgoing.Outcome

	mu      sync.Mutex
	sent    []outgoing.Message
	changed chan struct{}
}

// Parts implements [pipeline.Sender]. There is room for everything.
func (*outbox) Parts(context.Context, outgoing.Message) [][]int64 { return nil }

// Send implements [pipeline.Sender].
func (o *outbox) Send(ctx context.Context, m outgoing.Message, handOver notify.HandOver) outgoing.Outcome {
	if err := handOver(ctx); err != nil {
		return outgoing.Outcome{State: lowstock.DeliveryRetrying, Error: "letter.error.interrupted", Err: err}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = append(o.sent, m)
	close(o.changed)
	o.changed = make(chan struct{})
	if o.answer != nil {
		return o.answer(len(o.sent), m)
	}
	return outgoing.Outcome{State: lowstock.DeliverySent}
}

func (o *outbox) messages() []outgoing.Message {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]outgoing.Message(nil), o.sent...)
}

// patience ends a wait for something that comes on every machine. It is long, because a loaded machine is slow; what must come
// soon is compared with the simulated clock instead.
const patience = 2 * time.Minute

// wait returns when n attempts were made.
func (o *outbox) wait(t *testing.T, n int) []outgoing.Message {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		o.mu.Lock()
		sent, changed := append([]outgoing.Message(nil), o.sent...), o.changed
		o.mu.Unlock()
		if len(sent) >= n {
			return sent
		}
		select {
		case <-changed:
		case <-deadline.C:
			t.Fatalf("%d of %d messages after %s", len(sent), n, patience)
		}
	}
}

// until polls until check reports that nothing is missing.
func until(t *testing.T, check func() (missing string)) {
	t.Helper()
	deadline, tick := time.NewTimer(patience), time.NewTicker(25*time.Millisecond)
	defer deadline.Stop()
	defer tick.Stop()
	for missing := check(); missing != ""; missing = check() {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("after %s: %s", patience, missing)
		}
	}
}

// throughout polls for a while and fails as soon as check finds something.
func throughout(t *testing.T, during time.Duration, check func() (wrong string)) {
	t.Helper()
	end, tick := time.NewTimer(during), time.NewTicker(50*time.Millisecond)
	defer end.Stop()
	defer tick.Stop()
	for {
		if wrong := check(); wrong != "" {
			t.Fatal(wrong)
		}
		select {
		case <-tick.C:
		case <-end.C:
			return
		}
	}
}
