package stock

import (
	"cmp"
	"slices"
	"strconv"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// leadsOffered are the lead times in days for which an outlook can be computed:
// the product's own and three common ones.
func leadsOffered(own int) []int {
	leads := []int{own, 7, 14, 28}
	slices.Sort(leads)
	return slices.Compact(leads)
}

// leadOf reads how many days an order takes to arrive. A number that is not
// offered counts as missing.
func leadOf(text string, own int) int {
	if n, err := strconv.Atoi(text); err == nil && slices.Contains(leadsOffered(own), n) {
		return n
	}
	return own
}

// outlookRead is what the store has about the demand of a variant.
type outlookRead struct {
	situation lowstock.Situation
	url       string           // the page with its present choices
	points    []lowstock.Point // the levels that the panel shows
	demand    demand.Series
	progress  demand.Progress
	plan      outlook.EventPlan
	stored    outlook.StoredModel
	row       listing.InventoryRow // with what the last nightly forecast suggests
	own       int                  // the product's lead time
	lead      int                  // the lead time that the viewer chose
	level     int                  // percent
}

// outlook is the forecast of a variant from its sales history.
func (r viewer) outlook(a outlookRead) *views.Outlook {
	s, progress, lead := a.situation, a.progress, a.lead
	o := &views.Outlook{Note: present.CountingOlder(r.Locale, progress)}
	if progress.Reading() {
		o.Note = r.Counting(progress)
	}
	record := forecast.SeriesOf(a.demand)
	if a.row.Suggestion.Learnt.Is() { // also if the days since then are enough for a model: as in the list
		r.learnt(o, &a)
		return o
	}
	model := r.model(&a, record)
	if model.Class() == forecast.Unknown {
		o.Lines = []string{r.unforeseen(a)}
		if progress.Reading() {
			o.Lines, o.Note = []string{o.Note}, ""
		}
		return o
	}
	for _, days := range leadsOffered(a.own) {
		o.Leads = append(o.Leads, views.LeadLink{
			Label: r.T("outlook.days", days), On: days == lead,
			URL: present.WithQuery(a.url, "lead", strconv.Itoa(days)) + "#variant",
		})
	}
	g, ahead := suggestionFor(&a, &model, record)
	replay := forecast.NewReplay(record, lead)
	now := present.Percent(replay.Covered(s.Threshold.Value))
	if ahead.Replayed() {
		now = strconv.Itoa(ahead.Kept(s.Threshold.Value))
	}
	in := a.row.Incoming.Certain(r.DateAhead(1))
	out := model.RunOutWith(s.Variant.Quantity, in...)
	if stored, is := forecast.ReadAhead(a.row.Ahead); is { // the same days as in the list
		out = stored.RunOutWith(s.Variant.Quantity, in...)
		o.Fan = fanGraph(r, s.Variant.Quantity, s.Threshold.Value, a.points, stored, in)
	}
	o.Lines = []string{
		r.T("outlook.velocity", words.Pace(model.Velocity())),
		present.Joined(" ", r.runOut(out, s.Variant.Quantity), r.counted(a.row.Incoming), present.VerdictOn(*r.Viewer, a.row.Covered(r.DateAhead(1)))),
		r.T("outlook.risk", present.Percent(model.RiskWith(s.Variant.Quantity, lead, in...).Chance), lead),
	}
	if loss := a.row.Loss(r.DateAhead(1)); loss.Money > 0 {
		o.Lines = append(o.Lines, r.T("outlook.lost", words.Tenths(loss.Tenths), r.About(r.Currency, loss.Money)))
	}
	o.Lines = append(o.Lines, r.suggested(g, s.Threshold.Value, replay, now)...)
	o.Lines = append(o.Lines, r.coming(s, a.plan, lead)...)
	o.Lines = append(o.Lines, r.season(&model, lead)...)
	if !r.ReadOnly {
		o.PlanURL = present.WithQuery(paths.Promotions, "product", strconv.FormatInt(s.Variant.ProductNo, 10))
	}
	o.Accept = r.accept(&a, g)
	return o
}

// model returns the model that the nightly forecast has stored. Only a variant
// without one is fitted: its record is too short, or an older version of the
// program has stored its forecast.
func (r viewer) model(a *outlookRead, record forecast.Series) forecast.Model {
	events := r.eventsOf(a.situation, a.plan)
	model, is := forecast.ReadModel(a.stored, events)
	if !is {
		model = forecast.FitEvents(record, events)
	}
	return model
}

// accept takes a suggestion over with one click; nil if it is not offered.
func (r viewer) accept(a *outlookRead, g outlook.Suggestion) *views.OutlookAccept {
	s := &a.situation
	if r.ReadOnly || a.row.Silence != "" || g.Offered(s.Threshold.Value) == outlook.OfferNone {
		return nil
	}
	return &views.OutlookAccept{
		ProductNo: strconv.FormatInt(s.Variant.ProductNo, 10), Code: s.Variant.Code, Value: strconv.Itoa(g.Point),
		Back: present.VariantURL(s.Variant.ProductNo, s.Variant.Code), Label: r.T("outlook.accept", g.Point),
	}
}

// learnt shows what the last nightly forecast has learnt from other items, for
// an item with a short record of its own. It promises no share of lead times,
// and has neither dates nor other lead times.
func (r viewer) learnt(o *views.Outlook, a *outlookRead) {
	g := a.row.Suggestion
	o.Lines = []string{
		notify.LearntFrom(r.Locale, g.Learnt), r.T("outlook.learnt", g.LeadDays, g.Point, g.Expected, g.Point-g.Expected), r.T("outlook.learnt_until"),
	}
	o.Accept = r.accept(a, g)
}

// suggestionFor returns the suggestion for the lead time that the viewer chose.
// If that is the nightly forecast's, it is the nightly forecast's suggestion,
// with the same proof as in the list and the sheets, and with the data of which
// the list shows what the present threshold would have kept.
func suggestionFor(a *outlookRead, model *forecast.Model, record forecast.Series) (g outlook.Suggestion, ahead forecast.Ahead) {
	g = a.row.Suggestion
	if g.Known && g.LeadDays == a.lead && g.Level == a.level {
		if g.Proven {
			ahead, _ = forecast.ReadAhead(a.row.Ahead)
			return g, ahead
		}
	} else {
		m := model.Suggest(a.lead, float64(a.level)/100)
		g = outlook.Suggestion{Point: m.Point, Expected: m.Demand, LeadDays: a.lead, Level: a.level, Known: true}
	}
	g.Proof, g.Proven = model.Prove(record, a.lead, g.Point), true
	return g, ahead
}

// counted says which goods on their way a date of running out counts. It returns
// "" if there are none.
func (r viewer) counted(all outlook.Incoming) string {
	today, in, certain := r.DateAhead(1), all.Expected(), ""
	unseen, late := "", in.Late(today)
	if n := all.Unseen(); n > 0 {
		unseen = r.T("outlook.unseen", n)
	}
	if on, next := in.Next(today); next > 0 && in.Units-late > next {
		certain = r.T("purchase.counted_several", in.Units-late, next, r.CalendarDay(on))
	} else if next > 0 {
		certain = r.T("outlook.coming", next, r.CalendarDay(on))
	}
	if late == 0 {
		return present.Joined(" ", unseen, certain)
	}
	return present.Joined(" ", unseen, certain, r.T("outlook.late", late, r.CalendarDay(in.LateOn(today))))
}

// unforeseen says why there is no forecast: nothing was sold, or too little.
func (r viewer) unforeseen(a outlookRead) string {
	days := 0
	for _, day := range a.demand.Days {
		if day.Units > 0 {
			return r.T("outlook.unknown")
		}
		if day.State != demand.Unknown {
			days++
		}
	}
	if days == 0 {
		return r.T("outlook.unknown")
	}
	return r.T("outlook.unsold", days)
}

// suggested says which threshold is suggested, how much of the promise the
// sales of the last year support, and what the present threshold would have
// kept. It does not promise more than the last year supports. It does not name
// a suggestion that the last year contradicts without a known reason.
func (r viewer) suggested(g outlook.Suggestion, threshold int, replay forecast.Replay, now string) []string {
	if g.Point != threshold && g.Offered(threshold) == outlook.OfferNone {
		return []string{r.T("outlook.unwise", g.LeadDays, replay.Windows(threshold), threshold, now)}
	}
	promise := r.T("outlook.suggest", g.LeadDays, g.Point, g.Expected, g.Point-g.Expected, g.Level)
	if !g.KeepsPromise() {
		promise = r.T("outlook.suggest_short", g.LeadDays, g.Point, g.Expected, g.Point-g.Expected)
	}
	lines := []string{promise}
	if why := present.WhyOffered(r.Locale, &g, threshold); why != "" {
		lines = append(lines, why)
	}
	switch {
	case !g.Proof.Conclusive():
	case g.Point == threshold:
		lines = append(lines, r.T("outlook.replay_same", g.Proof.Windows, g.LeadDays, threshold, now))
	default:
		lines = append(lines, r.T("outlook.replay", g.Proof.Windows, g.LeadDays, g.Point, present.Percent(g.Proof.Kept), threshold, now))
	}
	return lines
}

// runOut writes a range of dates in words. Day 1 is today, since the sales
// history ends with yesterday.
func (r viewer) runOut(out forecast.RunOut, stock int) string {
	day := func(n int) string { return r.CalendarDay(r.DateAhead(n)) }
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

const eventLines = 4 // events that an outlook names at most

// promotedAs is the key to look up promotions.
func promotedAs(s lowstock.Situation) lowstock.Subject {
	return lowstock.Subject{ProductNo: s.Variant.ProductNo, CategoryNos: s.Product.CategoryNos, SupplierCode: s.Product.SupplierCode}
}

// eventsOf returns the events of a variant, for its sales history and for the
// days to come.
func (r viewer) eventsOf(s lowstock.Situation, plan outlook.EventPlan) *forecast.Events {
	return r.Calendar(plan).Of(promotedAs(s))
}

// coming says which changes of demand are expected within the lead time that
// begins today.
func (r viewer) coming(s lowstock.Situation, plan outlook.EventPlan, lead int) []string {
	today := localtime.DayOf(r.Now, r.Zone)
	var lines []string
	for _, o := range plan.Coming(promotedAs(s), today, today.AddDate(0, 0, lead-1)) {
		if len(lines) < eventLines {
			lines = append(lines, r.T("outlook.event", cmp.Or(o.Name, r.Known(o.Key)), r.Days(o.From, o.To), r.OfUsual(o.Percent)))
		}
	}
	return lines
}

// season says how much more or less than usual the season makes an item sell
// in the lead time; nothing for less than a tenth.
func (r viewer) season(model *forecast.Model, lead int) []string {
	times := strconv.FormatFloat(model.Season(lead), 'f', 1, 64)
	if times == "1.0" {
		return nil
	}
	return []string{r.T("outlook.season", lead, times)}
}
