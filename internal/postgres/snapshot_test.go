package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/team"
)

// Reads in a snapshot see one state, until it is released or something is
// written.
func TestASnapshotIsOneState(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(1)
	b.apply(read(1, 5), read(2, 5))
	shared, release, end := b.Mall(hansan).Snapshot(t.Context())
	defer end()
	counts := func(ctx context.Context) listing.Counts {
		t.Helper()
		c, err := b.Mall(hansan).Counts(ctx)
		b.ok(err)
		return c
	}
	want(t, "out at first", counts(shared).Out, 0)
	b.wait(time.Minute)
	b.apply(read(1, 0))
	want(t, "out in the snapshot", counts(shared).Out, 0)
	rows, _, err := b.Mall(hansan).Inventory(shared, listing.Params{Status: lowstock.StatusOut})
	b.ok(err)
	want(t, "rows in the snapshot", len(rows), 0)
	want(t, "out beside it", counts(t.Context()).Out, 1)
	release()
	want(t, "out in the next one", counts(shared).Out, 1)

	_, err = b.Mall(hansan).Product(shared, 99)
	wantCode(t, err, lowstock.CodeNotFound)
	_, _, err = b.Mall(hansan).Inventory(shared, listing.Params{Q: "%", Sort: "sideways"})
	wantCode(t, err, lowstock.CodeInvalid)
	b.apply(read(2, 0))
	want(t, "out, still in that one", counts(shared).Out, 1)
	b.ok(second(b.Mall(hansan).Launched(shared, team.Session{Operator: team.Operator{ID: "kim", Type: "P"}, Hash: []byte("kim")}, b.now)))
	want(t, "out after a write", counts(shared).Out, 2)
	other, err := b.Mall(hansan).Info(shared)
	b.ok(err)
	want(t, "mall", other.ID, hansan)
	end()
	want(t, "out after its end", counts(shared).Out, 2)
	want(t, "transactions left open", one[int](b, `select count(*)::int from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`), 0)
}

// A list that is read together with the session is the one that the snapshot
// shows, and no answer of another query, or of a snapshot before.
func TestAListIsReadWithTheSession(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(1)
	b.apply(read(1, 5), read(2, 5), read(3, 5), read(4, 5))
	shared, release, end := b.Mall(hansan).Snapshot(t.Context())
	defer end()
	first := listing.Params{Sort: listing.SortUrgent, Limit: 2, Brief: true}
	read1 := func(q listing.Params) (codes []string, next string) {
		t.Helper()
		rows, next, err := b.Mall(hansan).Inventory(shared, q)
		b.ok(err)
		for i := range rows {
			codes = append(codes, rows[i].Code+" "+string(rows[i].Status))
		}
		return codes, next
	}
	session := func() {
		t.Helper()
		_, _, err := b.Mall(hansan).Page(shared, overview.Caller{})
		b.ok(err)
	}
	alone, next := read1(first)
	release()
	for _, after := range []struct{ cursor, of string }{{"", "the first page"}, {next, "the second page"}} {
		q := first
		q.Cursor = after.cursor
		wanted, _ := read1(q)
		release()
		b.Mall(hansan).InventoryAhead(shared, q)
		session()
		got, _ := read1(q)
		want(t, after.of, got, wanted)
		again, _ := read1(q)
		want(t, after.of+" again", again, wanted)
		release()
	}

	b.Mall(hansan).InventoryAhead(shared, first)
	session()
	b.apply(read(3, 0)) // after the snapshot began
	got, _ := read1(first)
	want(t, "list of the snapshot", got, alone)
	release()

	b.Mall(hansan).InventoryAhead(shared, first)
	session()
	b.apply(read(4, 0))
	release() // what was read ahead ends with the snapshot
	got, _ = read1(first)
	want(t, "list of the next one", strings.HasSuffix(got[1], " out"), true)
	release()
	b.Mall(hansan).InventoryAhead(shared, first)
	session()
	all := first
	all.Limit = 50
	got, _ = read1(all)
	want(t, "rows of another query", len(got), 4)
	b.Mall(hansan).InventoryAhead(shared, listing.Params{Sort: "sideways"})
	b.Mall(hansan).InventoryAhead(t.Context(), first) // without a snapshot it reads nothing
}

// One request never holds two connections. If each request waited for a second
// one, all of them would wait for ever.
func TestSnapshotsDoNotStarveThePool(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	done := make(chan error)
	for range 40 {
		go func() {
			shared, _, end := b.Mall(hansan).Snapshot(ctx)
			defer end()
			_, err := b.Mall(hansan).Info(shared)
			done <- errors.Join(err, second(b.Mall(hansan).Launched(shared, team.Session{Operator: team.Operator{ID: "kim", Type: "P"}, Hash: []byte("kim")}, b.now)), second(b.Mall(hansan).Counts(shared)))
		}()
	}
	for range 40 {
		b.ok(<-done)
	}
}

// Reads in Together see its writes, and all of it is rolled back together.
func TestTogetherIsOneTransaction(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(1)
	b.apply(read(1, 5))
	change := lowstock.RuleChange{ProductNo: 1, VariantCode: code(1, 0), Threshold: new(9), By: "kim"}
	refused := errors.New("refused")
	low := func() int {
		c, err := b.Mall(hansan).Counts(t.Context())
		b.ok(err)
		return c.Low
	}
	set := func(ctx context.Context) {
		t.Helper()
		_, err := b.Mall(hansan).SetRules(ctx, []lowstock.RuleChange{change}, rulebook.CauseSet, "kim", b.now)
		b.ok(err)
		c, err := b.Mall(hansan).Counts(ctx)
		b.ok(err)
		want(t, "low in the transaction", c.Low, 1)
		want(t, "low beside it", low(), 0)
	}
	err := b.Mall(hansan).Together(t.Context(), func(ctx context.Context) error {
		set(ctx)
		return refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	want(t, "low after it was refused", low(), 0)
	b.ok(b.Mall(hansan).Together(t.Context(), func(ctx context.Context) error {
		set(ctx)
		return nil
	}))
	want(t, "low", low(), 1)
}

// After a first sync the planner's statistics know how many rows there are.
func TestTheFirstSyncIsAnalyzed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	known := func() bool { return one[bool](b, `select reltuples > 0 from pg_class where relname = 'variants'`) }
	b.apply(read(1, 5), read(2, 5))
	want(t, "known before", known(), false)
	_, err := b.Mall(hansan).StartSync(t.Context(), b.now)
	b.ok(err)
	y, err := b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
	b.ok(err)
	y.First = true
	_, err = b.Mall(hansan).FinishSync(t.Context(), y, b.now, b.now.Add(time.Hour))
	b.ok(err)
	want(t, "known after", known(), true)
}

// The number of webhooks of a day is not counted from the webhooks: it is
// stored and stays without them.
func TestTheDaysHintsAreKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.hint(products(1), products(2))
	b.wait(time.Hour)
	b.hint(products(3))
	count := func() int {
		c, err := b.Mall(hansan).Connection(t.Context(), b.now)
		b.ok(err)
		return c.Hints24h
	}
	want(t, "hints", count(), 3)
	b.admin(`DELETE FROM hints`)
	want(t, "hints without their rows", count(), 3)
	b.wait(24 * time.Hour)
	want(t, "hints a day later", count(), 1)
	b.wait(time.Hour)
	want(t, "hints of a day without", count(), 0)
}

// A page does not fail when the server drops its connections meanwhile.
func TestASnapshotOutlivesARestart(t *testing.T) {
	t.Parallel()
	b := setup(t)
	shared, _, end := b.Mall(hansan).Snapshot(t.Context())
	defer end()
	_, err := b.Mall(hansan).Info(shared)
	b.ok(err)
	b.admin("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'inventory-alert'")
	_, err = b.Mall(hansan).Counts(shared)
	b.ok(err)
}

// A snapshot leaves plans kept between statements that keep theirs, and plans all
// others anew, whatever came before.
func TestASnapshotPlansAnewWhatDoesNotKeepItsPlan(t *testing.T) {
	t.Parallel()
	b := setup(t)
	shared, _, end := b.Mall(hansan).Snapshot(t.Context())
	defer end()
	const anew = "force_custom_plan on"
	for _, ctx := range []context.Context{t.Context(), shared, shared} {
		_, _, err := b.Mall(hansan).Page(ctx, overview.Caller{Operator: team.Operator{ID: "kim"}})
		b.ok(err)
		modes, err := b.Planned(ctx, hansan)
		b.ok(err)
		want(t, "settings", strings.Join(modes, ", "), anew+", "+anew)
		_, _, err = b.Mall(hansan).Page(ctx, overview.Caller{Operator: team.Operator{ID: "kim"}})
		b.ok(err)
		_, err = b.Mall(hansan).Product(ctx, 99)
		wantCode(t, err, lowstock.CodeNotFound)
	}
}

// The last read of an answer ends the snapshot. Whoever reads after it all the
// same gets another one, which is bound to the mall like any other.
func TestTheLastReadEndsTheSnapshot(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(1)
	b.apply(read(1, 5))
	shared, _, end := b.Mall(hansan).Snapshot(t.Context())
	defer end()
	open := func() int {
		return one[int](b, `select count(*)::int from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`)
	}
	last := listing.AroundQuery{Filters: true, Last: true}
	for range 2 {
		_, err := b.Mall(hansan).Counts(shared)
		b.ok(err)
		want(t, "transactions while it reads", open(), 1)
		_, err = b.Mall(hansan).Around(shared, last)
		b.ok(err)
		want(t, "transactions after the last read", open(), 0)
	}
	_, err := b.Mall(hansan).Around(shared, last)
	b.ok(err)
	b.wait(time.Minute)
	b.apply(read(1, 0))
	rows, _, err := b.Mall(hansan).Inventory(shared, listing.Params{Status: lowstock.StatusOut})
	b.ok(err)
	want(t, "rows of the next snapshot", len(rows), 1)
	want(t, "transactions of the next one", open(), 1)
}
