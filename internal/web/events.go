package web

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// eventOf returns the event that the log has a line for when the route has
// succeeded; "" for none. A route that changes something has one by its right,
// so that a new route cannot be forgotten.
func eventOf(r kit.Route) kit.Event {
	if own, is := ownEvents()[r.Method+" "+r.Path]; is {
		return own
	}
	if r.Shows() {
		return ""
	}
	return map[kit.Right]kit.Event{
		kit.Act: kit.EventAlertsActed, kit.Rules: kit.EventRulesChanged, kit.Own: kit.EventSettingsChanged,
	}[r.Right]
}

// ownEvents are the routes whose event does not follow from their right.
func ownEvents() map[string]kit.Event {
	return map[string]kit.Event{
		"GET " + paths.Export:        kit.EventExportMade,
		"GET " + paths.ReorderExport: kit.EventExportMade,
		"GET " + paths.Diagnostics:   kit.EventExportMade,

		"POST " + paths.Tokens:                              kit.EventTokenMade,
		"POST " + paths.DeleteToken:                         kit.EventTokenRevoked,
		"POST " + paths.WebhookSecret:                       kit.EventSecretShown,
		"POST " + kit.RouteAPI + "/settings/webhook-secret": kit.EventSecretShown,
		"POST " + paths.SetupThreshold:                      kit.EventRulesChanged,

		"POST " + paths.ReorderMail:       kit.EventMailAsked,
		"POST " + paths.SendTest:          kit.EventMailAsked,
		"POST " + paths.ConfirmRecipients: kit.EventMailAsked,

		"POST " + paths.Bulk:                       "", // previews
		"POST " + paths.Sheet:                      "",
		"POST " + kit.RouteAPI + "/alerts/preview": "",
		"POST " + paths.Columns:                    "", // a person's own columns
	}
}
