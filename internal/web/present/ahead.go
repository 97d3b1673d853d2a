package present

import (
	"time"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/views/words"
)

// RowHistory is what a row of a list is shown with beyond its own.
type RowHistory struct {
	Month []lowstock.Point // of levels

	Progress demand.Progress // of the mall, where the row lacks a pace

	Set *bundles.Set // that the row is of; nil: it is of no set
}

// Calendar is a mall's plans for its records and for what is asked of the days to
// come.
func (r Viewer) Calendar(plan outlook.EventPlan) *forecast.Calendar {
	from, to := r.DemandSpan()
	return forecast.NewCalendar(plan, forecast.DateOf(from), forecast.DateOf(to)+forecast.MaxDays)
}

// PlannedAs is what plans are looked up by.
func PlannedAs(row *listing.InventoryRow) lowstock.Subject {
	return lowstock.Subject{ProductNo: row.ProductNo, VariantCode: row.Code, CategoryNos: row.CategoryNos, SupplierCode: row.SupplierCode}
}

// DateAhead is the date of that day, midnight UTC.
func (r Viewer) DateAhead(n int) time.Time {
	return localtime.DayOf(r.Now, r.Zone).AddDate(0, 0, n-1)
}

// RunsOut returns when the stock of a row runs out, with the goods that are
// certain to arrive on a calendar day. It returns false if the stock is out already, if the
// date is too far ahead to be known, and if no nightly forecast has computed it.
func RunsOut(row *listing.InventoryRow, ahead forecast.Ahead, today time.Time) (forecast.RunOut, bool) {
	out := ahead.RunOutWith(row.Quantity, row.Incoming.Certain(today)...)
	return out, row.Quantity > 0 && out.P90 < forecast.NotWithin
}

// AtRisk says what a fall is expected to cost until goods can be there; "" if that
// is nothing, or not known.
func AtRisk(l words.Locale, currency string, loss lowstock.Loss) string {
	switch {
	case loss.Tenths == 0:
		return ""
	case loss.Money > 0:
		return l.T("risk.money", l.About(currency, loss.Money), words.Tenths(loss.Tenths))
	}
	return l.T("risk.units", words.Tenths(loss.Tenths))
}

// WhyOffered is the reason for a suggestion that would have kept less than the
// threshold, or less than it promises, or where it was learnt from. It is "" if
// it would have kept as much as both, and if it is not offered.
func WhyOffered(l words.Locale, s *outlook.Suggestion, threshold int) string {
	offer := s.Offered(threshold)
	switch {
	case offer == outlook.OfferLearnt:
		return notify.LearntFrom(l, s.Learnt)
	case offer == outlook.OfferEnough:
		return l.T("stock.suggest_enough", s.Level)
	case offer == outlook.OfferNone && s.Point != threshold, s.KeepsPromise():
		return ""
	case s.Proof.Slowed():
		return l.T("stock.suggest_slower", Decimal(s.Proof.From), Decimal(s.Proof.To))
	case s.Proof.OffSeason():
		return l.T("stock.suggest_season", Percent(s.Proof.Season))
	}
	return l.T("stock.suggest_short", s.Level)
}
