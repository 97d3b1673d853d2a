package web

import (
	"cafe24-inventory-alert/views/paths"
)

// apiPageRoutes are answers in JSON that a page links to.
func (s *Server) apiPageRoutes() []Route {
	return []Route{
		Get(paths.Diagnostics, See, s.diagnosticsFile),
	}
}

// apiRoutes are the routes of this subject.
func (s *Server) apiRoutes() []Route {
	return []Route{
		Get(routeAPI+"/openapi.json", Anyone, s.openAPI),
		Get(routeAPI+"/products", See, s.apiProducts),
		Get(routeAPI+"/products/:product_no", See, s.apiProduct),
		Get(routeAPI+"/inventory", See, s.apiInventory),
		Get(routeAPI+"/inventory/:product_no", See, s.apiProductInventory),
		Get(routeAPI+"/inventory/:product_no/:variant_code/explain", See, s.apiExplain),
		Get(routeAPI+"/alerts", See, s.apiRules),
		Post(routeAPI+"/alerts", Rules, s.apiSetRule),
		Post(routeAPI+"/alerts/preview", Rules, s.apiPreviewRule),
		Get(routeAPI+"/alerts/evaluation", See, s.apiEvaluation),
		Get(routeAPI+"/alerts/changes", See, s.apiRuleChanges),
		Post(routeAPI+"/alerts/changes/:id/undo", Rules, s.apiUndoRules),
		Post(routeAPI+"/alerts/import-safety", Rules, s.apiImportSafety),
		Delete(routeAPI+"/alerts/:id", Rules, s.apiDeleteRule),
		Get(routeAPI+"/incidents", See, s.apiIncidents),
		Get(routeAPI+"/incidents/:id", See, s.apiIncident),
		Post(routeAPI+"/incidents/:id/acknowledge", Act, s.apiAcknowledge),
		Post(routeAPI+"/incidents/:id/snooze", Act, s.apiSnooze),
		Post(routeAPI+"/incidents/:id/order", Act, s.apiOrder),
		Post(routeAPI+"/incidents/:id/resolve", Act, s.apiResolve),
		Post(routeAPI+"/incidents/:id/resend", Act, s.apiResend),
		Get(routeAPI+"/settings", See, s.apiSettings),
		Put(routeAPI+"/settings", Own, s.apiSaveSettings),
		Post(routeAPI+"/settings/webhook-secret", Own, s.apiRotateSecret),
		Get(routeAPI+"/connection", See, s.apiConnection),
		Get(routeAPI+"/sync", See, s.apiSync),
		Post(routeAPI+"/sync", Act, s.apiStartSync),
	}
}
