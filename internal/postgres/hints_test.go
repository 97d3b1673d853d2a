package postgres_test

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/worklist"
)

func (b *bundle) hint(hints ...inbound.Hint) []inbound.HintResult {
	b.t.Helper()
	for i := range hints {
		if hints[i].Mall == "" {
			hints[i].Mall = b.mall
		}
		if hints[i].ReceivedAt.IsZero() {
			hints[i].ReceivedAt = b.now
		}
	}
	results, err := b.RecordHints(b.t.Context(), hints, 2*time.Second)
	b.ok(err)
	return results
}

func (b *bundle) claim() []inbound.Dirty {
	b.t.Helper()
	claimed, err := b.Mall(b.mall).ClaimDirty(b.t.Context(), b.now, math.MaxInt64, 100, time.Minute)
	b.ok(err)
	slices.SortFunc(claimed, func(x, y inbound.Dirty) int { return int(x.ProductNo - y.ProductNo) })
	return claimed
}

func products(nos ...int64) inbound.Hint {
	return inbound.Hint{Kind: inbound.HintProduct, EventType: "90075", ProductNos: nos}
}

func TestHintsMarkProductsAfterTheDelay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(5, 9), read(6, 9))
	first := b.now
	results := b.hint(products(1, 2),
		inbound.Hint{Kind: inbound.HintProduct, ProductCodes: []string{"P0005", "unknown", ""}},
		inbound.Hint{Kind: inbound.HintProduct, VariantCode: code(6, 0)})
	want(t, "results", results, []inbound.HintResult{inbound.HintRecorded, inbound.HintRecorded, inbound.HintRecorded})
	b.wait(1500 * time.Millisecond)
	b.hint(products(1)) // joins the planned reading
	want(t, "due before the delay", b.claim(), nil)
	b.wait(500 * time.Millisecond)
	want(t, "due after it", b.claim(), []inbound.Dirty{
		{ProductNo: 1, HintedAt: first.Add(1500 * time.Millisecond)},
		{ProductNo: 2, HintedAt: first},
		{ProductNo: 5, HintedAt: first},
		{ProductNo: 6, HintedAt: first},
	})
	want(t, "due while it is claimed", b.claim(), nil)
	b.hint(products(2)) // comes during the reading: another one follows
	b.wait(2 * time.Second)
	want(t, "due again", b.claim(), []inbound.Dirty{{ProductNo: 2, HintedAt: b.now.Add(-2 * time.Second)}})
	b.wait(time.Minute)
	want(t, "due when nobody finished", len(b.claim()), 4)
}

func TestHintsOfUnknownAndLeftMalls(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(bori)
	b.ok(b.Mall(bori).Uninstall(t.Context(), b.now))
	results := b.hint(
		inbound.Hint{Mall: "nobody", Kind: inbound.HintProduct, ProductNos: []int64{1}},
		inbound.Hint{Mall: "Not a mall!", Kind: inbound.HintProduct, ProductNos: []int64{1}},
		inbound.Hint{Mall: bori, Kind: inbound.HintProduct, ProductNos: []int64{1}},
		inbound.Hint{Mall: hansan, Kind: inbound.HintIgnored, EventType: "90999"},
	)
	want(t, "results", results, []inbound.HintResult{
		inbound.HintUnknownMall, inbound.HintUnknownMall, inbound.HintUnknownMall, inbound.HintRecorded,
	})
	want(t, "malls", one[int](b, "select count(*) from malls"), 2)
	want(t, "hints of the one that left", one[int](b, "select count(*) from hints where mall_id = 'bori'"), 0)
	want(t, "dirty", one[int](b, "select count(*) from dirty_products"), 0)
	m, err := b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "last hint", m.LastHintAt, b.now)

	b.hint(inbound.Hint{Mall: hansan, Kind: inbound.HintLeft, EventType: "90077", EventKey: "left-1"})
	m, err = b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "state", m.State, lowstock.MallUninstalled)
	want(t, "after it left", b.hint(products(1)), []inbound.HintResult{inbound.HintUnknownMall})
}

func TestAnOrderWithoutProductsBringsTheWatchForward(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.Mall(hansan).ClaimWatch(t.Context(), b.now, pace)
	b.ok(err)
	b.hint(inbound.Hint{Kind: inbound.HintOrder, ProductNos: []int64{3}, OrderIDs: []string{"20261124-1"}})
	b.wait(2 * time.Second)
	want(t, "watch after an order with products", b.due(worklist.DueWatch), nil)
	want(t, "products of the order", len(b.claim()), 1)
	b.hint(inbound.Hint{Kind: inbound.HintOrder, OrderIDs: []string{"20261124-2"}})
	want(t, "watch before the delay", b.due(worklist.DueWatch), nil)
	b.wait(2 * time.Second)
	want(t, "watch after it", b.due(worklist.DueWatch), []worklist.Due{{Kind: worklist.DueWatch, Mall: hansan}})
}

func TestTheSameEventIsNewOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	keyed := func(key string) inbound.Hint {
		h := products(1)
		h.EventKey = key
		return h
	}
	want(t, "in one batch", b.hint(keyed("a"), keyed(""), keyed("a"), keyed(""), keyed("b")), []inbound.HintResult{
		inbound.HintRecorded, inbound.HintRecorded, inbound.HintDuplicate, inbound.HintRecorded, inbound.HintRecorded,
	})
	b.applyLevels(inbound.Levels{StartedAt: b.now.Add(time.Second), Readings: []inbound.ProductReading{read(1, 5)}})
	want(t, "dirty after the reading", one[int](b, "select count(*) from dirty_products"), 0)
	want(t, "again", b.hint(keyed("b"), keyed("c")), []inbound.HintResult{inbound.HintDuplicate, inbound.HintRecorded})
	b.applyLevels(inbound.Levels{StartedAt: b.now.Add(2 * time.Second), Readings: []inbound.ProductReading{read(1, 5)}})
	b.hint(keyed("a"))
	want(t, "dirty after a duplicate", one[int](b, "select count(*) from dirty_products"), 0)
}

func TestOddHintsDoNotSpoilTheBatch(t *testing.T) {
	t.Parallel()
	b := setup(t)
	odd := inbound.Hint{
		Kind: inbound.HintProduct, EventType: "x\x00y\xff", EventKey: "k\x00", VariantCode: "\x00", ProductCodes: []string{"\xff"},
		OrderIDs: []string{`{"a,b}`, "\x00"}, ProductNos: []int64{-1, 0, 1 << 62},
	}
	want(t, "results", b.hint(odd, products(7)), []inbound.HintResult{inbound.HintRecorded, inbound.HintRecorded})
}

// Fifty senders send the same events to two replicas: each event is new once,
// no batch fails, and no two transactions wait for each other.
func TestDedupeRace(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(bori)
	stores := []*postgres.Store{b.Store, postgrestest.Connect(t, b.url)}
	const events, senders = 40, 50
	var mu sync.Mutex
	fresh := map[string]int{}
	var all sync.WaitGroup
	for sender := range senders {
		all.Go(func() {
			var batch []inbound.Hint
			for i := range events {
				n := (i*7 + sender) % events // every sender in another order
				mall := []lowstock.MallID{hansan, bori}[n%2]
				batch = append(batch, inbound.Hint{
					Mall: mall, Kind: inbound.HintProduct, EventKey: strconv.Itoa(n), ProductNos: []int64{int64(n % 9), int64(n % 5)}, ReceivedAt: noon,
				})
			}
			results, err := stores[sender%2].RecordHints(t.Context(), batch, 0)
			if err != nil {
				t.Errorf("sender %d: %v", sender, err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			for i, r := range results {
				if r == inbound.HintRecorded {
					fresh[batch[i].EventKey]++
				}
			}
		})
	}
	all.Wait()
	for n := range events {
		if fresh[strconv.Itoa(n)] != 1 {
			t.Errorf("event %d was new %d times", n, fresh[strconv.Itoa(n)])
		}
	}
	want(t, "rows", one[int](b, "select count(*) from hints"), events)
}

// However many hints are stored, and whether or not PostgreSQL's statistics
// know of them, a batch reads its own keys only.
func TestRecordingDoesNotReadWhatIsStored(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.dial().Exec(t.Context(), `
		INSERT INTO hints (mall_id, week, event_key, event_type, product_nos, variant_code, order_ids, received_at)
		SELECT $1, date_trunc('week', at AT TIME ZONE 'UTC')::date, 'old-' || n, '90075', '{}', '', '{}', at
		  FROM generate_series(1, 20000) n, LATERAL (SELECT $2::timestamptz - n * interval '1 minute' AS at) w`, b.mall, noon)
	b.ok(err)
	for round, analyze := range []string{"SELECT 1", "ANALYZE hints"} {
		_, err = b.dial().Exec(t.Context(), analyze)
		b.ok(err)
		batch := make([]inbound.Hint, 64)
		for i := range batch {
			batch[i] = products(int64(i))
			batch[i].Mall, batch[i].EventKey, batch[i].ReceivedAt = b.mall, fmt.Sprintf("new-%d-%d", round, i), noon
		}
		plan, err := b.ExplainRecordHints(t.Context(), batch, 0)
		b.ok(err)
		if looked, found := scans(b, plan); looked < len(batch) || found > len(batch) {
			t.Errorf("after %s: looked %d times, found %d rows:\n%s", analyze, looked, found, plan)
		}
		want(t, "an event of this batch", b.hint(batch[7]), []inbound.HintResult{inbound.HintDuplicate})
	}
	want(t, "an event of an earlier week", b.hint(inbound.Hint{Kind: inbound.HintProduct, EventKey: "old-15000"}), []inbound.HintResult{inbound.HintDuplicate})
}

// scans returns how often a plan has looked into hints, and how many rows it
// read there.
func scans(b *bundle, plan string) (looked, found int) {
	b.t.Helper()
	for _, scan := range regexp.MustCompile(`Scan.* on hints_.*rows=(\d+).* loops=(\d+)`).FindAllStringSubmatch(plan, -1) {
		rows, err := strconv.Atoi(scan[1])
		b.ok(err)
		loops, err := strconv.Atoi(scan[2])
		b.ok(err)
		looked, found = looked+loops, found+rows*loops
	}
	return looked, found
}

func TestClaimsPassEachOther(t *testing.T) {
	t.Parallel()
	b := setup(t)
	other := postgrestest.Connect(t, b.url)
	nos := make([]int64, 200)
	for i := range nos {
		nos[i] = int64(i + 1)
	}
	b.hint(products(nos...))
	b.wait(2 * time.Second)
	var mu sync.Mutex
	claimed := map[int64]int{}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			s := []*postgres.Store{b.Store, other}[i%2]
			for {
				got, err := s.Mall(hansan).ClaimDirty(t.Context(), b.now, math.MaxInt64, 20, time.Minute)
				if err != nil {
					t.Error(err)
				}
				if len(got) == 0 {
					return
				}
				mu.Lock()
				for _, d := range got {
					claimed[d.ProductNo]++
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for _, no := range nos {
		if claimed[no] != 1 {
			t.Errorf("product %d was claimed %d times", no, claimed[no])
		}
	}
}

// While a mall's levels are being settled, which takes long for many variants,
// hints of the same products are recorded. If they waited, every mall's hints
// would wait.
func TestHintsDoNotWaitForLevels(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.hint(products(1))
	free := b.block("stock_history")
	settled := make(chan error, 1)
	go func() {
		_, err := b.Mall(hansan).ApplyLevels(t.Context(), inbound.Levels{StartedAt: b.now.Add(time.Minute), Readings: []inbound.ProductReading{read(1, 5)}})
		settled <- err
	}()
	b.blocked("stock_history")
	h := products(1)
	h.Mall, h.ReceivedAt = hansan, b.now.Add(2*time.Minute)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if _, err := b.RecordHints(ctx, []inbound.Hint{h}, 0); err != nil {
		t.Errorf("a hint waits for a transaction that settles its product: %v", err)
	}
	free()
	b.ok(<-settled)
	// The hint came after the reading began, so the product is read again.
	b.wait(3 * time.Minute)
	want(t, "products due", len(b.claim()), 1)
}

// block makes every writer of table wait until free is called.
func (b *bundle) block(table string) (free func()) {
	b.t.Helper()
	tx, err := b.dial().Begin(b.t.Context())
	b.ok(err)
	_, err = tx.Exec(b.t.Context(), `LOCK TABLE `+table+` IN SHARE MODE`)
	b.ok(err)
	return func() { b.t.Helper(); b.ok(tx.Commit(b.t.Context())) }
}

// blocked returns when a writer waits for the table.
func (b *bundle) blocked(table string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 2*time.Minute)
	defer cancel()
	for waiting := false; !waiting; {
		b.ok(b.dial().QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_locks WHERE relation = $1::text::regclass AND NOT granted)`, table).Scan(&waiting))
	}
}
