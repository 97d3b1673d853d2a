// Package suppliers owns the pages of suppliers: the list, one supplier's terms, its score, how
// long its orders took, and the products that are ordered from it.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It does not compute scores: the domain does.
package suppliers

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store    merchant.Malls[Store]
	Merchant *merchant.Service
}

// Store is what this subject stores and reads of a mall.
type Store interface {
	SupplierPage(ctx context.Context, q purchase.SupplierQuery) ([]purchase.Supplier, string, error)
	Supplier(ctx context.Context, code string, since, today time.Time, zone *time.Location) (purchase.Supplier, error)
	SaveSupplierTerms(ctx context.Context, code string, t purchase.SupplierTerms, now time.Time) error
	AddOwnSupplier(ctx context.Context, t purchase.SupplierTerms, now time.Time) (string, error)
	DeleteOwnSupplier(ctx context.Context, code string) error
	AssignProducts(ctx context.Context, code string, of purchase.Assignment, by string, now time.Time) (int, []string, error)
	UnassignProduct(ctx context.Context, code string, productNo int64, by string, now time.Time) error
	Assigned(ctx context.Context, code string, most int) ([]purchase.Assigned, error)
	OrderSuppliers(ctx context.Context) ([]inbound.Supplier, error)
	AssignItems(ctx context.Context, a purchase.Assign) (act int64, err error)
	Assigning(ctx context.Context, act int64) (purchase.Assigning, error)
	UndoAssigned(ctx context.Context, act int64, by string, now time.Time) error
	Supply(ctx context.Context) (preference.Supply, error)
	Inventory(ctx context.Context, q listing.Params) ([]listing.InventoryRow, string, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
