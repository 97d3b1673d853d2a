// Package alerts owns the list of alerts and the page of one alert: who takes care of it, until
// when it is snoozed, and to whom it was sent.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It does not decide when an alert is raised or resolved: the domain does.
package alerts

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store    merchant.Malls[Store]
	Merchant *merchant.Service
	Sheet    Sheet
}

// Sheet is the order sheet: what it proposes to order of variants, by their codes. A variant of
// which it proposes nothing is left out.
type Sheet interface {
	OrderLines(ctx context.Context, who kit.Session, codes []string) (map[string]outlook.ReorderLine, error)
}

// Store is what this subject stores and reads of a mall.
type Store interface {
	Counts(ctx context.Context) (listing.Counts, error)
	Sets(ctx context.Context, products ...int64) ([]bundles.Set, error)
	Incidents(ctx context.Context, q listing.Params) ([]lowstock.Incident, string, error)
	DemandProgress(ctx context.Context, now time.Time) (demand.Progress, error)
	AlertsAtRisk(ctx context.Context, q listing.Params) (listing.AtRisk, error)
	AlertCounts(ctx context.Context, q listing.Params, since []time.Time) (listing.AlertCounts, error)
	AlertViews(ctx context.Context) ([]listing.AlertView, error)
	SaveAlertView(ctx context.Context, v listing.AlertView, by string, now time.Time) (int64, error)
	DeleteAlertView(ctx context.Context, id int64) error
	Around(ctx context.Context, q listing.AroundQuery) (listing.Around, error)
	IncidentIDs(ctx context.Context, of bulk.Selection) ([]int64, error)
	IncidentsByID(ctx context.Context, ids []int64) ([]lowstock.Incident, error)
	Incident(ctx context.Context, id int64) (lowstock.Incident, error)
	Timeline(ctx context.Context, id int64) ([]lowstock.Event, []outgoing.Attempt, error)
	AcknowledgeIncident(ctx context.Context, id int64, by string, now time.Time) (lowstock.Incident, error)
	SnoozeIncident(ctx context.Context, id int64, hold lowstock.Hold, by string, now time.Time) (lowstock.Incident, error)
	ResolveIncident(ctx context.Context, id int64, by string, now time.Time) (lowstock.Incident, error)
	Settings(ctx context.Context) (preference.Settings, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
