package web

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// setupRoutes are the routes of this subject.
func (s *Server) setupRoutes() []kit.Route {
	return []kit.Route{
		kit.Post(paths.SkipSetup, kit.Own, s.skipSetup),
		kit.Post(paths.SetupThreshold, kit.Own, s.saveSetupRule),
		kit.Post(paths.SetupRecipient, kit.Own, s.saveSetupMail),
	}
}
