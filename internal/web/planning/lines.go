package planning

import (
	"context"
	"slices"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/kit"
)

// OrderLines returns the lines that the order sheet has for variants, by their codes. A variant of
// which no forecast is known has no line.
func (h *Handler) OrderLines(ctx context.Context, who kit.Session, codes []string) (map[string]outlook.ReorderLine, error) {
	store := h.Store.Mall(who.Mall.ID)
	rows, err := store.VariantsNamed(ctx, codes)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row listing.InventoryRow) bool {
		return !slices.Contains(codes, row.Code) || row.Suggestion.LeadDays == 0
	})
	supply, err := store.Supply(ctx)
	if err != nil {
		return nil, err
	}
	list, err := h.reorderLines(ctx, h.viewerOf(who), who.Mall.ID, supply, rows)
	if err != nil {
		return nil, err
	}
	lines := make(map[string]outlook.ReorderLine, len(list))
	for _, line := range list {
		lines[line.VariantCode] = line
	}
	return lines, nil
}
