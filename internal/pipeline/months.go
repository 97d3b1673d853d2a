package pipeline

import (
	"context"
	"maps"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/monthly"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/stockout"
)

// monthStore stores what is kept of months.
type monthStore interface {
	SaveLosses(ctx context.Context, months []time.Time, items []monthly.LostItem, today time.Time) error
	UncountedMonths(ctx context.Context, today time.Time) ([]time.Time, error)
	SaveCounts(ctx context.Context, month time.Time, c monthly.Counts) error
	ReportRecord(ctx context.Context, from, to, now time.Time) (monthly.Record, error)
	Supply(ctx context.Context) (preference.Supply, error)
}

// monthsBack is how many months before that of yesterday are computed with it,
// where no nightly forecast has done so: the levels are kept for 100 days.
const monthsBack = 3

// months computes what was lost while the nightly forecasts are made, from the
// record that these have read anyway.
type months struct {
	mall  *stockout.Mall
	today time.Time // calendar day; zero: no variant was read
	zone  *time.Location
	items map[string][]monthly.LostItem // by variant: a repeated transaction reads it again
}

func monthsOf(plan *outlook.EventPlan) *months {
	return &months{items: map[string][]monthly.LostItem{}, mall: stockout.NewMall(forecast.DateOf(plan.Record.First), plan.Record.Roots)}
}

// list returns the first days of the months, the oldest first.
func (m *months) list() (list []time.Time) {
	yesterday := m.today.AddDate(0, 0, -1)
	for n := -monthsBack; n <= 0; n++ {
		list = append(list, monthly.FirstOf(yesterday, n))
	}
	return list
}

// add adds a variant. The demand of most has no day out of stock.
func (m *months) add(history *outlook.SalesHistory) {
	m.today, m.zone = history.Today, history.Until.Location()
	d, list := history.Demand, m.list()
	recent := d.Days[max(0, len(d.Days)-localtime.DaysBetween(list[0], m.today)):]
	if !history.Tracked || !slices.ContainsFunc(recent, func(day demand.Day) bool { return day.State == demand.Out }) {
		return
	}
	var items []monthly.LostItem
	for _, month := range list {
		if loss := stockout.Lost(d, month, monthly.FirstOf(month, 1), m.mall); loss.Days > 0 {
			items = append(items, monthly.LostItem{Month: month, VariantCode: history.VariantCode, Days: loss.Days, Units: loss.Units, Variance: loss.Variance})
		}
	}
	m.items[history.VariantCode] = items
}

// saveMonths stores what was lost, and counts the sell-outs of the months that
// are over. A failure does not stop the forecasts: the next nightly forecast tries again.
func (f *forecaster) saveMonths(ctx context.Context, mall lowstock.MallID, m *months) {
	if m.today.IsZero() {
		return
	}
	if err := f.storeMonths(ctx, mall, m); err != nil {
		f.log.WarnContext(ctx, "the month is not stored", "mall", mall, "error", err)
	}
}

func (f *forecaster) storeMonths(ctx context.Context, mall lowstock.MallID, m *months) error {
	store := f.store.Mall(mall)
	if err := store.SaveLosses(ctx, m.list(), slices.Concat(slices.Collect(maps.Values(m.items))...), m.today); err != nil {
		return err
	}
	over, err := store.UncountedMonths(ctx, m.today)
	if err != nil || len(over) == 0 {
		return err
	}
	supply, err := store.Supply(ctx)
	if err != nil {
		return err
	}
	for _, month := range over {
		next := monthly.FirstOf(month, 1)
		from := localtime.StartOfDay(month.Year(), month.Month(), 1, m.zone)
		to := localtime.StartOfDay(next.Year(), next.Month(), 1, m.zone)
		record, err := store.ReportRecord(ctx, from, to, f.now())
		if err != nil {
			return err
		}
		if record.KnownFrom.IsZero() || !record.KnownFrom.Before(to) {
			continue // nothing was recorded in it
		}
		report := monthly.Count(record, supply.LeadDays)
		if err := store.SaveCounts(ctx, month, monthly.CountsOf(&report)); err != nil {
			return err
		}
	}
	return nil
}
