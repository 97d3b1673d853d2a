package cafe24sim

import (
	"slices"
	"strings"
)

// filterProducts returns the products that match the query, ascending by number. The query keeps its complaints.
func (m *mall) filterProducts(c *call) []*Product {
	matches := []func(*Product) bool{m.byIdentity(&c.query), m.byCategory(&c.query), byState(&c.query), byStock(&c.query), byDates(&c.query)}
	if c.query.err != nil {
		return nil
	}
	var list []*Product
	for _, p := range m.products {
		if !slices.ContainsFunc(matches, func(match func(*Product) bool) bool { return !match(p) }) {
			list = append(list, p)
		}
	}
	return list
}

func (m *mall) byIdentity(q *query) func(*Product) bool {
	numbers, codes, custom := q.numbers("product_no"), q.list("product_code"), q.list("custom_product_code")
	variants, suppliers, name := q.list("custom_variant_code"), q.list("supplier_code"), q.get("product_name", "")
	return func(p *Product) bool {
		return among(numbers, p.No) && among(codes, p.Code) && among(custom, p.CustomCode) && among(suppliers, p.SupplierCode) &&
			strings.Contains(p.Name, name) &&
			(len(variants) == 0 || slices.ContainsFunc(p.Variants, func(v Variant) bool { return slices.Contains(variants, v.CustomCode) }))
	}
}

func (m *mall) byCategory(q *query) func(*Product) bool {
	wanted := q.numbers("category")
	if below := q.yes("include_sub_category"); below != nil && *below {
		wanted = m.withDescendants(wanted)
	}
	return func(p *Product) bool {
		return len(wanted) == 0 || slices.ContainsFunc(p.Categories, func(no int) bool { return slices.Contains(wanted, no) })
	}
}

func byState(q *query) func(*Product) bool {
	display, selling, soldOut := q.yes("display"), q.yes("selling"), q.yes("sold_out")
	return func(p *Product) bool {
		return is(display, !p.Hidden) && is(selling, !p.NotSelling) && is(soldOut, p.soldOut())
	}
}

// byStock matches a product if any one of its variants matches.
func byStock(q *query) func(*Product) bool {
	low, high := q.number("stock_quantity_min", -biggestStock, -biggestStock, biggestStock), q.number("stock_quantity_max", biggestStock, -biggestStock, biggestStock)
	safeLow, safeHigh := q.number("stock_safety_min", 0, 0, biggestStock), q.number("stock_safety_max", biggestStock, 0, biggestStock)
	tracked := q.yes("use_inventory")
	return func(p *Product) bool {
		return slices.ContainsFunc(p.Variants, func(v Variant) bool {
			return is(tracked, !v.Untracked) && v.Quantity >= low && v.Quantity <= high &&
				v.SafetyInventory >= safeLow && v.SafetyInventory <= safeHigh
		})
	}
}

func byDates(q *query) func(*Product) bool {
	createdFrom, createdTo := q.span("created_start_date", "created_end_date")
	updatedFrom, updatedTo := q.span("updated_start_date", "updated_end_date")
	return func(p *Product) bool {
		return (createdFrom.IsZero() || !p.Created.Before(createdFrom)) && (createdTo.IsZero() || !p.Created.After(createdTo)) &&
			(updatedFrom.IsZero() || !p.Updated.Before(updatedFrom)) && (updatedTo.IsZero() || !p.Updated.After(updatedTo))
	}
}
