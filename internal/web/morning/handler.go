// Package morning owns the short daily list: what needs an answer today, the three answers, and
// what was done.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It does not decide what is on the list: the domain and the store do.
package morning

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/morning"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store  merchant.Malls[Store]
	Orders Orders
}

// Orders says what a reorder sheet says of items.
type Orders interface {
	ReorderLines(ctx context.Context, who kit.Session, rows []listing.InventoryRow) ([]outlook.ReorderLine, preference.Supply, error)
}

// Store is what this subject stores and reads of a mall.
type Store interface {
	Counts(ctx context.Context) (listing.Counts, error)
	LatestSync(ctx context.Context) (inbound.Sync, error)
	DemandProgress(ctx context.Context, now time.Time) (demand.Progress, error)
	Morning(ctx context.Context, today, now time.Time) (morning.List, error)
	MorningDone(ctx context.Context, since, today, now time.Time, zone string) (morning.Done, error)
	AnswerMorning(ctx context.Context, r morning.Request) (morning.Answer, error)
	UndoMorning(ctx context.Context, id int64, by string, now time.Time) (morning.Answer, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
