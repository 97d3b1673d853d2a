package web

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// reportRoutes are the routes of this subject.
func (s *Server) reportRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Report, kit.See, s.reportPage),
	}
}
