package postgres

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// item is one variant while it is evaluated.
type item struct {
	product   *lowstock.Product
	variant   lowstock.Variant // the variant as it will be stored
	was       *storedVariant   // the stored variant; nil: never seen
	removed   bool             // no longer in the catalogue
	removedAt time.Time        // when it was removed; see leaving
	observed  time.Time        // when the reading that says so began
	source    lowstock.Source

	retext    bool // the searchable text may have changed
	threshold lowstock.Threshold
	decision  lowstock.Decision
	silence   string // see lowstock.Silence
	silent    bool   // low or out, but silent
}

// storedVariant is a variant's row with its unresolved incident.
type storedVariant struct {
	variant     lowstock.Variant
	threshold   lowstock.Threshold
	status      lowstock.Status
	sales       lowstock.Sales
	silence     string
	silent      bool
	observed    time.Time
	source      lowstock.Source
	raiseSeenAt time.Time
	dismissed   lowstock.Kind
	removedAt   time.Time
	standing    *lowstock.Incident
}

// still returns the item of a variant that no reading changes: its stored
// levels are evaluated again.
func still(was *storedVariant, product *lowstock.Product) *item {
	return &item{product: product, variant: was.variant, was: was, observed: was.observed, source: was.source}
}

// sales returns how fast the variant sells. It is computed once a night (see
// demandStore.UpdateForecasts), so that thresholds of days of cover stay the
// same in between.
func (it *item) sales() lowstock.Sales {
	if it.was == nil {
		return lowstock.Sales{}
	}
	return it.was.sales
}

func sameVariant(a, b *lowstock.Variant) bool {
	return a.ProductNo == b.ProductNo && a.CustomCode == b.CustomCode && a.Display == b.Display && a.Selling == b.Selling &&
		a.Tracked == b.Tracked && a.Quantity == b.Quantity && a.Safety == b.Safety && a.AtPayment == b.AtPayment &&
		a.SellsAtZero == b.SellsAtZero && a.Important == b.Important && a.AddedPrice == b.AddedPrice && slices.Equal(a.Options, b.Options)
}

func resolve(rules lowstock.RuleSet, p *lowstock.Product, v *lowstock.Variant, sales lowstock.Sales) lowstock.Threshold {
	return rules.Resolve(subjectFor(p, v, sales))
}

func subjectFor(p *lowstock.Product, v *lowstock.Variant, sales lowstock.Sales) lowstock.Subject {
	return lowstock.Subject{
		ProductNo: v.ProductNo, VariantCode: v.Code, CategoryNos: p.CategoryNos, SupplierCode: p.SupplierCode, Sales: sales,
	}
}
