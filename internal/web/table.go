package web

import (
	"slices"

	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// These are the tables of routes, one for each surface. A route has its method,
// path, required right and handler. It has a timeout and a body limit only when
// they differ from the defaults.

// programRoutes are the routes for programs that are not browsers.
func (s *Server) programRoutes() []kit.Route {
	return []kit.Route{
		kit.Post(paths.Webhook, kit.Anyone, s.webhook).Takes(maxWebhookBody),
		kit.Get("/healthz", kit.Anyone, s.healthz),
		kit.Head("/healthz", kit.Anyone, s.healthz),
		kit.Get("/health", kit.Anyone, s.healthz),
		kit.Head("/health", kit.Anyone, s.healthz),
		kit.Get("/readyz", kit.Anyone, s.readyz),
		kit.Head("/readyz", kit.Anyone, s.readyz),
		kit.Get("/static/*", kit.Anyone, s.staticFile),
		kit.Head("/static/*", kit.Anyone, s.staticFile),
	}
}

// pageRoutes are the pages of a mall, subject by subject.
func (s *Server) pageRoutes() []kit.Route {
	return slices.Concat(
		s.stock.Routes(),
		s.rules.Routes(),
		s.setup.Routes(),
		s.alerts.Routes(),
		s.morning.Routes(),
		s.report.Routes(),
		s.planning.Routes(),
		s.suppliers.Routes(),
		s.purchasing.Routes(),
		s.settings.Routes(),
		s.connection.Routes(),
		s.api.PageRoutes(),
		s.support.Routes(),
		s.answering.Routes(),
	)
}
