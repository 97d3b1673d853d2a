package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/worklist"
)

// How long work is quarantined: an hour at first, twice as long each further
// time, a day at most. Some failures end without help, for example when a new
// version of the program is installed; the retry after a quarantine finds that
// out.
const (
	quarantineFirst = time.Hour
	quarantineMost  = 24 * time.Hour
)

// QuarantineWork quarantines work whose job failed for good, and returns until when
// the work is not due.
func (s *Store) QuarantineWork(ctx context.Context, work worklist.Due, job int64, cause string, now time.Time) (until time.Time, err error) {
	err = s.of(work.Mall).inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			INSERT INTO set_aside AS a (mall_id, kind, subject, job_id, cause, times, failed_at, until)
			VALUES ($1, $2, $3, $4, left($5, 500), 1, $6, $6::timestamptz + $7::interval)
			ON CONFLICT (mall_id, kind, subject) DO UPDATE
			   SET job_id = excluded.job_id, cause = excluded.cause, times = a.times + 1, failed_at = excluded.failed_at,
			       until = $6::timestamptz + least($8::interval, $7::interval * 2 ^ least(a.times, 10))
			RETURNING until`, work.Mall, work.Kind, work.ID, job, storable(cause), now, quarantineFirst, quarantineMost).Scan(&until)
	})
	return until, err
}

// WorkQuarantined says whether work is quarantined now.
func (s *Store) WorkQuarantined(ctx context.Context, work worklist.Due, now time.Time) (is bool, err error) {
	err = s.of(work.Mall).inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM set_aside WHERE mall_id = $1 AND kind = $2 AND subject = $3 AND until > $4)`,
			work.Mall, work.Kind, work.ID, now).Scan(&is)
	})
	return is, err
}

// TakeBack makes quarantined work due again. Work that is not quarantined is
// no error.
func (s *Store) TakeBack(ctx context.Context, work worklist.Due) error {
	return s.of(work.Mall).inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM set_aside WHERE mall_id = $1 AND kind = $2 AND subject = $3`, work.Mall, work.Kind, work.ID)
		return err
	})
}

// QuarantinedWork returns how much work of each kind is quarantined.
func (s *Store) QuarantinedWork(ctx context.Context, now time.Time) (counts map[worklist.DueKind]int, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		counts = map[worklist.DueKind]int{}
		rows, err := tx.Query(ctx, `SELECT kind, count(*) FROM set_aside WHERE until > $1 GROUP BY kind`, now)
		if err != nil {
			return err
		}
		var kind worklist.DueKind
		var n int
		_, err = pgx.ForEachRow(rows, []any{&kind, &n}, func() error {
			counts[kind] = n
			return nil
		})
		return err
	})
	return counts, err
}

// notQuarantined returns the SQL of due work without what is quarantined.
// Quarantined work must not use up the limit of the other work, so the limit
// $2 is raised by the number of quarantined rows.
func notQuarantined(ctx context.Context, tx pgx.Tx, now time.Time, limit int) (sql string, raised int, err error) {
	var skipped int
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM set_aside WHERE until > $1`, now).Scan(&skipped); err != nil || skipped == 0 {
		return dueWork, limit, err
	}
	return `
		WITH due(kind, mall_id, id) AS MATERIALIZED (` + dueWork + `)
		SELECT kind, mall_id, id FROM due d
		 WHERE NOT EXISTS (SELECT FROM set_aside a WHERE a.mall_id = d.mall_id AND a.kind = d.kind AND a.subject = d.id AND a.until > $1)`,
		limit + skipped, nil
}
