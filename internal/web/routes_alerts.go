package web

import (
	"cafe24-inventory-alert/views/paths"
)

// alertsRoutes are the routes of this subject.
func (s *Server) alertsRoutes() []Route {
	return []Route{
		Get(paths.Alerts, See, s.alertsPage),
		Get(paths.Alert, See, s.alertPage),
		Post(paths.ManyAlerts, Act, s.actOnMany),
		Post(paths.AlertAct, Act, s.actOnAlert),
	}
}
