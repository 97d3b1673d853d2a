package web

import (
	"context"
	"strconv"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

// rowPast is what a row of a list is shown with beyond its own: a month of
// levels, and, where something is suggested, its demand.
type rowPast struct {
	month  []lowstock.Point
	demand *lowstock.DemandSeries // nil where nothing is suggested
	events *forecast.Events
}

// pasts are those of the rows of a list.
func (s *Server) pasts(ctx context.Context, r reader, mall lowstock.MallID, rows []lowstock.InventoryRow) (map[string]rowPast, error) {
	codes := make([]string, len(rows))
	for i, row := range rows {
		codes[i] = row.Code
	}
	months, err := s.store.Trends(ctx, mall, codes, r.trendSince())
	if err != nil {
		return nil, err
	}
	pasts := make(map[string]rowPast, len(rows))
	for code, month := range months {
		pasts[code] = rowPast{month: month}
	}
	return pasts, s.demands(ctx, r, mall, rows, pasts)
}

// demands adds to pasts the demand of the rows that something is suggested for.
func (s *Server) demands(ctx context.Context, r reader, mall lowstock.MallID, rows []lowstock.InventoryRow, pasts map[string]rowPast) error {
	foreseen := make([]string, 0, len(rows))
	for _, row := range rows {
		if row.Suggestion.Known && row.Tracked {
			foreseen = append(foreseen, row.Code)
		}
	}
	if len(foreseen) == 0 {
		return nil
	}
	from, to := r.demandSpan()
	demand, err := s.store.Demand(ctx, mall, foreseen, from, to)
	if err != nil {
		return err
	}
	plan, err := s.store.Events(ctx, mall)
	if err != nil {
		return err
	}
	calendar := r.calendar(plan)
	for i, next := 0, 0; i < len(rows) && next < len(demand); i++ {
		if code := rows[i].Code; demand[next].VariantCode == code {
			pasts[code] = rowPast{month: pasts[code].month, demand: &demand[next], events: calendar.Of(plannedAs(&rows[i]))}
			next++
		}
	}
	return nil
}

// runOut says when a stock runs out; false where it has, or where that is too far
// ahead to say. It is for rows that have a demand.
func (p rowPast) runOut(stock int) (forecast.RunOut, bool) {
	model := forecast.FitEvents(forecast.SeriesOf(*p.demand), p.events)
	out := model.RunOut(stock)
	return out, stock > 0 && out.P90 < forecast.NotWithin
}

// ahead adds to a row when its stock runs out, and the suggestion where it
// differs from the threshold.
func (r reader) ahead(v *views.StockRow, row lowstock.InventoryRow, past rowPast) {
	if past.demand == nil {
		return
	}
	if out, is := past.runOut(row.Quantity); is {
		v.Trend.RunsOut = r.T("stock.runs_out", r.dayAhead(out.P50), r.dayAhead(out.P10), r.dayAhead(out.P90))
	}
	s := row.Suggestion
	if row.Silence != "" || s.Point == row.Threshold {
		return
	}
	v.Cell.Suggest = &views.Suggest{Value: strconv.Itoa(s.Point), Text: r.T("stock.suggest", s.Point), Label: r.T("stock.suggest_of", v.Cell.Label, s.Point)}
	if replay := forecast.NewReplay(forecast.SeriesOf(*past.demand), s.LeadDays); replay.Windows() >= fewWindows {
		now, then := percent(replay.Covered(row.Threshold)), percent(replay.Covered(s.Point))
		v.Cell.Suggest.Note = r.T("stock.suggest_kept", now, then)
		v.Cell.Suggest.Full = r.T("stock.suggest_full", s.LeadDays, row.Threshold, now, s.Point, then)
		v.Cell.Suggest.Label += ". " + v.Cell.Suggest.Full
	}
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
func (r reader) dayAhead(n int) string { return r.shortDay(r.now.AddDate(0, 0, n-1)) }
