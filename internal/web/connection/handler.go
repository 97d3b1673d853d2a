// Package connection is the page that says how the app works for a mall, and asks for
// a full reading.
//
// It names no other subject: what it needs of one it declares as a small interface.
package connection

import (
	"context"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Merchant *merchant.Service
	Work     Work
}

// Work is what this subject asks of the background work.
type Work interface {
	// RequestSync starts a full sweep, or joins the one that runs.
	RequestSync(ctx context.Context, mall lowstock.MallID) (inbound.Sync, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
