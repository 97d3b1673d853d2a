package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/selfcheck"
)

// Session reads what every request needs to know of its mall, in one round
// trip.
func (s pageStore) Session(ctx context.Context, caller overview.Caller) (a overview.Session, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		a = overview.Session{}
		return s.askSession(ctx, tx, caller, &a, sessionAsked, nil)
	})
	return a, err
}

// Page is Session with what stands around every page, for the caller, in one
// round trip. How many items have each status is kept; how many incidents stand or
// wait, and what still sells, is counted, each over an index of nothing else.
func (s pageStore) Page(ctx context.Context, caller overview.Caller) (a overview.Session, bar overview.Bar, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		a, bar = overview.Session{}, overview.Bar{}
		return s.askSession(ctx, tx, caller, &a, pageAsked, &bar)
	})
	bar.Mall = a.Mall
	return a, bar, err
}

// One statement reads what a mall has once, and what it has at most once as
// records: as eight statements it took 0.2 ms more of the processor. Of $2 to $4
// it reads what is stored about who sends the request. The operator's type is
// that of the newest launch, from whichever session.
const (
	sessionColumns = `SELECT ` + mallColumns + `, ` + settingsColumns + `,
		k.session_id IS NOT NULL, k.ended_at IS NOT NULL, o.kind IS DISTINCT FROM $4 AND o.operator_id IS NOT NULL`
	sessionTables = ` FROM malls m JOIN settings s ON s.mall_id = m.mall_id` + sealedTargets + `
		LEFT JOIN sessions k ON k.mall_id = m.mall_id AND k.id_hash = $2
		LEFT JOIN operators o ON o.mall_id = m.mall_id AND o.operator_id = $3`
	sessionAsked = sessionColumns + sessionTables + ` WHERE m.mall_id = $1`
	pageAsked    = sessionColumns + `, m.watched_at, t.access_expires_at, ` + appRefused + `, o.hidden_columns, coalesce(o.news_seen, ''),
		(SELECT max(observed_at) FROM products WHERE mall_id = $1 AND removed_at IS NULL),
		(SELECT row(` + syncColumns + `) FROM syncs WHERE mall_id = $1 ORDER BY sync_id DESC LIMIT 1),
		(SELECT row(` + evaluationColumns + `) FROM evaluations WHERE mall_id = $1),
		(SELECT row(` + healthColumns + `) FROM health WHERE mall_id = $1 AND closed_at IS NULL
		  ORDER BY array_position($5::text[], kind), health_id DESC LIMIT 1),
		(SELECT row(` + firstLookColumns + `) FROM first_looks WHERE mall_id = $1 AND dismissed_at IS NULL AND stockouts > 0),
		EXISTS (SELECT FROM product_sets WHERE mall_id = $1),
		(SELECT row(` + runColumns + `) FROM bulk_acts WHERE mall_id = $1 AND total > 0 ORDER BY act_id DESC LIMIT 1), ` + countColumns +
		sessionTables + ` JOIN stock_counts n ON n.mall_id = m.mall_id LEFT JOIN tokens t ON t.mall_id = m.mall_id WHERE m.mall_id = $1`
)

// askSession reads a session, and the bar of a page where there is one.
func (s pageStore) askSession(ctx context.Context, tx pgx.Tx, caller overview.Caller, a *overview.Session, asked string, bar *overview.Bar) error {
	var sealed sealedChannels
	err := askKept(ctx, tx, func(batch *pgx.Batch) {
		args := []any{s.id, caller.Session, storable(caller.Operator.ID), storable(caller.Operator.Type)}
		if bar != nil {
			args = append(args, selfcheck.Kinds())
		}
		batch.Queue(asked, args...).QueryRow(func(row pgx.Row) error {
			fields := slices.Concat(mallFields(&a.Mall), settingsFields(&a.Settings, &sealed, &a.FirstStepsAt),
				[]any{&a.Standing.Known, &a.Standing.Ended, &a.Standing.TypeChanged})
			if bar == nil {
				return found(row.Scan(fields...))
			}
			return found(scanBar(row, fields, bar))
		})
		batch.Queue(recipientsAsked, s.id).Query(func(rows pgx.Rows) (err error) {
			a.Settings.Recipients, err = pgx.CollectRows(rows, scanRecipientAsked)
			return err
		})
	})
	if err != nil {
		return err
	}
	if caller.Session == nil {
		a.Standing = overview.Standing{}
	}
	a.Settings.Targets, err = settingStore(s).openTargets(sealed)
	return err
}

// scanBar scans a row of pageAsked, whose first columns are those of a session.
func scanBar(row pgx.Row, session []any, bar *overview.Bar) error {
	bar.LatestSync.State, bar.Evaluation.State = inbound.SyncNever, rulebook.EvaluationNone
	var health selfcheck.Health
	ill := record{fields: healthFields(&health)}
	err := row.Scan(slices.Concat(session, []any{
		orZero(&bar.WatchedAt), orZero(&bar.AccessExpiresAt), orZero(&bar.AppRefused), &bar.Hidden, &bar.NewsSeen, orZero(&bar.NewestReading),
		&record{fields: syncFields(&bar.LatestSync)}, &record{fields: evaluationFields(&bar.Evaluation)}, &ill, &record{fields: firstLookFields(&bar.FirstLook)}, &bar.HasSets, &record{fields: runFields(&bar.BulkRun)},
	}, countFields(&bar.Counts))...)
	bar.BulkRun = ofTotal(bar.BulkRun)
	if ill.is {
		bar.Health = []selfcheck.Health{health}
	}
	return err
}

// record scans a record; a NULL leaves its fields as they are.
type record struct {
	fields []any
	is     bool
}

// ScanNull implements [pgtype.CompositeIndexScanner].
func (r *record) ScanNull() error { return nil }

// ScanIndex implements [pgtype.CompositeIndexScanner].
func (r *record) ScanIndex(i int) any {
	r.is = true
	return r.fields[i]
}

// EndFirstSteps stores that a mall's first steps are done. This is never
// undone.
func (s pageStore) EndFirstSteps(ctx context.Context, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE settings SET first_steps_at = coalesce(first_steps_at, $2) WHERE mall_id = $1`, s.id, now)
		return err
	})
}
