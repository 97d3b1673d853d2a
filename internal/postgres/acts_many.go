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

// IncidentIDs returns the incidents of a selection, each once, in the order of
// their numbers. Those that a person named are not looked for: a step counts
// the ones that do not exist. More than [bulk.Max] named incidents, or more than
// [bulk.MaxAll] others, are Invalid at "ids", and so are no named ones.
func (s alertStore) IncidentIDs(ctx context.Context, of bulk.Selection) (ids []int64, err error) {
	if !of.All {
		ids = slices.Compact(slices.Sorted(slices.Values(of.IDs)))
		if len(ids) == 0 {
			return nil, lowstock.InvalidFields(map[string]string{"ids": "error.acts_none"})
		}
		return ids, atMostIncidents(len(ids), bulk.Max)
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		found, err := find(ctx, tx, s.id, of.Query.Q)
		if err != nil {
			return err
		}
		where, err := alertWhere(s.id, of.Query, found)
		if err != nil {
			return err
		}
		where.add("i.incident_id <= ?", of.Newest)
		rows, err := tx.Query(ctx, `SELECT i.incident_id FROM `+incidentTables+where.sql("i")+` ORDER BY 1 LIMIT `+strconv.Itoa(bulk.MaxAll+1), where.args...)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	if err == nil {
		err = atMostIncidents(len(ids), bulk.MaxAll)
	}
	return ids, err
}

func atMostIncidents(n, most int) error {
	switch {
	case n <= most:
		return nil
	case most == bulk.Max:
		return lowstock.InvalidFields(map[string]string{"ids": "error.acts_many"})
	}
	return lowstock.InvalidFields(map[string]string{"ids": "error.acts_most"})
}

// BeginBulkAct records that a bulk action begins, and returns its number.
func (s alertStore) BeginBulkAct(ctx context.Context, act, by string, now time.Time) (id int64, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `INSERT INTO bulk_acts (mall_id, act, at, by) VALUES ($1, $2, $3, $4) RETURNING act_id`, s.id, act, now, storable(by)).Scan(&id)
	})
	return id, err
}

// ActOnIncidents applies one step of a bulk action to incidents, at most
// [bulk.Step] of them, all in one transaction, under the mall's lock, so that
// no settlement of the mall runs at the same time. It stores the state before
// and after for [alertStore.UndoBulkAct]. An incident that was resolved
// meanwhile stays as it is and is counted, and so does an incident of another
// mall.
func (s alertStore) ActOnIncidents(ctx context.Context, act int64, ids []int64, by string, do bulk.Action, now time.Time) (acted bulk.Result, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		t, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		acted, err = actStep(ctx, tx, s.id, &t, act, ids, storable(by), do, now)
		return err
	})
	return acted, err
}

// actStep applies one step of a bulk action.
func actStep(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, t *notification, act int64, ids []int64, by string, do bulk.Action, now time.Time) (bulk.Result, error) {
	acted := bulk.Result{Asked: len(ids)}
	incidents, dismissed, err := loadForAct(ctx, tx, mall, ids)
	if err != nil {
		return acted, err
	}
	kept := actItems{act: act}
	step := counted(&acted, func(i lowstock.Incident) (lowstock.Transition, error) { return do(i, by, now) })
	err = stepAll(ctx, tx, mall, t, incidents, by, now, func(before lowstock.Incident) (lowstock.Transition, error) {
		after, err := step(before)
		if err == nil && after.Event != "" {
			was := dismissed[before.ID]
			is := was
			if after.Incident.State == lowstock.IncidentResolved {
				is = after.Incident.Kind
			}
			kept.add(before.ID, bulk.StateOf(before, was), bulk.StateOf(after.Incident, is))
		}
		return after, err
	})
	if err != nil {
		return acted, err
	}
	return acted, kept.insert(ctx, tx, mall)
}

// loadForAct returns incidents, and for each the kind at which an earlier
// incident of its variant was resolved by hand.
func loadForAct(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, ids []int64) ([]lowstock.Incident, map[int64]lowstock.Kind, error) {
	rows, err := tx.Query(ctx, `SELECT `+incidentColumns+`, coalesce(v.dismissed, '') FROM `+incidentTables+`
		 WHERE i.mall_id = $1 AND i.incident_id = ANY($2) ORDER BY i.incident_id`, mall, ids)
	if err != nil {
		return nil, nil, err
	}
	dismissed := map[int64]lowstock.Kind{}
	incidents, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (i lowstock.Incident, err error) {
		var kind lowstock.Kind
		err = row.Scan(append(shownFields(&i), &kind)...)
		dismissed[i.ID] = kind
		return i, err
	})
	return incidents, dismissed, err
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
