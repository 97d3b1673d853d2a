package listing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// ProductRow is a product in a list.
type ProductRow struct {
	lowstock.Product
	VariantCount  int
	TotalQuantity int64 // sum over the tracked variants
	Status        lowstock.Status
	ObservedAt    time.Time
}

// InventoryRow is a variant in a list.
type InventoryRow struct {
	lowstock.Variant
	ProductCode     string
	ProductName     string
	ImageURL        string
	Status          lowstock.Status
	Threshold       int
	ThresholdSource lowstock.Scope
	ThresholdDays   int // days of cover from which it was computed; 0: a plain number
	Muted           bool
	Silence         string // why it never alerts: a code of [lowstock.Silence]; "": it may alert
	Sales           lowstock.Sales
	Cover           float64 // days that the quantity lasts at the pace of its sales; 1e9: not known, or nothing is sold
	OnSale          bool    // product and variant are displayed and selling
	ObservedAt      time.Time
	SupplierCode    string
	CategoryNos     []int
	Price           string // as Cafe24 writes it
	Suggestion      outlook.Suggestion
	Ahead           []byte // what the last nightly forecast computed; forecast.ReadAhead decodes it; nil: nothing
	Incoming        outlook.Incoming
}

// Offer says how the suggestion of the row may be offered in place of its
// threshold. Lists, files, the API and bulk actions all ask it. The filters for
// higher and lower suggestions select the rows of which it is not
// [outlook.OfferNone].
func (r *InventoryRow) Offer() outlook.Offer {
	if !r.Tracked || r.Silence != "" || !r.Suggestion.Proven {
		return outlook.OfferNone
	}
	return r.Suggestion.Offered(r.Threshold)
}

// StillSelling says whether nothing is left and Cafe24 still sells the variant.
// That is more urgent than sold out.
func (r *InventoryRow) StillSelling() bool {
	return r.Status == lowstock.StatusOut && r.SellsAtZero && r.OnSale
}
