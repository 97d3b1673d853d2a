// Package report owns the monthly report: when items sold out, how early the alert was sent, and
// what followed.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It changes nothing: it only reads what is on record.
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

// Store is what this subject reads of a mall.
type Store interface {
	VariantsNamed(ctx context.Context, codes []string) ([]listing.InventoryRow, error)
	Supply(ctx context.Context) (preference.Supply, error)
	Months(ctx context.Context, from time.Time) ([]monthly.Month, error)
	ReportRecord(ctx context.Context, from, to, now time.Time) (monthly.Record, error)
	LatestSync(ctx context.Context) (inbound.Sync, error)
	BoundOf(ctx context.Context, days int, today time.Time) ([]listing.Bound, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
