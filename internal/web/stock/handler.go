// Package stock owns the list of items, a product's page, the threshold that is
// typed into a row, and the list as a file.
//
// It must not name another subject. What it needs from one it declares as a
// small interface.
package stock

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store    merchant.Malls[Store]
	Merchant *merchant.Service
	Work     Work
	Strip    Strip
}

// Store is what this subject reads and writes of one mall.
type Store interface {
	// Together is for writes and for the reads that depend on them. It may run
	// work more than once.
	Together(ctx context.Context, work func(context.Context) error) error
	HideColumns(ctx context.Context, operator string, hidden []string) error
	Product(ctx context.Context, no int64) (listing.ProductRow, error)
	ProductCounts(ctx context.Context, no int64) (listing.Counts, error)
	Inventory(ctx context.Context, q listing.Params) ([]listing.InventoryRow, string, error)
	// InventoryAhead lets what is read first in the context's snapshot also read
	// the list of a later Inventory with the same query.
	InventoryAhead(ctx context.Context, q listing.Params)
	InventoryTotal(ctx context.Context, q listing.Params) (int, error)
	AtRisk(ctx context.Context, q listing.Params) (listing.AtRisk, error)
	KeepAtRisk(ctx context.Context, today time.Time) (listing.AtRisk, listing.TilesAtRisk, error)
	Bound(ctx context.Context, q listing.Params) (listing.Bound, error)
	VariantsNamed(ctx context.Context, codes []string) ([]listing.InventoryRow, error)
	Around(ctx context.Context, q listing.AroundQuery) (listing.Around, error)
	Counts(ctx context.Context) (listing.Counts, error)
	Situation(ctx context.Context, productNo int64, variantCode string) (lowstock.Situation, error)
	History(ctx context.Context, variantCode string, since time.Time) ([]lowstock.Point, error)
	VariantEvents(ctx context.Context, productNo int64, variantCode string, since time.Time) ([]lowstock.Event, error)
	DemandProgress(ctx context.Context, now time.Time) (demand.Progress, error)
	Demand(ctx context.Context, codes []string, from, to time.Time) ([]demand.Series, error)
	Sets(ctx context.Context, products ...int64) ([]bundles.Set, error)
	Orderings(ctx context.Context) (suppliers map[string]purchase.Ordering, replyTo string, err error)
	ProductTerms(ctx context.Context, productNo int64) (map[string]purchase.ItemTerms, error)
	Rules(ctx context.Context, q listing.Params) ([]lowstock.Rule, string, error)
	DeleteRule(ctx context.Context, id int64, by string, now time.Time) error
	// SetRules makes the changes as one change, which UndoRules undoes as one;
	// see [rulebook.Change].
	SetRules(ctx context.Context, changes []lowstock.RuleChange, cause rulebook.Cause, by string, now time.Time) (rulebook.Change, error)
	Evaluation(ctx context.Context) (rulebook.Evaluation, error)
	Models(ctx context.Context, codes []string) (map[string]outlook.StoredModel, error)
	Events(ctx context.Context) (outlook.EventPlan, error)
	Supply(ctx context.Context) (preference.Supply, error)
	LatestSync(ctx context.Context) (inbound.Sync, error)
}

// Work is what this subject needs of the background work.
type Work interface {
	// Look requests a new reading of a product that a person has opened.
	Look(ctx context.Context, mall lowstock.MallID, productNo int64) error
}

// viewer is a [present.Viewer] with the presenters of this subject, for one
// goroutine. It holds what it has written: the rows of a list show the same few
// days and moments. It is not copied with the settings in it: a list of 50 rows
// called 500 of its methods.
type viewer struct {
	*present.Viewer
	days    map[int]string
	moments map[time.Time]views.Time
}

func viewing(r present.Viewer) viewer {
	return viewer{&r, map[int]string{}, map[time.Time]views.Time{}}
}

func (h *Handler) viewerOf(who kit.Session) viewer { return viewing(h.ViewerOf(who)) }

// moment is [present.Viewer.Moment], written once.
func (r viewer) moment(t time.Time) views.Time {
	text, is := r.moments[t]
	if !is {
		text = r.Moment(t)
		r.moments[t] = text
	}
	return text
}
