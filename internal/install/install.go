package install

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/singleflight"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

// Store is what an [Installer] needs of the database.
type Store interface {
	Mall(id lowstock.MallID) MallStore
	PutCode(ctx context.Context, code connect.ConsentCode) error
	TakeCode(ctx context.Context, purpose string, hash []byte, now time.Time) (connect.ConsentCode, error)
	MallOfCode(ctx context.Context, purpose string, hash []byte, now time.Time) (lowstock.MallID, error)
	Neighbours(ctx context.Context, since, now time.Time) (connect.Neighbours, error)
	Renewals(ctx context.Context, client string, blames []string, since, now time.Time) (connect.Renewals, error)
	NoteClientRefused(ctx context.Context, client string, at time.Time) (first bool, err error)
	ClientAccepted(ctx context.Context, began, now time.Time) error
}

// MallStore is what an [Installer] needs of one mall.
type MallStore interface {
	LaunchMall(ctx context.Context, locale string) (lowstock.Mall, error)
	Info(ctx context.Context) (lowstock.Mall, error)
	UseLaunch(ctx context.Context, nonce []byte, expires time.Time) (fresh bool, err error)
	Connect(ctx context.Context, token connect.Token, now time.Time) error
	SaveShop(ctx context.Context, shopName, email string) error
	SaveCurrency(ctx context.Context, currency string) error
	Uninstall(ctx context.Context, now time.Time) error

	Token(ctx context.Context) (connect.Token, error)
	WithToken(ctx context.Context, refresh func(ctx context.Context, current connect.Token) (connect.Token, error)) (connect.Token, error)
	KeepToken(ctx context.Context, used int64, fresh connect.Token, reasonKey string, now time.Time) (connect.Token, error)
	PostponeToken(ctx context.Context, generation int64, now, next time.Time) error
	MarkReconnect(ctx context.Context, reasonKey string, at time.Time) error
	NoteRefusal(ctx context.Context, reasonKey string, at time.Time) (since time.Time, state lowstock.MallState, err error)
	PostponeRefused(ctx context.Context, generation int64, r connect.RenewalRefusal) (since time.Time, err error)
	RejectToken(ctx context.Context, generation int64, reasonKey string, now time.Time) (current connect.Token, err error)
}

// Config holds what an [Installer] needs. Store and Platform are required.
type Config struct {
	Store    Store
	Platform *cafe24.Platform
	Codes    team.Mint        // makes the codes of consents and windows
	Now      func() time.Time // default time.Now
	Log      *slog.Logger     // default: discards

	Registerer prometheus.Registerer // nil: no metrics
}

// Installer connects malls and keeps them connected. It is safe for concurrent
// use, and several processes may each have one on the same database.
type Installer struct {
	store    Store
	platform *cafe24.Platform
	codes    team.Mint
	now      func() time.Time
	log      *slog.Logger
	flights  singleflight.Group
	client   client
	metrics  metrics
}

// New makes an Installer.
func New(cfg Config) *Installer {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	i := &Installer{store: cfg.Store, platform: cfg.Platform, codes: cfg.Codes, now: cfg.Now, log: cfg.Log}
	i.client.fingerprint = cfg.Platform.ClientFingerprint()
	i.metrics = newMetrics(cfg.Registerer, i.client.isRefused)
	return i
}

// Left ends an installation. When it returns, the mall's sessions, tokens and
// pending work are deleted. The recorded data stays, in case the mall installs
// the app again.
func (i *Installer) Left(ctx context.Context, mall lowstock.MallID) error {
	return i.store.Mall(mall).Uninstall(ctx, i.now())
}
