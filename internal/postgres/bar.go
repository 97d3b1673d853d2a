package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/selfcheck"
)

// Session reads what every request needs to know of its mall, in one round
// trip.
func (s pageStore) Session(ctx context.Context, caller overview.Caller) (a overview.Session, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		a = overview.Session{}
		return s.askSession(ctx, tx, caller, &a, sessionColumns, sessionTables, nil, func(*pgx.Batch) {})
	})
	return a, err
}

// Page is Session with what stands around every page, for the caller, in one
// round trip. How many items have each status is kept; how many incidents stand or
// wait, and what still sells, is counted, each over an index of nothing else.
func (s pageStore) Page(ctx context.Context, caller overview.Caller) (a overview.Session, bar overview.Bar, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		a, bar = overview.Session{}, overview.Bar{}
		return s.askSession(ctx, tx, caller, &a, pageColumns, pageTables, barFields(&bar), func(batch *pgx.Batch) { queueBar(batch, s.id, caller.Operator.ID, &bar) })
	})
	bar.Mall = a.Mall
	return a, bar, err
}

// One statement reads what a mall has once: as four statements it took 20 µs
// more of the server's processor.
const (
	sessionColumns = mallColumns + `, ` + settingsColumns
	sessionTables  = ` FROM malls m JOIN settings s ON s.mall_id = m.mall_id` + sealedTargets
	pageColumns    = sessionColumns + `, m.watched_at, t.access_expires_at, ` + appRefused + `, (SELECT max(observed_at) FROM products WHERE mall_id = $1 AND removed_at IS NULL), ` + countColumns
	pageTables     = sessionTables + ` JOIN stock_counts n ON n.mall_id = m.mall_id LEFT JOIN tokens t ON t.mall_id = m.mall_id`
)

func barFields(bar *overview.Bar) []any {
	return append([]any{orZero(&bar.WatchedAt), orZero(&bar.AccessExpiresAt), orZero(&bar.AppRefused), orZero(&bar.NewestReading)}, countFields(&bar.Counts)...)
}

// askSession reads a session, with more columns of what a mall has once, and
// sends the queries that queue adds.
func (s pageStore) askSession(ctx context.Context, tx pgx.Tx, caller overview.Caller, a *overview.Session, columns, tables string, more []any, queue func(*pgx.Batch)) error {
	var sealed sealedChannels
	asked := map[string]preference.Asked{}
	err := askKept(ctx, tx, func(batch *pgx.Batch) {
		batch.Queue(`SELECT `+columns+tables+` WHERE m.mall_id = $1`, s.id).QueryRow(func(row pgx.Row) error {
			return found(row.Scan(slices.Concat(mallFields(&a.Mall), settingsFields(&a.Settings, &sealed, &a.FirstStepsAt), more)...))
		})
		batch.Queue(recipientsAsked, s.id).Query(func(rows pgx.Rows) (err error) {
			a.Settings.Recipients, err = pgx.CollectRows(rows, scanRecipient)
			return err
		})
		batch.Queue(`
			SELECT DISTINCT ON (g.recipient) g.recipient, g.state, g.error
			  FROM recipients r JOIN messages g ON g.mall_id = r.mall_id AND g.recipient = r.email
			 WHERE r.mall_id = $1 AND r.confirm_sent_at IS NOT NULL AND r.confirmed_at IS NULL AND g.purpose = 'confirm'
			 ORDER BY g.recipient, g.created_at DESC, g.message_id DESC`, s.id).Query(func(rows pgx.Rows) error { return scanAsked(rows, asked) })
		queueCaller(batch, s.id, caller, &a.Standing)
		queue(batch)
	})
	if err != nil {
		return err
	}
	noteAsked(a.Settings.Recipients, asked)
	a.Settings.Targets, err = settingStore(s).openTargets(sealed)
	return err
}

func queueBar(batch *pgx.Batch, mall lowstock.MallID, operator string, bar *overview.Bar) {
	batch.Queue(latestSyncAsked, mall).QueryRow(func(row pgx.Row) (err error) {
		bar.LatestSync, err = syncOrNone(row)
		return err
	})
	batch.Queue(`
		SELECT `+healthColumns+` FROM health WHERE mall_id = $1 AND closed_at IS NULL
		 ORDER BY array_position($2::text[], kind), health_id DESC LIMIT 1`, mall, selfcheck.Kinds()).Query(func(rows pgx.Rows) (err error) {
		bar.Health, err = pgx.CollectRows(rows, scanHealth)
		return err
	})
	batch.Queue(evaluationAsked, mall).QueryRow(func(row pgx.Row) (err error) {
		bar.Evaluation, err = evaluationOrNone(row)
		return err
	})
	batch.Queue(hiddenAsked, mall, storable(operator)).QueryRow(func(row pgx.Row) error {
		if err := row.Scan(&bar.Hidden); !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		return nil
	})
}

// EndFirstSteps stores that a mall's first steps are done. This is never
// undone.
func (s pageStore) EndFirstSteps(ctx context.Context, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE settings SET first_steps_at = coalesce(first_steps_at, $2) WHERE mall_id = $1`, s.id, now)
		return err
	})
}
