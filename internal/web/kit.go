package web

import (
	"context"
	"log/slog"
	"time"

	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
)

// Kit is what the handlers of every subject share: who asks, what a page stands
// in, how an answer is sent and what a request may take. It knows no subject.
type Kit struct {
	store    KitStores
	windows  Windows
	log      *slog.Logger
	now      func() time.Time
	cookies  cookieJar
	limits   limits
	app      string        // what the app is called; "" for its own name
	admin    string        // the page of a mall's admin that shows the app; "" for Cafe24's list of apps
	sheets   chan struct{} // of those who work on a file
	lastPage []byte        // the answer when even the error page fails
}

// Windows makes codes that open the app in a window of its own.
type Windows interface {
	WindowCode(ctx context.Context, w install.Window) (code string, err error)
}

// KitConfig is what a [Kit] is made of.
type KitConfig struct {
	Store       KitStores
	Windows     Windows
	SessionKeys [][]byte // 32 bytes each, newest first
	AppName     string   // "" for the app's own name
	AdminURL    string   // "{mall_id}" is replaced; "" for Cafe24's list of apps
	Log         *slog.Logger
	Now         func() time.Time
}

// newKit derives the keys of the session cookie.
func newKit(cfg KitConfig) (*Kit, error) {
	cookies, err := newCookieJar(cfg.SessionKeys)
	if err != nil {
		return nil, err
	}
	return &Kit{
		store: cfg.Store, windows: cfg.Windows, log: cfg.Log, now: cfg.Now, cookies: cookies, limits: newLimits(cfg.Now),
		app: cfg.AppName, admin: cfg.AdminURL, sheets: make(chan struct{}, sheetsAtOnce), lastPage: lastPageOf(),
	}, nil
}

// KitStores is the store of every mall, and what is read before a mall is known.
type KitStores struct {
	merchant.Malls[KitStore]
	KitShared
}

// KitShared is what is read before a mall is known.
type KitShared interface {
	FindAPIToken(ctx context.Context, hash []byte, now time.Time) (mall lowstock.MallID, name, kind string, err error)
}

// KitStore is what a session, the bar of a page and the names in it are read from. It is of one mall.
type KitStore interface {
	// Snapshot is for reads. A write ends its transaction, and so does release; a
	// later read begins another one. The caller owes end.
	Snapshot(ctx context.Context) (shared context.Context, release, end func())
	Session(ctx context.Context) (lowstock.Session, error)
	Page(ctx context.Context, operator string) (lowstock.Session, lowstock.Bar, error)
	Product(ctx context.Context, no int64) (lowstock.ProductRow, error)
	DemandProgress(ctx context.Context, now time.Time) (lowstock.DemandProgress, error)
	Categories(ctx context.Context) ([]lowstock.Category, error)
	Suppliers(ctx context.Context) ([]lowstock.Supplier, error)
	RuleChanges(ctx context.Context, q lowstock.ListQuery) ([]lowstock.Change, string, error)
}
