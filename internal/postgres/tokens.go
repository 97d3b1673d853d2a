package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	accessPlace  = "tokens|access"
	refreshPlace = "tokens|refresh"
)

const tokenColumns = `generation, access_sealed, refresh_sealed, scopes, issued_at, access_expires_at, refresh_expires_at, next_refresh_at, rejected_at IS NOT NULL, pairs_at,
	CASE WHEN (refused_for = 'client' OR refused_many) AND refused_at >= issued_at THEN refused_client ELSE '' END`

// Connect stores the pair of tokens that a consent gave, makes the mall
// active, and starts a sync unless one runs; the first after an install is a
// First one. A mall that was uninstalled and is not purged yet keeps its data,
// and will not be purged.
func (s tokenStore) Connect(ctx context.Context, token connect.Token, now time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		// The settings are locked before the mall's row, in the same order as a
		// settlement does.
		if err := settingStore(s).restartDigest(ctx, tx, now); err != nil {
			return err
		}
		if err := endWork(ctx, tx, s.id, now); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			UPDATE malls
			   SET state = 'active', reconnect_reason = '', connected_at = $2, uninstalled_at = NULL,
			       next_sweep_at = NULL, next_watch_at = $2, next_health_at = $2, next_log_at = $2, reception_checked_at = NULL,
			       first_sync_due = first_sync_due OR state = 'uninstalled'
			 WHERE mall_id = $1`, s.id, now)
		if err := touchedOne(tag.RowsAffected(), err); err != nil {
			return err
		}
		if _, err := s.putToken(ctx, tx, token); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM refusals WHERE mall_id = $1`, s.id); err != nil {
			return err
		}
		if err := startDemand(ctx, tx, s.id, now); err != nil {
			return err
		}
		if err := startUnpaid(ctx, tx, s.id, now); err != nil {
			return err
		}
		_, err = startSync(ctx, tx, s.id, now, true)
		return err
	})
}

// Token returns the mall's pair, or NotFound where it is not connected.
func (s tokenStore) Token(ctx context.Context) (t connect.Token, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		t, err = s.scanToken(tx.QueryRow(ctx, `SELECT `+tokenColumns+` FROM tokens WHERE mall_id = $1 AND `+stillHere, s.id))
		return err
	})
	return t, err
}

// stillHere excludes a mall that was uninstalled while its pair was being
// renewed: the webhook of the uninstallation does not wait for the renewal.
const stillHere = `NOT EXISTS (SELECT FROM malls WHERE mall_id = $1 AND uninstalled_at IS NOT NULL)`

// WithToken runs refresh while the mall's token row is locked, against this
// process and all others, and stores the pair it returns under the next
// generation. When refresh returns current, nothing is written; its error is
// returned as it is. refresh is the one callback that may call out in a
// transaction, since a rotating refresh token must not be used twice. It may
// take 25 s at most.
func (s tokenStore) WithToken(ctx context.Context, refresh func(ctx context.Context, current connect.Token) (connect.Token, error)) (t connect.Token, err error) {
	// One at a time in this process: waiters hold no connection of the pool.
	release, err := s.renewing(ctx)
	if err != nil {
		return t, err
	}
	defer release()
	// A quarter of the pool for all malls: when Cafe24 hangs, other work must
	// still get connections.
	select {
	case s.calls <- struct{}{}:
		defer func() { <-s.calls }()
	case <-ctx.Done():
		return t, ctx.Err()
	}
	begin, err := beginMall(s.id)
	if err != nil {
		return t, err
	}
	err = s.transact(ctx, begin, calling, func(ctx context.Context, tx pgx.Tx) error {
		row := tx.QueryRow(ctx, `SELECT `+tokenColumns+` FROM tokens WHERE mall_id = $1 AND `+stillHere+` FOR UPDATE`, s.id)
		current, err := s.scanToken(row)
		if err != nil {
			return err
		}
		callCtx, cancel := context.WithTimeout(ctx, calling-5*time.Second) // the rest is for the commit
		defer cancel()
		t, err = refresh(callCtx, current)
		if err != nil {
			return &foreignError{err}
		}
		if t.Generation == current.Generation && t.Access == current.Access {
			return nil
		}
		t, err = s.putToken(ctx, tx, t)
		return err
	})
	return t, err
}

// KeepToken stores the pair that replaced the one of generation used at
// Cafe24, where the transaction that should have stored it was lost. A process
// that used the old pair meanwhile was refused and may have marked the mall to
// reconnect for reasonKey: that mark is removed. KeepToken returns the pair
// that is then stored, which is another one where another pair was stored in
// between.
func (s tokenStore) KeepToken(ctx context.Context, used int64, fresh connect.Token, reasonKey string, now time.Time) (t connect.Token, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT FROM malls WHERE mall_id = $1 FOR NO KEY UPDATE`, s.id); err != nil {
			return err
		}
		t, err = s.scanToken(tx.QueryRow(ctx, `SELECT `+tokenColumns+` FROM tokens WHERE mall_id = $1 AND `+stillHere+` FOR UPDATE`, s.id))
		if err != nil || t.Generation != used {
			return err
		}
		rejected := t.Rejected
		if t, err = s.putToken(ctx, tx, fresh); err != nil || !rejected {
			return err
		}
		_, err := tx.Exec(ctx, `
			UPDATE malls SET state = 'active', reconnect_reason = '', next_health_at = $3
			 WHERE mall_id = $1 AND state = 'reconnect' AND reconnect_reason = $2`, s.id, reasonKey, now)
		return err
	})
	return t, err
}

// PostponeToken sets when a refresh of this generation is due again, after one
// that failed at now, and stores since when they fail. It returns NotFound
// where another pair is stored.
func (s tokenStore) PostponeToken(ctx context.Context, generation int64, now, next time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE tokens SET next_refresh_at = $3, failing_since = coalesce(failing_since, $2)
			 WHERE mall_id = $1 AND generation = $4`, s.id, now, next, generation)
		return touchedOne(tag.RowsAffected(), err)
	})
}

// RejectToken stores that Cafe24 no longer accepts the pair of this generation
// and that the merchant has to consent again, unless another pair was stored
// since. It returns what is stored.
func (s tokenStore) RejectToken(ctx context.Context, generation int64, reasonKey string, now time.Time) (current connect.Token, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		// The mall's row is locked before its tokens, in the same order as a consent
		// does: the pair does not change until this ends.
		if _, err := tx.Exec(ctx, `SELECT FROM malls WHERE mall_id = $1 FOR NO KEY UPDATE`, s.id); err != nil {
			return err
		}
		current, err = s.scanToken(tx.QueryRow(ctx, `SELECT `+tokenColumns+` FROM tokens WHERE mall_id = $1`, s.id))
		if err != nil || current.Generation != generation {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE tokens SET rejected_at = $2 WHERE mall_id = $1`, s.id, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM refusals WHERE mall_id = $1`, s.id); err != nil { // without a pair there is nothing to check with
			return err
		}
		return markReconnect(ctx, tx, s.id, reasonKey, now)
	})
	return current, err
}

func (s tokenStore) scanToken(row pgx.Row) (connect.Token, error) {
	var t connect.Token
	var access, refresh []byte
	err := row.Scan(&t.Generation, &access, &refresh, &t.Scopes, &t.IssuedAt, &t.AccessExpiresAt, &t.RefreshExpiresAt, &t.NextRefreshAt, &t.Rejected, &t.PairsAt, &t.RefusedClient)
	if err != nil {
		return connect.Token{}, found(err)
	}
	if t.Access, err = s.keys.open(access, accessPlace, s.id); err != nil {
		return connect.Token{}, err
	}
	t.Refresh, err = s.keys.open(refresh, refreshPlace, s.id)
	return t, err
}

// putToken stores a pair under the generation after the stored one, or after
// the last one of an earlier installation, so that a generation is never used
// twice.
func (s tokenStore) putToken(ctx context.Context, tx pgx.Tx, t connect.Token) (connect.Token, error) {
	access, err := s.keys.seal(t.Access, accessPlace, s.id)
	if err != nil {
		return t, err
	}
	refresh, err := s.keys.seal(t.Refresh, refreshPlace, s.id)
	if err != nil {
		return t, err
	}
	if t.Scopes == nil {
		t.Scopes = []string{}
	}
	row := tx.QueryRow(ctx, `
		INSERT INTO tokens AS t (mall_id, generation, access_sealed, refresh_sealed, scopes, issued_at, access_expires_at, refresh_expires_at, next_refresh_at, pairs_at, client)
		SELECT mall_id, token_generation + 1, $2, $3, $4, $5, $6, $7, $8, ARRAY[$5::timestamptz], $9 FROM malls WHERE mall_id = $1
		ON CONFLICT (mall_id) DO UPDATE
		   SET generation = t.generation + 1, access_sealed = excluded.access_sealed, refresh_sealed = excluded.refresh_sealed,
		       scopes = excluded.scopes, issued_at = excluded.issued_at, access_expires_at = excluded.access_expires_at,
		       refresh_expires_at = excluded.refresh_expires_at, next_refresh_at = excluded.next_refresh_at, failing_since = NULL, rejected_at = NULL,
		       client = excluded.client, refused_for = '', refused_client = '', refused_since = NULL, refused_at = NULL, refused_many = false,
		       pairs_at = array(SELECT at FROM unnest(t.pairs_at) at WHERE at > excluded.issued_at - interval '2 hours') || excluded.issued_at
		RETURNING generation, pairs_at`,
		s.id, access, refresh, t.Scopes, t.IssuedAt, t.AccessExpiresAt, t.RefreshExpiresAt, t.NextRefreshAt, t.Client)
	t.RefusedClient = ""
	err = row.Scan(&t.Generation, &t.PairsAt)
	return t, err
}

func (s tokenStore) renewing(ctx context.Context) (release func(), err error) {
	s.mu.Lock()
	r := s.renewals[s.id]
	if r == nil {
		r = &renewal{turn: make(chan struct{}, 1)}
		s.renewals[s.id] = r
	}
	r.waiting++
	s.mu.Unlock()
	leave := func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if r.waiting--; r.waiting == 0 {
			delete(s.renewals, s.id)
		}
	}
	select {
	case r.turn <- struct{}{}:
		return func() { <-r.turn; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}

// CheckKeys opens one stored token of any mall, so that a process whose keys
// do not fit the stored values is found before it serves. Without tokens it
// succeeds.
func (s *Store) CheckKeys(ctx context.Context) error {
	return s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var mall lowstock.MallID
		var access []byte
		err := tx.QueryRow(ctx, `SELECT mall_id, access_sealed FROM tokens ORDER BY mall_id LIMIT 1`).Scan(&mall, &access)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err == nil {
			_, err = s.keys.open(access, accessPlace, mall)
		}
		return err
	})
}
