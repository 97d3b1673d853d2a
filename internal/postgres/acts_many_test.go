package postgres_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// acts applies an action to a selection of incidents of the bundle's mall, in
// steps, and returns the result and the number of the action.
func (b *bundle) acts(of bulk.Selection, do bulk.Action) (acted bulk.Result, act int64) {
	b.t.Helper()
	chosen, err := b.Mall(b.mall).IncidentIDs(b.t.Context(), of)
	b.ok(err)
	act, err = b.Mall(b.mall).BeginBulkAct(b.t.Context(), "test", "kim", b.now)
	b.ok(err)
	for step := range slices.Chunk(chosen, bulk.Step) {
		part, err := b.Mall(b.mall).ActOnIncidents(b.t.Context(), act, step, "kim", do, b.now)
		b.ok(err)
		acted = acted.Plus(part)
	}
	return acted, act
}

func (b *bundle) many(of bulk.Selection, do bulk.Action) bulk.Result {
	b.t.Helper()
	acted, _ := b.acts(of, do)
	return acted
}

// alertCounts returns what a query finds in the bundle's mall.
func (b *bundle) alertCounts(q listing.Params, since ...time.Time) listing.AlertCounts {
	b.t.Helper()
	c, err := b.Mall(b.mall).AlertCounts(b.t.Context(), q, since)
	b.ok(err)
	return c
}

func in(state lowstock.IncidentState) listing.Params { return listing.Params{State: state} }

func ids(list []lowstock.Incident) []int64 {
	var ids []int64
	for _, i := range list {
		ids = append(ids, i.ID)
	}
	return ids
}

func snooze(hold lowstock.Hold) bulk.Action {
	return func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error) {
		return i.Snooze(hold, by, at)
	}
}

// Incidents that are resolved, named twice, unknown or another mall's are
// counted, and the action is still applied to the others.
func TestActingOnManyCountsEveryOne(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	b.connect(bori)
	b.apply(read(1, 0, 3, 0, 2))
	mine := ids(b.incidents(lowstock.IncidentStanding))
	b.mall = bori
	b.endFirstSync()
	b.apply(read(1, 0))
	theirs := b.standing().ID
	b.mall = hansan
	_, err := b.Mall(hansan).ResolveIncident(t.Context(), mine[0], "lee", b.now)
	b.ok(err)
	_, err = b.Mall(hansan).AcknowledgeIncident(t.Context(), mine[1], "lee", b.now)
	b.ok(err)

	named := append(slices.Clone(mine), mine[2], theirs, 1<<60)
	acted := b.many(bulk.Selection{IDs: named}, lowstock.Incident.Acknowledge)
	want(t, "acted", acted, bulk.Result{Asked: 6, Done: 2, Same: 1, Resolved: 1})
	want(t, "gone", acted.Gone(), 2)
	list := b.incidents(lowstock.IncidentAcknowledged)
	want(t, "acknowledged", len(list), 3)
	for _, i := range list {
		who := "kim"
		if i.ID == mine[1] {
			who = "lee" // the second time changes nothing
		}
		want(t, "who", i.AcknowledgedBy, who)
	}
	b.mall = bori
	want(t, "the other mall's", b.standing().State, lowstock.IncidentOpen)
	b.mall = hansan

	hold := lowstock.Hold{Until: b.now.Add(7 * 24 * time.Hour)}
	want(t, "snoozed", b.many(bulk.Selection{IDs: mine}, snooze(hold)), bulk.Result{Asked: 4, Done: 3, Resolved: 1})
	want(t, "resolved", b.many(bulk.Selection{IDs: mine}, lowstock.Incident.Resolve), bulk.Result{Asked: 4, Done: 3, Resolved: 1})
	want(t, "again", b.many(bulk.Selection{IDs: mine}, lowstock.Incident.Resolve), bulk.Result{Asked: 4, Resolved: 4})
	b.apply(read(1, 0, 2, 0, 1))
	want(t, "what was resolved by hand does not alert again", b.incidents(lowstock.IncidentStanding), nil)

	_, err = b.Mall(hansan).IncidentIDs(t.Context(), bulk.Selection{})
	wantCode(t, err, lowstock.CodeInvalid)
	_, err = b.Mall(hansan).IncidentIDs(t.Context(), bulk.Selection{All: true, Query: in("x"), Newest: 1})
	wantCode(t, err, lowstock.CodeInvalid)
}

// Two people press the button at once, each for the whole list, in two
// processes. Every incident changes once and its timeline records it once.
func TestTwoActOnManyAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, make([]int, 40)...))
	list := ids(b.incidents(lowstock.IncidentStanding))
	stores := []*postgres.Store{b.Store, postgrestest.Connect(t, b.url)}
	var acted [2]bulk.Result
	var all sync.WaitGroup
	for n, store := range stores {
		all.Go(func() {
			act, err := store.Mall(hansan).BeginBulkAct(t.Context(), "test", "kim", b.now)
			if err == nil {
				acted[n], err = store.Mall(hansan).ActOnIncidents(t.Context(), act, list, "kim", lowstock.Incident.Acknowledge, b.now)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	want(t, "done", acted[0].Done+acted[1].Done, 40)
	want(t, "found done", acted[0].Same+acted[1].Same, 40)
	want(t, "notified", one[int](b, "SELECT count(*) FROM incident_events WHERE kind = 'acknowledged'"), 40)
}

// "All of the list" covers only what the person who pressed the button can
// have seen. No order is overwritten unseen.
func TestActingOnAllOfAList(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 0, 0, 0))
	ordered := b.incidents(lowstock.IncidentStanding)[1]
	order := lowstock.Order{Quantity: 50, ExpectedOn: "2026-12-01"}
	held, err := b.Mall(hansan).SnoozeIncident(t.Context(), ordered.ID, lowstock.Hold{Until: b.now.Add(time.Hour), Order: order}, "lee", b.now)
	b.ok(err)
	order.Purchase = held.Order.Purchase
	c := b.alertCounts(in(lowstock.IncidentStanding))
	want(t, "count", c.Found, 3)
	b.apply(read(2, 0)) // a reading after the page was shown
	all := bulk.Selection{All: true, Query: in(lowstock.IncidentStanding), Newest: c.Newest}

	want(t, "acknowledged", b.many(all, bulk.KeepOrders(lowstock.Incident.Acknowledge)), bulk.Result{Asked: 3, Done: 2, Kept: 1})
	i, err := b.Mall(hansan).Incident(t.Context(), ordered.ID)
	b.ok(err)
	want(t, "order", i.Order, order)
	want(t, "not seen", b.incidents(lowstock.IncidentOpen)[0].ProductNo, int64(2))
	want(t, "resolved", b.many(all, lowstock.Incident.Resolve), bulk.Result{Asked: 3, Done: 3})
	want(t, "nothing left", b.many(all, lowstock.Incident.Resolve), bulk.Result{})
	c = b.alertCounts(in(lowstock.IncidentSnoozed))
	want(t, "none", [2]int64{int64(c.Found), c.Newest}, [2]int64{})
	_, err = b.Mall(hansan).AlertCounts(t.Context(), in("x"), nil)
	wantCode(t, err, lowstock.CodeInvalid)
}

// The limit holds for either way to select incidents, and a selection within
// it is done in steps.
func TestNoMoreThanSoManyAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, make([]int, 999)...), read(2, make([]int, 999)...), read(3, 0, 0, 0))
	c := b.alertCounts(in(lowstock.IncidentStanding))
	newest := c.Newest
	want(t, "standing", c.Found, bulk.Max+1)
	named := make([]int64, bulk.Max+1)
	for i := range named {
		named[i] = newest - int64(i)
	}
	_, err := b.Mall(hansan).IncidentIDs(t.Context(), bulk.Selection{IDs: named})
	wantCode(t, err, lowstock.CodeInvalid)
	want(t, "done by that", len(b.incidents(lowstock.IncidentAcknowledged)), 0)
	began := time.Now()
	acted := b.many(bulk.Selection{All: true, Query: in(lowstock.IncidentStanding), Newest: newest - 1}, lowstock.Incident.Acknowledge)
	t.Logf("%d in %v", acted.Done, time.Since(began))
	want(t, "as many as can be", acted, bulk.Result{Asked: bulk.Max, Done: bulk.Max})
}

// The events of a variant are those of all of its incidents, oldest first, and
// of no other variant or mall.
func TestWhatHappenedToAVariant(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	b.apply(read(1, 3, 2))
	began := b.now
	b.wait(time.Hour)
	b.apply(read(1, 0, 2))
	_, err := b.Mall(hansan).AcknowledgeIncident(t.Context(), b.incidents(lowstock.IncidentStanding)[1].ID, "kim", b.now)
	b.ok(err)
	b.apply(read(1, 20, 2))
	b.apply(read(1, 1, 2))
	kinds := func(mall lowstock.MallID, since time.Time) (list []lowstock.EventKind) {
		events, err := b.Mall(mall).VariantEvents(t.Context(), 1, code(1, 0), since)
		b.ok(err)
		for _, e := range events {
			list = append(list, e.Kind)
		}
		return list
	}
	want(t, "all", kinds(hansan, noon), []lowstock.EventKind{lowstock.EventOpened, lowstock.EventWorse, lowstock.EventResolved, lowstock.EventOpened})
	want(t, "later", kinds(hansan, began.Add(time.Second)), []lowstock.EventKind{lowstock.EventWorse, lowstock.EventResolved, lowstock.EventOpened})
	want(t, "another mall's", kinds(bori, noon), nil)
}
