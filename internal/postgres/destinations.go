package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// maxDestinations bounds what the holders of a mall's links can leave behind.
const maxDestinations = 20

// KeepDestination keeps where the next launch of the mall leads, in place of what
// the same browser wanted before. NotFound for a mall that is not there.
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

// TakeDestination hands out once where this browser wanted to go; with a cookie,
// only what was kept with that cookie. NotFound where there is nothing, or
// nothing any more.
func (s accessStore) TakeDestination(ctx context.Context, browser, cookie []byte, now time.Time) (p outgoing.Place, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		row := tx.QueryRow(ctx, `
			DELETE FROM destinations WHERE mall_id = $1 AND browser = $2 AND ($3::bytea IS NULL OR cookie = $3) AND expires_at > $4
			RETURNING page, number, code`, s.id, browser, cookie, now)
		return found(row.Scan(&p.Page, &p.Number, &p.Code))
	})
	return p, err
}
