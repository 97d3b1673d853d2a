package answering

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject. The token in the address is the
// proof; there is no session.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.SupplierPage, kit.Anyone, h.page),
		kit.Head(paths.SupplierPage, kit.Anyone, h.page),
		kit.Post(paths.SupplierPage, kit.Anyone, h.answer),
	}
}
