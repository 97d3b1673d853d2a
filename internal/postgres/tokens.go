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

// Connect keeps the pair that consent gave, makes the mall active, and starts
// a sync unless one runs; the first after install is a First one. A mall that
// had left and is not purged yet keeps its data, and is not purged any more.
func (s tokenStore) Connect(ctx context.Context, token connect.Token, now time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		// Settings before the mall's row, as a settlement takes them.
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

// stillHere shuts out the pair of a mall that left while it was being renewed:
// the webhook does not wait for that.
const stillHere = `NOT EXISTS (SELECT FROM malls WHERE mall_id = $1 AND uninstalled_at IS NOT NULL)`

// WithToken runs refresh while the mall's token row is locked, in this process
// and all others, and stores the pair it returns under the next generation. A
// refresh that returns current writes nothing; its error is returned as it is.
// refresh is the one callback that may call out in a transaction: a rotating
// refresh token must not be used twice, and 25 s is the longest it may take.
func (s tokenStore) WithToken(ctx context.Context, refresh func(ctx context.Context, current connect.Token) (connect.Token, error)) (t connect.Token, err error) {
	// One at a time in this process: waiters hold no connection of the pool.
	release, err := s.renewing(ctx)
	if err != nil {
		return t, err
	}
	defer release()
	// A quarter of the pool for all malls: a platform that hangs must not take
	// the connections of everything else.
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

// KeepToken stores the pair that has taken the place of the one of generation
// used at Cafe24, where the transaction that was to do so was lost. Whoever
// offered the old pair meanwhile was refused and may have noted so, with the
// mall to reconnect for reasonKey: that is taken back. It returns what is stored
// then, which is another pair where one came in between.
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
// that failed at now, and remembers since when they fail. NotFound where another
// pair is stored.
func (s tokenStore) PostponeToken(ctx context.Context, generation int64, now, next time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE tokens SET next_refresh_at = $3, failing_since = coalesce(failing_since, $2)
			 WHERE mall_id = $1 AND generation = $4`, s.id, now, next, generation)
		return touchedOne(tag.RowsAffected(), err)
	})
}

// RejectToken says that Cafe24 takes the pair of this generation no more and
// the merchant has to consent again, unless another pair was stored since. It
// returns what is stored.
func (s tokenStore) RejectToken(ctx context.Context, generation int64, reasonKey string, now time.Time) (current connect.Token, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		// The mall before its tokens, as a consent takes them: the pair stays what it is until this ends.
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
		if _, err := tx.Exec(ctx, `DELETE FROM refusals WHERE mall_id = $1`, s.id); err != nil { // there is nothing left to look with
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
// the last of an installation before: what knows an old one never meets it
// again.
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

// CheckKeys opens one stored token of any mall, so that a process whose keys do
// not fit what is stored is known before it serves. Without tokens there is
// nothing that could not be opened.
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
