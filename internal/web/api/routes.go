package api

import (
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// PageRoutes returns the routes with a JSON answer to which a page links.
func (h *Handler) PageRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Diagnostics, kit.See, h.diagnosticsFile),
	}
}

// Routes returns the routes of this subject, each with the right that an
// operator needs and the scope that a token needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(kit.RouteAPI+"/openapi.json", kit.Anyone, h.openAPI),
		kit.Get(kit.RouteAPI+"/products", kit.See, h.apiProducts).For(team.ScopeRead),
		kit.Get(kit.RouteAPI+"/products/:product_no", kit.See, h.apiProduct).For(team.ScopeRead),
		kit.Get(kit.RouteAPI+"/inventory", kit.See, h.apiInventory).For(team.ScopeRead),
		kit.Get(kit.RouteAPI+"/inventory/:product_no", kit.See, h.apiProductInventory).For(team.ScopeRead),
		kit.Get(kit.RouteAPI+"/inventory/:product_no/:variant_code/explain", kit.See, h.apiExplain).For(team.ScopeRead),
		kit.Get(kit.RouteAPI+"/alerts", kit.See, h.apiRules).For(team.ScopeRead),
		kit.Post(kit.RouteAPI+"/alerts", kit.Rules, h.apiSetRule).For(team.ScopeRules),
		kit.Post(kit.RouteAPI+"/alerts/preview", kit.Rules, h.apiPreviewRule).For(team.ScopeRules),
		kit.Get(kit.RouteAPI+"/alerts/evaluation", kit.See, h.apiEvaluation).For(team.ScopeRead),
		kit.Get(kit.RouteAPI+"/alerts/changes", kit.See, h.apiRuleChanges).For(team.ScopeRead),
		kit.Post(kit.RouteAPI+"/alerts/changes/:id/undo", kit.Rules, h.apiUndoRules).For(team.ScopeRules),
		kit.Post(kit.RouteAPI+"/alerts/import-safety", kit.Rules, h.apiImportSafety).For(team.ScopeRules),
		kit.Delete(kit.RouteAPI+"/alerts/:id", kit.Rules, h.apiDeleteRule).For(team.ScopeRules),
		kit.Get(kit.RouteAPI+"/incidents", kit.See, h.apiIncidents).For(team.ScopeRead),
		kit.Get(kit.RouteAPI+"/incidents/:id", kit.See, h.apiIncident).For(team.ScopeRead),
		kit.Post(kit.RouteAPI+"/incidents/:id/acknowledge", kit.Act, h.apiAcknowledge).For(team.ScopeAlerts),
		kit.Post(kit.RouteAPI+"/incidents/:id/snooze", kit.Act, h.apiSnooze).For(team.ScopeAlerts),
		kit.Post(kit.RouteAPI+"/incidents/:id/order", kit.Act, h.apiOrder).For(team.ScopeAlerts),
		kit.Post(kit.RouteAPI+"/incidents/:id/resolve", kit.Act, h.apiResolve).For(team.ScopeAlerts),
		kit.Post(kit.RouteAPI+"/incidents/:id/resend", kit.Act, h.apiResend).For(team.ScopeAlerts),
		kit.Get(kit.RouteAPI+"/morning", kit.See, h.apiMorning).For(team.ScopeRead),
		kit.Get(kit.RouteAPI+"/suppliers", kit.See, h.apiSuppliers).For(team.ScopeRead),
		kit.Get(kit.RouteAPI+"/purchase-orders", kit.See, h.apiPurchases).For(team.ScopeRead),
		kit.Post(kit.RouteAPI+"/purchase-orders", kit.Rules, h.apiCreatePurchase).For(team.ScopeRules),
		kit.Get(kit.RouteAPI+"/purchase-orders/:id", kit.See, h.apiPurchase).For(team.ScopeRead),
		kit.Put(kit.RouteAPI+"/purchase-orders/:id", kit.Rules, h.apiChangePurchase).For(team.ScopeRules),
		kit.Delete(kit.RouteAPI+"/purchase-orders/:id", kit.Rules, h.apiDeletePurchase).For(team.ScopeRules),
		kit.Post(kit.RouteAPI+"/purchase-orders/:id/send", kit.Rules, h.apiSendPurchase).For(team.ScopeRules),
		kit.Post(kit.RouteAPI+"/purchase-orders/:id/receipts", kit.Act, h.apiReceivePurchase).For(team.ScopeAlerts),
		kit.Post(kit.RouteAPI+"/purchase-orders/:id/receipts/:receipt/undo", kit.Act, h.apiUndoReceipt).For(team.ScopeAlerts),
		kit.Post(kit.RouteAPI+"/purchase-orders/:id/close", kit.Rules, h.apiClosePurchase).For(team.ScopeRules),
		kit.Post(kit.RouteAPI+"/purchase-orders/:id/cancel", kit.Rules, h.apiCancelPurchase).For(team.ScopeRules),
		kit.Post(kit.RouteAPI+"/purchase-orders/:id/restore", kit.Rules, h.apiRestorePurchase).For(team.ScopeRules),
		kit.Get(kit.RouteAPI+"/settings", kit.See, h.apiSettings).For(team.ScopeRead),
		kit.Put(kit.RouteAPI+"/settings", kit.Own, h.apiSaveSettings).For(team.ScopeSettings),
		kit.Post(kit.RouteAPI+"/settings/webhook-secret", kit.Own, h.apiRotateSecret).For(team.ScopeSettings),
		kit.Get(kit.RouteAPI+"/connection", kit.See, h.apiConnection).For(team.ScopeRead),
		kit.Get(kit.RouteAPI+"/sync", kit.See, h.apiSync).For(team.ScopeRead),
		kit.Post(kit.RouteAPI+"/sync", kit.Act, h.apiStartSync).For(team.ScopeAlerts),
	}
}
