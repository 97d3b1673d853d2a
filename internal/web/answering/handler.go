// Package answering owns the page on which a supplier reads a purchase order and
// answers it, without a login.
//
// It must not import another subject's package, and must not show anything of a
// mall but the one order of the link. A GET changes nothing that a person
// decides, since mail scanners open every address they see.
package answering

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store Stores
}

// Stores holds the store of every mall, and what finds the mall of a link.
type Stores struct {
	merchant.Malls[Store]
	Shared
}

// Shared finds a link by its hash, before a mall is known.
type Shared interface {
	FindPurchaseLink(ctx context.Context, hash []byte) (purchase.Link, error)
}

// Store is what this subject reads and writes of one mall.
type Store interface {
	Snapshot(ctx context.Context) (shared context.Context, release, end func())
	Together(ctx context.Context, work func(context.Context) error) error
	Info(ctx context.Context) (lowstock.Mall, error)
	Settings(ctx context.Context) (preference.Settings, error)
	Purchase(ctx context.Context, id int64) (purchase.Order, error)
	SupplierTermsOf(ctx context.Context, supplier string) (costs bool, locale string, err error)
	SawPurchase(ctx context.Context, order int64, now time.Time) error
	AnswerPurchase(ctx context.Context, order int64, version int, a purchase.Answer) (purchase.Order, error)
	TellPurchase(ctx context.Context, news outgoing.PurchaseNews, now time.Time) error
}
