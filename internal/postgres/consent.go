package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
)

// UseLaunch stores a signed launch until it would be too old to use anyway.
// Fresh is false for a launch that was used before.
func (s accessStore) UseLaunch(ctx context.Context, nonce []byte, expires time.Time) (fresh bool, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		// Launches of this mall that have expired are deleted: nobody could use them
		// again.
		if _, err := tx.Exec(ctx, `DELETE FROM launches WHERE mall_id = $1 AND expires_at < $2::timestamptz - interval '1 day'`,
			s.id, expires); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			INSERT INTO launches (mall_id, nonce, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
			s.id, nonce, expires)
		fresh = tag.RowsAffected() == 1
		return err
	})
	return fresh, err
}

// PutCode stores a single-use secret of the consent by its hash. It deletes
// the mall's secrets that have expired.
func (s *Store) PutCode(ctx context.Context, code connect.ConsentCode) error {
	return s.of(code.Mall).inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM oauth_codes WHERE mall_id = $1 AND expires_at < $2::timestamptz - interval '1 day'`,
			code.Mall, code.ExpiresAt); err != nil {
			return err
		}
		browser := code.Browser
		if browser == nil {
			browser = []byte{}
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO oauth_codes (mall_id, code_hash, purpose, browser, framed, operator, expires_at, session_epoch, session_started)
			VALUES ($1, $2, $3, $4, $5, $6, $7, nullif($8::bigint, 0), $9)`,
			code.Mall, code.Hash, code.Purpose, browser, code.Framed, code.Operator, code.ExpiresAt, code.Epoch, orNull(code.Started))
		return err
	})
}

// TakeCode returns a code once and deletes it. It returns NotFound for a code
// that is unknown, used, of another purpose, or too old.
func (s *Store) TakeCode(ctx context.Context, purpose string, hash []byte, now time.Time) (code connect.ConsentCode, err error) {
	// The system role, since only the code's row says which mall it belongs to.
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		row := tx.QueryRow(ctx, `
			DELETE FROM oauth_codes WHERE code_hash = $1 AND purpose = $2 AND expires_at > $3
			RETURNING mall_id, code_hash, purpose, browser, framed, operator, expires_at, coalesce(session_epoch, 0), session_started`, hash, purpose, now)
		return found(row.Scan(&code.Mall, &code.Hash, &code.Purpose, &code.Browser, &code.Framed, &code.Operator, &code.ExpiresAt,
			&code.Epoch, orZero(&code.Started)))
	})
	return code, err
}

// MallOfCode returns the mall of a code that [Store.TakeCode] would return, and
// leaves the code as it is.
func (s *Store) MallOfCode(ctx context.Context, purpose string, hash []byte, now time.Time) (mall lowstock.MallID, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return found(tx.QueryRow(ctx, `SELECT mall_id FROM oauth_codes WHERE code_hash = $1 AND purpose = $2 AND expires_at > $3`, hash, purpose, now).Scan(&mall))
	})
	return mall, err
}
