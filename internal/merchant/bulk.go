package merchant

import (
	"context"
	"slices"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
)

// Act is a bulk action: its name in the record, who does it, and what it does
// to one incident.
type Act struct {
	Name, By string
	Do       bulk.Action
}

// ActOnMany applies an action to the incidents of a selection, in steps of one
// transaction each. It returns the exact result, and the number with which
// [Service.UndoMany] undoes it; 0 if nothing was changed. If a step after the
// first fails, what is done stays done, and the rest is counted as left.
func (s *Service) ActOnMany(ctx context.Context, mall lowstock.MallID, of bulk.Selection, act Act) (acted bulk.Result, id int64, err error) {
	store := s.store.Mall(mall)
	ids, err := store.IncidentIDs(ctx, of)
	if err != nil || len(ids) == 0 {
		return acted, 0, err
	}
	if id, err = store.BeginBulkAct(ctx, act.Name, act.By, s.now()); err != nil {
		return acted, 0, err
	}
	for step := range slices.Chunk(ids, bulk.Step) {
		part, err := store.ActOnIncidents(ctx, id, step, act.By, act.Do, s.now())
		switch {
		case err == nil:
			acted = acted.Plus(part)
			continue
		case acted.Done == 0:
			return bulk.Result{}, 0, err
		}
		s.log.ErrorContext(ctx, "bulk action incomplete", "mall", mall, "act", act.Name, "done", acted.Done, "asked", len(ids), "error", err)
		acted.Left = len(ids) - acted.Asked
		acted.Asked = len(ids)
		break
	}
	if acted.Done == 0 {
		id = 0
	}
	return acted, id, nil
}

// UndoMany gives the incidents of a bulk action back the state that they had
// before it, in steps of one transaction each. Incidents that have changed
// since are counted and stay as they are. A second call undoes only what an
// interrupted first one left. An unknown action is NotFound.
func (s *Service) UndoMany(ctx context.Context, mall lowstock.MallID, act int64, by string) (undone bulk.Undone, err error) {
	for more := true; more; {
		var part bulk.Undone
		if part, more, err = s.store.Mall(mall).UndoBulkAct(ctx, act, by, s.now()); err != nil {
			return undone, err
		}
		undone = undone.Plus(part)
	}
	return undone, nil
}
