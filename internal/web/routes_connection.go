package web

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// connectionRoutes are the routes of this subject.
func (s *Server) connectionRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Connection, kit.See, s.connectionPage),
		kit.Post(paths.SyncNow, kit.Act, s.syncNow),
	}
}
