package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/retention"
)

const (
	upkeepPatience = 2 * time.Minute // for one partition, or the old rows of one table
	ageingBatch    = 5000            // rows deleted in one transaction

	// levelsSince is how far back the level that held at a time can be read. That
	// level is copied forward when the partition with its row is dropped.
	levelsSince = 90 * 24 * time.Hour
)

// aged is one table's old rows, and the statement that deletes some of them; $1
// is the time or day before which rows are old, $2 how many rows at most.
type aged struct {
	kept time.Duration
	sql  string
}

// oldRows lists every table that ages. An unresolved incident is never old.
func oldRows() []aged {
	return []aged{
		{retention.Alerts, `
		DELETE FROM incidents WHERE (mall_id, incident_id) IN (
		  SELECT mall_id, incident_id FROM incidents WHERE state = 'resolved' AND resolved_at < $1 LIMIT $2)`},
		{retention.Alerts, `
		DELETE FROM morning_answers WHERE (mall_id, answer_id) IN (
		  SELECT mall_id, answer_id FROM morning_answers i WHERE answered_at < $1 AND NOT (` + ownOrder + `) LIMIT $2)`},
		{retention.Messages, `
		DELETE FROM messages WHERE (mall_id, message_id) IN (
		  SELECT g.mall_id, g.message_id FROM messages g
		   WHERE g.created_at < $1 AND g.next_attempt_at IS NULL
		     AND NOT EXISTS (SELECT FROM deliveries d WHERE d.mall_id = g.mall_id AND d.message_id = g.message_id) LIMIT $2)`},
		{retention.Health, `
		DELETE FROM health WHERE (mall_id, health_id) IN (
		  SELECT h.mall_id, h.health_id FROM health h WHERE h.closed_at < $1
		     AND NOT EXISTS (SELECT FROM messages g WHERE g.mall_id = h.mall_id AND g.health_id = h.health_id) LIMIT $2)`},
		{retention.Syncs, `
		DELETE FROM syncs WHERE (mall_id, sync_id) IN (
		  SELECT y.mall_id, y.sync_id FROM syncs y WHERE y.finished_at < $1
		     AND EXISTS (SELECT FROM syncs z WHERE z.mall_id = y.mall_id AND z.sync_id > y.sync_id) LIMIT $2)`},
		{retention.Changes, `
		DELETE FROM rule_changes WHERE (mall_id, change_id) IN (
		  SELECT mall_id, change_id FROM rule_changes WHERE changed_at < $1 LIMIT $2)`},
		{retention.Changes, `
		DELETE FROM setting_changes WHERE (mall_id, change_id) IN (
		  SELECT mall_id, change_id FROM setting_changes WHERE changed_at < $1 LIMIT $2)`},
		{retention.BulkActs, `DELETE FROM bulk_acts WHERE (mall_id, act_id) IN (SELECT mall_id, act_id FROM bulk_acts WHERE at < $1 LIMIT $2)`},
		{retention.Links, `DELETE FROM link_uses WHERE (mall_id, link_hash) IN (SELECT mall_id, link_hash FROM link_uses WHERE expires_at < $1 LIMIT $2)`},
		{retention.Links, `DELETE FROM launches WHERE (mall_id, nonce) IN (SELECT mall_id, nonce FROM launches WHERE expires_at < $1 LIMIT $2)`},
		{retention.Links, `DELETE FROM oauth_codes WHERE (mall_id, code_hash) IN (SELECT mall_id, code_hash FROM oauth_codes WHERE expires_at < $1 LIMIT $2)`},
		{retention.Links, `DELETE FROM sessions WHERE (mall_id, id_hash) IN (SELECT mall_id, id_hash FROM sessions WHERE expires_at < $1 LIMIT $2)`},
		{retention.Links, `DELETE FROM destinations WHERE (mall_id, browser) IN (SELECT mall_id, browser FROM destinations WHERE expires_at < $1 LIMIT $2)`},
		{retention.Unreadable, `DELETE FROM set_aside WHERE (mall_id, kind, subject) IN (SELECT mall_id, kind, subject FROM set_aside WHERE until < $1 LIMIT $2)`},
		{retention.Unreadable, `DELETE FROM quarantine WHERE (mall_id, list, subject) IN (SELECT mall_id, list, subject FROM quarantine WHERE list <> 'products' AND last_at < $1 LIMIT $2)`},
		{retention.Buckets, `DELETE FROM call_buckets WHERE (mall_id, endpoint) IN (SELECT mall_id, endpoint FROM call_buckets WHERE level_at < $1 LIMIT $2)`},
		{retention.LevelsLate, `DELETE FROM stock_history WHERE (mall_id, variant_code, observed_at) IN (SELECT mall_id, variant_code, observed_at FROM stock_history WHERE observed_at < $1 LIMIT $2)`},
		{retention.WebhooksLate, `DELETE FROM hints WHERE (mall_id, week, hint_id) IN (SELECT mall_id, week, hint_id FROM hints WHERE week < $1::date LIMIT $2)`},
		{retention.WebhookCounts, `DELETE FROM hint_counts WHERE (mall_id, bucket) IN (SELECT mall_id, bucket FROM hint_counts WHERE bucket < $1 LIMIT $2)`},
		{retention.SoldUnitsMonth, `DELETE FROM demand WHERE (mall_id, variant_code, month) IN (SELECT mall_id, variant_code, month FROM demand WHERE month < $1::date LIMIT $2)`},
		{retention.SoldUnits, `DELETE FROM demand_days WHERE (mall_id, day) IN (SELECT mall_id, day FROM demand_days WHERE day < $1::date LIMIT $2)`},
	}
}

// KeepPartitions makes the partitions of the weeks and months ahead and drops
// those whose rows are old: hints after three weeks, levels after 100 days. It
// does so once an hour, in whichever process asks first. A table that cannot
// be locked soon is left to the next hour.
func (s *Store) KeepPartitions(ctx context.Context, now time.Time) error {
	mine, err := s.takeUpkeep(ctx, "partitions", now, now.Add(time.Hour))
	if err != nil || !mine {
		return err
	}
	err = s.inUpkeep(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `SELECT make_partitions($1)`, now)
		return err
	})
	if err != nil {
		return fmt.Errorf("postgres: make partitions: %w", err)
	}
	old, err := s.oldPartitions(ctx, now)
	if err != nil {
		return err
	}
	for _, p := range old {
		err := s.inUpkeep(ctx, func(ctx context.Context, tx pgx.Tx) error { return dropPartition(ctx, tx, p, now) })
		if err != nil {
			return fmt.Errorf("postgres: drop %s: %w", p.Name, err)
		}
	}
	return nil
}

// oldPartition is a partition all of whose rows are older than they have to be
// kept.
type oldPartition struct {
	Name, Table  string
	Begins, Ends time.Time
}

func (s *Store) oldPartitions(ctx context.Context, now time.Time) (old []oldPartition, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT * FROM old_partitions($1)`, now)
		if err != nil {
			return err
		}
		old, err = pgx.CollectRows(rows, pgx.RowToStructByPos[oldPartition])
		return err
	})
	return old, err
}

// dropPartition first copies the last level of every variant to the beginning
// of the next partition, unless a level is stored soon after it: an option
// that has not sold for months still has a level.
func dropPartition(ctx context.Context, tx pgx.Tx, p oldPartition, now time.Time) error {
	if p.Table == "stock_history" {
		_, err := tx.Exec(ctx, `
			INSERT INTO stock_history (mall_id, variant_code, observed_at, quantity, source)
			SELECT DISTINCT ON (h.mall_id, h.variant_code) h.mall_id, h.variant_code, $2, h.quantity, h.source
			  FROM stock_history h
			 WHERE h.observed_at >= $1 AND h.observed_at < $2
			   AND NOT EXISTS (SELECT FROM stock_history l WHERE l.mall_id = h.mall_id AND l.variant_code = h.variant_code
			                      AND l.observed_at >= $2 AND l.observed_at < $3)
			   AND EXISTS (SELECT FROM variants v WHERE v.mall_id = h.mall_id AND v.variant_code = h.variant_code AND v.removed_at IS NULL)
			 ORDER BY h.mall_id, h.variant_code, h.observed_at DESC
			ON CONFLICT DO NOTHING`, p.Begins, p.Ends, now.Add(-levelsSince))
		if err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `SELECT drop_partition($1, $2)`, p.Name, now)
	return err
}

// AgeOut deletes, once a day, the old rows that nothing reads any longer.
func (s *Store) AgeOut(ctx context.Context, now time.Time) error {
	mine, err := s.takeUpkeep(ctx, "ageing", now, now.Add(24*time.Hour))
	if err != nil || !mine {
		return err
	}
	for _, old := range oldRows() {
		for deleted := int64(ageingBatch); deleted == ageingBatch; {
			err := s.inUpkeep(ctx, func(ctx context.Context, tx pgx.Tx) error {
				tag, err := tx.Exec(ctx, old.sql, now.Add(-old.kept), ageingBatch)
				deleted = tag.RowsAffected()
				return err
			})
			if err != nil {
				return fmt.Errorf("postgres: age out: %w", err)
			}
		}
	}
	return nil
}

// takeUpkeep says whether the task is due, and then sets its next time.
func (s *Store) takeUpkeep(ctx context.Context, task string, now, next time.Time) (mine bool, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE upkeep SET due_at = $3 WHERE task = $1 AND due_at <= $2`, task, now, next)
		mine = tag.RowsAffected() == 1
		return err
	})
	return mine, err
}

// inUpkeep is inSystem for work that takes long and must not block others: a
// lock that cannot be had soon is left to the next time.
func (s *Store) inUpkeep(ctx context.Context, work workFunc) error {
	begin := pgx.TxOptions{BeginQuery: "begin; set local role " + systemRole + "; set local lock_timeout = '2s'; set local timezone = 'UTC'"}
	return s.again(ctx, begin, upkeepPatience, deadlocked, work)
}
