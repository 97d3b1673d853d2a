package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

// operatorsKept is how many operators of a mall are stored.
const operatorsKept = 200

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

// SawNews stores that an operator has seen the news up to a day (2006-01-02).
func (s mallStore) SawNews(ctx context.Context, operator, day string) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE operators SET news_seen = greatest(news_seen, $3) WHERE mall_id = $1 AND operator_id = $2`, s.id, storable(operator), day)
		return err
	})
}
