package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
)

// A bulk action on more incidents than a request acts on is a row that says how
// far it is. Each step is one transaction, which also moves that row; so after
// a crash the run goes on where it was, and no incident is acted on twice.

// runColumns are the columns of a run, in the order of runFields.
const runColumns = `act_id, state, act, hold_until, keep_orders, by, undone_by, total, reached, done, same, kept, resolved, undone, changed, finished_at, fence`

func runFields(r *bulk.Run) []any {
	return []any{
		&r.ID, &r.State, &r.Spec.Name, orZero(&r.Spec.Until), &r.Spec.KeepOrders, &r.By, &r.UndoneBy, &r.Total, &r.Reached,
		&r.Result.Done, &r.Result.Same, &r.Result.Kept, &r.Result.Resolved, &r.Undone.Done, &r.Undone.Changed, orZero(&r.FinishedAt), &r.Fence,
	}
}

func scanRun(row pgx.Row) (r bulk.Run, err error) {
	err = row.Scan(runFields(&r)...)
	return ofTotal(r), found(err)
}

// ofTotal completes the result of a run: what is not reached is left.
func ofTotal(r bulk.Run) bulk.Run {
	r.Result.Asked, r.Result.Left = r.Total, r.Total-r.Reached
	return r
}

// StartBulkRun stores an action on incidents that is then done in steps, and
// returns its number. Where a run of the mall goes on, it is Invalid at "ids".
func (s alertStore) StartBulkRun(ctx context.Context, of bulk.Spec, ids []int64, by string, now time.Time) (id int64, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockMall(ctx, tx, s.id); err != nil { // two presses at once
			return err
		}
		var running bool
		if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM bulk_acts WHERE mall_id = $1 AND state <> 'done')`, s.id).Scan(&running); err != nil {
			return err
		}
		if running {
			return lowstock.InvalidFields(map[string]string{"ids": "error.acts_running"})
		}
		return tx.QueryRow(ctx, `
			INSERT INTO bulk_acts (mall_id, act, at, by, state, incident_ids, hold_until, keep_orders, total, resume_at)
			VALUES ($1, $2, $3, $4, 'running', $5, $6, $7, cardinality($5::bigint[]), $3) RETURNING act_id`,
			s.id, of.Name, now, storable(by), ids, orNull(of.Until), of.KeepOrders).Scan(&id)
	})
	return id, err
}

// UndoBulkRun makes the steps due that undo a run, and says whether the action
// is a run; one that a request did is not. A run that goes on stays as it is.
// While another one goes on it is Conflict, and an unknown action is NotFound.
func (s alertStore) UndoBulkRun(ctx context.Context, act int64, by string, now time.Time) (is bool, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockMall(ctx, tx, s.id); err != nil {
			return err
		}
		var other bool
		var state bulk.RunState
		if err := tx.QueryRow(ctx, `SELECT total > 0, state,
			       EXISTS (SELECT FROM bulk_acts o WHERE o.mall_id = $1 AND o.state <> 'done' AND o.act_id <> $2)
			  FROM bulk_acts WHERE mall_id = $1 AND act_id = $2`, s.id, act).Scan(&is, &state, &other); err != nil {
			return found(err)
		}
		switch {
		case !is || state != bulk.RunDone:
			return nil
		case other:
			return lowstock.Fail(lowstock.CodeConflict, "error.acts_running", nil)
		}
		_, err := tx.Exec(ctx, `UPDATE bulk_acts SET state = 'undoing', undone_by = $3, resume_at = $4, finished_at = NULL WHERE mall_id = $1 AND act_id = $2`,
			s.id, act, storable(by), now)
		return err
	})
	return is, err
}

// StopBulkRun ends a run between two steps. What is done stays done. A run that
// is over stays as it is.
func (s alertStore) StopBulkRun(ctx context.Context, act int64, now time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE bulk_acts SET state = 'done', resume_at = NULL, finished_at = $3 WHERE mall_id = $1 AND act_id = $2 AND state <> 'done'`, s.id, act, now)
		return err
	})
}

// ClaimBulkRun claims the mall's run whose next step is due. The claim lasts
// for lease; its fence excludes whoever held the claim before. It returns
// NotFound when there is nothing to do.
func (s alertStore) ClaimBulkRun(ctx context.Context, now time.Time, lease time.Duration) (r bulk.Run, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		r, err = scanRun(tx.QueryRow(ctx, `
			UPDATE bulk_acts SET fence = fence + 1, resume_at = $2::timestamptz + $3::interval
			 WHERE mall_id = $1 AND state <> 'done' AND resume_at <= $2 RETURNING `+runColumns, s.id, now, lease))
		return err
	})
	return r, err
}

// StepBulkRun does the next step of a claimed run, in a transaction of its own,
// and returns how far the run is. The claim then lasts for lease; 0 makes the
// next step due. It returns Conflict when another process has claimed the run
// since, and when the run was stopped.
func (s alertStore) StepBulkRun(ctx context.Context, claim bulk.Run, now time.Time, lease time.Duration) (r bulk.Run, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		t, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		var ids []int64
		r = bulk.Run{}
		err = tx.QueryRow(ctx, `SELECT incident_ids[reached + 1 : reached + $3::int], `+runColumns+` FROM bulk_acts WHERE mall_id = $1 AND act_id = $2 FOR UPDATE`,
			s.id, claim.ID, bulk.Step).Scan(append([]any{&ids}, runFields(&r)...)...)
		if err = found(err); err == nil && (!r.Running() || r.State != claim.State || r.Fence != claim.Fence) || lowstock.ErrorCode(err) == lowstock.CodeNotFound {
			return fenced(0, nil)
		}
		if err != nil {
			return err
		}
		if err := stepRun(ctx, tx, s.id, &t, &r, ids, now); err != nil {
			return err
		}
		resume := now.Add(lease)
		if r.State == bulk.RunDone {
			resume, r.FinishedAt = time.Time{}, now
		}
		_, err = tx.Exec(ctx, `
			UPDATE bulk_acts SET state = $3, reached = $4, done = $5, same = $6, kept = $7, resolved = $8, undone = $9, changed = $10, finished_at = $11, resume_at = $12
			 WHERE mall_id = $1 AND act_id = $2`,
			s.id, r.ID, r.State, r.Reached, r.Result.Done, r.Result.Same, r.Result.Kept, r.Result.Resolved, r.Undone.Done, r.Undone.Changed, orNull(r.FinishedAt), orNull(resume))
		r = ofTotal(r)
		return err
	})
	return r, err
}

// stepRun acts on the next incidents of a run, or undoes the next ones.
func stepRun(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, t *notification, r *bulk.Run, ids []int64, now time.Time) error {
	if r.State == bulk.RunUndoing {
		undone, more, err := undoStep(ctx, tx, mall, t, r.ID, r.UndoneBy, now)
		if r.Undone = r.Undone.Plus(undone); !more {
			r.State = bulk.RunDone
		}
		return err
	}
	do, err := r.Spec.Action()
	if err != nil {
		return err
	}
	acted, err := actStep(ctx, tx, mall, t, r.ID, ids, r.By, do, now)
	r.Result = r.Result.Plus(acted)
	if r.Reached += len(ids); r.Reached >= r.Total {
		r.State = bulk.RunDone
	}
	return err
}
