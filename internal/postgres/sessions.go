package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
)

// standingSessions restricts sessions to those that are not over; $2 is now.
const standingSessions = `mall_id = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $2::timestamptz - interval '2 hours'`

// Launched stores an operator who has opened the app, and the session that
// this gives. It ends the operator's sessions of another type, and the oldest
// ones beyond team.SessionsEach. Beyond operatorsKept it deletes the operators
// who have not opened the app for the longest time.
func (s accessStore) Launched(ctx context.Context, made team.Session, now time.Time) (number int64, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		id, kind := storable(made.ID), storable(made.Type)
		var batch pgx.Batch
		batch.Queue(`
			INSERT INTO operators (mall_id, operator_id, name, kind, opened_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (mall_id, operator_id) DO UPDATE SET name = excluded.name, kind = excluded.kind, opened_at = excluded.opened_at`,
			s.id, id, storable(made.Name), kind, now)
		batch.Queue(`
			DELETE FROM operators WHERE mall_id = $1 AND operator_id IN (
			  SELECT operator_id FROM operators WHERE mall_id = $1 ORDER BY opened_at DESC OFFSET $2)`, s.id, operatorsKept)
		batch.Queue(`
			UPDATE sessions SET ended_at = $4 WHERE mall_id = $1 AND operator_id = $2 AND kind <> $3 AND ended_at IS NULL`, s.id, id, kind, now)
		batch.Queue(`
			DELETE FROM oauth_codes WHERE mall_id = $1 AND operator->>'id' = $2 AND operator->>'type' <> $3`, s.id, id, kind)
		if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
			return err
		}
		number, err = s.open(ctx, tx, made, now)
		return err
	})
	return number, err
}

// OpenSession stores a session that continues an earlier launch, as after a
// consent or in a window of its own. It is Unauthorized where a later launch
// gave the operator another type.
func (s accessStore) OpenSession(ctx context.Context, made team.Session, now time.Time) (number int64, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var kind string
		err := tx.QueryRow(ctx, `SELECT kind FROM operators WHERE mall_id = $1 AND operator_id = $2 FOR SHARE`, s.id, storable(made.ID)).Scan(&kind)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
		case err != nil:
			return err
		case kind != storable(made.Type):
			return lowstock.Fail(lowstock.CodeUnauthorized, "error.unauthorized", nil)
		}
		number, err = s.open(ctx, tx, made, now)
		return err
	})
	return number, err
}

func (s accessStore) open(ctx context.Context, tx pgx.Tx, made team.Session, now time.Time) (number int64, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO sessions (mall_id, id_hash, operator_id, name, kind, made_at, seen_at, expires_at, browser, network)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (mall_id, id_hash) DO UPDATE SET seen_at = excluded.seen_at RETURNING session_id`,
		s.id, made.Hash, storable(made.ID), storable(made.Name), storable(made.Type), made.Since, now, made.Since.Add(team.SessionLife),
		storable(made.Browser), storable(made.Network)).Scan(&number)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		UPDATE sessions SET ended_at = $2 WHERE mall_id = $1 AND session_id IN (
		  SELECT session_id FROM sessions WHERE `+standingSessions+` AND operator_id = $3 ORDER BY made_at DESC, session_id DESC OFFSET $4)`,
		s.id, now, storable(made.ID), team.SessionsEach)
	return number, err
}

// SawSession stores that a session was used. A session of a version of the
// program that stored none is stored now.
func (s accessStore) SawSession(ctx context.Context, seen team.Session, known bool, now time.Time) error {
	if !known {
		_, err := s.OpenSession(ctx, seen, now)
		return err
	}
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE sessions SET seen_at = $3 WHERE mall_id = $1 AND id_hash = $2 AND ended_at IS NULL AND seen_at < $3::timestamptz - interval '5 minutes'`,
			s.id, seen.Hash, now)
		return err
	})
}

// Sessions lists who is signed in, the most recently seen first: one operator's
// sessions, or everybody's for "".
func (s accessStore) Sessions(ctx context.Context, operator string, now time.Time) (list []team.Session, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT id_hash, session_id, operator_id, name, kind, made_at, seen_at, browser, network FROM sessions
			 WHERE `+standingSessions+` AND ($3 = '' OR operator_id = $3) ORDER BY seen_at DESC, session_id DESC LIMIT 500`, s.id, now, storable(operator))
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (x team.Session, err error) {
			err = row.Scan(&x.Hash, &x.Number, &x.ID, &x.Name, &x.Type, &x.Since, &x.SeenAt, &x.Browser, &x.Network)
			return x, err
		})
		return err
	})
	return list, err
}

// EndSession ends the session with a hash, as its own operator asked. The
// codes that would continue it elsewhere end too.
func (s accessStore) EndSession(ctx context.Context, hash []byte, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			WITH gone AS (
			  UPDATE sessions SET ended_at = $3 WHERE mall_id = $1 AND id_hash = $2 AND ended_at IS NULL RETURNING operator_id
			)
			DELETE FROM oauth_codes c USING gone WHERE c.mall_id = $1 AND c.operator->>'id' = gone.operator_id`, s.id, hash, now)
		return err
	})
}

// EndSessions ends the selected sessions and records that the operator named by
// did it. It is NotFound where there is no such session. Where it ends those of
// every operator it also raises the mall's session epoch, which it returns, so
// that sessions without a row end too; otherwise epoch is 0.
func (s accessStore) EndSessions(ctx context.Context, which team.Ending, by string, now time.Time) (ended int, epoch int64, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		ended, epoch = 0, 0
		rows, err := tx.Query(ctx, `
			WITH gone AS (
			  UPDATE sessions SET ended_at = $2
			   WHERE `+standingSessions+` AND ($3::bigint = 0 OR session_id = $3) AND ($4 = '' OR operator_id = $4) AND id_hash <> $5
			  RETURNING operator_id
			), codes AS (DELETE FROM oauth_codes c USING gone WHERE c.mall_id = $1 AND c.operator->>'id' = gone.operator_id)
			SELECT operator_id FROM gone`, s.id, now, which.Number, storable(which.Operator), which.Except)
		if err != nil {
			return err
		}
		people, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		ended = len(people)
		if which.Number != 0 && ended == 0 {
			return lowstock.NotFound()
		}
		subject := which.Operator
		if which.Number != 0 {
			subject = people[0]
		}
		if which.Number == 0 && which.Operator == "" {
			if err := tx.QueryRow(ctx, `UPDATE malls SET session_epoch = session_epoch + 1 WHERE mall_id = $1 RETURNING session_epoch`, s.id).Scan(&epoch); err != nil {
				return found(err)
			}
		}
		return recordSettings(ctx, tx, s.id, []preference.SettingChange{{What: preference.SettingSessionsEnded, Subject: subject}}, by, now)
	})
	return ended, epoch, err
}

// endOperators ends the sessions of a sub-operator whom Cafe24 has changed or
// deleted, or of all but owners where it does not say whom. Operators who still may
// use the app open it again. It also runs under the system role, so every
// statement names the mall.
func endOperators(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, operator string, now time.Time) error {
	var batch pgx.Batch
	batch.Queue(`
		UPDATE sessions SET ended_at = $3 WHERE mall_id = $1 AND ended_at IS NULL AND ($2 <> '' AND operator_id = $2 OR $2 = '' AND kind <> 'P')`,
		mall, storable(operator), now)
	batch.Queue(`
		DELETE FROM oauth_codes WHERE mall_id = $1 AND ($2 <> '' AND operator->>'id' = $2 OR $2 = '' AND operator->>'type' <> 'P')`, mall, storable(operator))
	return tx.SendBatch(ctx, &batch).Close()
}
