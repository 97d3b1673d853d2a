package planning

import (
	"context"
	"slices"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
)

// OrderLines returns the lines that the order sheet has for variants, by their codes. A variant of
// which no forecast is known has no line.
func (h *Handler) OrderLines(ctx context.Context, who kit.Session, codes []string) (map[string]outlook.ReorderLine, error) {
	rows, err := h.Store.Mall(who.Mall.ID).VariantsNamed(ctx, codes)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row listing.InventoryRow) bool {
		return !slices.Contains(codes, row.Code) || row.Suggestion.LeadDays == 0
	})
	list, _, err := h.ReorderLines(ctx, who, rows)
	if err != nil {
		return nil, err
	}
	lines := make(map[string]outlook.ReorderLine, len(list))
	for _, line := range list {
		lines[line.VariantCode] = line
	}
	return lines, nil
}

// ReorderLines returns for each row what a reorder sheet says of it, and the
// terms of the mall.
func (h *Handler) ReorderLines(ctx context.Context, who kit.Session, rows []listing.InventoryRow) ([]outlook.ReorderLine, preference.Supply, error) {
	supply, err := h.Store.Mall(who.Mall.ID).Supply(ctx)
	if err != nil {
		return nil, supply, err
	}
	lines, err := h.reorderLines(ctx, h.viewerOf(who), who.Mall.ID, supply, rows)
	return lines, supply, err
}
