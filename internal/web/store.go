package web

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/web/alerts"
	"cafe24-inventory-alert/internal/web/answering"
	"cafe24-inventory-alert/internal/web/api"
	"cafe24-inventory-alert/internal/web/entry"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/morning"
	"cafe24-inventory-alert/internal/web/planning"
	"cafe24-inventory-alert/internal/web/purchasing"
	"cafe24-inventory-alert/internal/web/report"
	"cafe24-inventory-alert/internal/web/rules"
	"cafe24-inventory-alert/internal/web/settings"
	"cafe24-inventory-alert/internal/web/setup"
	"cafe24-inventory-alert/internal/web/stock"
	"cafe24-inventory-alert/internal/web/suppliers"
	"cafe24-inventory-alert/internal/web/support"
)

// Store is everything that the handlers read and write. Each method is a
// transaction, or a part of one; see Snapshot of [kit.Store]. A row that the
// mall does not have is [lowstock.CodeNotFound], and so is a row of another
// mall.
type Store interface {
	Mall(id lowstock.MallID) MallStore
	Prober
	answering.Shared
	entry.Shared
	kit.Shared
	merchant.Shared
}

// MallStore is what the handlers read and write of one mall: what each subject
// declares, and nothing else.
type MallStore interface {
	kit.Store
	merchant.Store
	alerts.Store
	answering.Store
	api.Store
	entry.Store
	morning.Store
	planning.Store
	purchasing.Store
	report.Store
	rules.Store
	settings.Store
	setup.Store
	stock.Store
	suppliers.Store
	support.Store
}

// Prober checks whether the database can be used.
type Prober interface {
	AppState(ctx context.Context, client, version string, now time.Time) (connect.AppState, error)
	Service(ctx context.Context, now time.Time) (overview.Service, error)
	Ping(ctx context.Context) error
	CheckSchema(ctx context.Context) error
}
