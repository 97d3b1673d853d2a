package alerts

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Alerts, kit.See, h.alertsPage),
		kit.Get(paths.AlertsRisk, kit.See, h.alertsRisk),
		kit.Get(paths.Alert, kit.See, h.alertPage),
		kit.Post(paths.ManyAlerts, kit.Act, h.actOnMany).Asks(h.sureOfMany),
		kit.Post(paths.UndoAlerts, kit.Act, h.undoMany),
		kit.Get(paths.AlertsRun, kit.See, h.runProgress),
		kit.Post(paths.StopAlerts, kit.Act, h.stopMany),
		kit.Post(paths.OrderMany, kit.Act, h.orderMany),
		kit.Post(paths.AlertViews, kit.Act, h.saveView).Asks(h.sureOfView),
		kit.Post(paths.AlertAct, kit.Act, h.actOnAlert).Asks(h.sureOfOne),
	}
}
