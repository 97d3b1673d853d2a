package web

import (
	"slices"

	"cafe24-inventory-alert/views/paths"
)

// The tables of routes, one a surface: method, path, the right that it needs,
// the handler, and where they differ its timeout and its limit of the body.

// programRoutes are for what is no browser.
func (s *Server) programRoutes() []Route {
	return []Route{
		Post(paths.Webhook, Anyone, s.webhook).Takes(maxWebhookBody),
		Get("/healthz", Anyone, s.healthz),
		Head("/healthz", Anyone, s.healthz),
		Get("/health", Anyone, s.healthz),
		Head("/health", Anyone, s.healthz),
		Get("/readyz", Anyone, s.readyz),
		Head("/readyz", Anyone, s.readyz),
		Get("/static/*", Anyone, s.staticFile),
		Head("/static/*", Anyone, s.staticFile),
	}
}

// pageRoutes are the pages of a mall, subject by subject.
func (s *Server) pageRoutes() []Route {
	return slices.Concat(
		s.stockRoutes(),
		s.rulesRoutes(),
		s.setupRoutes(),
		s.alertsRoutes(),
		s.reportRoutes(),
		s.planningRoutes(),
		s.settingsRoutes(),
		s.connectionRoutes(),
		s.apiPageRoutes(),
	)
}
