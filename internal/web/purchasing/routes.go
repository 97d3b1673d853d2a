package purchasing

import "cafe24-inventory-alert/internal/web/kit"

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route { return nil }
