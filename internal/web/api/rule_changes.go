package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/kit"
)

type changesAnswer struct {
	Changes    []changeRow `json:"changes"`
	NextCursor *string     `json:"next_cursor"`
}

type changeRow struct {
	ID        int64          `json:"id"`
	Cause     rulebook.Cause `json:"cause"`
	ChangedBy string         `json:"changed_by"`
	ChangedAt *string        `json:"changed_at"`
	UndoneAt  *string        `json:"undone_at"`
	UndoneBy  *string        `json:"undone_by"`
	Rules     int            `json:"rules"`
	Versions  []versionRow   `json:"versions"` // only the first ones
}

type versionRow struct {
	ruleSubject
	Before *ruleMeasure `json:"before"` // null: there was no rule
	After  *ruleMeasure `json:"after"`  // null: it was deleted
}

// importAnswer is what an import would change, or what it has changed.
type importAnswer struct {
	Rules   int            `json:"rules"`
	Preview *previewAnswer `json:"preview"`
	Change  *changeRow     `json:"change"`
}

func changeOf(c rulebook.Change, who kit.Session) changeRow {
	return changeRow{
		ID: c.ID, Cause: c.Cause, ChangedBy: c.By, ChangedAt: stamp(c.At, who.Zone),
		UndoneAt: stamp(c.UndoneAt, who.Zone), UndoneBy: orNull(c.UndoneBy), Rules: c.Rules,
		Versions: mapped(c.Versions, func(v rulebook.Version) versionRow {
			newValue := func(w *lowstock.RuleValue) *ruleMeasure {
				if w == nil {
					return nil
				}
				return new(valueOf(v.Of.With(*w)))
			}
			return versionRow{ruleSubject: subjectOf(v.Of), Before: newValue(v.Before), After: newValue(v.After)}
		}),
	}
}

func (h *Handler) apiRuleChanges(c echo.Context) error {
	q, err := listQuery(c)
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	list, next, err := h.Store.Mall(who.Mall.ID).RuleChanges(c.Request().Context(), q)
	if err != nil {
		return cursorError(err, q)
	}
	return answer(c, http.StatusOK, changesAnswer{
		Changes:    mapped(list, func(change rulebook.Change) changeRow { return changeOf(change, who) }),
		NextCursor: orNull(next),
	})
}

func (h *Handler) apiUndoRules(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	change, err := h.Store.Mall(who.Mall.ID).UndoRules(c.Request().Context(), id, who.By(), h.Now())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, changeOf(change, who))
}

// apiImportSafety takes over Cafe24's own 안전재고 (safety stock), or only returns what that would
// change.
func (h *Handler) apiImportSafety(c echo.Context) error {
	in, err := readInput(c)
	if err != nil {
		return err
	}
	replace, preview := in.flag("replace"), in.flag("preview")
	if err := in.err(nil); err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	changes, err := h.Store.Mall(who.Mall.ID).SafetyChanges(ctx, replace != nil && *replace)
	if err != nil {
		return err
	}
	out := importAnswer{Rules: len(changes)}
	if preview != nil && *preview {
		p, err := h.Store.Mall(who.Mall.ID).PreviewRules(ctx, changes, h.Now())
		if err != nil {
			return err
		}
		out.Preview = new(previewOf(p, who))
		return answer(c, http.StatusOK, out)
	}
	change, err := h.Store.Mall(who.Mall.ID).SetRules(ctx, changes, rulebook.CauseImport, who.By(), h.Now())
	if err != nil {
		return err
	}
	if change.ID != 0 {
		out.Change = new(changeOf(change, who))
	}
	return answer(c, http.StatusOK, out)
}

type evaluationAnswer struct {
	Evaluation evaluationState `json:"evaluation"`
}

type evaluationState struct {
	State         rulebook.EvaluationState `json:"state"`
	VariantsDone  int                      `json:"variants_done"`
	VariantsTotal int                      `json:"variants_total"`
	StartedAt     *string                  `json:"started_at"`
	FinishedAt    *string                  `json:"finished_at"`
	Opened        int                      `json:"opened"`
	Escalated     int                      `json:"escalated"`
	Resolved      int                      `json:"resolved"`
	ChangeID      *int64                   `json:"change_id"`
}

// apiEvaluation says how much of the mall has been evaluated again after a change of rules.
func (h *Handler) apiEvaluation(c echo.Context) error {
	who := kit.SessionOf(c)
	e, err := h.Store.Mall(who.Mall.ID).Evaluation(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, evaluationAnswer{evaluationState{
		State: e.State, VariantsDone: e.Done, VariantsTotal: e.Total, StartedAt: stamp(e.StartedAt, who.Zone), FinishedAt: stamp(e.FinishedAt, who.Zone),
		Opened: e.Opened, Escalated: e.Escalated, Resolved: e.Resolved, ChangeID: orNull(e.ChangeID),
	}})
}
