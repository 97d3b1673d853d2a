package web

import (
	"cafe24-inventory-alert/views/paths"
)

// reportRoutes are the routes of this subject.
func (s *Server) reportRoutes() []Route {
	return []Route{
		Get(paths.Report, See, s.reportPage),
	}
}
