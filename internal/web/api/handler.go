// Package api owns the JSON API and its OpenAPI document.
//
// It must not import another subject's package, and it must not render a page. What it needs of another
// subject it declares as a small interface.
package api

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/morning"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store    merchant.Malls[Store]
	Merchant *merchant.Service
	Work     Work
	Orders   Orders
	Version  string // of the app
}

// Store is what this subject stores and reads of a mall.
type Store interface {
	Products(ctx context.Context, q listing.Params) ([]listing.ProductRow, string, error)
	ProductsTotal(ctx context.Context, q listing.Params) (int, error)
	Product(ctx context.Context, no int64) (listing.ProductRow, error)
	Inventory(ctx context.Context, q listing.Params) ([]listing.InventoryRow, string, error)
	InventoryTotal(ctx context.Context, q listing.Params) (int, error)
	Counts(ctx context.Context) (listing.Counts, error)
	VariantsNamed(ctx context.Context, codes []string) ([]listing.InventoryRow, error)
	Situation(ctx context.Context, productNo int64, variantCode string) (lowstock.Situation, error)
	Sets(ctx context.Context, products ...int64) ([]bundles.Set, error)
	Rules(ctx context.Context, q listing.Params) ([]lowstock.Rule, string, error)
	DeleteRule(ctx context.Context, id int64, by string, now time.Time) error
	// SetRules makes all changes as one change, which UndoRules can take back as one. See
	// [rulebook.Change].
	SetRules(ctx context.Context, changes []lowstock.RuleChange, cause rulebook.Cause, by string, now time.Time) (rulebook.Change, error)
	PreviewRules(ctx context.Context, changes []lowstock.RuleChange, now time.Time) (rulebook.Preview, error)
	RuleChanges(ctx context.Context, q listing.Params) ([]rulebook.Change, string, error)
	UndoRules(ctx context.Context, changeID int64, by string, now time.Time) (rulebook.Change, error)
	Evaluation(ctx context.Context) (rulebook.Evaluation, error)
	SafetyChanges(ctx context.Context, replace bool) ([]lowstock.RuleChange, error)
	Incidents(ctx context.Context, q listing.Params) ([]lowstock.Incident, string, error)
	Incident(ctx context.Context, id int64) (lowstock.Incident, error)
	Timeline(ctx context.Context, id int64) ([]lowstock.Event, []outgoing.Attempt, error)
	AcknowledgeIncident(ctx context.Context, id int64, by string, now time.Time) (lowstock.Incident, error)
	SnoozeIncident(ctx context.Context, id int64, hold lowstock.Hold, by string, now time.Time) (lowstock.Incident, error)
	ResolveIncident(ctx context.Context, id int64, by string, now time.Time) (lowstock.Incident, error)
	Morning(ctx context.Context, today, now time.Time) (morning.List, error)
	Orderings(ctx context.Context) (suppliers map[string]purchase.Ordering, replyTo string, err error)
	Supply(ctx context.Context) (preference.Supply, error)
	Purchases(ctx context.Context, q purchase.Query) (purchase.Page, error)
	Purchase(ctx context.Context, id int64) (purchase.Order, error)
	SaveDrafts(ctx context.Context, drafts []purchase.Draft) ([]purchase.Order, error)
	DeleteDraft(ctx context.Context, id int64, version int, by string, now time.Time) error
	SendPurchase(ctx context.Context, s purchase.Sending) (purchase.Order, error)
	ReceivePurchase(ctx context.Context, a purchase.Arrival) (purchase.Order, error)
	UndoReceipt(ctx context.Context, order, receipt int64, by string, now time.Time) (purchase.Order, error)
	ClosePurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error)
	CancelPurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error)
	RestorePurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error)
	Settings(ctx context.Context) (preference.Settings, error)
	SaveSettings(ctx context.Context, s preference.Settings, by string, now time.Time) error
	LatestSync(ctx context.Context) (inbound.Sync, error)
}

// Work is what this subject needs of the background work.
type Work interface {
	// RequestSync starts a full sweep, or joins the one that runs.
	RequestSync(ctx context.Context, mall lowstock.MallID) (inbound.Sync, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
