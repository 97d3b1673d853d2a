package listing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// ProductRow is a product as lists show it.
type ProductRow struct {
	lowstock.Product
	VariantCount  int
	TotalQuantity int64 // of tracked variants
	Status        lowstock.Status
	ObservedAt    time.Time
}

// InventoryRow is a variant as lists show it.
type InventoryRow struct {
	lowstock.Variant
	ProductCode     string
	ProductName     string
	ImageURL        string
	Status          lowstock.Status
	Threshold       int
	ThresholdSource lowstock.Scope
	ThresholdDays   int // days of cover it was reckoned from; 0: a plain number
	Muted           bool
	Silence         string // why it never alerts: a code of [Silence]; "" where it may
	Sales           lowstock.Sales
	Cover           float64 // days that the quantity lasts at that pace; 1e9: not known, or nothing is sold
	OnSale          bool    // product and variant are displayed and selling
	ObservedAt      time.Time
	SupplierCode    string
	CategoryNos     []int
	Price           string // as Cafe24 writes it
	Suggestion      outlook.Suggestion
	Ahead           []byte // what the last night computed; forecast.ReadAhead reads it; nil: nothing
	Incoming        int    // units that are noted as ordered and not in yet
}

// StillSelling says whether nothing is left and Cafe24 goes on selling it: more
// urgent than sold out.
func (r *InventoryRow) StillSelling() bool {
	return r.Status == lowstock.StatusOut && r.SellsAtZero && r.OnSale
}
