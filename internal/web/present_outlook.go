package web

import (
	"math"
	"slices"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

const fewWindows = 60 // of fewer the replay says little

// leadsOffered are the lead times in days that an outlook can be reckoned for:
// the product's own and three that are common.
func leadsOffered(own int) []int {
	leads := []int{own, 7, 14, 28}
	slices.Sort(leads)
	return slices.Compact(leads)
}

// leadOf reads how many days an order takes to arrive; what is not offered
// counts as left out.
func leadOf(text string, own int) int {
	if n, err := strconv.Atoi(text); err == nil && slices.Contains(leadsOffered(own), n) {
		return n
	}
	return own
}

// outlookRead is what is on record of a variant.
type outlookRead struct {
	situation lowstock.Situation
	url       string // the page as it is
	demand    lowstock.DemandSeries
	progress  lowstock.DemandProgress
	plan      lowstock.EventPlan
	suggested lowstock.Suggestion // of the last night
	own       int                 // the product's lead time
	lead      int                 // that is asked for
	level     int                 // percent
}

// outlook is what the record of a variant says of the days to come.
func (r reader) outlook(a outlookRead) *views.Outlook {
	s, progress, lead, level := a.situation, a.progress, a.lead, float64(a.level)/100
	o := &views.Outlook{}
	if progress.Wanted > 0 && !progress.Whole() {
		o.Note = r.T("outlook.counting", progress.Done, progress.Wanted)
	}
	record := forecast.SeriesOf(a.demand)
	model := forecast.FitEvents(record, r.eventsOf(s, a.plan))
	if model.Class() == forecast.Unknown {
		o.Lines = []string{r.T("outlook.unknown")}
		return o
	}
	for _, days := range leadsOffered(a.own) {
		o.Leads = append(o.Leads, views.LeadLink{
			Label: r.T("outlook.days", days), On: days == lead,
			URL: withQuery(a.url, "lead", strconv.Itoa(days)) + "#variant",
		})
	}
	point := model.Suggest(lead, level)
	if g := a.suggested; g.Known && g.LeadDays == lead && g.Level == a.level { // as the list and the sheets have it
		point.Point, point.Demand, point.Safety = g.Point, g.Expected, g.Point-g.Expected
	}
	o.Lines = []string{
		r.T("outlook.velocity", words.Pace(model.Velocity())),
		r.runOut(model.RunOut(s.Variant.Quantity), s.Variant.Quantity),
		r.T("outlook.risk", percent(model.Risk(s.Variant.Quantity, lead).Chance), lead),
		r.T("outlook.suggest", lead, point.Point, point.Demand, point.Safety, a.level),
	}
	o.Lines = append(o.Lines, r.coming(s, a.plan, lead)...)
	if replay := forecast.NewReplay(record, lead); replay.Windows() >= fewWindows {
		o.Lines = append(o.Lines, r.T("outlook.replay", replay.Windows(), lead, replay.Needed(level), s.Threshold.Value, percent(replay.Covered(s.Threshold.Value)), a.level))
	}
	if !r.readOnly {
		o.PlanURL = withQuery(routePromotions, "product", strconv.FormatInt(s.Variant.ProductNo, 10))
	}
	if !r.readOnly && point.Point != s.Threshold.Value {
		o.Accept = &views.OutlookAccept{
			ProductNo: strconv.FormatInt(s.Variant.ProductNo, 10), Code: s.Variant.Code, Value: strconv.Itoa(point.Point),
			Back: variantURL(s.Variant.ProductNo, s.Variant.Code), Label: r.T("outlook.accept", point.Point),
		}
	}
	return o
}

// runOut puts a range of dates into words. Day 1 is today: the record ends with
// yesterday.
func (r reader) runOut(out forecast.RunOut, stock int) string {
	day := func(n int) string { return r.day(r.now.AddDate(0, 0, n-1)) }
	switch {
	case stock <= 0:
		return r.T("outlook.out")
	case out.P50 >= forecast.NotWithin:
		return r.T("outlook.year", stock)
	case out.P90 >= forecast.NotWithin:
		return r.T("outlook.runs_out_late", stock, day(out.P50), day(out.P10))
	}
	return r.T("outlook.runs_out", stock, day(out.P50), day(out.P10), day(out.P90))
}

// percent never says that what is uncertain is certain.
func percent(chance float64) string {
	n := int(math.Round(chance * 100))
	switch {
	case n == 0 && chance > 0:
		n = 1
	case n == 100 && chance < 1:
		n = 99
	}
	return strconv.Itoa(n)
}

// demandSpan is the calendar days that an outlook goes by: yesterday is the
// last.
func (r reader) demandSpan() (from, to time.Time) {
	today := lowstock.DayOf(r.now, r.zone)
	return today.AddDate(0, 0, -lowstock.DemandDays), today.AddDate(0, 0, -1)
}
