package purchasing

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs. Who may only act on
// alerts may also record what arrived and what the supplier said; what is ordered is decided by who
// may change rules.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Purchases, kit.See, h.listPage),
		kit.Get(paths.PurchasesExport, kit.See, h.exportList).Within(kit.SheetTimeout),
		kit.Get(paths.Purchase, kit.See, h.page),
		kit.Get(paths.PurchasePrint, kit.See, h.printPage),
		kit.Get(paths.PurchaseExport, kit.See, h.export).Within(kit.SheetTimeout),
		kit.Post(paths.PurchaseDraft, kit.Rules, h.saveDraft),
		kit.Post(paths.PurchaseSend, kit.Rules, h.send),
		kit.Post(paths.PurchaseMark, kit.Rules, h.mark),
		kit.Post(paths.PurchaseRevise, kit.Rules, h.revise),
		kit.Post(paths.PurchaseDelete, kit.Rules, h.deleteDraft).Asks(h.sureToDelete),
		kit.Post(paths.PurchaseReceive, kit.Act, h.receive),
		kit.Post(paths.PurchaseProposal, kit.Act, h.answerProposal),
		kit.Post(paths.PurchaseUndo, kit.Act, h.undoReceipt),
		kit.Post(paths.PurchaseAnswer, kit.Act, h.answer),
		kit.Post(paths.PurchaseGiveUp, kit.Rules, h.giveUp),
		kit.Post(paths.PurchaseClose, kit.Rules, h.close).Asks(h.sureToEnd),
		kit.Post(paths.PurchaseCancel, kit.Rules, h.cancel).Asks(h.sureToEnd),
		kit.Post(paths.PurchaseUnlink, kit.Rules, h.unlink).Asks(h.sureToUnlink),
		kit.Post(paths.PurchaseRestore, kit.Rules, h.restore),
	}
}
