package suppliers

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Suppliers, kit.See, h.listPage),
		kit.Post(paths.Suppliers, kit.Rules, h.add),
		kit.Get(paths.Supplier, kit.See, h.page),
		kit.Post(paths.Supplier, kit.Rules, h.save),
		kit.Post(paths.SupplierDelete, kit.Rules, h.delete).Asks(h.sureToDelete),
		kit.Post(paths.SupplierProducts, kit.Rules, h.assign).Within(assignTimeout),
		kit.Post(paths.SupplierRelease, kit.Rules, h.release),
		kit.Post(paths.ItemsSupplier, kit.Rules, h.itemsSupplier).Within(kit.SheetTimeout),
		kit.Get(paths.ItemsAct, kit.See, h.itemsAct),
		kit.Post(paths.ItemsUndo, kit.Rules, h.undoItems),
	}
}
