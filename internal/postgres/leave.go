package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// leftSlack is how much later than a consent the time of an uninstallation
	// must be: Cafe24 stamps it by the second and by its own clock.
	leftSlack = 2 * time.Second

	purgePatience = 5 * time.Minute // for deleting a mall with all of its rows
)

// Uninstall ends all running work of the mall: sessions, tokens, syncs,
// readings, mails. The rows of its history stay until they are purged. A
// second call has no effect.
func (s mallStore) Uninstall(ctx context.Context, now time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if ended, err := endInstallation(ctx, tx, s.id, now, now); err != nil || !ended {
			return err
		}
		return endWork(ctx, tx, s.id, now)
	})
}

// endInstallation invalidates sessions and tokens, makes nothing of the mall
// due, and says whether it did. A mall that came back after the time at stays
// as it is. It also runs under the system role, among other malls' hints, so
// every statement names the mall and none waits for long. When a pair of
// tokens is being renewed at that moment, its row stays behind, unusable, for
// [Store.DropLeftTokens].
func endInstallation(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, at, now time.Time) (ended bool, err error) {
	tag, err := tx.Exec(ctx, `
		UPDATE malls
		   SET state = 'uninstalled', uninstalled_at = $3, session_epoch = session_epoch + 1, reconnect_reason = '',
		       next_sweep_at = NULL, next_watch_at = NULL, next_lists_at = NULL
		 WHERE mall_id = $1 AND state <> 'uninstalled' AND uninstalled_at IS NULL AND coalesce(connected_at <= $2, true)`,
		mall, at.Add(leftSlack), now)
	if err != nil || tag.RowsAffected() == 0 {
		return false, err
	}
	var batch pgx.Batch
	batch.Queue(`
		WITH free AS (SELECT FROM tokens WHERE mall_id = $1 FOR UPDATE SKIP LOCKED), gone AS (
		  DELETE FROM tokens WHERE mall_id = $1 AND EXISTS (SELECT FROM free) RETURNING generation
		)
		UPDATE malls SET token_generation = greatest(token_generation, generation) FROM gone WHERE mall_id = $1`, mall)
	batch.Queue(`DELETE FROM api_tokens WHERE mall_id = $1`, mall)
	batch.Queue(`DELETE FROM oauth_codes WHERE mall_id = $1`, mall)
	batch.Queue(`DELETE FROM destinations WHERE mall_id = $1`, mall)
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return false, fmt.Errorf("postgres: uninstall: %w", err)
	}
	return true, nil
}

// endWork ends the running work of an uninstalled mall. None of it is due
// while the mall is uninstalled, and it must not become due when the mall
// comes back.
func endWork(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) error {
	var left bool
	err := tx.QueryRow(ctx, `SELECT uninstalled_at IS NOT NULL FROM malls WHERE mall_id = $1 FOR NO KEY UPDATE`, mall).Scan(&left)
	if err != nil || !left {
		return found(err)
	}
	var batch pgx.Batch
	batch.Queue(`UPDATE health SET closed_at = $2, quietly = true WHERE mall_id = $1 AND closed_at IS NULL`, mall, now)
	batch.Queue(`
		UPDATE syncs SET state = 'failed', error = 'error.uninstalled', finished_at = $2, resume_at = NULL
		 WHERE mall_id = $1 AND state = 'running'`, mall, now)
	batch.Queue(`DELETE FROM dirty_products WHERE mall_id = $1`, mall)
	batch.Queue(`DELETE FROM refusals WHERE mall_id = $1`, mall)
	batch.Queue(`DELETE FROM evaluations WHERE mall_id = $1`, mall) // a mall that comes back is read and evaluated again
	batch.Queue(`UPDATE demand_reads SET fence = fence + 1, next_at = NULL WHERE mall_id = $1`, mall)
	batch.Queue(`UPDATE unpaid_reads SET fence = fence + 1, next_at = NULL, read_at = NULL WHERE mall_id = $1`, mall)
	batch.Queue(`DELETE FROM unpaid WHERE mall_id = $1`, mall)
	batch.Queue(`
		UPDATE recipients SET confirm_sent_at = NULL, ask_at = $2
		 WHERE mall_id = $1 AND confirmed_at IS NULL AND email IN (
		       SELECT recipient FROM messages WHERE mall_id = $1 AND purpose = 'confirm' AND state IN ('pending', 'retrying'))`, mall, now)
	batch.Queue(`
		UPDATE messages SET state = 'suppressed', next_attempt_at = NULL
		 WHERE mall_id = $1 AND state IN ('pending', 'retrying')`, mall)
	batch.Queue(`UPDATE messages SET next_attempt_at = NULL WHERE mall_id = $1 AND next_attempt_at IS NOT NULL`, mall)
	batch.Queue(`
		UPDATE deliveries SET state = 'suppressed', collect_at = NULL
		 WHERE mall_id = $1 AND state IN ('pending', 'retrying')`, mall)
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("postgres: end work: %w", err)
	}
	return nil
}

// PurgeLeft deletes everything of one mall that was uninstalled before a time
// and has not come back. It keeps a receipt: when, and how many rows of what,
// under a hash of the mall's id. It says whether there was one. A mall that
// only opened the app again, without a consent, has not come back.
func (s *Store) PurgeLeft(ctx context.Context, before, now time.Time) (purged bool, err error) {
	// First, and in a transaction of its own: hints skip uninstalled malls
	// without waiting for their lock.
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE malls SET state = 'uninstalled', session_epoch = session_epoch + 1 WHERE uninstalled_at <= $1 AND state = 'new'`, before)
		return err
	})
	if err != nil {
		return false, err
	}
	begin := pgx.TxOptions{BeginQuery: "begin; set local role " + systemRole}
	err = s.again(ctx, begin, purgePatience, deadlocked, func(ctx context.Context, tx pgx.Tx) error {
		var mall lowstock.MallID
		var left time.Time
		err := tx.QueryRow(ctx, `
			SELECT mall_id, uninstalled_at FROM malls WHERE uninstalled_at <= $1 AND state = 'uninstalled'
			 ORDER BY uninstalled_at LIMIT 1 FOR UPDATE SKIP LOCKED`, before).Scan(&mall, &left)
		if err != nil {
			return found(err)
		}
		counts, err := deleteMall(ctx, tx, mall)
		if err != nil {
			return err
		}
		rows, err := json.Marshal(counts)
		if err != nil {
			return err
		}
		hash := sha256.Sum256([]byte(mall))
		_, err = tx.Exec(ctx, `INSERT INTO purge_receipts (mall_hash, left_at, purged_at, rows) VALUES ($1, $2, $3, $4)`, hash[:], left, now, string(rows))
		return err
	})
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return false, nil
	}
	return err == nil, err
}

// deleteMall deletes the mall's rows from every table that exists, so that no
// table can be forgotten. Tables that others refer to come last.
func deleteMall(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (map[string]int64, error) {
	rows, err := tx.Query(ctx, `
		SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'mall_id' AND NOT a.attisdropped
		 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
		 ORDER BY array_position(ARRAY['purchase_lines', 'purchase_orders', 'rule_changes', 'deliveries', 'messages', 'incidents', 'malls'], c.relname::text) NULLS FIRST, 1`)
	if err != nil {
		return nil, err
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	counts := map[string]int64{}
	for _, table := range tables {
		tag, err := tx.Exec(ctx, `DELETE FROM `+pgx.Identifier{table}.Sanitize()+` WHERE mall_id = $1`, mall)
		if err != nil {
			return nil, err
		}
		counts[table] = tag.RowsAffected()
	}
	tag, err := tx.Exec(ctx, `DELETE FROM river_job WHERE args->>'mall' = $1 AND state <> 'running'`, mall)
	counts["river_job"] = tag.RowsAffected()
	return counts, err
}

// DropLeftTokens deletes the pairs of tokens that were being renewed when
// their mall was uninstalled. They are already unusable.
func (s *Store) DropLeftTokens(ctx context.Context) error {
	return s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			WITH gone AS (
			  DELETE FROM tokens WHERE mall_id IN (
			    SELECT t.mall_id FROM tokens t JOIN malls m USING (mall_id) WHERE m.uninstalled_at IS NOT NULL FOR UPDATE OF t SKIP LOCKED)
			  RETURNING mall_id, generation
			)
			UPDATE malls m SET token_generation = greatest(token_generation, generation) FROM gone WHERE m.mall_id = gone.mall_id`)
		return err
	})
}
