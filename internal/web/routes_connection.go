package web

import (
	"cafe24-inventory-alert/views/paths"
)

// connectionRoutes are the routes of this subject.
func (s *Server) connectionRoutes() []Route {
	return []Route{
		Get(paths.Connection, See, s.connectionPage),
		Post(paths.SyncNow, Act, s.syncNow),
	}
}
