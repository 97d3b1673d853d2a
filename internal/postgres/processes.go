package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"
)

// Process is a running program, as far as others have to know it: which keys
// it has, so that a key that one signs with is known to all.
type Process struct {
	ID        string
	Name      string // host and number
	StartedAt time.Time
	SeenAt    time.Time
	Rings     map[string][]string // fingerprints of the keys by variable, in the order in which they are given
}

// KeyUse says how long a key was the first of its variable in some process.
type KeyUse struct {
	Key             string
	FirstAt, LastAt time.Time
}

const (
	processGone = time.Minute * 3      // since it was seen last
	keyUseKept  = 400 * 24 * time.Hour // longer than any link of a mail opens
)

// NoteProcess records that a process runs, and that its first keys sign.
func (s *Store) NoteProcess(ctx context.Context, p Process, now time.Time) error {
	rings, err := json.Marshal(p.Rings)
	if err != nil {
		return err
	}
	return s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var batch pgx.Batch
		batch.Queue(`DELETE FROM processes WHERE seen_at < $1`, now.Add(-processGone))
		batch.Queue(`DELETE FROM key_uses WHERE last_at < $1`, now.Add(-keyUseKept))
		batch.Queue(`
			INSERT INTO processes (process_id, name, started_at, seen_at, rings) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (process_id) DO UPDATE SET seen_at = excluded.seen_at`, p.ID, p.Name, p.StartedAt, now, rings)
		batch.Queue(`
			INSERT INTO key_uses (ring, key, first_at, last_at) SELECT key, value->>0, $2, $2 FROM jsonb_each($1::jsonb) ORDER BY 1
			ON CONFLICT (ring, key) DO UPDATE SET last_at = greatest(key_uses.last_at, excluded.last_at)`, rings, now)
		return tx.SendBatch(ctx, &batch).Close()
	})
}

// ForgetProcess removes a process that ends.
func (s *Store) ForgetProcess(ctx context.Context, id string) error {
	return s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM processes WHERE process_id = $1`, id)
		return err
	})
}

// Processes returns what runs now, the oldest first.
func (s *Store) Processes(ctx context.Context, now time.Time) (list []Process, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT process_id, name, started_at, seen_at, rings FROM processes WHERE seen_at >= $1 ORDER BY started_at, process_id`, now.Add(-processGone))
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Process])
		return err
	})
	return list, err
}

// KeyUses returns the keys of a variable that have signed, the newest use first.
func (s *Store) KeyUses(ctx context.Context, ring string) (list []KeyUse, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT key, first_at, last_at FROM key_uses WHERE ring = $1 ORDER BY last_at DESC, key`, ring)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[KeyUse])
		return err
	})
	return list, err
}
