package web

import (
	"cafe24-inventory-alert/views/paths"
)

// planningRoutes are the routes of this subject.
func (s *Server) planningRoutes() []Route {
	return []Route{
		Get(paths.Promotions, See, s.promotionsPage),
		Post(paths.Promotions, Rules, s.addPromotion),
		Post(paths.Holidays, Rules, s.saveHolidays),
		Post(paths.DeletePromotion, Rules, s.deletePromotion),
		Get(paths.Reorder, See, s.reorderPage),
		Get(paths.ReorderExport, See, s.exportReorder).Within(sheetTimeout),
		Post(paths.ReorderTerms, Rules, s.saveTerms),
		Post(paths.ReorderLead, Rules, s.saveLead),
		Post(paths.ReorderMail, Rules, s.mailReorder),
	}
}
