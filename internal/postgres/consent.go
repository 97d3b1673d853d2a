package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
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

// CreateAPIToken stores a token of the JSON API by its hash, and records that
// it was made by the operator named by.
func (s accessStore) CreateAPIToken(ctx context.Context, name string, hash []byte, by string) (t team.APIToken, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		t, err = scanAPIToken(tx.QueryRow(ctx, `
			INSERT INTO api_tokens (mall_id, name, token_hash, created_by) VALUES ($1, $2, $3, $4)
			RETURNING token_id, name, created_by, created_at, last_used_at`, s.id, storable(name), hash, storable(by)))
		if err != nil {
			return err
		}
		return recordSettings(ctx, tx, s.id, []preference.SettingChange{{What: preference.SettingTokenMade, Subject: t.Name}}, by, t.CreatedAt)
	})
	return t, err
}

// APITokens lists a mall's tokens, oldest first.
func (s accessStore) APITokens(ctx context.Context) (tokens []team.APIToken, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT token_id, name, created_by, created_at, last_used_at FROM api_tokens WHERE mall_id = $1 ORDER BY token_id`, s.id)
		if err != nil {
			return err
		}
		tokens, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (team.APIToken, error) { return scanAPIToken(row) })
		return err
	})
	return tokens, err
}

// DeleteAPIToken ends a token at once, and records that the operator named by
// did it. It returns NotFound when the mall has no such token.
func (s accessStore) DeleteAPIToken(ctx context.Context, id int64, by string, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var name string
		if err := tx.QueryRow(ctx, `DELETE FROM api_tokens WHERE mall_id = $1 AND token_id = $2 RETURNING name`, s.id, id).Scan(&name); err != nil {
			return found(err)
		}
		return recordSettings(ctx, tx, s.id, []preference.SettingChange{{What: preference.SettingTokenDeleted, Subject: name}}, by, now)
	})
}

// FindAPIToken returns the mall of a token, the token's name, and the kind of
// the operator who made it, "" for an operator the app does not know. It
// returns NotFound for an unknown token and for a token of an uninstalled
// mall. The time of last use is stored to the minute.
func (s *Store) FindAPIToken(ctx context.Context, hash []byte, now time.Time) (mall lowstock.MallID, name, kind string, err error) {
	// The system role, since only the token's row says which mall it belongs to.
	// It runs again when the connection breaks: every request begins with it, and
	// storing the minute twice does no harm.
	begin := pgx.TxOptions{BeginQuery: "begin; set local role " + systemRole}
	err = s.again(ctx, begin, shortly, broken, func(ctx context.Context, tx pgx.Tx) error {
		var id int64
		var used time.Time
		row := tx.QueryRow(ctx, `
			SELECT t.mall_id, t.token_id, t.name, t.last_used_at, coalesce(o.kind, '')
			  FROM api_tokens t JOIN malls m USING (mall_id) LEFT JOIN operators o ON o.mall_id = t.mall_id AND o.operator_id = t.created_by
			 WHERE t.token_hash = $1 AND m.state <> 'uninstalled'`, hash)
		if err := row.Scan(&mall, &id, &name, orZero(&used), &kind); err != nil {
			return found(err)
		}
		if now.Sub(used) < time.Minute {
			return nil
		}
		_, err := tx.Exec(ctx, `UPDATE api_tokens SET last_used_at = $3 WHERE mall_id = $1 AND token_id = $2`, mall, id, now)
		return err
	})
	return mall, name, kind, err
}

func scanAPIToken(row pgx.Row) (t team.APIToken, err error) {
	err = row.Scan(&t.ID, &t.Name, &t.CreatedBy, &t.CreatedAt, orZero(&t.LastUsedAt))
	return t, err
}
