// Package rules owns the page of rules: the default, the tree, the record of changes, and changes
// of many items by a file or a selection.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It does not decide which rule holds: the domain does.
package rules

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/rulebook"
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
	Inventory(ctx context.Context, q listing.Params) ([]listing.InventoryRow, string, error)
	VariantsNamed(ctx context.Context, codes []string) ([]listing.InventoryRow, error)
	Counts(ctx context.Context) (listing.Counts, error)
	RulesStanding(ctx context.Context) ([]rulebook.Standing, error)
	RuleByID(ctx context.Context, id int64) (lowstock.Rule, error)
	DeleteRule(ctx context.Context, id int64, by string, now time.Time) error
	// SetRules makes all changes as one change, which UndoRules can take back as one. See
	// [rulebook.Change].
	SetRules(ctx context.Context, changes []lowstock.RuleChange, cause rulebook.Cause, by string, now time.Time) (rulebook.Change, error)
	PreviewRules(ctx context.Context, changes []lowstock.RuleChange, now time.Time) (rulebook.Preview, error)
	RuleChanges(ctx context.Context, q listing.Params) ([]rulebook.Change, string, error)
	UndoRules(ctx context.Context, changeID int64, by string, now time.Time) (rulebook.Change, error)
	Evaluation(ctx context.Context) (rulebook.Evaluation, error)
	SafetyChanges(ctx context.Context, replace bool) ([]lowstock.RuleChange, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
