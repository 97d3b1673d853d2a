package merchant

import (
	"cmp"
	"context"
	"slices"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// OrderLine returns the line of a purchase order for a variant.
func OrderLine(row *listing.InventoryRow, units, pack int, cost purchase.Money) purchase.Line {
	return purchase.Line{
		ProductNo: row.ProductNo, VariantCode: row.Code, CustomCode: row.CustomCode, ProductName: row.ProductName, ImageURL: row.ImageURL, Options: row.Options,
		Ordered: units, Pack: max(1, pack), UnitCost: cost,
	}
}

// Wanted is a variant that a purchase order is to have.
type Wanted struct {
	VariantCode string
	Units       int
	Pack        int             // pieces per box; 0: that of the variant's terms
	UnitCost    *purchase.Money // nil: that of the variant's terms
}

// PurchaseLines returns the lines of a purchase order for variants, in the same
// order. A variant that the mall does not have gets a line without a product;
// its place is in unknown.
func (s *Service) PurchaseLines(ctx context.Context, mall lowstock.MallID, wanted []Wanted) (lines []purchase.Line, unknown []int, err error) {
	codes := make([]string, len(wanted))
	for i := range wanted {
		codes[i] = wanted[i].VariantCode
	}
	if len(codes) == 0 {
		return nil, nil, nil
	}
	rows, err := s.store.Mall(mall).VariantsNamed(ctx, codes)
	if err != nil {
		return nil, nil, err
	}
	terms, err := s.store.Mall(mall).ItemTerms(ctx, codes)
	if err != nil {
		return nil, nil, err
	}
	for i, w := range wanted {
		at := slices.IndexFunc(rows, func(row listing.InventoryRow) bool { return row.Code == w.VariantCode })
		if at < 0 {
			unknown, lines = append(unknown, i), append(lines, purchase.Line{VariantCode: w.VariantCode})
			continue
		}
		own := terms[w.VariantCode]
		cost, _ := own.CostOf(rows[at].SupplyPrice)
		if w.UnitCost != nil {
			cost = *w.UnitCost
		}
		lines = append(lines, OrderLine(&rows[at], w.Units, cmp.Or(w.Pack, own.Pack), cost))
	}
	return lines, unknown, nil
}

// NewPurchase returns the beginning of a draft for a supplier; "": goods without
// a supplier. A supplier that the mall does not have is an error of the field
// supplier_code.
func (s *Service) NewPurchase(ctx context.Context, mall lowstock.MallID, supplierCode string) (d purchase.Draft, err error) {
	suppliers, replyTo, err := s.store.Mall(mall).Orderings(ctx)
	if err != nil {
		return d, err
	}
	from, known := suppliers[supplierCode]
	if !known && supplierCode != "" {
		return d, lowstock.InvalidFields(map[string]string{"supplier_code": "error.purchase_supplier"})
	}
	supply, err := s.store.Mall(mall).Supply(ctx)
	if err != nil {
		return d, err
	}
	return purchase.Draft{
		SupplierCode: supplierCode, SupplierName: from.Name, Currency: cmp.Or(from.Currency, "KRW"), To: from.Emails, ReplyTo: replyTo, LeadDays: supply.LeadOf(supplierCode),
	}, nil
}
