package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/pipeline"
)

func newIntake(t *testing.T, store pipeline.HintStore) (intake *pipeline.Intake, stop func()) {
	t.Helper()
	intake = pipeline.NewIntake(pipeline.IntakeConfig{Store: store})
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan struct{})
	go func() { defer close(ended); intake.Run(ctx) }()
	stop = func() { cancel(); <-ended }
	t.Cleanup(stop)
	return intake, stop
}

func hint(key string) inbound.Hint {
	return inbound.Hint{
		Mall: mall, Kind: inbound.HintProduct, EventType: "90075", EventKey: key, ProductNos: []int64{1}, ReceivedAt: time.Now(),
	}
}

func TestHintOf(t *testing.T) {
	t.Parallel()
	now := time.Now()
	event := cafe24.Event{
		MallID: "hanbit", Kind: cafe24.KindOrder, Type: "90023", ProductCodes: []string{"P000000A"},
		OrderIDs: []string{"20260101-0000001"}, EventID: "e-1",
	}
	for name, tc := range map[string]struct {
		proof cafe24.Proof
		key   string
	}{
		"trace id":               {cafe24.Proof{Kind: cafe24.ProofAPIKey, TraceID: "t-1"}, "t-1"},
		"event id without trace": {cafe24.Proof{Kind: cafe24.ProofAPIKey}, "e-1"},
		"a relay's event id":     {cafe24.Proof{Kind: cafe24.ProofSignature, TraceID: "t-1"}, "e-1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := inbound.Hint{
				Mall: "hanbit", Kind: inbound.HintOrder, EventType: "90023", EventKey: tc.key,
				ProductCodes: []string{"P000000A"}, OrderIDs: []string{"20260101-0000001"}, ReceivedAt: now,
			}
			if diff := cmp.Diff(want, pipeline.HintOf(tc.proof, event, now)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryAcknowledgedHintIsStored(t *testing.T) {
	t.Parallel()
	store, _ := newStore(t)
	if _, err := store.Mall(mall).LaunchMall(t.Context(), "ko"); err != nil {
		t.Fatal(err)
	}
	intake, stop := newIntake(t, store)
	const senders, each = 64, 40
	var (
		all   sync.WaitGroup
		mu    sync.Mutex
		acked []string
	)
	for s := range senders {
		all.Go(func() {
			for n := range each {
				if s == 0 && n == each/2 {
					go stop() // stops during the commits
				}
				key := fmt.Sprintf("%d-%d", s, n)
				result, err := intake.Take(t.Context(), hint(key))
				if err != nil {
					continue
				}
				if result != inbound.HintRecorded {
					t.Errorf("%s: result %d", key, result)
				}
				mu.Lock()
				acked = append(acked, key)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(acked) == 0 || len(acked) == senders*each {
		t.Logf("%d of %d acknowledged: the stop hit no sender", len(acked), senders*each)
	}
	for chunk := range slices.Chunk(acked, 500) {
		hints := make([]inbound.Hint, len(chunk))
		for i, key := range chunk {
			hints[i] = hint(key)
		}
		results, err := store.RecordHints(t.Context(), hints, 0)
		if err != nil {
			t.Fatal(err)
		}
		for i, result := range results {
			if result != inbound.HintDuplicate {
				t.Errorf("%s was acknowledged and is not there", chunk[i])
			}
		}
	}
}

// held is a store that does not answer before the test permits it.
type held struct {
	pipeline.HintStore

	calls chan int      // number of hints in each call
	free  chan struct{} // closed to let calls finish
	deaf  bool          // ignores that its context has ended
}

func (h held) RecordHints(ctx context.Context, hints []inbound.Hint, delay time.Duration) ([]inbound.HintResult, error) {
	h.calls <- len(hints)
	ended := ctx.Done()
	if h.deaf {
		ended = nil
	}
	select {
	case <-h.free:
	case <-ended:
	}
	if h.HintStore == nil {
		return nil, errors.New("no store")
	}
	return h.HintStore.RecordHints(ctx, hints, delay)
}

func TestHintsThatWaitShareACommit(t *testing.T) {
	t.Parallel()
	store, _ := newStore(t)
	if _, err := store.Mall(mall).LaunchMall(t.Context(), "ko"); err != nil {
		t.Fatal(err)
	}
	h := held{HintStore: store, calls: make(chan int, 100), free: make(chan struct{})}
	intake, _ := newIntake(t, h)
	var all sync.WaitGroup
	take := func(key string) {
		if _, err := intake.Take(t.Context(), hint(key)); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	all.Go(func() { take("first") })
	if n := <-h.calls; n != 1 {
		t.Errorf("the first commit holds %d hints", n)
	}
	queued := make(chan struct{}, 50)
	for n := range 50 {
		all.Go(func() { queued <- struct{}{}; take(strconv.Itoa(n)) })
	}
	for range 50 {
		<-queued
	}
	close(h.free)
	all.Wait()
	close(h.calls)
	commits := 0
	for range h.calls {
		commits++
	}
	if commits > 25 {
		t.Errorf("%d commits for 50 hints that waited together", commits)
	}
}

func TestFullQueueIsUnavailable(t *testing.T) {
	t.Parallel()
	h := held{calls: make(chan int, 100), free: make(chan struct{}), deaf: true}
	intake, _ := newIntake(t, h)
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	defer func() { cancel(); close(h.free); all.Wait() }()
	errs := make(chan error, 5000)
	for n := range 5000 {
		all.Go(func() {
			_, err := intake.Take(ctx, hint(strconv.Itoa(n)))
			errs <- err
		})
	}
	// Only the full queue can answer, because the one commit hangs.
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	select {
	case err := <-errs:
		if lowstock.ErrorCode(err) != lowstock.CodeUnavailable {
			t.Errorf("got %v", err)
		}
	case <-deadline.C:
		t.Error("5,000 hints found room")
	}
}

func TestHangingDatabaseIsUnavailableWithinASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // exact time, however slow the machine is
		h := held{calls: make(chan int, 100), free: make(chan struct{})}
		intake, _ := newIntake(t, h)
		started := time.Now()
		_, err := intake.Take(t.Context(), hint("a"))
		if took := time.Since(started); lowstock.ErrorCode(err) != lowstock.CodeUnavailable || took > time.Second {
			t.Errorf("%v after %s", err, took)
		}
	})
}

func TestClosedDatabaseIsUnavailable(t *testing.T) {
	t.Parallel()
	store, _ := newStore(t)
	intake, _ := newIntake(t, store)
	store.Close()
	if _, err := intake.Take(t.Context(), hint("a")); lowstock.ErrorCode(err) != lowstock.CodeUnavailable {
		t.Error(err)
	}
}

func TestSenderThatGoesAwayIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	h := held{calls: make(chan int, 100), free: make(chan struct{})}
	intake, _ := newIntake(t, h)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-h.calls; cancel() }()
	_, err := intake.Take(ctx, hint("a"))
	if lowstock.ErrorCode(err) != lowstock.CodeUnavailable || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestUnknownMallIsNotQueued(t *testing.T) {
	t.Parallel()
	intake := pipeline.NewIntake(pipeline.IntakeConfig{})
	if result, err := intake.Take(t.Context(), inbound.Hint{}); err != nil || result != inbound.HintUnknownMall {
		t.Errorf("result %d, error %v", result, err)
	}
}
