package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// maxDestinations limits how many destinations the holders of a mall's links
// can store.
const maxDestinations = 20

// KeepDestination stores the page that the next launch of the mall opens. It
// replaces the destination that the same browser stored before. It returns
// NotFound for an unknown mall.
func (s *Store) KeepDestination(ctx context.Context, d outgoing.Destination) error {
	return s.of(d.Mall).inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			INSERT INTO destinations (mall_id, browser, cookie, page, number, code, expires_at)
			SELECT mall_id, $2, $3, $4, $5, $6, $7 FROM malls WHERE mall_id = $1
			ON CONFLICT (mall_id, browser) DO UPDATE SET cookie = excluded.cookie, page = excluded.page,
			   number = excluded.number, code = excluded.code, expires_at = excluded.expires_at`,
			d.Mall, d.Browser, d.Cookie, d.Place.Page, d.Place.Number, storable(d.Place.Code), d.ExpiresAt)
		switch {
		case err != nil:
			return err
		case tag.RowsAffected() == 0:
			return lowstock.NotFound()
		}
		_, err = tx.Exec(ctx, `
			DELETE FROM destinations WHERE mall_id = $1 AND browser NOT IN (
			  SELECT browser FROM destinations WHERE mall_id = $1 ORDER BY expires_at DESC, browser LIMIT $2)`, d.Mall, maxDestinations)
		return err
	})
}

// TakeDestination returns once the page that this browser wanted to open. With
// a cookie it returns only what was stored with that cookie. It returns
// NotFound where there is no destination, or where it has expired or was
// taken.
func (s accessStore) TakeDestination(ctx context.Context, browser, cookie []byte, now time.Time) (p outgoing.Place, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		row := tx.QueryRow(ctx, `
			DELETE FROM destinations WHERE mall_id = $1 AND browser = $2 AND ($3::bytea IS NULL OR cookie = $3) AND expires_at > $4
			RETURNING page, number, code`, s.id, browser, cookie, now)
		return found(row.Scan(&p.Page, &p.Number, &p.Code))
	})
	return p, err
}
