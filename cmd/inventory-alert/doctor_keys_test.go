package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

func ringOf(fills ...byte) (keys [][]byte) {
	for _, fill := range fills {
		keys = append(keys, bytes.Repeat([]byte{fill}, 32))
	}
	return keys
}

// TestDoctorKnowsWhichProcessLacksAKey checks the steps of a rotation: doctor
// has the keys of the next step, and a process those of the one before.
func TestDoctorKnowsWhichProcessLacksAKey(t *testing.T) {
	t.Parallel()
	const older, newer = 1, 2
	for name, test := range map[string]struct {
		running, next [][]byte
		want          string
	}{
		"the same":                 {ringOf(older), ringOf(older), "ok    keys of running processes\n"},
		"new behind":               {ringOf(older), ringOf(older, newer), "ok    keys of running processes\n"},
		"new in front":             {ringOf(older, newer), ringOf(newer, older), "ok    keys of running processes\n"},
		"old gone":                 {ringOf(newer, older), ringOf(newer), "ok    keys of running processes\n"},
		"new in front, too early":  {ringOf(older), ringOf(newer, older), "FAIL  keys of running processes: web-1, process 7 does not know the first key of SESSION_KEYS"},
		"old gone, too early":      {ringOf(older, newer), ringOf(newer), "FAIL  keys of running processes: web-1, process 7 signs or seals with a key of SESSION_KEYS that is not given here"},
		"another key from nowhere": {ringOf(older), ringOf(newer), "FAIL  keys of running processes: web-1, process 7 does not know the first key of SESSION_KEYS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := postgrestest.New(t)
			now := time.Now()
			running := Config{SessionKeys: test.running, EncryptionKeys: ringOf(9)}
			if err := store.NoteProcess(t.Context(), postgres.Process{ID: "a", Name: "web-1, process 7", StartedAt: now, Rings: running.rings()}, now); err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			d := &doctor{w: &out}
			d.processes(t.Context(), Config{SessionKeys: test.next, EncryptionKeys: ringOf(9)}, store, now)
			if got := out.String(); !strings.HasPrefix(got, test.want) || d.failed != strings.HasPrefix(test.want, "FAIL") {
				t.Errorf("got %s", got)
			}
		})
	}
}

// TestDoctorSaysWhatEndsWithASessionKey checks what an operator reads before
// an older key is taken out.
func TestDoctorSaysWhatEndsWithASessionKey(t *testing.T) {
	t.Parallel()
	store := postgrestest.New(t)
	begun := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	sign := func(at time.Time, fills ...byte) {
		t.Helper()
		p := postgres.Process{ID: "a", Name: "web-1", StartedAt: begun, Rings: Config{SessionKeys: ringOf(fills...)}.rings()}
		if err := store.NoteProcess(t.Context(), p, at); err != nil {
			t.Fatal(err)
		}
	}
	sign(begun, 1)
	sign(begun.Add(time.Hour), 2, 1, 3)
	for after, want := range map[time.Duration]string{
		2 * time.Hour:        "warn  use of SESSION_KEYS: key 2 has signed sessions until 2026-11-01 12:00 UTC: taken out before 2026-11-02 00:00 UTC, it ends them\n",
		24 * time.Hour:       "warn  use of SESSION_KEYS: key 2 has signed buttons of mails until 2026-11-01 12:00 UTC: taken out before 2026-12-01 12:00 UTC, it ends them, and links to the app until 2027-01-30 12:00 UTC\n",
		40 * 24 * time.Hour:  "warn  use of SESSION_KEYS: key 2 has signed links of mails to the app until 2026-11-01 12:00 UTC: taken out before 2027-01-30 12:00 UTC, it ends them\n",
		100 * 24 * time.Hour: "ok    use of SESSION_KEYS: key 2 may be taken out; the unsubscription of mails before 2026-11-01 12:00 UTC ends with it\n",
	} {
		var out bytes.Buffer
		d := &doctor{w: &out}
		d.sessionKeys(t.Context(), Config{SessionKeys: ringOf(2, 1, 3)}, store, begun.Add(after))
		if got := out.String(); got != want+"ok    use of SESSION_KEYS: key 3 has signed nothing so far\n" {
			t.Errorf("after %s: %s", after, got)
		}
	}
	var out bytes.Buffer
	d := &doctor{w: &out}
	d.sessionKeys(t.Context(), Config{SessionKeys: ringOf(2)}, store, begun.Add(24*time.Hour))
	if got := out.String(); got != "warn  use of SESSION_KEYS: a key that is not given any more has signed until 2026-11-01 12:00 UTC: links of mails from before do not open\n" {
		t.Errorf("taken out: %s", got)
	}
}
