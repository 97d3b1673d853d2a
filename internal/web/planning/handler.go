// Package planning owns what a merchant plans: promotions and holidays, and what to order from
// which supplier.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It does not compute forecasts itself: the domain does.
package planning

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outlook"
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
	Products ProductPages
	// Suppliers shows a supplier's page again with a refused lead time.
	Suppliers LeadPages
}

// Store is what this subject stores and reads of a mall.
type Store interface {
	Inventory(ctx context.Context, q listing.Params) ([]listing.InventoryRow, string, error)
	VariantsNamed(ctx context.Context, codes []string) ([]listing.InventoryRow, error)
	DemandProgress(ctx context.Context, now time.Time) (demand.Progress, error)
	Demand(ctx context.Context, codes []string, from, to time.Time) ([]demand.Series, error)
	Models(ctx context.Context, codes []string) (map[string]outlook.StoredModel, error)
	Events(ctx context.Context) (outlook.EventPlan, error)
	AddPromotion(ctx context.Context, p outlook.Promotion, now time.Time) (outlook.Promotion, error)
	DeletePromotion(ctx context.Context, id int64, by string, now time.Time) error
	SetHolidays(ctx context.Context, holidays []outlook.HolidayPercent, now time.Time) error
	MallDemand(ctx context.Context, from, to time.Time) ([]demand.MallDay, error)
	Supply(ctx context.Context) (preference.Supply, error)
	SaveSupply(ctx context.Context, supply preference.Supply, by string, now time.Time) error
	SupplierRecords(ctx context.Context, code string, since time.Time, zone *time.Location) ([]purchase.Record, error)
	SaveLeadTime(ctx context.Context, l preference.LeadTime, now time.Time) error
	ItemTerms(ctx context.Context, codes []string) (map[string]purchase.ItemTerms, error)
	SaveItemTerms(ctx context.Context, t purchase.ItemTerms, now time.Time) error
	Orderings(ctx context.Context) (suppliers map[string]purchase.Ordering, replyTo string, err error)
	Purchases(ctx context.Context, q purchase.Query) (purchase.Page, error)
	GiveUpRest(ctx context.Context, g purchase.GiveUp) (purchase.Order, error)
	RestorePurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error)
	SaveDrafts(ctx context.Context, drafts []purchase.Draft) ([]purchase.Order, error)
	SupplierNeeds(ctx context.Context, today time.Time) ([]outlook.SupplierNeed, error)
	MailReorder(ctx context.Context, recipient string, sheet outlook.ReorderSheet, now time.Time) error
	Settings(ctx context.Context) (preference.Settings, error)
	LatestSync(ctx context.Context) (inbound.Sync, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
