package stock

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/stockout"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// soldDays are the days of the newest [demand.FirstDays] from the first counted
// one on, and what is known of each.
type soldDays struct {
	from      time.Time // calendar day
	days      []demand.Day
	guessed   []bool // probably out of stock, by the rule of package stockout
	occasions []outlook.Occasion
}

func daysSold(a *outlookRead) soldDays {
	days := a.demand.Days[max(0, len(a.demand.Days)-demand.FirstDays):]
	first := slices.IndexFunc(days, func(d demand.Day) bool { return d.State != demand.Unknown })
	if first < 0 {
		return soldDays{}
	}
	s := soldDays{days: days[first:]}
	s.from = a.demand.From.AddDate(0, 0, len(a.demand.Days)-len(s.days))
	s.guessed = make([]bool, len(s.days))
	record := forecast.SeriesOf(a.demand)
	past := stockout.Find(record, a.own, stockout.NewMall(forecast.DateOf(a.plan.Record.First), a.plan.Record.Roots))
	for _, gap := range past.Gaps {
		for day := gap.From; day < gap.From+forecast.Date(gap.Days); day++ { //nolint:gosec // days fit
			if i := int(day - forecast.DateOf(s.from)); i >= 0 && i < len(s.days) && s.days[i].State == demand.InStock {
				s.guessed[i] = true
			}
		}
	}
	s.occasions = occasionsOf(a.plan, promotedAs(a.situation), s.from, s.day(len(s.days)-1))
	return s
}

// occasionsOf returns the promotions of a variant and the holidays with a
// percentage of their own, and the two greatest holidays in any case.
func occasionsOf(plan outlook.EventPlan, of lowstock.Subject, from, to time.Time) []outlook.Occasion {
	list := plan.Coming(of, from, to)
	for _, h := range outlook.Holidays(from, to) {
		if h.Kind != outlook.HolidayOther && plan.Holiday(h.Kind).Percent == outlook.OrdinaryPercent {
			list = append(list, outlook.Occasion{Key: h.Key, From: h.From, To: h.To, Percent: outlook.OrdinaryPercent})
		}
	}
	slices.SortStableFunc(list, func(a, b outlook.Occasion) int { return a.From.Compare(b.From) })
	return list
}

func (s soldDays) day(n int) time.Time { return s.from.AddDate(0, 0, n) }

// during says whether a day is within an occasion.
func (s soldDays) during(n int) bool {
	day := s.day(n)
	return slices.ContainsFunc(s.occasions, func(o outlook.Occasion) bool { return !day.Before(o.From) && !day.After(o.To) })
}

func (s soldDays) out(n int) bool { return s.days[n].State == demand.Out }

// totals are sums over some of the days.
type totals struct {
	units, most, mostOn   int
	out, guessed, uncount int // days
}

func (s soldDays) totals(from, to int) (t totals) {
	for n := from; n < to; n++ {
		d := s.days[n]
		switch {
		case d.State == demand.Unknown:
			t.uncount++
		case d.State == demand.Out:
			t.out++
		case s.guessed[n]:
			t.guessed++
		}
		if d.State != demand.Unknown {
			t.units += int(d.Units)
			if int(d.Units) > t.most {
				t.most, t.mostOn = int(d.Units), n
			}
		}
	}
	return t
}

// soldGraph draws what a variant sold day by day, as far as the orders have been read.
// It marks days that were out of stock, days that probably were, and occasions.
// It returns nil if there is nothing to draw.
func soldGraph(r viewer, a *outlookRead) *views.Graph {
	s := daysSold(a)
	all := s.totals(0, len(s.days))
	if all.units == 0 {
		return nil
	}
	g := &views.Graph{
		ID: "sold", Title: r.T("graph.sold", len(s.days)), Width: strconv.Itoa(len(s.days)), Max: present.Number(all.most), Min: "0",
		Labels:  []string{r.CalendarDay(s.from), r.CalendarDay(s.day(len(s.days) - 1))},
		Summary: r.T("graph.sold_summary", len(s.days), all.units, all.most, r.CalendarDay(s.day(all.mostOn))),
		Note:    present.CountingShort(r.Locale, a.progress),
		Legend:  []views.GraphLegend{{Kind: "bar", Text: r.T("graph.sold_bar", all.units)}},
		Table:   soldTable(r, s),
	}
	if all.guessed > 0 {
		g.Note = present.Joined(" ", r.T("graph.sold_guess_how"), g.Note)
	}
	for _, of := range []struct {
		kind, text string
		days       int
		is         func(int) bool
	}{
		{"event", r.T("graph.sold_event", len(s.occasions)), len(s.occasions), s.during},
		{"gone", r.T("graph.sold_out", all.out), all.out, s.out},
		{"guess", r.T("graph.sold_guess", all.guessed), all.guessed, func(n int) bool { return s.guessed[n] }},
	} {
		if of.days > 0 {
			g.Shapes = append(g.Shapes, views.GraphShape{Kind: of.kind, Path: bands(len(s.days), of.is)})
			g.Legend = append(g.Legend, views.GraphLegend{Kind: of.kind, Text: of.text})
			g.Summary += ". " + of.text
		}
	}
	g.Shapes = append(g.Shapes, views.GraphShape{Kind: "bar", Path: dailyBars(s.days, scale(0, all.most, chartHeight))})
	return g
}

// bands is a path of the full height over the days for which is is true.
func bands(days int, is func(int) bool) string {
	var b strings.Builder
	for n := 0; n < days; n++ {
		from := n
		for n < days && is(n) {
			n++
		}
		if n > from {
			b.WriteString("M" + strconv.Itoa(from) + " 0H" + strconv.Itoa(n) + "V" + strconv.Itoa(chartHeight) + "H" + strconv.Itoa(from) + "Z")
		}
	}
	return b.String()
}

// dailyBars is a bar of one place for each day with a sale. A bar is at least
// one unit high, so that it is seen.
func dailyBars(days []demand.Day, y func(int) int) string {
	var b strings.Builder
	base := strconv.Itoa(chartHeight)
	for n, d := range days {
		if d.State == demand.Unknown || d.Units <= 0 {
			continue
		}
		b.WriteString("M" + strconv.Itoa(n) + " " + base + "V" + strconv.Itoa(min(y(int(d.Units)), chartHeight-1)) + "h1V" + base + "Z")
	}
	return b.String()
}

// soldTable has the weeks, the newest first. Each ends seven days before the
// next.
func soldTable(r viewer, s soldDays) views.GraphTable {
	t := views.GraphTable{Heads: []string{r.T("graph.week"), r.T("graph.units"), r.T("graph.remark")}, Text: true}
	for to := len(s.days); to > 0; to -= 7 {
		from := max(0, to-7)
		week := s.totals(from, to)
		var remarks []string
		for _, part := range []struct {
			days int
			key  string
		}{{week.out, "graph.sold_out"}, {week.guessed, "graph.sold_guess"}, {week.uncount, "graph.sold_uncounted"}} {
			if part.days > 0 {
				remarks = append(remarks, r.T(part.key, part.days))
			}
		}
		for _, o := range s.occasions {
			if !o.From.After(s.day(to-1)) && !o.To.Before(s.day(from)) {
				remarks = append(remarks, cmp.Or(o.Name, r.Known(o.Key)))
			}
		}
		t.Rows = append(t.Rows, []string{r.Days(s.day(from), s.day(to-1)), present.Number(week.units), present.Joined(" · ", remarks...)})
	}
	return t
}
