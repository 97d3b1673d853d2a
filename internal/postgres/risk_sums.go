package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
)

// mostAtRisk are the fields of [listing.AtRisk] over rows with the r of
// [where.atRisk].
const mostAtRisk = `count(*) FILTER (WHERE r.tenths > 0), ` + mostMoney + `sum(r.money), 0)))::bigint`

// AtRisk returns what is at risk in the items that stockStore.Inventory lists
// for q on all of its pages.
func (s stockStore) AtRisk(ctx context.Context, q listing.Params) (sum listing.AtRisk, err error) {
	if q.Today.IsZero() {
		return sum, errNoDay
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		found, err := find(ctx, tx, s.id, q.Q)
		if err != nil {
			return err
		}
		where, err := inventoryWhere(s.id, q)
		if err != nil {
			return err
		}
		found.allVariants(where)
		tables := inventoryTables + where.atRisk(q.Today)
		return tx.QueryRow(ctx, `SELECT `+mostAtRisk+tables+where.sql("v"), where.args...).Scan(&sum.Items, &sum.Money)
	})
	return sum, err
}

// AlertsAtRisk returns what is at risk in the items whose alerts
// alertStore.Incidents lists for q on all of its pages.
func (s alertStore) AlertsAtRisk(ctx context.Context, q listing.Params) (sum listing.AtRisk, err error) {
	if q.Today.IsZero() {
		return sum, errNoDay
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		found, err := find(ctx, tx, s.id, q.Q)
		if err != nil {
			return err
		}
		where, err := alertWhere(s.id, q, found)
		if err != nil {
			return err
		}
		tables := incidentTables + where.atRisk(q.Today)
		return tx.QueryRow(ctx, `SELECT `+mostAtRisk+` FROM `+tables+where.sql("i"), where.args...).Scan(&sum.Items, &sum.Money)
	})
	return sum, err
}
