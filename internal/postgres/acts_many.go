package postgres

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
)

// ActOnIncidents applies a step to many incidents, all in one transaction,
// under the mall's lock, so that no settlement of the mall runs at the same
// time. An incident that was resolved meanwhile stays as it is and is counted,
// and so does an incident of another mall. More than [bulk.Max] incidents are
// Invalid at "ids", and so are none; then nothing is done.
func (s alertStore) ActOnIncidents(ctx context.Context, of bulk.Selection, by string, do bulk.Action, now time.Time) (acted bulk.Result, err error) {
	where := newWhere(s.id)
	var ids []int64
	if of.All {
		if err := where.inState(of.State); err != nil {
			return acted, err
		}
		where.add("i.incident_id <= ?", of.Newest)
	} else {
		ids = slices.Compact(slices.Sorted(slices.Values(of.IDs)))
		if len(ids) == 0 {
			return acted, lowstock.InvalidFields(map[string]string{"ids": "error.acts_none"})
		}
		where.add("i.incident_id = ANY(?)", ids)
	}
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		acted = bulk.Result{Asked: len(ids)}
		t, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT `+incidentColumns+` FROM `+incidentTables+where.sql("i")+
			` ORDER BY i.incident_id LIMIT `+strconv.Itoa(bulk.Max+1), where.args...)
		if err != nil {
			return err
		}
		incidents, err := pgx.CollectRows(rows, scanIncident)
		if err != nil {
			return err
		}
		if of.All {
			acted.Asked = len(incidents)
		}
		if acted.Asked > bulk.Max {
			return lowstock.InvalidFields(map[string]string{"ids": "error.acts_many"})
		}
		by := storable(by)
		return stepAll(ctx, tx, s.id, &t, incidents, by, now, counted(&acted, func(i lowstock.Incident) (lowstock.Transition, error) { return do(i, by, now) }))
	})
	return acted, err
}

// counted wraps a step so that its result is counted and resolved incidents
// are skipped.
func counted(acted *bulk.Result, do transition) transition {
	return func(before lowstock.Incident) (lowstock.Transition, error) {
		if before.State == lowstock.IncidentResolved {
			acted.Resolved++
			return lowstock.Transition{Incident: before}, nil
		}
		after, err := do(before)
		switch {
		case err != nil:
		case after.Event != "":
			acted.Done++
		case before.OnOrder():
			acted.Kept++
		default:
			acted.Same++
		}
		return after, err
	}
}
