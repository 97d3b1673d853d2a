package postgres

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
)

// tokenUsed is how old the stored time of a token's last use may become.
const tokenUsed = 5 * time.Minute

// scopedHash returns the hash under which a token with scopes is stored.
// Versions of the program without scopes look for the hash itself, so they do
// not know such a token. Otherwise it would have all rights there while
// processes are replaced, and after a rollback.
func scopedHash(hash []byte) []byte {
	sum := sha256.Sum256(append([]byte("api token with scopes:"), hash...))
	return sum[:]
}

// callerColumns are what is read of a program that calls the API, and of who made
// its token.
const callerColumns = `t.token_id, t.name, t.created_by, t.created_at, t.last_used_at, t.scopes, t.expires_at, o.operator_id IS NOT NULL, coalesce(o.kind, '')`

const callerTables = `api_tokens t LEFT JOIN operators o ON o.mall_id = t.mall_id AND o.operator_id = t.created_by`

// CreateAPIToken stores a token of the JSON API by the SHA-256 of its value,
// and records who made it. The token needs a name, scopes and the time at which
// it is made.
func (s accessStore) CreateAPIToken(ctx context.Context, t team.APIToken, hash []byte, by string) (team.APIToken, error) {
	t.Name, t.CreatedBy = storable(t.Name), storable(by)
	err := s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			WITH t AS (
			  INSERT INTO api_tokens (mall_id, name, token_hash, created_by, created_at, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
			  RETURNING mall_id, token_id, created_by
			)
			SELECT t.token_id, o.operator_id IS NOT NULL, coalesce(o.kind, '')
			  FROM t LEFT JOIN operators o ON o.mall_id = t.mall_id AND o.operator_id = t.created_by`,
			s.id, t.Name, scopedHash(hash), t.CreatedBy, t.CreatedAt, t.Scopes, orNull(t.ExpiresAt)).Scan(&t.ID, &t.Maker.Seen, &t.Maker.Type)
		if err != nil {
			return err
		}
		made := preference.SettingChange{What: preference.SettingTokenMade, Subject: t.Name, To: t.Terms()}
		return recordSettings(ctx, tx, s.id, []preference.SettingChange{made}, by, t.CreatedAt)
	})
	return t, err
}

// APITokens lists a mall's tokens, oldest first.
func (s accessStore) APITokens(ctx context.Context) (tokens []team.APIToken, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+callerColumns+` FROM `+callerTables+` WHERE t.mall_id = $1 ORDER BY t.token_id`, s.id)
		if err != nil {
			return err
		}
		tokens, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (t team.APIToken, err error) {
			err = row.Scan(scannedToken(&t)...)
			return t, err
		})
		return err
	})
	return tokens, err
}

// DeleteAPIToken ends a token at once, and records that the operator named by
// did it. It returns NotFound when the mall has no such token.
func (s accessStore) DeleteAPIToken(ctx context.Context, id int64, by string, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var t team.APIToken
		err := tx.QueryRow(ctx, `DELETE FROM api_tokens WHERE mall_id = $1 AND token_id = $2 RETURNING name, scopes, expires_at`, s.id, id).
			Scan(&t.Name, &t.Scopes, orZero(&t.ExpiresAt))
		if err != nil {
			return found(err)
		}
		ended := preference.SettingChange{What: preference.SettingTokenDeleted, Subject: t.Name, From: t.Terms()}
		return recordSettings(ctx, tx, s.id, []preference.SettingChange{ended}, by, now)
	})
}

// FindAPIToken returns the token with this SHA-256 of its value, and its mall.
// It returns NotFound for an unknown token and for a token of an uninstalled
// mall. A token that has ended is returned too. The time of last use is stored
// every few minutes.
func (s *Store) FindAPIToken(ctx context.Context, hash []byte, now time.Time) (mall lowstock.MallID, t team.APIToken, err error) {
	// The system role, since only the token's row says which mall it belongs to.
	// It runs again when the connection breaks: every request begins with it, and
	// storing the time twice does no harm.
	begin := pgx.TxOptions{BeginQuery: "begin; set local role " + systemRole}
	err = s.again(ctx, begin, shortly, broken, func(ctx context.Context, tx pgx.Tx) error {
		t = team.APIToken{}
		row := tx.QueryRow(ctx, `
			SELECT t.mall_id, `+callerColumns+` FROM `+callerTables+` JOIN malls m ON m.mall_id = t.mall_id
			 WHERE t.token_hash IN ($1, $2) AND (t.scopes IS NULL) = (t.token_hash = $1) AND m.state <> 'uninstalled'`, hash, scopedHash(hash))
		if err := row.Scan(append([]any{&mall}, scannedToken(&t)...)...); err != nil {
			return found(err)
		}
		if t.Expired(now) || now.Sub(t.LastUsedAt) < tokenUsed {
			return nil
		}
		// Of several calls at once, one stores the time.
		_, err := tx.Exec(ctx, `
			UPDATE api_tokens SET last_used_at = $3 WHERE (mall_id, token_id) IN (
			  SELECT mall_id, token_id FROM api_tokens WHERE mall_id = $1 AND token_id = $2 FOR UPDATE SKIP LOCKED)`, mall, t.ID, now)
		return err
	})
	return mall, t, err
}

func scannedToken(t *team.APIToken) []any {
	return []any{&t.ID, &t.Name, &t.CreatedBy, &t.CreatedAt, orZero(&t.LastUsedAt), &t.Scopes, orZero(&t.ExpiresAt), &t.Maker.Seen, &t.Maker.Type}
}
