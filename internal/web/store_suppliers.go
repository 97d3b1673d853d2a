package web

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/purchase"
)

// SupplierStore stores how a mall orders from its suppliers, and reads what is
// known of their past orders.
type SupplierStore interface {
	SupplierPage(ctx context.Context, q purchase.SupplierQuery) ([]purchase.Supplier, string, error)
	Supplier(ctx context.Context, code string, since, today time.Time, zone *time.Location) (purchase.Supplier, error)
	SupplierRecords(ctx context.Context, code string, since time.Time, zone *time.Location) ([]purchase.Record, error)
	SaveSupplierTerms(ctx context.Context, code string, t purchase.SupplierTerms, now time.Time) error
	AddOwnSupplier(ctx context.Context, t purchase.SupplierTerms, now time.Time) (string, error)
	DeleteOwnSupplier(ctx context.Context, code string) error
	AssignProducts(ctx context.Context, code string, of purchase.Assignment, by string, now time.Time) (int, []string, error)
	UnassignProduct(ctx context.Context, code string, productNo int64, by string, now time.Time) error
	Assigned(ctx context.Context, code string, most int) ([]purchase.Assigned, error)
	OrderSuppliers(ctx context.Context) ([]inbound.Supplier, error)
	AssignItems(ctx context.Context, a purchase.Assign) (act int64, err error)
	Assigning(ctx context.Context, act int64) (purchase.Assigning, error)
	UndoAssigned(ctx context.Context, act int64, by string, now time.Time) error
}
