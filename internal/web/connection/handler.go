// Package connection owns the page that shows how the app works for a mall. From there a full sweep
// can be requested.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It does not check anything itself: it presents what the background work has
// found.
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

// Work is what this subject needs of the background work.
type Work interface {
	// RequestSync starts a full sweep, or joins the one that runs.
	RequestSync(ctx context.Context, mall lowstock.MallID) (inbound.Sync, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
