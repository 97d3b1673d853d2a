package web

import (
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// rulesRoutes are the routes of this subject.
func (s *Server) rulesRoutes() []kit.Route {
	return []kit.Route{
		kit.Post(paths.Bulk, kit.Rules, s.planBulk).Within(kit.SheetTimeout),
		kit.Get(paths.Rules, kit.See, s.rulesPage),
		kit.Post(paths.Rules, kit.Rules, s.saveRule),
		kit.Post(paths.RulesImport, kit.Rules, s.importSafety),
		kit.Post(paths.Sheet, kit.Rules, s.planSheet).Within(kit.SheetTimeout).Takes(sheet.MaxBytes + kit.MaxBody),
		kit.Post(paths.SheetApply, kit.Rules, s.applySheet).Within(kit.SheetTimeout).Takes(4 * kit.MaxBody),
		kit.Post(paths.UndoRules, kit.Rules, s.undoRules),
		kit.Post(paths.Rule, kit.Rules, s.changeRule),
		kit.Post(paths.DeleteRule, kit.Rules, s.deleteRule),
	}
}
