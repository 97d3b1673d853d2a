package web

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// planningRoutes are the routes of this subject.
func (s *Server) planningRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Promotions, kit.See, s.promotionsPage),
		kit.Post(paths.Promotions, kit.Rules, s.addPromotion),
		kit.Post(paths.Holidays, kit.Rules, s.saveHolidays),
		kit.Post(paths.DeletePromotion, kit.Rules, s.deletePromotion),
		kit.Get(paths.Reorder, kit.See, s.reorderPage),
		kit.Get(paths.ReorderExport, kit.See, s.exportReorder).Within(kit.SheetTimeout),
		kit.Post(paths.ReorderTerms, kit.Rules, s.saveTerms),
		kit.Post(paths.ReorderLead, kit.Rules, s.saveLead),
		kit.Post(paths.ReorderMail, kit.Rules, s.mailReorder),
	}
}
