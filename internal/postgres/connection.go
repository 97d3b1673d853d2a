package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
)

// appRefused selects since when a mall's tokens are not renewed for a reason
// that is not the mall's fault.
const appRefused = `CASE WHEN t.refused_at >= t.issued_at AND (t.refused_for = 'client' OR t.refused_many) AND t.rejected_at IS NULL THEN t.refused_since END`

// Connection reads what the connection page shows, in one round trip. Without
// tokens their fields are zero.
func (s mallStore) Connection(ctx context.Context, now time.Time) (c overview.Connection, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		c = overview.Connection{Messages24h: map[lowstock.DeliveryState]int{}}
		if c.Mall, err = scanMall(tx.QueryRow(ctx, `SELECT `+mallColumns+` FROM malls m WHERE m.mall_id = $1`, s.id)); err != nil {
			return err
		}
		if c.LatestSync, err = latestSync(ctx, tx, s.id); err != nil {
			return err
		}
		since := now.Add(-24 * time.Hour)
		err := tx.QueryRow(ctx, `
			SELECT m.watched_at, coalesce(NOT m.reception_on, false), m.reception_checked_at,
			       coalesce(t.scopes, '{}'), t.access_expires_at, t.refresh_expires_at,
			       (SELECT min(observed_at) FROM products WHERE mall_id = $1 AND removed_at IS NULL),
			       (SELECT max(observed_at) FROM products WHERE mall_id = $1 AND removed_at IS NULL),
			       (SELECT coalesce(sum(hints), 0)::bigint FROM hint_counts WHERE mall_id = $1 AND bucket > $2::timestamptz - interval '10 minutes'),
			       (SELECT count(*) FROM dirty_products WHERE mall_id = $1),
			       m.reception_repaired_at, m.log_read_at, m.log_trouble, m.watch_products, p.products, p.large, `+appRefused+`
			  FROM malls m LEFT JOIN tokens t USING (mall_id) CROSS JOIN LATERAL (
			    SELECT count(*) AS products, count(*) FILTER (WHERE variant_count >= 100) AS large FROM products WHERE mall_id = $1 AND removed_at IS NULL
			  ) p WHERE m.mall_id = $1`, s.id, since).
			Scan(orZero(&c.WatchedAt), &c.ReceptionOff, orZero(&c.ReceptionAt), &c.Scopes, orZero(&c.AccessExpiresAt), orZero(&c.RefreshExpiresAt), orZero(&c.OldestReading), orZero(&c.NewestReading),
				&c.Hints24h, &c.DirtyProducts, orZero(&c.RepairedAt), orZero(&c.LogReadAt), &c.LogTrouble, &c.Load.Watched, &c.Load.Products, &c.Load.Large, orZero(&c.AppRefused))
		if err != nil {
			return found(err)
		}
		if c.Health, err = health(ctx, tx, s.id, now.Add(-healthShown)); err != nil {
			return err
		}
		if c.Refusal, err = refusalOf(ctx, tx, s.id); err != nil {
			return err
		}
		if c.Quarantined, err = quarantined(ctx, tx, s.id); err != nil {
			return err
		}
		if err := findingsOf(ctx, tx, s.id, now, &c); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT state, count(*) FROM messages WHERE mall_id = $1 AND created_at > $2 GROUP BY state`, s.id, since)
		if err != nil {
			return err
		}
		var state lowstock.DeliveryState
		var n int
		_, err = pgx.ForEachRow(rows, []any{&state, &n}, func() error {
			c.Messages24h[state] = n
			return nil
		})
		return err
	})
	return c, err
}
