package web

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// alertsRoutes are the routes of this subject.
func (s *Server) alertsRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Alerts, kit.See, s.alertsPage),
		kit.Get(paths.Alert, kit.See, s.alertPage),
		kit.Post(paths.ManyAlerts, kit.Act, s.actOnMany),
		kit.Post(paths.AlertAct, kit.Act, s.actOnAlert),
	}
}
