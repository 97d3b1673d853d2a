package stock

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Stock, kit.See, h.stockPage).ReadsAhead(h.listAhead),
		kit.Get(paths.StockRisk, kit.See, h.stockRisk),
		kit.Get(paths.SyncProgress, kit.See, h.syncProgress),
		kit.Get(paths.Export, kit.See, h.exportStock).Within(kit.SheetTimeout),
		kit.Post(paths.Threshold, kit.Rules, h.saveThreshold),
		kit.Post(paths.Columns, kit.Act, h.saveColumns),
		kit.Get(paths.Product, kit.See, h.productPage),
		kit.Post(paths.ProductRule, kit.Rules, h.saveProductRule),
		kit.Get(paths.Checking, kit.See, h.checkProgress),
	}
}
