package pipeline_test

import (
	"context"
	"sync"
	"time"

	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/pipeline"
)

// hanging ends the attempts at a server that hangs as their timeout would, but
// as soon as all attempts that are being made hang. So an attempt never ends
// before it hangs, however slow the machine is, and nothing waits for a timeout.
type hanging struct {
	pipeline.Sender

	hung func() int // how many attempts the server has not answered

	mu     sync.Mutex
	trying map[*attempt]bool
	ended  int // of the attempts that hung
}

// attempt is the context of an attempt.
type attempt struct {
	context.Context //nolint:containedctx // a context with another end

	once sync.Once
	over chan struct{}
}

// Done implements [context.Context].
func (a *attempt) Done() <-chan struct{} { return a.over }

// Err implements [context.Context].
func (a *attempt) Err() error {
	select {
	case <-a.over:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

func (a *attempt) end() { a.once.Do(func() { close(a.over) }) }

// Send implements [pipeline.Sender].
func (h *hanging) Send(ctx context.Context, m outgoing.Message, handOver notify.HandOver) outgoing.Outcome {
	a := &attempt{Context: ctx, over: make(chan struct{})}
	defer context.AfterFunc(ctx, a.end)()
	h.mu.Lock()
	h.trying[a] = true
	h.mu.Unlock()
	returned := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() { h.watch(returned) })
	outcome := h.Sender.Send(a, m, handOver) //nolint:contextcheck // it is made from ctx
	close(returned)
	watch.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.trying, a)
	return outcome
}

// watch ends all attempts whenever all of them hang, until the one that it
// belongs to returns.
func (h *hanging) watch(returned <-chan struct{}) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-returned:
			return
		case <-tick.C:
			h.endIfAllHang()
		}
	}
}

func (h *hanging) endIfAllHang() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.trying) == 0 || h.hung()-h.ended != len(h.trying) {
		return
	}
	h.ended += len(h.trying)
	for a := range h.trying {
		a.end()
	}
	clear(h.trying)
}
