// Package merchant owns the use cases that a page and the JSON API both offer a
// merchant: set and preview a rule, resend a message, act on many alerts and
// undo it, load the members of a category, set the channels, make tokens. It
// must not use HTTP. The caller is given as a mall and a name, and a refusal is
// a [lowstock.Error].
package merchant

import (
	"context"
	"log/slog"
	"time"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/team"
)

// Service runs the use cases that a page and the JSON API share. The caller is
// given as a mall and a name, and a refusal is a [lowstock.Error].
type Service struct {
	store    Stores
	work     Work
	platform *cafe24.Platform
	targets  Targets
	mint     team.Mint // makes API tokens
	log      *slog.Logger
	now      func() time.Time
}

// New returns the service with what the use cases need.
func New(store Stores, work Work, platform *cafe24.Platform, targets Targets, mint team.Mint, log *slog.Logger, now func() time.Time) *Service {
	return &Service{store: store, work: work, platform: platform, targets: targets, mint: mint, log: log, now: now}
}

// Work is what the use cases need of the background work.
type Work interface {
	// Pace is how often everything is read, and how fast it may be read.
	Pace() inbound.Pace
	// LoadCategory reads which products a category holds.
	LoadCategory(ctx context.Context, mall lowstock.MallID, categoryNo int) error
}

// Stores holds the store of every mall, and what is read before a mall is
// known.
type Stores struct {
	Malls[Store]
	Shared
}

// Shared is what is read before a mall is known.
type Shared interface {
	AppState(ctx context.Context, client, version string, now time.Time) (connect.AppState, error)
}

// Store is what the use cases read and write. It belongs to one mall.
type Store interface {
	Connection(ctx context.Context, now time.Time) (overview.Connection, error)
	Workings(ctx context.Context, now time.Time) (overview.Workings, error)
	CreateAPIToken(ctx context.Context, t team.APIToken, hash []byte, by string) (team.APIToken, error)
	APITokens(ctx context.Context) ([]team.APIToken, error)
	Inventory(ctx context.Context, q listing.Params) ([]listing.InventoryRow, string, error)
	Unpaid(ctx context.Context, variantCode string) (demand.Unpaid, error)
	AllRules(ctx context.Context) ([]lowstock.Rule, error)
	SetRule(ctx context.Context, change lowstock.RuleChange, now time.Time) (rule lowstock.Rule, created bool, err error)
	PreviewRules(ctx context.Context, changes []lowstock.RuleChange, now time.Time) (rulebook.Preview, error)
	Incident(ctx context.Context, id int64) (lowstock.Incident, error)
	IncidentIDs(ctx context.Context, of bulk.Selection) ([]int64, error)
	BeginBulkAct(ctx context.Context, act, by string, now time.Time) (int64, error)
	ActOnIncidents(ctx context.Context, act int64, ids []int64, by string, do bulk.Action, now time.Time) (bulk.Result, error)
	StartBulkRun(ctx context.Context, of bulk.Spec, ids []int64, by string, now time.Time) (int64, error)
	UndoBulkRun(ctx context.Context, act int64, by string, now time.Time) (is bool, err error)
	StopBulkRun(ctx context.Context, act int64, now time.Time) error
	UndoBulkAct(ctx context.Context, act int64, by string, now time.Time) (undone bulk.Undone, more bool, err error)
	ResendMessage(ctx context.Context, messageID int64, by string, now time.Time) error
	Settings(ctx context.Context) (preference.Settings, error)
	RotateWebhookSecret(ctx context.Context, by string, now time.Time) (redact.Secret, error)
}

// Malls returns the store of a mall to a package that declares what it needs of
// it.
type Malls[S any] func(lowstock.MallID) S

// Mall returns the store of one mall.
func (m Malls[S]) Mall(id lowstock.MallID) S { return m(id) }

const variantsAtOnce = 100 // variants of a product that one query reads
