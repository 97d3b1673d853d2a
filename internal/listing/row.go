package listing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/purchase"
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
	Lost            lowstock.LossCurve // what the last nightly forecast expects to be lost; nil: not known
	Covers          []int32            // see [outlook.NightlyForecast.Covers]; nil: not known, or not asked for
	SupplyPrice     string             // as Cafe24 writes it; "": not known
}

// Loss returns what the row is expected to cost from a calendar day on, until
// goods can be there: those on their way, or an order of that day. An item that
// Cafe24 sells below 0, and one that is not on sale, loses nothing.
func (r *InventoryRow) Loss(today time.Time) lowstock.Loss {
	if !r.Tracked || r.Lost == nil {
		return lowstock.Loss{}
	}
	tenths := 0
	if r.OnSale && !r.SellsAtZero {
		tenths = r.Lost.Ahead(r.Quantity, r.Incoming.Certain(today)...)
	}
	return lowstock.LossOf(tenths, r.UnitPrice())
}

// Covered returns what the goods on their way mean on a calendar day. An item
// without a suggestion has to be ordered at its threshold.
func (r *InventoryRow) Covered(today time.Time) purchase.Cover {
	h := purchase.Holding{Stock: r.Quantity, Point: r.Threshold, PerDay: r.Sales.PerDay, Lost: r.Lost, Incoming: r.Incoming}
	if r.Suggestion.Known {
		h.Point = r.Suggestion.ReorderPoint(r.Threshold)
	}
	return h.Cover(today)
}

// UnitPrice returns the selling price of one unit; 0: not known.
func (r *InventoryRow) UnitPrice() lowstock.Amount { return lowstock.PriceOf(r.Price, r.AddedPrice) }

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
