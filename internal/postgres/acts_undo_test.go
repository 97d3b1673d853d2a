package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
)

// undo undoes a bulk action in the bundle's mall.
func (b *bundle) undo(act int64) (undone bulk.Undone) {
	b.t.Helper()
	for more := true; more; {
		var part bulk.Undone
		var err error
		part, more, err = b.Mall(b.mall).UndoBulkAct(b.t.Context(), act, "kim", b.now)
		b.ok(err)
		undone = undone.Plus(part)
	}
	return undone
}

// Each bulk action is undone exactly: every incident has the state that it had,
// whichever that was, and what the action refused is as it was.
func TestABulkActionIsUndoneExactly(t *testing.T) {
	t.Parallel()
	until := noon.Add(7 * 24 * time.Hour)
	order := lowstock.Hold{Until: until, Order: lowstock.Order{Quantity: 50, ExpectedOn: "2026-12-01"}}
	for name, do := range map[string]func(list []int64) bulk.Action{
		"acknowledge": func([]int64) bulk.Action { return lowstock.Incident.Acknowledge },
		"kept":        func([]int64) bulk.Action { return bulk.KeepOrders(lowstock.Incident.Acknowledge) },
		"snooze":      func([]int64) bulk.Action { return snooze(lowstock.Hold{Until: until}) },
		"restock":     func([]int64) bulk.Action { return snooze(lowstock.Hold{Restock: true}) },
		"resolve":     func([]int64) bulk.Action { return lowstock.Incident.Resolve },
		"order": func(list []int64) bulk.Action {
			return bulk.Order(map[int64]lowstock.Hold{list[0]: order, list[1]: order, list[4]: order})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.threshold(5)
			b.notifyByEmail(nil, "kim@hansan.example")
			b.apply(read(1, 0, 3, 2, 1, 0, 0))
			b.collect()
			list := ids(b.incidents(lowstock.IncidentStanding))
			store := b.Mall(hansan)
			b.ok(second(store.AcknowledgeIncident(t.Context(), list[1], "lee", b.now)))
			b.ok(second(store.SnoozeIncident(t.Context(), list[2], lowstock.Hold{Until: b.now.Add(time.Hour)}, "lee", b.now)))
			b.ok(second(store.SnoozeIncident(t.Context(), list[3], order, "lee", b.now)))
			b.ok(second(store.SnoozeIncident(t.Context(), list[4], lowstock.Hold{Restock: true}, "lee", b.now)))
			b.ok(second(store.ResolveIncident(t.Context(), list[5], "lee", b.now)))
			before := b.incidents("")
			b.wait(time.Minute)
			acted, act := b.acts(bulk.Selection{IDs: list}, do(list))
			if acted.Done == 0 {
				t.Fatalf("nothing done: %+v", acted)
			}
			want(t, "undone", b.undo(act), bulk.Undone{Done: acted.Done})
			want(t, "incidents", b.incidents(""), before)
			want(t, "dismissed", one[int](b, "SELECT count(*) FROM variants WHERE dismissed <> ''"), 1)
			want(t, "again", b.undo(act), bulk.Undone{})
			want(t, "on record", one[int](b, "SELECT count(*) FROM incident_events WHERE kind = 'undone' AND by = 'kim'"), acted.Done)
			b.apply(read(1, 0, 3, 2, 1, 0, 0))
			want(t, "after the next reading", b.incidents(""), before, cmpopts.IgnoreFields(lowstock.Incident{}, "Quantity", "Threshold"))
		})
	}
}

// What changed after a bulk action is left as it is, and counted.
func TestWhatChangedSinceIsNotUndone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	b.apply(read(1, 3, 3, 3, 3, 3))
	list := make([]int64, 5)
	for _, i := range b.incidents(lowstock.IncidentStanding) {
		for n := range list {
			if i.VariantCode == code(1, n) {
				list[n] = i.ID
			}
		}
	}
	acted, act := b.acts(bulk.Selection{IDs: list}, lowstock.Incident.Resolve)
	want(t, "resolved", acted.Done, 5)
	// The first sells out and alerts again, the second recovers, the third falls
	// further.
	b.wait(time.Minute)
	b.apply(read(1, 0, 40, 2, 3, 3))
	want(t, "undone", b.undo(act), bulk.Undone{Done: 3, Changed: 2})
	want(t, "standing", len(b.incidents(lowstock.IncidentStanding)), 4)
	i, err := b.Mall(hansan).Incident(t.Context(), list[2])
	b.ok(err)
	want(t, "the level of now", i.Quantity, 2)

	acted, act = b.acts(bulk.Selection{IDs: list[3:]}, lowstock.Incident.Acknowledge)
	want(t, "acknowledged", acted.Done, 2)
	b.ok(second(b.Mall(hansan).SnoozeIncident(t.Context(), list[4], lowstock.Hold{Restock: true}, "lee", b.now)))
	want(t, "undone", b.undo(act), bulk.Undone{Done: 1, Changed: 1})

	_, _, err = b.Mall(bori).UndoBulkAct(t.Context(), act, "kim", b.now)
	if err == nil {
		t.Error("another mall's action was undone")
	}
	_, _, err = b.Mall(hansan).UndoBulkAct(t.Context(), act+1, "kim", b.now)
	wantCode(t, err, lowstock.CodeNotFound)
}
