package web

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// apiPageRoutes are answers in JSON that a page links to.
func (s *Server) apiPageRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Diagnostics, kit.See, s.diagnosticsFile),
	}
}

// apiRoutes are the routes of this subject.
func (s *Server) apiRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(kit.RouteAPI+"/openapi.json", kit.Anyone, s.openAPI),
		kit.Get(kit.RouteAPI+"/products", kit.See, s.apiProducts),
		kit.Get(kit.RouteAPI+"/products/:product_no", kit.See, s.apiProduct),
		kit.Get(kit.RouteAPI+"/inventory", kit.See, s.apiInventory),
		kit.Get(kit.RouteAPI+"/inventory/:product_no", kit.See, s.apiProductInventory),
		kit.Get(kit.RouteAPI+"/inventory/:product_no/:variant_code/explain", kit.See, s.apiExplain),
		kit.Get(kit.RouteAPI+"/alerts", kit.See, s.apiRules),
		kit.Post(kit.RouteAPI+"/alerts", kit.Rules, s.apiSetRule),
		kit.Post(kit.RouteAPI+"/alerts/preview", kit.Rules, s.apiPreviewRule),
		kit.Get(kit.RouteAPI+"/alerts/evaluation", kit.See, s.apiEvaluation),
		kit.Get(kit.RouteAPI+"/alerts/changes", kit.See, s.apiRuleChanges),
		kit.Post(kit.RouteAPI+"/alerts/changes/:id/undo", kit.Rules, s.apiUndoRules),
		kit.Post(kit.RouteAPI+"/alerts/import-safety", kit.Rules, s.apiImportSafety),
		kit.Delete(kit.RouteAPI+"/alerts/:id", kit.Rules, s.apiDeleteRule),
		kit.Get(kit.RouteAPI+"/incidents", kit.See, s.apiIncidents),
		kit.Get(kit.RouteAPI+"/incidents/:id", kit.See, s.apiIncident),
		kit.Post(kit.RouteAPI+"/incidents/:id/acknowledge", kit.Act, s.apiAcknowledge),
		kit.Post(kit.RouteAPI+"/incidents/:id/snooze", kit.Act, s.apiSnooze),
		kit.Post(kit.RouteAPI+"/incidents/:id/order", kit.Act, s.apiOrder),
		kit.Post(kit.RouteAPI+"/incidents/:id/resolve", kit.Act, s.apiResolve),
		kit.Post(kit.RouteAPI+"/incidents/:id/resend", kit.Act, s.apiResend),
		kit.Get(kit.RouteAPI+"/settings", kit.See, s.apiSettings),
		kit.Put(kit.RouteAPI+"/settings", kit.Own, s.apiSaveSettings),
		kit.Post(kit.RouteAPI+"/settings/webhook-secret", kit.Own, s.apiRotateSecret),
		kit.Get(kit.RouteAPI+"/connection", kit.See, s.apiConnection),
		kit.Get(kit.RouteAPI+"/sync", kit.See, s.apiSync),
		kit.Post(kit.RouteAPI+"/sync", kit.Act, s.apiStartSync),
	}
}
