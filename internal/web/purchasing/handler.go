// Package purchasing owns the pages of purchase orders to suppliers: the list, a
// draft, a sent order and what happens to it, its print and its files.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It does not decide what an order's state is: the domain does.
package purchasing

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store merchant.Malls[Store]
	Links notify.Links
}

// Store is what this subject stores and reads of a mall.
type Store interface {
	Together(ctx context.Context, work func(context.Context) error) error
	Purchases(ctx context.Context, q purchase.Query) (purchase.Page, error)
	Purchase(ctx context.Context, id int64) (purchase.Order, error)
	SaveDrafts(ctx context.Context, drafts []purchase.Draft) ([]purchase.Order, error)
	DeleteDraft(ctx context.Context, id int64, version int, by string, now time.Time) error
	SendPurchase(ctx context.Context, s purchase.Sending) (purchase.Order, error)
	ReviseAndSend(ctx context.Context, s purchase.Sending) (purchase.Order, error)
	ResendPurchase(ctx context.Context, s purchase.Sending) (purchase.Order, error)
	ReceivePurchase(ctx context.Context, a purchase.Arrival) (purchase.Order, error)
	UndoReceipt(ctx context.Context, order, receipt int64, by string, now time.Time) (purchase.Order, error)
	GiveUpRest(ctx context.Context, g purchase.GiveUp) (purchase.Order, error)
	ClosePurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error)
	CancelPurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error)
	RestorePurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error)
	Proposals(ctx context.Context) ([]purchase.Proposal, error)
	AnswerProposal(ctx context.Context, r purchase.Reply) error
	AnswerPurchase(ctx context.Context, order int64, version int, a purchase.Answer) (purchase.Order, error)
	PurchaseLink(ctx context.Context, order int64, now time.Time) (purchase.Link, error)
	EndPurchaseLink(ctx context.Context, order int64, now time.Time) error
	Orderings(ctx context.Context) (suppliers map[string]purchase.Ordering, replyTo string, err error)
	OrderSuppliers(ctx context.Context) ([]inbound.Supplier, error)
	Inventory(ctx context.Context, q listing.Params) ([]listing.InventoryRow, string, error)
	VariantsNamed(ctx context.Context, codes []string) ([]listing.InventoryRow, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
