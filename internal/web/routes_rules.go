package web

import (
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/paths"
)

// rulesRoutes are the routes of this subject.
func (s *Server) rulesRoutes() []Route {
	return []Route{
		Post(paths.Bulk, Rules, s.planBulk).Within(sheetTimeout),
		Get(paths.Rules, See, s.rulesPage),
		Post(paths.Rules, Rules, s.saveRule),
		Post(paths.RulesImport, Rules, s.importSafety),
		Post(paths.Sheet, Rules, s.planSheet).Within(sheetTimeout).Takes(sheet.MaxBytes + maxBody),
		Post(paths.SheetApply, Rules, s.applySheet).Within(sheetTimeout).Takes(4 * maxBody),
		Post(paths.UndoRules, Rules, s.undoRules),
		Post(paths.Rule, Rules, s.changeRule),
		Post(paths.DeleteRule, Rules, s.deleteRule),
	}
}
