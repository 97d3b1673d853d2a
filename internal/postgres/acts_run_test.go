package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/worklist"
)

// running starts an action in the background and returns its number.
func (b *bundle) running(of bulk.Spec, ids []int64) int64 {
	b.t.Helper()
	act, err := b.Mall(b.mall).StartBulkRun(b.t.Context(), of, ids, "kim", b.now)
	b.ok(err)
	return act
}

func (b *bundle) claimRun() bulk.Run {
	b.t.Helper()
	r, err := b.Mall(b.mall).ClaimBulkRun(b.t.Context(), b.now, time.Minute)
	b.ok(err)
	return r
}

func (b *bundle) stepRun(claim bulk.Run) bulk.Run {
	b.t.Helper()
	r, err := b.Mall(b.mall).StepBulkRun(b.t.Context(), claim, b.now, time.Minute)
	b.ok(err)
	return r
}

// shownRun is the run that stands beside every page.
func (b *bundle) shownRun() bulk.Run {
	b.t.Helper()
	_, bar, err := b.Mall(b.mall).Page(b.t.Context(), overview.Caller{Operator: team.Operator{ID: "kim"}})
	b.ok(err)
	return bar.BulkRun
}

// raisedMany raises alerts for so many variants, and returns their numbers.
func (b *bundle) raisedMany(n int) []int64 {
	b.t.Helper()
	b.apply(read(1, make([]int, n)...))
	list := one[[]int64](b, "SELECT array_agg(incident_id ORDER BY incident_id) FROM incidents WHERE state = 'open'")
	want(b.t, "raised", len(list), n)
	return list
}

// inState counts the mall's incidents in a state.
func (b *bundle) inState(state lowstock.IncidentState) int {
	b.t.Helper()
	return one[int](b, "SELECT count(*) FROM incidents WHERE mall_id = $1 AND state = $2", b.mall, state)
}

// A process dies between two steps. Another one goes on where it was: every
// incident changes once and its timeline records it once, also those that
// somebody resolved meanwhile are counted, and the dead process's late step
// changes nothing.
func TestARunGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	b := setup(t)
	list := b.raisedMany(450)
	act := b.running(bulk.Spec{Name: bulk.Acknowledge, KeepOrders: true}, append(list, 1<<60))
	want(t, "due", len(b.due(worklist.DueBulk)), 1)
	dead := b.claimRun()
	want(t, "due while it is claimed", len(b.due(worklist.DueBulk)), 0)
	first := b.stepRun(dead)
	want(t, "one step", [2]int{first.Reached, first.Result.Done}, [2]int{200, 200})
	want(t, "shown", b.shownRun().Result, bulk.Result{Asked: 451, Done: 200, Left: 251})
	_, err := b.Mall(hansan).ResolveIncident(t.Context(), list[449], "lee", b.now)
	b.ok(err)

	b.wait(time.Minute)
	want(t, "due after the lease", len(b.due(worklist.DueBulk)), 1)
	r := b.claimRun()
	_, err = b.Mall(hansan).StepBulkRun(t.Context(), dead, b.now, time.Minute)
	wantCode(t, err, lowstock.CodeConflict)
	for r.Running() {
		r = b.stepRun(r)
	}
	want(t, "result", r.Result, bulk.Result{Asked: 451, Done: 449, Resolved: 1})
	want(t, "gone", r.Result.Gone(), 1)
	want(t, "once each", one[int](b, "SELECT count(*) FROM incident_events WHERE kind = 'acknowledged'"), 449)
	want(t, "due at the end", len(b.due(worklist.DueBulk)), 0)
	_, err = b.Mall(hansan).StepBulkRun(t.Context(), r, b.now, time.Minute)
	wantCode(t, err, lowstock.CodeConflict)

	// Undone in steps too, and what has changed since stays.
	_, err = b.Mall(hansan).ResolveIncident(t.Context(), list[0], "lee", b.now)
	b.ok(err)
	for range 2 { // a double press
		is, err := b.Mall(hansan).UndoBulkRun(t.Context(), act, "lee", b.now)
		b.ok(err)
		want(t, "in the background", is, true)
	}
	for r = b.claimRun(); r.Running(); {
		r = b.stepRun(r)
	}
	want(t, "undone", r.Undone, bulk.Undone{Done: 448, Changed: 1})
	want(t, "open", b.inState(lowstock.IncidentOpen), 448)
	want(t, "who", one[int](b, "SELECT count(*) FROM incident_events WHERE kind = 'undone' AND by = 'lee'"), 448)
}

// A run is stopped between two steps: what is done stays and is counted, the
// rest is as it was, and undo covers exactly what was done.
func TestARunIsStopped(t *testing.T) {
	t.Parallel()
	b := setup(t)
	list := b.raisedMany(450)
	until := b.now.Add(7 * 24 * time.Hour)
	act := b.running(bulk.Spec{Name: bulk.Snooze, Until: until}, list)
	r := b.stepRun(b.claimRun())
	store := b.Mall(hansan)
	b.ok(store.StopBulkRun(t.Context(), act, b.now))
	_, err := store.StepBulkRun(t.Context(), r, b.now, time.Minute)
	wantCode(t, err, lowstock.CodeConflict)
	want(t, "due", len(b.due(worklist.DueBulk)), 0)
	r = b.shownRun()
	want(t, "state", [2]bool{r.State == bulk.RunDone, r.FinishedAt.Equal(b.now)}, [2]bool{true, true})
	want(t, "result", r.Result, bulk.Result{Asked: 450, Done: 200, Left: 250})
	want(t, "snoozed", b.inState(lowstock.IncidentSnoozed), 200)
	want(t, "until", one[int](b, "SELECT count(*) FROM incidents WHERE snoozed_until = $1", until), 200)

	_, err = store.UndoBulkRun(t.Context(), act, "kim", b.now)
	b.ok(err)
	for r = b.claimRun(); r.Running(); {
		r = b.stepRun(r)
	}
	want(t, "undone", r.Undone, bulk.Undone{Done: 200})
	want(t, "open", b.inState(lowstock.IncidentOpen), 450)
	b.ok(store.StopBulkRun(t.Context(), act, b.now.Add(time.Hour))) // over: stays as it is
	want(t, "finished", b.shownRun().FinishedAt.Equal(b.now), true)
}

// A second press starts no second run, and neither does another action
// meanwhile. The runs of another mall are its own.
func TestOneRunAtATime(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(bori)
	list := b.raisedMany(3)
	act := b.running(bulk.Spec{Name: bulk.Restock}, list)
	store := b.Mall(hansan)
	_, err := store.StartBulkRun(t.Context(), bulk.Spec{Name: bulk.Restock}, list, "kim", b.now)
	wantCode(t, err, lowstock.CodeInvalid)
	other, err := b.Mall(bori).StartBulkRun(t.Context(), bulk.Spec{Name: bulk.Restock}, list, "kim", b.now)
	b.ok(err)
	want(t, "theirs", b.shownRun().ID, act)
	b.ok(store.StopBulkRun(t.Context(), other, b.now))
	b.mall = bori
	r := b.stepRun(b.claimRun())
	want(t, "of another mall's incidents", r.Result, bulk.Result{Asked: 3})
	b.mall = hansan
	want(t, "snoozed", b.stepRun(b.claimRun()).Result, bulk.Result{Asked: 3, Done: 3})
	_, err = store.UndoBulkRun(t.Context(), 1<<40, "kim", b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	next := b.running(bulk.Spec{Name: bulk.Resolve}, list)
	_, err = store.UndoBulkRun(t.Context(), act, "kim", b.now)
	wantCode(t, err, lowstock.CodeConflict)
	b.ok(store.StopBulkRun(t.Context(), next, b.now))
	one, err := store.BeginBulkAct(t.Context(), bulk.Resolve, "kim", b.now)
	b.ok(err)
	is, err := store.UndoBulkRun(t.Context(), one, "kim", b.now)
	b.ok(err)
	want(t, "done by a request", is, false)
	want(t, "shown is the last run", b.shownRun().ID, next)
}
