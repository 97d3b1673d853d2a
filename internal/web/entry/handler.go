// Package entry owns the requests that arrive without a session: launches of
// the app, consent, windows, and the links of messages.
//
// It must not name another subject. What it needs from one it declares as a
// small interface. A GET of a link must not change anything, since mail
// scanners open every address they see.
package entry

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store    Stores
	Platform *cafe24.Platform
	Links    notify.Links
	Install  Installer
	Support  Support
}

// Stores holds the store of every mall, and what does not belong to one mall
// yet.
type Stores struct {
	merchant.Malls[Store]
	Shared
}

// Shared is what is read or stored before a mall is known.
type Shared interface {
	KeepDestination(ctx context.Context, d outgoing.Destination) error
}

// Store is what this subject reads and writes of one mall.
type Store interface {
	Info(ctx context.Context) (lowstock.Mall, error)
	Connection(ctx context.Context, now time.Time) (overview.Connection, error)
	TakeDestination(ctx context.Context, browser, cookie []byte, now time.Time) (outgoing.Place, error)
	Incidents(ctx context.Context, q listing.Params) ([]lowstock.Incident, string, error)
	Incident(ctx context.Context, id int64) (lowstock.Incident, error)
	UseLink(ctx context.Context, link outgoing.UsedLink, do func(lowstock.Incident) (lowstock.Transition, error), now time.Time) (acted int, err error)
	Settings(ctx context.Context) (preference.Settings, error)
	ConfirmRecipient(ctx context.Context, email string, now time.Time) error
	Unsubscribe(ctx context.Context, email string, now time.Time) error
	StopSupplier(ctx context.Context, email string, now time.Time) error
	AllowSupplier(ctx context.Context, email string) error
	SupplierStopped(ctx context.Context, email string) (stopped bool, err error)
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }
