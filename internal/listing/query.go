package listing

import (
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// Sort is an order of the stock list; every one ends in the variant
// code, so that a cursor finds its place.
type Sort string

// The orders of the stock list. Urgent is what still sells at 0, then what is
// sold out, each by how much of it is sold a day, then what is low and the rest by how soon it runs out; what is out
// or low but tells nobody comes after those, what is not tracked last.
const (
	SortUrgent       Sort = "urgent"
	SortCode         Sort = "variant_code" // the API's default
	SortQuantity     Sort = "quantity"
	SortQuantityDesc Sort = "-quantity"
	SortName         Sort = "name"
	SortCover        Sort = "days_of_cover" // least first; what is not known last
	SortObserved     Sort = "observed_at"   // oldest reading first
)

// Query asks for one page of a list. Cursor is what the last page gave; an
// unreadable one has [CodeInvalid].
type Query struct {
	Q            string          // searched in names, options and codes
	Status       lowstock.Status // "": all
	Sort         Sort
	ProductNo    int64 // 0: all
	CategoryNo   int
	SupplierCode string
	NoSupplier   bool                   // variants only: those without one
	Muted        bool                   // only what would alert but for being silent
	Silent       bool                   // everything that never alerts, whatever its level
	StillSelling bool                   // variants only: see [InventoryRow.StillSelling]
	Important    bool                   // variants only: 중요재고
	Outlook      outlook.Filter         // variants only; "": all
	Source       lowstock.Scope         // variants only: whose threshold comes from there; "": all
	State        lowstock.IncidentState // incidents only; "standing" is every state but resolved
	MessageID    int64                  // incidents only: those that a message told of; 0: all
	Cursor       string
	Limit        int // 1…1000
}
