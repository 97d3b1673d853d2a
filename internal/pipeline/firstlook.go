package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/stockout"
)

// firstLookStore stores what the orders of the year before tell of a new mall.
type firstLookStore interface {
	WantsFirstLook(ctx context.Context, now time.Time) (bool, error)
	SaveFirstLook(ctx context.Context, look overview.FirstLook, list []overview.PastStockouts) error
}

// firstLook finds the past stock-outs of a mall while its first nightly
// forecasts are made. It reads the record that these have read anyway.
type firstLook struct {
	mall *stockout.Mall
	look overview.FirstLook
	list []overview.PastStockouts
}

// firstLookOf returns a first look, or nil if the mall has had one. A failure
// does not stop the forecasts: the next nightly forecast tries again.
func (f *forecaster) firstLookOf(ctx context.Context, mall lowstock.MallID, plan *outlook.EventPlan) *firstLook {
	wanted, err := f.store.Mall(mall).WantsFirstLook(ctx, f.now())
	if err != nil {
		f.log.WarnContext(ctx, "the year before is not looked at", "mall", mall, "error", err)
	}
	if err != nil || !wanted {
		return nil
	}
	return &firstLook{mall: stockout.NewMall(forecast.DateOf(plan.Record.First), plan.Record.Roots)}
}

// saveFirstLook stores a first look, unless the record was not complete.
func (f *forecaster) saveFirstLook(ctx context.Context, mall lowstock.MallID, l *firstLook) {
	if l == nil || l.look.On.IsZero() {
		return
	}
	if err := f.store.Mall(mall).SaveFirstLook(ctx, l.look, l.list); err != nil {
		f.log.WarnContext(ctx, "the year before is not stored", "mall", mall, "error", err)
	}
}

// add adds a variant. Its suggestion is the threshold with which its stock-outs
// are compared; without one none of them counts as announced.
func (l *firstLook) add(history *outlook.SalesHistory, nightly *outlook.NightlyForecast) {
	if l == nil || !history.Whole || !history.Tracked {
		return
	}
	record := forecast.SeriesOf(history.Demand)
	l.look.On = history.Today
	l.look.Days = max(l.look.Days, min(record.Len(), stockout.Days))
	past := stockout.Find(record, history.LeadDays, l.mall)
	l.look.Chance += past.Chance
	if len(past.Gaps) == 0 {
		return
	}
	item := overview.PastStockouts{VariantCode: history.VariantCode, Stockouts: len(past.Gaps)}
	for _, gap := range past.Gaps {
		item.Days += gap.Days
		item.LostUnits += gap.Lost
		if nightly.Class != "" && gap.Before <= nightly.Point {
			item.Announced++
		}
		item.LastFrom, item.LastDays = gap.From.Time(), gap.Days
	}
	l.list = append(l.list, item)
}
