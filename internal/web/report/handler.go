// Package report is the monthly report: when things sold out, how early it was
// announced, and what came of it.
//
// It names no other subject: what it needs of one it declares as a small interface.
package report

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/monthly"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store merchant.Malls[Store]
}

// Store is what this subject keeps and reads of a mall.
type Store interface {
	VariantsNamed(ctx context.Context, codes []string) ([]listing.InventoryRow, error)
	Supply(ctx context.Context) (preference.Supply, error)
	ReportRecord(ctx context.Context, from, to, now time.Time) (monthly.Record, error)
	LatestSync(ctx context.Context) (inbound.Sync, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
