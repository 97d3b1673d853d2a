package connection

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Connection, kit.See, h.connectionPage),
		kit.Post(paths.SyncNow, kit.Act, h.syncNow),
	}
}
