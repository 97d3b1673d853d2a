package pipeline

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	intakeQueue   = 4096
	intakeBatch   = 512
	intakeTimeout = 800 * time.Millisecond // of one commit; the app has promised an answer within a second
)

// HintStore stores received hints.
type HintStore interface {
	// RecordHints commits all of them, or none.
	RecordHints(ctx context.Context, hints []inbound.Hint, delay time.Duration) ([]inbound.HintResult, error)
}

// IntakeConfig holds what an [Intake] needs. Store is required.
type IntakeConfig struct {
	Store      HintStore
	Delay      time.Duration         // how long hints of one product are gathered before the product is read again
	Log        *slog.Logger          // default: discards
	Registerer prometheus.Registerer // nil: no metrics
}

// Intake commits hints in groups. One writer takes the hints that were queued
// during its last commit, so that a burst costs a few commits instead of one
// each. There is no timer, so a single hint does not wait.
type Intake struct {
	store   HintStore
	delay   time.Duration
	log     *slog.Logger
	metrics intakeMetrics

	mu     sync.RWMutex // held for reading while a hint is put into the queue
	closed bool
	queue  chan *waiting
}

// waiting is a hint whose sender still waits for the answer.
type waiting struct {
	hint   inbound.Hint
	gone   <-chan struct{} // closed when the sender has stopped waiting
	answer chan verdict    // buffered: the writer never waits for a receiver
}

type verdict struct {
	result inbound.HintResult
	err    error
}

// NewIntake makes an Intake. Nothing is committed before Run.
func NewIntake(cfg IntakeConfig) *Intake {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	i := &Intake{store: cfg.Store, delay: cfg.Delay, log: cfg.Log, queue: make(chan *waiting, intakeQueue)}
	i.metrics = newIntakeMetrics(cfg.Registerer, func() float64 { return float64(len(i.queue)) })
	return i
}

// HintOf makes the hint to store for a proven webhook that was received at now.
// The key that identifies a repetition is the relay's event id if the relay
// signed it, otherwise the delivery's trace id.
func HintOf(proof cafe24.Proof, event cafe24.Event, now time.Time) inbound.Hint {
	key := proof.TraceID
	if key == "" || (proof.Kind == cafe24.ProofSignature && event.EventID != "") {
		key = event.EventID
	}
	return inbound.Hint{
		Mall: lowstock.MallID(event.MallID), Kind: hintKind(event.Kind), EventType: event.Type, EventKey: key,
		ProductNos: event.ProductNos, ProductCodes: event.ProductCodes, VariantCode: event.VariantCode,
		OrderIDs: event.OrderIDs, ReceivedAt: now, LeftAt: event.LeftAt, Operator: event.Operator,
	}
}

func hintKind(kind cafe24.Kind) inbound.HintKind {
	switch kind {
	case cafe24.KindProduct:
		return inbound.HintProduct
	case cafe24.KindOrder:
		return inbound.HintOrder
	case cafe24.KindLeft:
		return inbound.HintLeft
	case cafe24.KindOperator:
		return inbound.HintOperator
	case cafe24.KindCatalogue:
		return inbound.HintCatalogue
	case cafe24.KindIgnored:
	}
	return inbound.HintIgnored
}

// Take returns when the hint is committed. [lowstock.CodeUnavailable] means
// that the hint may not be committed: the queue is full, the database did not
// answer, ctx ended first, or the program is stopping.
func (i *Intake) Take(ctx context.Context, hint inbound.Hint) (inbound.HintResult, error) {
	if hint.Mall == "" {
		return inbound.HintUnknownMall, nil
	}
	w := &waiting{hint: hint, gone: ctx.Done(), answer: make(chan verdict, 1)}
	if err := i.enqueue(w); err != nil {
		i.metrics.refused.Inc()
		return 0, err
	}
	select {
	case v := <-w.answer:
		return v.result, v.err
	case <-ctx.Done():
		return 0, unavailable(ctx.Err())
	}
}

func (i *Intake) enqueue(w *waiting) error {
	i.mu.RLock()
	defer i.mu.RUnlock()
	if i.closed {
		return unavailable(errors.New("intake is closed"))
	}
	select {
	case i.queue <- w:
		return nil
	default:
		return unavailable(errors.New("intake queue is full"))
	}
}

// Run commits until ctx ends. It then accepts no more hints, commits the queued
// ones and returns. It may be called once.
func (i *Intake) Run(ctx context.Context) {
	for {
		select {
		case first := <-i.queue:
			i.commit(ctx, i.gather(first))
		case <-ctx.Done():
			i.drain(ctx)
			return
		}
	}
}

func (i *Intake) drain(ctx context.Context) {
	i.mu.Lock()
	i.closed = true
	i.mu.Unlock()
	for {
		select {
		case first := <-i.queue:
			i.commit(ctx, i.gather(first))
		default:
			return
		}
	}
}

// gather takes the queued hints without waiting for more. It leaves out a hint
// whose sender no longer waits: the sender was answered "unavailable" and sends
// it again.
func (i *Intake) gather(first *waiting) []*waiting {
	batch := make([]*waiting, 0, min(intakeBatch, len(i.queue)+1))
	for w := first; ; {
		select {
		case <-w.gone:
		default:
			batch = append(batch, w)
		}
		if len(batch) == intakeBatch {
			return batch
		}
		select {
		case w = <-i.queue:
		default:
			return batch
		}
	}
}

func (i *Intake) commit(ctx context.Context, batch []*waiting) {
	if len(batch) == 0 {
		return
	}
	hints := make([]inbound.Hint, len(batch))
	for n, w := range batch {
		hints[n] = w.hint
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), intakeTimeout)
	defer cancel()
	results, err := i.store.RecordHints(ctx, hints, i.delay)
	if err == nil && len(results) != len(batch) {
		err = errors.New("results and hints differ in number")
	}
	if err != nil {
		i.log.ErrorContext(ctx, "hints not recorded", "hints", len(batch), "error", err)
		err = unavailable(err)
	}
	i.metrics.batch.Observe(float64(len(batch)))
	for n, w := range batch {
		v := verdict{err: err}
		if err == nil {
			v.result = results[n]
			i.metrics.count(v.result)
		}
		w.answer <- v
	}
}

func unavailable(cause error) error {
	return lowstock.Fail(lowstock.CodeUnavailable, "error.unavailable", cause)
}
