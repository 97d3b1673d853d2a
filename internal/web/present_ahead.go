package web

import (
	"context"
	"slices"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

// rowPast is what a row of a list is shown with beyond its own.
type rowPast struct {
	month []lowstock.Point // of levels

	progress lowstock.DemandProgress // of the mall, where the row lacks a pace

	set *lowstock.Set // that the row is of; nil: it is of no set
}

// pasts are those of the rows of a list.
func (s *Server) pasts(ctx context.Context, r reader, mall lowstock.MallID, rows []lowstock.InventoryRow) (map[string]rowPast, error) {
	pasts, _, err := s.around(ctx, r, mall, rows, lowstock.AroundQuery{})
	return pasts, err
}

// around is pasts with what else q asks for.
func (s *Server) around(ctx context.Context, r reader, mall lowstock.MallID, rows []lowstock.InventoryRow, q lowstock.AroundQuery) (map[string]rowPast, lowstock.Around, error) {
	q.Codes, q.Products, q.Since, q.Now = make([]string, len(rows)), make([]int64, 0, len(rows)), r.trendSince(), r.now
	for i := range rows {
		q.Codes[i] = rows[i].Code
		if no := rows[i].ProductNo; !slices.Contains(q.Products, no) {
			q.Products = append(q.Products, no)
		}
	}
	around, err := s.store.Mall(mall).Around(ctx, q)
	if err != nil {
		return nil, around, err
	}
	var progress lowstock.DemandProgress
	if slices.ContainsFunc(rows, func(row lowstock.InventoryRow) bool { return row.Tracked && !row.Sales.Known }) {
		if progress, err = s.demandProgress(ctx, mall, r.now); err != nil {
			return nil, around, err
		}
	}
	pasts := make(map[string]rowPast, len(rows))
	for i := range rows {
		pasts[rows[i].Code] = rowPast{month: around.Levels[rows[i].Code], progress: progress, set: setOf(around.Sets, rows[i].ProductNo)}
	}
	return pasts, around, nil
}

// runsOut says when the stock of a row runs out; false where it has, where that is
// too far ahead to say, and where no night has computed it.
func runsOut(row *lowstock.InventoryRow, ahead forecast.Ahead) (forecast.RunOut, bool) {
	out := ahead.RunOut(row.Quantity)
	return out, row.Quantity > 0 && out.P90 < forecast.NotWithin
}

// ahead adds to a row when its stock runs out, and the suggestion where it
// differs from the threshold: both as the last night has them. A suggestion that
// no night has proven is not offered.
func (r reader) ahead(v *views.StockRow, row *lowstock.InventoryRow) {
	if !row.Suggestion.Known || !row.Tracked {
		return
	}
	ahead, stored := forecast.ReadAhead(row.Ahead)
	if out, is := runsOut(row, ahead); stored && is {
		v.Trend.RunsOut = r.T("stock.runs_out", r.dayAhead(out.P50), r.dayAhead(out.P10), r.dayAhead(out.P90))
	}
	if s := row.Suggestion; s.Proven && row.Silence == "" && s.Offered(row.Threshold) != lowstock.OfferNone {
		v.Cell.Suggest = r.suggest(s, row.Threshold, ahead, v.Cell.Label)
	}
}

// suggest offers a suggestion in place of a threshold. It says what share of the
// last year's lead times each would have kept.
func (r reader) suggest(s lowstock.Suggestion, threshold int, ahead forecast.Ahead, label string) *views.Suggest {
	v := &views.Suggest{Value: strconv.Itoa(s.Point), Text: r.T("stock.suggest", s.Point), Label: r.T("stock.suggest_of", label, s.Point)}
	if !s.Proof.Tells() || !ahead.Replayed() {
		return v
	}
	now, then := strconv.Itoa(ahead.Kept(threshold)), percent(s.Proof.Kept)
	v.Note = r.T("stock.suggest_kept", now, then)
	v.Full = r.T("stock.suggest_full", s.LeadDays, threshold, now, s.Point, then)
	v.Why = r.why(s, threshold)
	v.Label += ". " + joined(" ", v.Full, v.Why)
	return v
}

// why is the reason for a suggestion that would have kept less than a threshold;
// "" where it would have kept as much.
func (r reader) why(s lowstock.Suggestion, threshold int) string {
	switch s.Offered(threshold) {
	case lowstock.OfferEnough:
		return r.T("stock.suggest_enough", s.Level)
	case lowstock.OfferSlower:
		return r.T("stock.suggest_slower", decimal(s.Proof.From), decimal(s.Proof.To))
	case lowstock.OfferNone, lowstock.OfferPlain:
	}
	return ""
}

// calendar is a mall's plans for its records and for what is asked of the days to
// come.
func (r reader) calendar(plan lowstock.EventPlan) *forecast.Calendar {
	from, to := r.demandSpan()
	return forecast.NewCalendar(plan, forecast.DateOf(from), forecast.DateOf(to)+forecast.MaxDays)
}

func plannedAs(row *lowstock.InventoryRow) lowstock.Subject {
	return lowstock.Subject{ProductNo: row.ProductNo, VariantCode: row.Code, CategoryNos: row.CategoryNos, SupplierCode: row.SupplierCode}
}

// dayAhead is a day of a forecast as lists write it; 1 is today.
func (r reader) dayAhead(n int) string { return r.shortDay(r.noon(r.dateAhead(n))) }

// dateAhead is the date of that day, midnight UTC.
func (r reader) dateAhead(n int) time.Time {
	return lowstock.DayOf(r.now, r.zone).AddDate(0, 0, n-1)
}
