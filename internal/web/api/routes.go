package api

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// PageRoutes returns the routes with a JSON answer to which a page links.
func (h *Handler) PageRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Diagnostics, kit.See, h.diagnosticsFile),
	}
}

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(kit.RouteAPI+"/openapi.json", kit.Anyone, h.openAPI),
		kit.Get(kit.RouteAPI+"/products", kit.See, h.apiProducts),
		kit.Get(kit.RouteAPI+"/products/:product_no", kit.See, h.apiProduct),
		kit.Get(kit.RouteAPI+"/inventory", kit.See, h.apiInventory),
		kit.Get(kit.RouteAPI+"/inventory/:product_no", kit.See, h.apiProductInventory),
		kit.Get(kit.RouteAPI+"/inventory/:product_no/:variant_code/explain", kit.See, h.apiExplain),
		kit.Get(kit.RouteAPI+"/alerts", kit.See, h.apiRules),
		kit.Post(kit.RouteAPI+"/alerts", kit.Rules, h.apiSetRule),
		kit.Post(kit.RouteAPI+"/alerts/preview", kit.Rules, h.apiPreviewRule),
		kit.Get(kit.RouteAPI+"/alerts/evaluation", kit.See, h.apiEvaluation),
		kit.Get(kit.RouteAPI+"/alerts/changes", kit.See, h.apiRuleChanges),
		kit.Post(kit.RouteAPI+"/alerts/changes/:id/undo", kit.Rules, h.apiUndoRules),
		kit.Post(kit.RouteAPI+"/alerts/import-safety", kit.Rules, h.apiImportSafety),
		kit.Delete(kit.RouteAPI+"/alerts/:id", kit.Rules, h.apiDeleteRule),
		kit.Get(kit.RouteAPI+"/incidents", kit.See, h.apiIncidents),
		kit.Get(kit.RouteAPI+"/incidents/:id", kit.See, h.apiIncident),
		kit.Post(kit.RouteAPI+"/incidents/:id/acknowledge", kit.Act, h.apiAcknowledge),
		kit.Post(kit.RouteAPI+"/incidents/:id/snooze", kit.Act, h.apiSnooze),
		kit.Post(kit.RouteAPI+"/incidents/:id/order", kit.Act, h.apiOrder),
		kit.Post(kit.RouteAPI+"/incidents/:id/resolve", kit.Act, h.apiResolve),
		kit.Post(kit.RouteAPI+"/incidents/:id/resend", kit.Act, h.apiResend),
		kit.Get(kit.RouteAPI+"/settings", kit.See, h.apiSettings),
		kit.Put(kit.RouteAPI+"/settings", kit.Own, h.apiSaveSettings),
		kit.Post(kit.RouteAPI+"/settings/webhook-secret", kit.Own, h.apiRotateSecret),
		kit.Get(kit.RouteAPI+"/connection", kit.See, h.apiConnection),
		kit.Get(kit.RouteAPI+"/sync", kit.See, h.apiSync),
		kit.Post(kit.RouteAPI+"/sync", kit.Act, h.apiStartSync),
	}
}
