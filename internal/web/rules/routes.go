package rules

import (
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Post(paths.Bulk, kit.Rules, h.planBulk).Within(kit.SheetTimeout),
		kit.Get(paths.Rules, kit.See, h.rulesPage),
		kit.Post(paths.Rules, kit.Rules, h.saveRule),
		kit.Post(paths.RulesImport, kit.Rules, h.importSafety),
		kit.Post(paths.Sheet, kit.Rules, h.planSheet).Within(kit.SheetTimeout).Takes(sheet.MaxBytes + kit.MaxBody),
		kit.Post(paths.SheetApply, kit.Rules, h.applySheet).Within(kit.SheetTimeout).Takes(4 * kit.MaxBody),
		kit.Post(paths.UndoRules, kit.Rules, h.undoRules),
		kit.Post(paths.Rule, kit.Rules, h.changeRule),
		kit.Post(paths.DeleteRule, kit.Rules, h.deleteRule).Asks(h.sureToDelete),
	}
}
