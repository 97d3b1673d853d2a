package planning

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// maxSheet is the greatest length of a sheet that is sent, in bytes: some 250 for
// each of its items.
const maxSheet = 2 * kit.MaxBody

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Promotions, kit.See, h.promotionsPage),
		kit.Post(paths.Promotions, kit.Rules, h.addPromotion),
		kit.Post(paths.Holidays, kit.Rules, h.saveHolidays),
		kit.Post(paths.DeletePromotion, kit.Rules, h.deletePromotion).Asks(h.sureToDelete),
		kit.Get(paths.Reorder, kit.See, h.reorderPage),
		kit.Get(paths.ReorderExport, kit.See, h.exportReorder).Within(kit.SheetTimeout),
		kit.Post(paths.ReorderTerms, kit.Rules, h.saveTerms),
		kit.Post(paths.ReorderLead, kit.Rules, h.saveLead),
		kit.Post(paths.ReorderMail, kit.Rules, h.mailReorder),
		kit.Post(paths.ReorderPreview, kit.Act, h.previewOrder).Takes(maxSheet),
		kit.Post(paths.ReorderItem, kit.Rules, h.saveItem).Takes(maxSheet),
		kit.Post(paths.ReorderLate, kit.Rules, h.giveUpLate).Takes(maxSheet).Asks(h.sureToGiveUp),
		kit.Post(paths.Purchases, kit.Act, h.createOrders).Within(kit.SheetTimeout).Takes(maxSheet),
	}
}
