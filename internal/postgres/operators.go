package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

// operatorsKept is how many operators of a mall are stored.
const operatorsKept = 200

// SeeOperator records that an operator has opened the app. Beyond
// operatorsKept it deletes those who have not opened it for the longest time.
func (s mallStore) SeeOperator(ctx context.Context, op team.Operator, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var batch pgx.Batch
		batch.Queue(`
			INSERT INTO operators (mall_id, operator_id, name, kind, opened_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (mall_id, operator_id) DO UPDATE SET name = excluded.name, kind = excluded.kind, opened_at = excluded.opened_at`,
			s.id, storable(op.ID), storable(op.Name), storable(op.Type), now)
		batch.Queue(`
			DELETE FROM operators WHERE mall_id = $1 AND operator_id IN (
			  SELECT operator_id FROM operators WHERE mall_id = $1 ORDER BY opened_at DESC OFFSET $2)`, s.id, operatorsKept)
		return tx.SendBatch(ctx, &batch).Close()
	})
}

// Operators returns those who have opened the app, the most recent first.
func (s mallStore) Operators(ctx context.Context) (list []team.SeenOperator, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT operator_id, name, kind, opened_at FROM operators WHERE mall_id = $1 ORDER BY opened_at DESC, operator_id`, s.id)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (o team.SeenOperator, err error) {
			err = row.Scan(&o.ID, &o.Name, &o.Type, &o.OpenedAt)
			return o, err
		})
		return err
	})
	return list, err
}

// HiddenColumns returns the columns of the stock list that an operator has
// hidden.
func (s mallStore) HiddenColumns(ctx context.Context, operator string) (hidden []string, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, hiddenAsked, s.id, storable(operator)).Scan(&hidden)
		if err = found(err); lowstock.ErrorCode(err) == lowstock.CodeNotFound {
			return nil
		}
		return err
	})
	return hidden, err
}

const hiddenAsked = `SELECT hidden_columns FROM operators WHERE mall_id = $1 AND operator_id = $2`

// HideColumns hides these columns for an operator, and shows all others. It
// returns NotFound for an operator who has not opened the app.
func (s mallStore) HideColumns(ctx context.Context, operator string, hidden []string) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE operators SET hidden_columns = $3 WHERE mall_id = $1 AND operator_id = $2`, s.id, storable(operator), hidden)
		return touchedOne(tag.RowsAffected(), err)
	})
}
