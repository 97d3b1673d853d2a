package support

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Help, kit.Anyone, h.helpIndex),
		kit.Get(paths.HelpPage, kit.Anyone, h.helpPage),
		kit.Get(paths.Status, kit.Anyone, h.statusPage),
		kit.Get(paths.StatusJSON, kit.Anyone, h.statusJSON),
		kit.Get(paths.News, kit.See, h.newsPage),
		kit.Get(paths.Contact, kit.See, h.contactPage),
		kit.Post(paths.Contact, kit.Act, h.checkContact),
		kit.Post(paths.ContactSend, kit.Act, h.sendContact),
	}
}
