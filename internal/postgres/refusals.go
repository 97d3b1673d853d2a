package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
)

// NoteRefusal stores that Cafe24 refused a call of the mall that began at some
// time, and returns since when Cafe24 refuses. After a good answer about
// products in between, this refusal counts as the first one. It returns
// NotFound where the mall is not connected or was connected later.
func (s tokenStore) NoteRefusal(ctx context.Context, reasonKey string, at time.Time) (since time.Time, state lowstock.MallState, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		return found(tx.QueryRow(ctx, `
			WITH m AS (
			  SELECT state, greatest(watched_at, (SELECT max(observed_at) FROM products WHERE mall_id = $1 AND removed_at IS NULL),
			                         (SELECT max(started_at) FROM syncs WHERE mall_id = $1 AND state = 'done')) AS answered_at
			    FROM malls WHERE mall_id = $1 AND state IN ('active', 'reconnect') AND coalesce(connected_at <= $3, true)
			), noted AS (
			  INSERT INTO refusals AS r (mall_id, reason, since, last_at, next_look_at)
			  SELECT $1, $2, $3, $3, $3::timestamptz + $4::interval FROM m
			  ON CONFLICT (mall_id) DO UPDATE
			     SET reason = excluded.reason, last_at = greatest(r.last_at, excluded.last_at),
			         since = CASE WHEN (SELECT answered_at FROM m) > r.since THEN excluded.since ELSE least(r.since, excluded.since) END,
			         next_look_at = CASE WHEN (SELECT answered_at FROM m) > r.since THEN excluded.next_look_at ELSE r.next_look_at END
			  RETURNING since
			)
			SELECT noted.since, m.state FROM noted, m`, s.id, reasonKey, at, connect.RefusalGap).Scan(&since, &state))
	})
	return since, state, err
}

// Neighbours counts three groups of malls: those that Cafe24 refuses now,
// those that got a good answer both since a time and recently, and the rest.
// For a mall that is not refused, the last answer about its quota counts as a
// good answer.
func (s *Store) Neighbours(ctx context.Context, since, now time.Time) (n connect.Neighbours, err error) {
	fresh := now.Add(-connect.RefusalFresh)
	if since.Before(fresh) {
		since = fresh
	}
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			WITH refused AS MATERIALIZED (
			  SELECT mall_id FROM refusals r JOIN malls m USING (mall_id)
			   WHERE r.last_at > $1 AND coalesce(m.watched_at <= r.last_at, true)
			     AND (m.state = 'active' OR m.state = 'reconnect' AND r.since > $1::timestamptz - $3::interval)
			)
			SELECT (SELECT count(*) FROM refused), count(*) FILTER (WHERE answered), count(*) FILTER (WHERE NOT answered)
			  FROM (
			    SELECT coalesce(m.watched_at > $2, false) OR coalesce(g.usage_at > $2, false) AS answered
			      FROM malls m LEFT JOIN call_gates g USING (mall_id)
			     WHERE m.state = 'active' AND NOT EXISTS (SELECT FROM refused f WHERE f.mall_id = m.mall_id)
			  ) rest`,
			fresh, since, 2*connect.RefusalFresh).Scan(&n.Refused, &n.Answered, &n.Silent)
	})
	return n, err
}

// ClaimLook claims the check of a refused mall that is due, and sets the next
// one. It returns NotFound when none is due.
func (s tokenStore) ClaimLook(ctx context.Context, now time.Time) (state lowstock.MallState, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var looks int
		err := tx.QueryRow(ctx, `
			SELECT m.state, r.looks FROM refusals r JOIN malls m USING (mall_id)
			 WHERE r.mall_id = $1 AND r.next_look_at <= $2 AND m.state IN ('active', 'reconnect') FOR NO KEY UPDATE OF r`, s.id, now).
			Scan(&state, &looks)
		if err != nil {
			return found(err)
		}
		_, err = tx.Exec(ctx, `
			UPDATE refusals SET next_look_at = $2, looks = looks + CASE WHEN $3 THEN 1 ELSE 0 END WHERE mall_id = $1`,
			s.id, connect.NextLook(state, looks+1, now), state == lowstock.MallReconnect)
		return err
	})
	return state, err
}

// Answered stores that Cafe24 gave a good answer to a call of the mall that
// began at some time. It ends the refusals before that time. A mall that had
// to reconnect because of them is active again: what happened meanwhile is
// read now, and the checkup waits for the first numbers. It says whether that
// was the case.
func (s tokenStore) Answered(ctx context.Context, began, now time.Time) (back bool, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		// The mall's row is locked first, in the same order as a consent does.
		if _, err := tx.Exec(ctx, `SELECT FROM malls WHERE mall_id = $1 FOR NO KEY UPDATE`, s.id); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `DELETE FROM refusals WHERE mall_id = $1 AND last_at <= $2`, s.id, began)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		tag, err = tx.Exec(ctx, `
			UPDATE malls SET state = 'active', reconnect_reason = '', next_sweep_at = $2, next_watch_at = $2, next_log_at = $2,
			       next_health_at = $2::timestamptz + interval '1 minute'
			 WHERE mall_id = $1 AND state = 'reconnect' AND EXISTS (SELECT FROM tokens WHERE mall_id = $1 AND rejected_at IS NULL)`, s.id, now)
		back = tag.RowsAffected() > 0
		return err
	})
	return back, err
}

// refusalOf returns the current refusal of the mall by Cafe24, as far as is
// known.
func refusalOf(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (r connect.Refusal, err error) {
	rows, err := tx.Query(ctx, `SELECT since, next_look_at FROM refusals WHERE mall_id = $1`, mall)
	if err != nil {
		return r, err
	}
	_, err = pgx.ForEachRow(rows, []any{&r.Since, &r.LookAt}, func() error { return nil })
	return r, err
}
