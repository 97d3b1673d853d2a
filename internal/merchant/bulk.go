package merchant

import (
	"context"
	"slices"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
)

// Act is a bulk action: what is recorded of it, who does it, and what it does
// to one incident.
type Act struct {
	bulk.Spec

	By string
	Do bulk.Action // nil: as the Spec says
}

// ActOnMany applies an action to the incidents of a selection, in steps of one
// transaction each. It returns the exact result, and the number with which
// [Service.UndoMany] undoes it; 0 if nothing was changed. If a step after the
// first fails, what is done stays done, and the rest is counted as left. An
// action on more than [bulk.Max] incidents follows in the background; all of
// them are then counted as left. An unknown action is NotFound.
func (s *Service) ActOnMany(ctx context.Context, mall lowstock.MallID, of bulk.Selection, act Act) (acted bulk.Result, id int64, err error) {
	if act.Do == nil {
		if act.Do, err = act.Action(); err != nil {
			return acted, 0, err
		}
	}
	store := s.store.Mall(mall)
	ids, err := store.IncidentIDs(ctx, of)
	if err != nil || len(ids) == 0 {
		return acted, 0, err
	}
	if len(ids) > bulk.Max {
		id, err = store.StartBulkRun(ctx, act.Spec, ids, act.By, s.now())
		return bulk.Result{Asked: len(ids), Left: len(ids)}, id, err
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
// interrupted first one left. An action that ran in the background is undone
// there: later says so. An unknown action is NotFound.
func (s *Service) UndoMany(ctx context.Context, mall lowstock.MallID, act int64, by string) (undone bulk.Undone, later bool, err error) {
	if later, err = s.store.Mall(mall).UndoBulkRun(ctx, act, by, s.now()); later || err != nil {
		return undone, later, err
	}
	for more := true; more; {
		var part bulk.Undone
		if part, more, err = s.store.Mall(mall).UndoBulkAct(ctx, act, by, s.now()); err != nil {
			return undone, false, err
		}
		undone = undone.Plus(part)
	}
	return undone, false, nil
}

// StopMany ends an action that runs in the background, or its undoing. What is
// done stays done.
func (s *Service) StopMany(ctx context.Context, mall lowstock.MallID, act int64) error {
	return s.store.Mall(mall).StopBulkRun(ctx, act, s.now())
}
