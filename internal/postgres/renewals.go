package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// processFresh is how long after a refusal another process still counts as
	// running. A process whose secret is refused tries again every ten minutes. A
	// process whose API version is refused records it every minute.
	processFresh = 15 * time.Minute

	// catchUp is within which time the renewals that waited for the client are
	// made, once Cafe24 accepts the client again.
	catchUp = 30 * time.Second
)

// PostponeRefused sets when the renewal of this generation is due again, after
// Cafe24 refused one, and stores whom the refusal blames. It returns since
// when that client is refused with this pair, whether the client or something
// else is at fault. It returns NotFound where another pair is stored, or this
// one is rejected.
func (s tokenStore) PostponeRefused(ctx context.Context, generation int64, r connect.RenewalRefusal) (since time.Time, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		return found(tx.QueryRow(ctx, `
			UPDATE tokens
			   SET next_refresh_at = $3, failing_since = coalesce(failing_since, $4),
			       refused_since = CASE WHEN refused_since >= issued_at AND refused_client = $6 AND (refused_for = 'client') = ($5 = 'client')
			                            THEN refused_since ELSE $4 END,
			       refused_for = $5, refused_client = $6, refused_at = $4, refused_many = $7
			 WHERE mall_id = $1 AND generation = $2 AND rejected_at IS NULL
			RETURNING refused_since`,
			s.id, generation, r.NextAt, r.At, r.Blame, r.Client, r.Many).Scan(&since))
	})
	return since, err
}

// Renewals counts how the token endpoint has answered the malls of a client:
// refused recently with one of the blames, given a new pair since a time, or
// neither. Where no mall was given a pair, and none is about to ask, it makes
// the renewal of one more mall due, so that the answer is known soon.
func (s *Store) Renewals(ctx context.Context, client string, blames []string, since, now time.Time) (n connect.Renewals, err error) {
	fresh := now.Add(-connect.RenewalFresh)
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		n = connect.Renewals{}
		var asking int
		err := tx.QueryRow(ctx, `
			SELECT count(*) FILTER (WHERE refused), count(*) FILTER (WHERE NOT refused AND answered),
			       count(*) FILTER (WHERE NOT refused AND NOT answered), count(*) FILTER (WHERE NOT refused AND NOT answered AND due)
			  FROM (
			    SELECT coalesce(t.refused_at > $1 AND t.refused_at >= t.issued_at, false) AND t.refused_client = $2 AND t.refused_for = ANY($3) AS refused,
			           t.issued_at > $4 AND t.client = $2 AS answered, t.next_refresh_at <= $5 AS due
			      FROM tokens t JOIN malls m USING (mall_id)
			     WHERE m.state = 'active' AND t.rejected_at IS NULL OR m.state = 'reconnect' AND t.rejected_at > $1
			  ) rest`, fresh, client, blames, since, now).Scan(&n.Refused, &n.Answered, &n.Silent, &asking)
		if err != nil || !n.Undecided() || asking > 0 {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE tokens SET next_refresh_at = $1 WHERE mall_id = (
			  SELECT t.mall_id FROM tokens t JOIN malls m USING (mall_id)
			   WHERE m.state = 'active' AND t.rejected_at IS NULL AND coalesce(t.refused_at < t.issued_at, true) AND t.issued_at < $1::timestamptz - interval '1 minute'
			   ORDER BY t.issued_at LIMIT 1 FOR NO KEY UPDATE OF t SKIP LOCKED)`, now)
		return err
	})
	return n, err
}

// NoteClientRefused stores that Cafe24 refuses a client's secret, and says
// whether that was unknown before.
func (s *Store) NoteClientRefused(ctx context.Context, client string, at time.Time) (first bool, err error) {
	return s.noteAppRefusal(ctx, "client", client, "", at)
}

// NoteVersionReplaced stores that Cafe24 refuses a configured API version, and
// which one is used instead. It is stored again for as long as that holds: a
// note older than 15 minutes belongs to no running process.
func (s *Store) NoteVersionReplaced(ctx context.Context, refused, used string, at time.Time) error {
	_, err := s.noteAppRefusal(ctx, "version", refused, used, at)
	return err
}

func (s *Store) noteAppRefusal(ctx context.Context, kind, subject, used string, at time.Time) (first bool, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			INSERT INTO app_refusals AS r (kind, subject, used, since, last_at) VALUES ($1, $2, $3, $4, $4)
			ON CONFLICT (kind, subject) DO UPDATE SET used = excluded.used, last_at = greatest(r.last_at, excluded.last_at)
			RETURNING xmax = 0`, kind, subject, used, at).Scan(&first)
	})
	return first, err
}

// ClientAccepted deletes what is known of refused client secrets, after Cafe24
// accepted one that was sent at began. The renewals that waited for it are
// made soon, a few at a time.
func (s *Store) ClientAccepted(ctx context.Context, began, now time.Time) error {
	return s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM app_refusals WHERE kind = 'client' AND last_at <= $1`, began)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE tokens SET next_refresh_at = $1::timestamptz + random() * $2::interval
			 WHERE mall_id IN (
			   SELECT mall_id FROM tokens WHERE refused_for = 'client' AND refused_at >= issued_at AND rejected_at IS NULL
			      AND next_refresh_at > $1::timestamptz + $2::interval FOR NO KEY UPDATE SKIP LOCKED)`, now, catchUp)
		return err
	})
}

// SomeToken returns the pair of the connected mall whose access token lives
// longest, or NotFound.
func (s *Store) SomeToken(ctx context.Context) (mall lowstock.MallID, t connect.Token, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			SELECT t.mall_id FROM tokens t JOIN malls m USING (mall_id)
			 WHERE m.state = 'active' AND t.rejected_at IS NULL ORDER BY t.access_expires_at DESC LIMIT 1`).Scan(&mall)
		if err != nil {
			return found(err)
		}
		t, err = tokenStore{s.of(mall)}.scanToken(tx.QueryRow(ctx, `SELECT `+tokenColumns+` FROM tokens WHERE mall_id = $1`, mall))
		return err
	})
	return mall, t, err
}

// AppState returns what Cafe24 refuses of the app itself: of a process with
// this client and this API version, or the client of another process that
// seems to be running.
func (s *Store) AppState(ctx context.Context, client, version string, now time.Time) (a connect.AppState, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		a = connect.AppState{}
		return tx.QueryRow(ctx, `
			SELECT (SELECT min(since) FROM app_refusals WHERE kind = 'client' AND (subject = $1 OR last_at > $3)),
			       EXISTS (SELECT FROM app_refusals WHERE kind = 'client' AND subject = $1), v.since, coalesce(v.used, '')
			  FROM (SELECT) one LEFT JOIN app_refusals v ON v.kind = 'version' AND v.subject = $2 AND v.last_at > $3`, client, version, now.Add(-processFresh)).
			Scan(orZero(&a.SecretRefused), &a.OwnSecret, orZero(&a.VersionRefused), &a.VersionUsed)
	})
	return a, err
}
