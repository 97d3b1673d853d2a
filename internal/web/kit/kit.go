// Package kit owns what all subjects of the web share: sessions and rights, the
// one place where an error becomes an answer, limits, rendering, the shell
// around a page, routes and typed forms. It uses Echo. It must not name a
// subject and must not decide anything about alerts.
package kit

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"cafe24-inventory-alert/internal/help"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/team"
)

// Kit is what the handlers of every subject share: the session, the shell of a
// page, sending an answer, and the limits of a request. It must not name a
// subject.
type Kit struct {
	store    Stores
	windows  Windows
	Log      *slog.Logger
	Now      func() time.Time
	Cookies  cookieJar
	limits   limits
	lines    *lineLimits
	tokens   team.Mint
	help     *help.Site
	contact  bool          // questions can be sent to the people who run the app
	app      string        // name of the app; "" for its own name
	Admin    string        // the page of a mall's admin that shows the app; "" for Cafe24's list of apps
	sheets   chan struct{} // one element for each workbook that is written
	writing  sync.Map      // by mall: one element while the mall's workbook is written or waits
	uploads  *uploads
	lastPage []byte // sent when even the error page fails
}

// Windows makes codes that open the app in its own window.
type Windows interface {
	WindowCode(ctx context.Context, w install.Window) (code string, err error)
	WindowMall(ctx context.Context, code string) (lowstock.MallID, error)
	Made(code string) bool
}

// Config holds the parts of a [Kit].
type Config struct {
	Store       Stores
	Windows     Windows
	SessionKeys [][]byte // 32 bytes each, newest first
	Tokens      team.Mint
	Help        *help.Site
	Contact     bool   // questions can be sent to the people who run the app
	AppName     string // "" for the app's own name
	AdminURL    string // "{mall_id}" is replaced; "" for Cafe24's list of apps
	Log         *slog.Logger
	Now         func() time.Time
}

// New makes a [Kit] and derives the keys of the session cookie.
func New(cfg Config) (*Kit, error) {
	cookies, err := newCookieJar(cfg.SessionKeys, cfg.Now)
	if err != nil {
		return nil, err
	}
	return &Kit{
		store: cfg.Store, windows: cfg.Windows, Log: cfg.Log, Now: cfg.Now, Cookies: cookies, limits: newLimits(cfg.Now), lines: newLineLimits(cfg.Now), tokens: cfg.Tokens,
		help: cfg.Help, contact: cfg.Contact, app: cfg.AppName, Admin: cfg.AdminURL, sheets: make(chan struct{}, sheetsAtOnce), uploads: newUploads(), lastPage: lastPageOf(),
	}, nil
}

// Stores holds the store of every mall, and what is read before a mall is
// known.
type Stores struct {
	merchant.Malls[Store]
	Shared
}

// Shared is what is read before a mall is known.
type Shared interface {
	FindAPIToken(ctx context.Context, hash []byte, now time.Time) (lowstock.MallID, team.APIToken, error)
}

// Store holds what a session, the bar of a page and the names on it need. It
// belongs to one mall.
type Store interface {
	// Snapshot is for reads. A write ends its transaction, and so does release;
	// a later read begins another one. The caller must call end.
	Snapshot(ctx context.Context) (shared context.Context, release, end func())
	Session(ctx context.Context, caller overview.Caller) (overview.Session, error)
	SawSession(ctx context.Context, seen team.Session, known bool, now time.Time) error
	Launched(ctx context.Context, made team.Session, now time.Time) (number int64, err error)
	OpenSession(ctx context.Context, made team.Session, now time.Time) (number int64, err error)
	EndSession(ctx context.Context, hash []byte, now time.Time) error
	Page(ctx context.Context, caller overview.Caller) (overview.Session, overview.Bar, error)
	Product(ctx context.Context, no int64) (listing.ProductRow, error)
	Categories(ctx context.Context) ([]inbound.Category, error)
	Suppliers(ctx context.Context) ([]inbound.Supplier, error)
	RuleChanges(ctx context.Context, q listing.Params) ([]rulebook.Change, string, error)
}

const (
	sheetsAtOnce = 2 // for one process, since a workbook takes much memory
)
