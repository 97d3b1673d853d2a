package cafe24sim

import (
	"container/heap"
	"context"
	"net/http"
	"sync"
	"time"
)

const senders = 8

// outbox holds the webhooks to send and sends each of them when it is due.
type outbox struct {
	client  *http.Client
	retries []time.Duration
	wake    chan struct{}

	mu       sync.Mutex
	queue    dueQueue
	inFlight int
}

func newOutbox(cfg Config) *outbox {
	return &outbox{
		client: &http.Client{
			Timeout:       cfg.WebhookTimeout,
			Transport:     &http.Transport{MaxIdleConnsPerHost: senders, IdleConnTimeout: 10 * time.Second},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		retries: cfg.WebhookRetries,
		wake:    make(chan struct{}, 1),
	}
}

func (o *outbox) push(d delivery) {
	o.mu.Lock()
	heap.Push(&o.queue, d)
	o.mu.Unlock()
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// run passes due deliveries to a few senders until ctx ends.
func (o *outbox) run(ctx context.Context) {
	work := make(chan delivery)
	var all sync.WaitGroup
	for range senders {
		all.Go(func() {
			for d := range work {
				o.deliver(ctx, d)
			}
		})
	}
	o.dispatch(ctx, work)
	close(work)
	all.Wait()
	o.client.CloseIdleConnections()
}

func (o *outbox) dispatch(ctx context.Context, work chan<- delivery) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		d, wait, ok := o.next()
		if ok {
			select {
			case work <- d:
				continue
			case <-ctx.Done():
				return
			}
		}
		timer.Reset(wait)
		select {
		case <-timer.C:
		case <-o.wake:
		case <-ctx.Done():
			return
		}
	}
}

// next removes a delivery that is due, or returns how long to wait for one.
func (o *outbox) next() (d delivery, wait time.Duration, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		return delivery{}, time.Hour, false
	}
	if wait := time.Until(o.queue[0].due); wait > 0 {
		return delivery{}, wait, false
	}
	o.inFlight++
	d, _ = heap.Pop(&o.queue).(delivery)
	return d, 0, true
}

func (o *outbox) deliver(ctx context.Context, d delivery) {
	again, retry := d.deliver(ctx, o.client, o.retries)
	if retry {
		o.push(again)
	}
	o.mu.Lock()
	o.inFlight--
	o.mu.Unlock()
}

// settled reports whether no delivery is due or in progress. Attempts that are planned for later do not count.
func (o *outbox) settled() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.inFlight == 0 && (len(o.queue) == 0 || time.Until(o.queue[0].due) > 0)
}

// Settle waits until every webhook that is due has been attempted, or until ctx ends. It needs Run.
func (s *Server) Settle(ctx context.Context) error {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !s.outbox.settled() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// dueQueue is a heap by due time.
type dueQueue []delivery

func (q dueQueue) Len() int           { return len(q) }
func (q dueQueue) Less(i, j int) bool { return q[i].due.Before(q[j].due) }
func (q dueQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }

// Push implements heap.Interface; use heap.Push.
func (q *dueQueue) Push(x any) {
	if d, ok := x.(delivery); ok {
		*q = append(*q, d)
	}
}

// Pop implements heap.Interface; use heap.Pop.
func (q *dueQueue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
