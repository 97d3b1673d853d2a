package web

import (
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/sheet"
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

// wayRoutes are the ways in, and the links of messages, which prove themselves.
func (s *Server) wayRoutes() []Route {
	return []Route{
		Get(paths.Launch, Anyone, s.landing).Within(consentTimeout),
		Get(paths.Install, See, s.startConsent).Within(consentTimeout),
		Get(paths.Consent, Anyone, s.continueConsent).Within(consentTimeout),
		Get(paths.Window, Anyone, s.openWindow).Within(consentTimeout),
		Get(paths.Callback, Anyone, s.finishConsent).Within(consentTimeout),

		Get(paths.Unsubscribe, Anyone, s.linkPage(notify.LinkUnsubscribe)),
		Post(paths.Unsubscribe, Anyone, s.followLink(notify.LinkUnsubscribe)),
		Get(paths.Confirm, Anyone, s.linkPage(notify.LinkConfirm, notify.LinkReturn)),
		Post(paths.Confirm, Anyone, s.followLink(notify.LinkConfirm, notify.LinkReturn)),
		Get(paths.Act, Anyone, s.linkPage(notify.LinkAcknowledge, notify.LinkSnooze)),
		Post(paths.Act, Anyone, s.followLink(notify.LinkAcknowledge, notify.LinkSnooze)),
		Get(paths.Open, Anyone, s.openPage),
		Post(paths.Open, Anyone, s.leaveForAdmin),
	}
}

// pageRoutes are the pages of a mall.
func (s *Server) pageRoutes() []Route {
	return []Route{
		Get(paths.Stock, See, s.stockPage),
		Get(paths.SyncProgress, See, s.syncProgress),
		Get(paths.Export, See, s.exportStock).Within(sheetTimeout),
		Post(paths.Threshold, Rules, s.saveThreshold),
		Post(paths.Columns, Act, s.saveColumns),
		Post(paths.Bulk, Rules, s.planBulk).Within(sheetTimeout),
		Get(paths.Product, See, s.productPage),
		Post(paths.ProductRule, Rules, s.saveProductRule),

		Post(paths.SkipSetup, Own, s.skipSetup),
		Post(paths.SetupThreshold, Own, s.saveSetupRule),
		Post(paths.SetupRecipient, Own, s.saveSetupMail),

		Get(paths.Alerts, See, s.alertsPage),
		Get(paths.Alert, See, s.alertPage),
		Post(paths.ManyAlerts, Act, s.actOnMany),
		Post(paths.AlertAct, Act, s.actOnAlert),
		Get(paths.Report, See, s.reportPage),

		Get(paths.Rules, See, s.rulesPage),
		Get(paths.Checking, See, s.checkProgress),
		Post(paths.Rules, Rules, s.saveRule),
		Post(paths.RulesImport, Rules, s.importSafety),
		Post(paths.Sheet, Rules, s.planSheet).Within(sheetTimeout).Takes(sheet.MaxBytes + maxBody),
		Post(paths.SheetApply, Rules, s.applySheet).Within(sheetTimeout).Takes(4 * maxBody),
		Post(paths.UndoRules, Rules, s.undoRules),
		Post(paths.Rule, Rules, s.changeRule),
		Post(paths.DeleteRule, Rules, s.deleteRule),

		Get(paths.Promotions, See, s.promotionsPage),
		Post(paths.Promotions, Rules, s.addPromotion),
		Post(paths.Holidays, Rules, s.saveHolidays),
		Post(paths.DeletePromotion, Rules, s.deletePromotion),

		Get(paths.Reorder, See, s.reorderPage),
		Get(paths.ReorderExport, See, s.exportReorder).Within(sheetTimeout),
		Post(paths.ReorderTerms, Rules, s.saveTerms),
		Post(paths.ReorderLead, Rules, s.saveLead),
		Post(paths.ReorderMail, Rules, s.mailReorder),

		Get(paths.Settings, See, s.settingsPage),
		Get(paths.Digest, See, s.digestPage),
		Post(paths.Team, Own, s.saveSettings(readTeam)),
		Post(paths.Schedule, Own, s.saveSettings(readSchedule)),
		Post(paths.Language, Own, s.saveSettings(readLanguage)),
		Post(paths.Channels, Own, s.saveSettings(s.readChannels)),
		Post(paths.Recipients, Own, s.saveSettings(readRecipient)),
		Post(paths.AddRecipient, Own, s.saveSettings(addRecipient)),
		Post(paths.RemoveRecipient, Own, s.saveSettings(removeRecipient)),
		Post(paths.ConfirmRecipients, Own, s.sendConfirm),
		Post(paths.SendTest, Own, s.sendTest).Within(mailTimeout),
		Post(paths.WebhookSecret, Own, s.webhookSecret),
		Post(paths.Tokens, Own, s.makeToken),
		Post(paths.DeleteToken, Own, s.deleteToken),

		Get(paths.Connection, See, s.connectionPage),
		Get(paths.Diagnostics, See, s.diagnosticsFile),
		Post(paths.SyncNow, Act, s.syncNow),
	}
}

// apiRoutes are the JSON API. openapi.json describes it; a test holds the two
// together.
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
