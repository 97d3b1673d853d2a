package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

const (
	// atOnce is how many variants are evaluated in the transaction that changes
	// their rules: if all of them raise, that takes well under a second.
	atOnce = 2000
	// evaluated is how many variants a slice evaluates. The slice holds the
	// mall's lock, and readings wait for it.
	evaluated = 1000
	// What an evaluation raises is collected after the time that the whole
	// evaluation takes, so that each recipient gets one message and not one for
	// each slice. eachTakes is more than a variant needs where all of them raise.
	// startTakes is what a job needs to start.
	eachTakes  = 500 * time.Microsecond
	startTakes = 15 * time.Second
)

// cause is why a part of the catalogue is evaluated again.
type cause struct {
	change int64     // the rule change; 0: none
	steady time.Time // until when a forecast must not resolve what is raised; zero: it may
}

// decideAnew evaluates what targets cover by the rules that hold now: at once
// where that is little, else in slices (ruleStore.EvaluateSlice), each by the
// rules that hold when it runs.
func (s *settlement) decideAnew(ctx context.Context, of targets, why cause) error {
	total, err := s.covered(ctx, of)
	if err != nil {
		return err
	}
	if total > atOnce {
		return s.schedule(ctx, of, total, why)
	}
	if err := s.reevaluate(ctx, of.where(s.mall)); err != nil {
		return err
	}
	if err := s.keepSteady(ctx, why.steady); err != nil || why.change == 0 {
		return err
	}
	_, err = s.tx.Exec(ctx, `
		INSERT INTO evaluations AS e (mall_id, state, change_id, variants_done, variants_total, opened, escalated, resolved, started_at, finished_at)
		VALUES ($1, 'done', $2, $3, $3, $4, $5, $6, $7, $7)
		ON CONFLICT (mall_id) DO UPDATE
		   SET change_id = excluded.change_id, variants_done = excluded.variants_done, variants_total = excluded.variants_total,
		       opened = excluded.opened, escalated = excluded.escalated, resolved = excluded.resolved,
		       started_at = excluded.started_at, finished_at = excluded.finished_at
		 WHERE e.state = 'done'`,
		s.mall, why.change, total, s.applied.Opened, s.applied.Escalated, s.applied.Resolved, s.at)
	return err
}

// covered returns how many variants of the catalogue targets cover.
func (s *settlement) covered(ctx context.Context, of targets) (n int, err error) {
	if of.all {
		err := s.tx.QueryRow(ctx, `SELECT coalesce(sum(out + low + ok + untracked), 0)::int FROM stock_counts WHERE mall_id = $1`, s.mall).Scan(&n)
		return n, err
	}
	which := of.where(s.mall)
	err = s.tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE v.removed_at IS NULL) FROM variants v`+which.sql("v"), which.args...).Scan(&n)
	return n, err
}

// keepSteady stores that until a day no forecast may resolve what this
// settlement has raised.
func (s *settlement) keepSteady(ctx context.Context, until time.Time) error {
	if until.IsZero() || s.applied.Opened == 0 {
		return nil
	}
	_, err := s.tx.Exec(ctx, `
		UPDATE forecasts SET steady_until = $3
		 WHERE mall_id = $1 AND variant_code IN (SELECT variant_code FROM incidents WHERE mall_id = $1 AND opened_at = $2 AND state <> 'resolved')`,
		s.mall, s.at, until)
	return err
}

// evaluation is a running evaluation, as its row stores it.
type evaluation struct {
	rulebook.Evaluation

	of      targets
	cursor  string // the last code that was evaluated
	lap     string // the code where the newest cause joined, and where it ends
	wrapped bool   // it has passed the catalogue's end, and continues up to lap
	steady  *time.Time
	collect time.Time // when what it raises is collected
}

const (
	evaluationColumns = `state, coalesce(change_id, 0), variants_done, variants_total, opened, escalated, resolved, started_at, finished_at, fence`
	evaluationWork    = `, everything, variant_codes, product_nos, category_nos, supplier_codes, cursor_code, lap_code, wrapped, steady_until, collect_at`
)

func evaluationFields(e *rulebook.Evaluation) []any {
	return []any{&e.State, &e.ChangeID, &e.Done, &e.Total, &e.Opened, &e.Escalated, &e.Resolved, &e.StartedAt, orZero(&e.FinishedAt), &e.Fence}
}

// runningEvaluation locks the mall's evaluation; it returns NotFound where
// none runs.
func runningEvaluation(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (*evaluation, error) {
	var e evaluation
	err := tx.QueryRow(ctx, `
		SELECT `+evaluationColumns+evaluationWork+` FROM evaluations WHERE mall_id = $1 AND state = 'running' FOR UPDATE`, mall).
		Scan(append(evaluationFields(&e.Evaluation), &e.of.all, &e.of.variants, &e.of.products, &e.of.categories, &e.of.suppliers,
			&e.cursor, &e.lap, &e.wrapped, &e.steady, orZero(&e.collect))...)
	return &e, found(err)
}

// schedule makes targets due to be evaluated in slices. Where an evaluation
// already runs, they join it: it continues from where it is, starts again at
// the catalogue's beginning after its end, and ends where they joined. So even
// when changes keep coming, every part of the catalogue is evaluated.
func (s *settlement) schedule(ctx context.Context, of targets, total int, why cause) error {
	e, err := runningEvaluation(ctx, s.tx, s.mall)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		e = &evaluation{of: of.bounded()}
		e.StartedAt = s.at
	case err != nil:
		return err
	default:
		e.of = e.of.with(of).bounded()
		if total, err = s.covered(ctx, e.of); err != nil {
			return err
		}
	}
	e.Total, e.Done, e.lap, e.wrapped = total, 0, e.cursor, false
	if why.change != 0 {
		e.ChangeID = why.change
	}
	if !why.steady.IsZero() && (e.steady == nil || why.steady.After(*e.steady)) {
		e.steady = &why.steady
	}
	_, err = s.tx.Exec(ctx, `
		INSERT INTO evaluations AS e (mall_id, state, change_id, everything, variant_codes, product_nos, category_nos, supplier_codes,
		       cursor_code, lap_code, variants_total, opened, escalated, resolved, steady_until, started_at, resume_at)
		VALUES ($1, 'running', nullif($2::bigint, 0), $3, coalesce($4::text[], '{}'), coalesce($5::bigint[], '{}'), coalesce($6::int[], '{}'),
		        coalesce($7::text[], '{}'), $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (mall_id) DO UPDATE
		   SET state = 'running', change_id = excluded.change_id, everything = excluded.everything, variant_codes = excluded.variant_codes,
		       product_nos = excluded.product_nos, category_nos = excluded.category_nos, supplier_codes = excluded.supplier_codes,
		       cursor_code = excluded.cursor_code, lap_code = excluded.lap_code, wrapped = false, variants_done = 0,
		       variants_total = excluded.variants_total, opened = excluded.opened, escalated = excluded.escalated, resolved = excluded.resolved,
		       steady_until = excluded.steady_until, collect_at = CASE WHEN e.state = 'running' THEN e.collect_at END,
		       started_at = excluded.started_at, finished_at = NULL, resume_at = coalesce(e.resume_at, excluded.resume_at)`,
		s.mall, e.ChangeID, e.of.all, e.of.variants, e.of.products, e.of.categories, e.of.suppliers,
		e.cursor, e.lap, e.Total, e.Opened, e.Escalated, e.Resolved, e.steady, e.StartedAt, s.at)
	return err
}

// Evaluation returns the mall's newest evaluation, or one in the state none.
func (s ruleStore) Evaluation(ctx context.Context) (e rulebook.Evaluation, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		e, err = evaluationOrNone(tx.QueryRow(ctx, evaluationAsked, s.id))
		return err
	})
	return e, err
}

const evaluationAsked = `SELECT ` + evaluationColumns + ` FROM evaluations WHERE mall_id = $1`

func evaluationOrNone(row pgx.Row) (e rulebook.Evaluation, err error) {
	err = row.Scan(evaluationFields(&e)...)
	if errors.Is(err, pgx.ErrNoRows) {
		return rulebook.Evaluation{State: rulebook.EvaluationNone}, nil
	}
	return e, err
}

// ClaimEvaluation claims the mall's evaluation whose next slice is due. The
// claim lasts for lease; its fence excludes whoever held the claim before. It
// returns NotFound when there is nothing to do.
func (s ruleStore) ClaimEvaluation(ctx context.Context, now time.Time, lease time.Duration) (e rulebook.Evaluation, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		return found(tx.QueryRow(ctx, `
			UPDATE evaluations SET fence = fence + 1, resume_at = $2::timestamptz + $3::interval
			 WHERE mall_id = $1 AND state = 'running' AND resume_at <= $2
			RETURNING `+evaluationColumns, s.id, now, lease).Scan(evaluationFields(&e)...))
	})
	return e, err
}

// EvaluateSlice evaluates the next slice of a claimed evaluation, by the rules
// that hold now, in a transaction of its own, and returns how far it is;
// applied is what this slice did. The claim then lasts for lease; 0 makes the
// next slice due. It returns Conflict when another process has claimed the
// evaluation since, and when it was ended.
func (s ruleStore) EvaluateSlice(ctx context.Context, claim rulebook.Evaluation, now time.Time, lease time.Duration) (is rulebook.Evaluation, applied lowstock.Applied, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		notification, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		e, err := runningEvaluation(ctx, tx, s.id)
		if lowstock.ErrorCode(err) == lowstock.CodeNotFound || err == nil && e.Fence != claim.Fence {
			return fenced(0, nil)
		}
		if err != nil {
			return err
		}
		if !now.Before(e.collect) {
			e.collect = now.Add(notification.collect + startTakes + time.Duration(e.Total-e.Done)*eachTakes)
		}
		settling := &settlement{tx: tx, mall: s.id, at: now, notification: notification, collect: e.collect, hold: notification.firstSync}
		if err := e.slice(ctx, settling); err != nil {
			return err
		}
		is, applied = e.Evaluation, settling.applied
		return e.save(ctx, tx, s.id, now.Add(lease))
	})
	return is, applied, err
}

// slice evaluates the next piece and moves the cursor.
func (e *evaluation) slice(ctx context.Context, s *settlement) error {
	which := e.of.where(s.mall)
	if e.wrapped {
		which.add("v.variant_code <= ?", e.lap)
	}
	piece, err := readPiece(ctx, s.tx, s.mall, which, e.cursor, evaluated)
	if err != nil {
		return err
	}
	if len(piece.variants) > 0 {
		if err := s.decideOn(ctx, piece); err != nil {
			return err
		}
		if e.steady != nil {
			if err := s.keepSteady(ctx, *e.steady); err != nil {
				return err
			}
		}
	}
	e.cursor = piece.last
	e.Done += len(piece.variants)
	e.Opened, e.Escalated, e.Resolved = e.Opened+s.applied.Opened, e.Escalated+s.applied.Escalated, e.Resolved+s.applied.Resolved
	switch {
	case piece.more:
	case e.lap != "" && !e.wrapped:
		e.cursor, e.wrapped = "", true
	default:
		e.State, e.FinishedAt = rulebook.EvaluationDone, s.at
	}
	return nil
}

// save stores how far an evaluation is. Its targets are deleted once it is
// done.
func (e *evaluation) save(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, resume time.Time) error {
	if e.State == rulebook.EvaluationDone {
		e.Total, resume = e.Done, time.Time{}
	}
	_, err := tx.Exec(ctx, `
		UPDATE evaluations
		   SET state = $2::text, cursor_code = $3, wrapped = $4, variants_done = $5, variants_total = greatest($6::int, $5), opened = $7, escalated = $8,
		       resolved = $9, collect_at = $10, finished_at = $11, resume_at = $12,
		       variant_codes = CASE WHEN $2::text = 'done' THEN '{}' ELSE variant_codes END,
		       product_nos = CASE WHEN $2::text = 'done' THEN '{}' ELSE product_nos END
		 WHERE mall_id = $1`,
		mall, e.State, e.cursor, e.wrapped, e.Done, e.Total, e.Opened, e.Escalated, e.Resolved,
		orNull(e.collect), orNull(e.FinishedAt), orNull(resume))
	return err
}
