package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

func TestProcessesAndTheUseOfTheirKeys(t *testing.T) {
	t.Parallel()
	store := postgrestest.New(t)
	note := func(id string, at time.Time, keys ...string) {
		t.Helper()
		p := postgres.Process{ID: id, Name: "host, " + id, StartedAt: noon, Rings: map[string][]string{"SESSION_KEYS": keys, "ENCRYPTION_KEYS": {"e"}}}
		if err := store.NoteProcess(t.Context(), p, at); err != nil {
			t.Fatal(err)
		}
	}
	running := func(at time.Time) (names []string) {
		t.Helper()
		list, err := store.Processes(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			names = append(names, p.ID)
			if len(p.Rings["ENCRYPTION_KEYS"]) != 1 {
				t.Errorf("%s has %v", p.ID, p.Rings)
			}
		}
		return names
	}
	note("a", noon, "old")
	note("b", noon, "old", "new")
	note("b", noon.Add(2*time.Minute), "old", "new")
	want(t, "both run", running(noon.Add(2*time.Minute)), []string{"a", "b"})
	want(t, "one was not seen any more", running(noon.Add(4*time.Minute)), []string{"b"})
	if err := store.ForgetProcess(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	want(t, "one was forgotten", running(noon), []string{"a"})
	note("c", noon.Add(time.Hour), "new", "old")
	want(t, "the record is cleaned", running(noon), []string{"c"})
	uses, err := store.KeyUses(t.Context(), "SESSION_KEYS")
	if err != nil {
		t.Fatal(err)
	}
	for i := range uses {
		uses[i].FirstAt, uses[i].LastAt = uses[i].FirstAt.UTC(), uses[i].LastAt.UTC()
	}
	want(t, "uses", uses, []postgres.KeyUse{
		{Key: "new", FirstAt: noon.Add(time.Hour).UTC(), LastAt: noon.Add(time.Hour).UTC()},
		{Key: "old", FirstAt: noon.UTC(), LastAt: noon.Add(2 * time.Minute).UTC()},
	})
	note("c", noon.Add(500*24*time.Hour), "new", "old")
	if uses, err = store.KeyUses(t.Context(), "SESSION_KEYS"); err != nil || len(uses) != 1 {
		t.Errorf("old uses: %v, %v", uses, err)
	}
}
