package listing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// At returns the query with the calendar day, in the mall's time zone, if its
// filter or its order needs it.
func (q Params) At(today time.Time) Params {
	if q.needsDay() || q.Sort == SortRisk {
		q.Today = today
	}
	return q
}

// needsDay says whether the filter depends on the calendar day.
func (q Params) needsDay() bool {
	return q.Outlook == outlook.FilterOrder || q.LateHeld || q.Held == outlook.HeldIdle
}

// Unordered returns the query without what its pages and its order need: two
// queries that find the same rows are equal.
func (q Params) Unordered() Params {
	q.Cursor, q.Limit, q.Sort, q.Brief = "", 0, "", false
	if !q.needsDay() {
		q.Today = time.Time{}
	}
	return q
}

// Sort is an order of the stock list. Every order ends with the variant code, so that a cursor identifies a position.
type Sort string

// The orders of the stock list. Urgent has this sequence: variants that still sell at 0, then variants that are sold
// out, both by sales a day; then variants that are low and the rest, by how soon they run out; then variants that are
// out or low and do not alert; then variants that are not tracked.
const (
	SortUrgent       Sort = "urgent"
	SortCode         Sort = "variant_code" // the API's default
	SortQuantity     Sort = "quantity"
	SortQuantityDesc Sort = "-quantity"
	SortName         Sort = "name"
	SortCover        Sort = "days_of_cover" // least first; unknown ones last
	SortObserved     Sort = "observed_at"   // oldest reading first
	SortRisk         Sort = "risk"          // most money at risk first, then most lost units; see [InventoryRow.Loss]
)

// Ordered selects the variants that are ordered from a supplier: that of the item's own terms, else Cafe24's. The zero
// value selects all.
type Ordered struct {
	Is   bool
	Code string // "": those without a supplier
}

// Params is the query for one page of a list. Cursor comes from the previous page. The error for an unreadable cursor
// has [lowstock.CodeInvalid].
type Params struct {
	Q            string          // text that is searched in names, options and codes
	Status       lowstock.Status // "": all
	Sort         Sort
	ProductNo    int64 // 0: all
	CategoryNo   int
	SupplierCode string
	OrderFrom    Ordered                // variants only: those that are ordered from a supplier
	Muted        bool                   // only variants at or below their threshold that are silent
	Silent       bool                   // only variants that never alert, whatever their level
	StillSelling bool                   // variants only: see [InventoryRow.StillSelling]
	Important    bool                   // variants only: 중요재고 (important stock)
	Outlook      outlook.Filter         // variants only; "": all
	LateHeld     bool                   // variants only: those that are due to be ordered as soon as late goods do not count; see [outlook.DueWithoutLate]
	Held         outlook.Held           // variants only; "": all
	HeldDays     int                    // for Held; see [outlook.HeldFor]
	Today        time.Time              // for [outlook.FilterOrder], LateHeld, [outlook.HeldIdle] and [SortRisk]: the calendar day in the mall's time zone
	Source       lowstock.Scope         // variants only: those with a threshold from this scope; "": all
	State        lowstock.IncidentState // incidents only; "standing" is every state except resolved
	Alerts       AlertFilter            // incidents only
	MessageID    int64                  // incidents only: those that are in a message; 0: all
	Cursor       string
	Limit        int  // 1…1000
	Brief        bool // variants only: read only what the stock list shows of a row
}
