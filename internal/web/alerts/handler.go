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
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
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
	Counts(ctx context.Context) (listing.Counts, error)
	Sets(ctx context.Context, products ...int64) ([]bundles.Set, error)
	Incidents(ctx context.Context, q listing.Params) ([]lowstock.Incident, string, error)
	IncidentCount(ctx context.Context, state lowstock.IncidentState) (n int, newest int64, err error)
	Incident(ctx context.Context, id int64) (lowstock.Incident, error)
	Timeline(ctx context.Context, id int64) ([]lowstock.Event, []outgoing.Attempt, error)
	AcknowledgeIncident(ctx context.Context, id int64, by string, now time.Time) (lowstock.Incident, error)
	SnoozeIncident(ctx context.Context, id int64, hold lowstock.Hold, by string, now time.Time) (lowstock.Incident, error)
	ResolveIncident(ctx context.Context, id int64, by string, now time.Time) (lowstock.Incident, error)
	ActOnIncidents(ctx context.Context, of bulk.Selection, by string, do bulk.Action, now time.Time) (bulk.Result, error)
	Settings(ctx context.Context) (preference.Settings, error)
	LatestSync(ctx context.Context) (inbound.Sync, error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
