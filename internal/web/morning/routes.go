package morning

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Morning, kit.See, h.page),
		kit.Get(paths.MorningLeft, kit.See, h.left),
		kit.Post(paths.Morning, kit.Act, h.answer),
		kit.Post(paths.UndoMorning, kit.Act, h.undo),
	}
}
