package stock

import (
	"context"
	"slices"
	"strconv"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// histories returns the history of each row of a list, by variant code.
func (h *Handler) histories(ctx context.Context, r viewer, mall lowstock.MallID, rows []listing.InventoryRow) (map[string]present.RowHistory, error) {
	histories, _, err := h.around(ctx, r, mall, rows, listing.AroundQuery{})
	return histories, err
}

// around returns the histories of the rows, and what else q asks for.
func (h *Handler) around(ctx context.Context, r viewer, mall lowstock.MallID, rows []listing.InventoryRow, q listing.AroundQuery) (map[string]present.RowHistory, listing.Around, error) {
	q.Codes, q.Products, q.Since, q.Now = make([]string, len(rows)), make([]int64, 0, len(rows)), r.trendSince(), r.Now
	for i := range rows {
		q.Codes[i] = rows[i].Code
		if no := rows[i].ProductNo; !slices.Contains(q.Products, no) {
			q.Products = append(q.Products, no)
		}
	}
	q.Progress = slices.ContainsFunc(rows, func(row listing.InventoryRow) bool { return row.Tracked && !row.Sales.Known })
	around, err := h.Store.Mall(mall).Around(ctx, q)
	if err != nil {
		return nil, around, err
	}
	histories := make(map[string]present.RowHistory, len(rows))
	for i := range rows {
		histories[rows[i].Code] = present.RowHistory{Month: around.Levels[rows[i].Code], Progress: around.Progress, Set: present.SetOf(around.Sets, rows[i].ProductNo)}
	}
	return histories, around, nil
}

// runsOut returns when the stock of a row runs out. It returns false when the
// stock is already out, when the date is too far ahead to be known, and when no
// nightly forecast has computed it.
func runsOut(row *listing.InventoryRow, ahead forecast.Ahead) (forecast.RunOut, bool) {
	out := ahead.RunOut(row.Quantity)
	return out, row.Quantity > 0 && out.P90 < forecast.NotWithin
}

// ahead adds to a row when its stock runs out. It also adds the suggestion when
// it differs from the threshold. Both come from the last nightly forecast. A
// suggestion that the nightly forecast has not proven is not offered.
func (r viewer) ahead(v *views.StockRow, row *listing.InventoryRow) {
	if !row.Suggestion.Known || !row.Tracked {
		return
	}
	ahead, stored := forecast.ReadAhead(row.Ahead)
	if out, is := runsOut(row, ahead); stored && is {
		v.Trend.RunsOut = r.T("stock.runs_out", r.dayAhead(out.P50), r.dayAhead(out.P10), r.dayAhead(out.P90))
	}
	if s := &row.Suggestion; s.Proven && row.Silence == "" && s.Offered(row.Threshold) != outlook.OfferNone {
		v.Cell.Suggest = r.suggest(s, row.Threshold, ahead, v.Cell.Label)
	}
}

// suggest offers a suggestion in place of a threshold. It shows, for each of
// the two, the share of last year's lead times in which the stock would have
// lasted.
func (r viewer) suggest(s *outlook.Suggestion, threshold int, ahead forecast.Ahead, label string) *views.Suggest {
	v := &views.Suggest{Value: strconv.Itoa(s.Point), Text: r.T("stock.suggest", s.Point), Label: r.T("stock.suggest_of", label, s.Point)}
	if !s.Proof.Conclusive() || !ahead.Replayed() {
		return v
	}
	now, then := strconv.Itoa(ahead.Kept(threshold)), present.Percent(s.Proof.Kept)
	v.Note = r.T("stock.suggest_kept", now, then)
	v.Full = r.T("stock.suggest_full", s.LeadDays, threshold, now, s.Point, then)
	v.Why = r.why(s, threshold)
	v.Label += ". " + present.Joined(" ", v.Full, v.Why)
	return v
}

// why returns the reason for a suggestion that would have kept less than the
// threshold. It returns "" when the suggestion would have kept as much.
func (r viewer) why(s *outlook.Suggestion, threshold int) string {
	switch s.Offered(threshold) {
	case outlook.OfferEnough:
		return r.T("stock.suggest_enough", s.Level)
	case outlook.OfferSlower:
		return r.T("stock.suggest_slower", present.Decimal(s.Proof.From), present.Decimal(s.Proof.To))
	case outlook.OfferNone, outlook.OfferPlain:
	}
	return ""
}

// dayAhead writes a day of a forecast as lists show it; 1 is today.
func (r viewer) dayAhead(n int) string {
	text, is := r.days[n]
	if !is {
		text = r.ShortDay(r.Noon(r.DateAhead(n)))
		r.days[n] = text
	}
	return text
}
