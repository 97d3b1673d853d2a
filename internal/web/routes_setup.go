package web

import (
	"cafe24-inventory-alert/views/paths"
)

// setupRoutes are the routes of this subject.
func (s *Server) setupRoutes() []Route {
	return []Route{
		Post(paths.SkipSetup, Own, s.skipSetup),
		Post(paths.SetupThreshold, Own, s.saveSetupRule),
		Post(paths.SetupRecipient, Own, s.saveSetupMail),
	}
}
