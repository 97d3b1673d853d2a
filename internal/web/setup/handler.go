// Package setup is the list of first steps of a new mall.
//
// It names no other subject: what it needs of one it declares as a small interface.
package setup

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store      merchant.Malls[Store]
	Merchant   *merchant.Service
	StockPages StockPages
	Recipients Recipients
}

// Store is what this subject keeps and reads of a mall.
type Store interface {
	EndFirstSteps(ctx context.Context, now time.Time) error
	Rules(ctx context.Context, q listing.Params) ([]lowstock.Rule, string, error)
	CountAtDefault(ctx context.Context, threshold int) (int, error)
	Settings(ctx context.Context) (preference.Settings, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
