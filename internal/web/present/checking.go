package present

import (
	"strconv"

	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/views"
)

// Checking is the progress of a running evaluation, nil when none runs.
func (r Viewer) Checking(e rulebook.Evaluation) *views.CheckView {
	if e.State != rulebook.EvaluationRunning {
		return nil
	}
	total := max(e.Total, e.Done, 1)
	return &views.CheckView{Text: r.T("checking.running", e.Done, total), Percent: strconv.Itoa(e.Done * 100 / total)}
}
