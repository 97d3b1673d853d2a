package merchant

import (
	"context"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// VariantsOf reads every variant of a product, in the order of their codes.
func (s *Service) VariantsOf(ctx context.Context, mall lowstock.MallID, no int64) ([]listing.InventoryRow, error) {
	q := listing.Params{ProductNo: no, Sort: listing.SortCode, Limit: variantsAtOnce}
	var all []listing.InventoryRow
	for {
		rows, next, err := s.store.Mall(mall).Inventory(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
		if next == "" {
			return all, nil
		}
		q.Cursor = next
	}
}

// ReadUnpaid reads the unpaid orders of a variant. It makes a query only for a
// variant whose stock falls at the payment.
func (s *Service) ReadUnpaid(ctx context.Context, mall lowstock.MallID, situation *lowstock.Situation) (demand.Unpaid, error) {
	if !situation.Variant.Tracked || !situation.Variant.AtPayment {
		return demand.Unpaid{}, nil
	}
	return s.store.Mall(mall).Unpaid(ctx, situation.Variant.Code)
}
