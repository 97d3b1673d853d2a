package planning

import (
	"context"
	"slices"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
)

// OrderLines returns the lines that the order sheet has for variants, by their codes. A variant of
// which no forecast is known has no line.
func (h *Handler) OrderLines(ctx context.Context, who kit.Session, codes []string) (map[string]outlook.ReorderLine, error) {
	return h.orderLines(ctx, who, codes, nil)
}

// orderLines is [Handler.OrderLines] in which the late goods of the items in without do not count.
func (h *Handler) orderLines(ctx context.Context, who kit.Session, codes, without []string) (map[string]outlook.ReorderLine, error) {
	rows, err := h.Store.Mall(who.Mall.ID).VariantsNamed(ctx, codes)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row listing.InventoryRow) bool {
		return !slices.Contains(codes, row.Code) || row.Suggestion.LeadDays == 0
	})
	list, _, err := h.reorderLines(ctx, who, rows, without)
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
	return h.reorderLines(ctx, who, rows, nil)
}

func (h *Handler) reorderLines(ctx context.Context, who kit.Session, rows []listing.InventoryRow, without []string) ([]outlook.ReorderLine, preference.Supply, error) {
	supply, err := h.Store.Mall(who.Mall.ID).Supply(ctx)
	if err != nil {
		return nil, supply, err
	}
	plan, err := h.Store.Mall(who.Mall.ID).Events(ctx)
	if err != nil {
		return nil, supply, err
	}
	r := h.viewerOf(who)
	lines, err := h.lines(ctx, r, who.Mall.ID, basis{calendar: r.Calendar(plan), orderDays: supply.OrderDays, without: without}, rows)
	return lines, supply, err
}

// basis is what the lines of a sheet rest on, beside their rows.
type basis struct {
	calendar  *forecast.Calendar
	orderDays int
	without   []string // codes of items whose late goods do not count
	dated     *string  // the supplier whose lines have days; nil: all
}

// lines returns for each row what a sheet says of it.
func (h *Handler) lines(ctx context.Context, r viewer, mall lowstock.MallID, on basis, rows []listing.InventoryRow) ([]outlook.ReorderLine, error) {
	models, err := h.models(ctx, r, mall, on.calendar, rows)
	if err != nil {
		return nil, err
	}
	terms, err := h.Store.Mall(mall).ItemTerms(ctx, codesOf(rows))
	if err != nil {
		return nil, err
	}
	lines := make([]outlook.ReorderLine, len(rows))
	for i := range rows {
		lines[i] = r.reorderLine(&rows[i], &models[i], on.orderDays, slices.Contains(on.without, rows[i].Code))
		round(&lines[i], terms[rows[i].Code], &rows[i])
		if on.dated == nil || *on.dated == lines[i].SupplierCode {
			r.date(&lines[i], &rows[i], &models[i])
		}
	}
	return lines, nil
}

func codesOf(rows []listing.InventoryRow) []string {
	codes := make([]string, len(rows))
	for i := range rows {
		codes[i] = rows[i].Code
	}
	return codes
}

// round raises what a line needs to what can be ordered, and adds the cost.
func round(l *outlook.ReorderLine, terms purchase.ItemTerms, row *listing.InventoryRow) {
	l.SupplierCode = terms.Source(row.SupplierCode)
	l.Need, l.Minimum, l.Most = l.Order, terms.Min, terms.Cap
	if terms.Pack > 1 {
		l.Pack = terms.Pack
	}
	if l.Need > 0 {
		rounded := purchase.Round(l.Need, 0, 0, terms.Terms) // whether the position is at the point is decided
		l.Order, l.Unmet = rounded.Units, rounded.Unmet
	}
	cost, entered := terms.CostOf(row.SupplyPrice)
	l.UnitCost, l.CostEntered = int64(cost), entered
}
