package web

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// stockRoutes are the routes of this subject.
func (s *Server) stockRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Stock, kit.See, s.stockPage),
		kit.Get(paths.SyncProgress, kit.See, s.syncProgress),
		kit.Get(paths.Export, kit.See, s.exportStock).Within(kit.SheetTimeout),
		kit.Post(paths.Threshold, kit.Rules, s.saveThreshold),
		kit.Post(paths.Columns, kit.Act, s.saveColumns),
		kit.Get(paths.Product, kit.See, s.productPage),
		kit.Post(paths.ProductRule, kit.Rules, s.saveProductRule),
		kit.Get(paths.Checking, kit.See, s.checkProgress),
	}
}
