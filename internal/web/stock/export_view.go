package stock

import (
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views/words"
)

func (r viewer) sheetTitles() []any {
	return []any{
		r.T("sheet.variant_code"), r.T("sheet.custom_code"), r.T("sheet.product_code"), r.T("sheet.product_name"), r.T("sheet.options"),
		r.T("sheet.quantity"), r.T("sheet.status"), r.T("sheet.threshold"), r.T("sheet.source"), r.T("sheet.own"), r.T("sheet.observed"),
		r.T("sheet.cover"), r.T("sheet.runs_out"), r.T("sheet.suggested"), r.T("sheet.lead"), r.T("sheet.why"), r.T("reorder.coming"), r.T("reorder.coming_on"),
		r.T("sheet.lost"), words.MoneyColumn(r.T("reorder.at_risk"), r.Currency),
	}
}

func sheetWidths() []float64 {
	return []float64{16, 16, 12, 36, 24, 8, 10, 12, 12, 12, 18, 10, 12, 10, 12, 36, 12, 12, 12, 14}
}

func (r viewer) sheetRow(row listing.InventoryRow, own *lowstock.RuleValue) []any {
	cells := []any{
		row.Code, row.CustomCode, row.ProductCode, row.ProductName, present.OptionsText(row.Options),
		nil, r.RowBadge(&row).Text, nil, r.source(&row).Text, merchant.WriteCell(r.Locale, own), row.ObservedAt.In(r.Zone).Format("2006-01-02 15:04"),
	}
	if row.Tracked {
		cells[5] = row.Quantity
	}
	if row.Silence == "" {
		cells[7] = row.Threshold
	} else {
		cells[7] = r.T("silence." + row.Silence)
	}
	return cells
}

// sheetAhead returns the last columns, which no import reads: how long the
// stock lasts, when it runs out, the suggestion, its lead time, and the reason
// for a suggestion that would have kept less than the threshold or than it
// promises, what is on its way and when, and what is expected to be lost until
// goods can be there: units and money. Where it is not known how long the stock
// lasts, the first cell says why. Another cell is empty when its value is
// unknown or nothing is suggested.
func (r viewer) sheetAhead(row *listing.InventoryRow, progress demand.Progress) []any {
	cells := []any{nil, nil, nil, nil, nil, nil, nil, nil, nil}
	if loss := row.Loss(r.DateAhead(1)); loss.Known {
		cells[7] = (loss.Tenths + 5) / 10
		if loss.Priced {
			cells[8] = int(loss.Money)
		}
	}
	if row.Incoming.Units > 0 {
		cells[5], cells[6] = row.Incoming.Units, row.Incoming.ShownOn(r.DateAhead(1)).Format(time.DateOnly)
	}
	cells[0] = r.cover(row, progress)
	if !row.Tracked {
		return cells
	}
	if days, known := row.Sales.Lasts(row.Quantity); known {
		cells[0] = int(days)
	}
	if !row.Suggestion.Known {
		return cells
	}
	ahead, stored := forecast.ReadAhead(row.Ahead)
	if out, is := present.RunsOut(row, ahead, r.DateAhead(1)); stored && is {
		cells[1] = r.DateAhead(out.P50).Format(time.DateOnly)
	}
	if s := row.Suggestion; row.Silence == "" && s.Proven && s.Point == row.Threshold || row.Offer() != outlook.OfferNone {
		cells[2], cells[3] = s.Point, s.LeadDays
		if why := present.WhyOffered(r.Locale, &s, row.Threshold); why != "" {
			cells[4] = why
		}
	}
	return cells
}
