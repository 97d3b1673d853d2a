// Package setup owns the first steps of a new mall: the strip above the stock list, and the forms
// in it.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It stores no rule or recipient in its own way: it uses the same functions as the
// pages of rules and settings.
package setup

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/overview"
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

// Store is what this subject stores and reads of a mall.
type Store interface {
	EndFirstSteps(ctx context.Context, now time.Time) error
	FirstLook(ctx context.Context, most int) (overview.FirstLook, []overview.PastStockoutsRow, error)
	DismissFirstLook(ctx context.Context, now time.Time) error
	Rules(ctx context.Context, q listing.Params) ([]lowstock.Rule, string, error)
	CountAtDefault(ctx context.Context, threshold int) (int, error)
	Settings(ctx context.Context) (preference.Settings, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
