package web

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/purchase"
)

// SheetStore stores how items are ordered, and the drafts that a reorder sheet
// makes.
type SheetStore interface {
	ItemTerms(ctx context.Context, codes []string) (map[string]purchase.ItemTerms, error)
	ProductTerms(ctx context.Context, productNo int64) (map[string]purchase.ItemTerms, error)
	SaveItemTerms(ctx context.Context, t purchase.ItemTerms, now time.Time) error
	Orderings(ctx context.Context) (suppliers map[string]purchase.Ordering, replyTo string, err error)
	Purchases(ctx context.Context, q purchase.Query) (purchase.Page, error)
	SaveDrafts(ctx context.Context, drafts []purchase.Draft) ([]purchase.Order, error)
}
