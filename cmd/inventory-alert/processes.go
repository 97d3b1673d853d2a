package main

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/postgres"
)

// beat is how often a process records that it runs.
const beat = 30 * time.Second

// rings returns fingerprints of all keys by variable, in their order. They
// tell keys apart, and nobody finds a key by one: it is four bytes of a hash.
func (c Config) rings() map[string][]string {
	print := func(ring string, key []byte) string {
		sum, err := hkdf.Key(sha256.New, key, nil, "fingerprint of "+ring, 4)
		if err != nil {
			return ""
		}
		return hex.EncodeToString(sum)
	}
	rings := map[string][]string{}
	for ring, keys := range map[string][][]byte{"SESSION_KEYS": c.SessionKeys, "ENCRYPTION_KEYS": c.EncryptionKeys} {
		for _, key := range keys {
			rings[ring] = append(rings[ring], print(ring, key))
		}
	}
	return rings
}

// newProcess describes this process.
func newProcess(cfg Config, now time.Time) postgres.Process {
	host, _ := os.Hostname()
	return postgres.Process{ID: rand.Text(), Name: fmt.Sprintf("%s, process %d", host, os.Getpid()), StartedAt: now, Rings: cfg.rings()}
}

// strangers returns a sentence for each variable of which one process signs or
// seals with a key that the other does not have.
func strangers(own map[string][]string, others []postgres.Process) (list []string) {
	for _, other := range others {
		for _, ring := range []string{"SESSION_KEYS", "ENCRYPTION_KEYS"} {
			mine, theirs := own[ring], other.Rings[ring]
			switch {
			case len(mine) == 0 || len(theirs) == 0:
			case !slices.Contains(theirs, mine[0]):
				list = append(list, fmt.Sprintf("%s does not know the first key of %s, so it refuses what this one signs or seals: put the new key behind the old one first, and restart all (docs/operations.md, Rotating keys)", other.Name, ring))
			case !slices.Contains(mine, theirs[0]):
				list = append(list, fmt.Sprintf("%s signs or seals with a key of %s that is not given here: give it too, behind the first one, until that process is restarted", other.Name, ring))
			}
		}
	}
	return list
}

// announce records this process until ctx ends, and returns a function that
// waits for that. It warns of processes with other keys.
func (a *app) announce(ctx context.Context, p postgres.Process, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	if err := a.store.NoteProcess(ctx, p, time.Now()); err != nil {
		log.WarnContext(ctx, "process not recorded", "error", err)
	}
	if others, err := a.store.Processes(ctx, time.Now()); err == nil {
		for _, warning := range strangers(p.Rings, others) {
			log.ErrorContext(ctx, "another process has other keys", "warning", warning)
		}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.record(ctx, p, log)
	}()
	return func() {
		cancel()
		<-done
	}
}

func (a *app) record(ctx context.Context, p postgres.Process, log *slog.Logger) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := a.store.NoteProcess(ctx, p, time.Now()); err != nil && ctx.Err() == nil {
				log.WarnContext(ctx, "process not recorded", "error", err)
			}
		case <-ctx.Done():
			a.forget(context.WithoutCancel(ctx), p, log)
			return
		}
	}
}

// forget is not waited for if the database does not answer: the record leaves
// out a process that was not seen for some minutes.
func (a *app) forget(ctx context.Context, p postgres.Process, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := a.store.ForgetProcess(ctx, p.ID); err != nil {
		log.WarnContext(ctx, "process not removed from the record", "error", err)
	}
}
