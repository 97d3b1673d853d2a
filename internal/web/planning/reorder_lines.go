package planning

import (
	"context"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
)

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
