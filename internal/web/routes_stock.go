package web

import (
	"cafe24-inventory-alert/views/paths"
)

// stockRoutes are the routes of this subject.
func (s *Server) stockRoutes() []Route {
	return []Route{
		Get(paths.Stock, See, s.stockPage),
		Get(paths.SyncProgress, See, s.syncProgress),
		Get(paths.Export, See, s.exportStock).Within(sheetTimeout),
		Post(paths.Threshold, Rules, s.saveThreshold),
		Post(paths.Columns, Act, s.saveColumns),
		Get(paths.Product, See, s.productPage),
		Post(paths.ProductRule, Rules, s.saveProductRule),
		Get(paths.Checking, See, s.checkProgress),
	}
}
