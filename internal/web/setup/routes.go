package setup

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Post(paths.SkipSetup, kit.Own, h.skipSetup),
		kit.Post(paths.SetupThreshold, kit.Own, h.saveSetupRule),
		kit.Post(paths.SetupRecipient, kit.Own, h.saveSetupMail),
		kit.Get(paths.FirstLook, kit.See, h.firstLookPage),
		kit.Post(paths.DismissFirstLook, kit.Rules, h.dismissFirstLook),
	}
}
