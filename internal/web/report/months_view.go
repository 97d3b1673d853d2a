package report

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/monthly"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

const (
	graphHeight = 120
	monthWidth  = 60 // places of the picture for one month
	barWidth    = 32
)

// rangeOf is by how many standard deviations the ends of an estimate's range are
// away from it: P10 and P90 of a normal distribution.
const rangeOf = 1.2816

// pastMonths adds what is kept of the months: the pictures, and what was lost in
// the month that is shown. The counts of that month are those of the page.
func (r viewer) pastMonths(page *views.ReportPage, report *monthly.Report, kept []monthly.Month) {
	shown := localtime.DayOf(report.From, r.Zone)
	at := slices.IndexFunc(kept, func(m monthly.Month) bool { return m.Month.Equal(shown) })
	if at < 0 {
		kept = append(kept, monthly.Month{Month: shown})
		slices.SortFunc(kept, func(a, b monthly.Month) int { return a.Month.Compare(b.Month) })
		at = slices.IndexFunc(kept, func(m monthly.Month) bool { return m.Month.Equal(shown) })
	}
	kept[at].Counts, kept[at].Over = monthly.CountsOf(report), true
	page.Lost = r.lost(kept[at].Lost, !report.To.After(r.Now))
	kept = slices.DeleteFunc(kept, func(m monthly.Month) bool { return !m.Over })
	sellOuts := 0
	for i := range kept {
		sellOuts += kept[i].SellOuts()
	}
	if len(kept) < 2 || sellOuts == 0 {
		return
	}
	page.Graphs = []views.Graph{r.promiseGraph(kept), r.announcedGraph(kept)}
}

// lost says what was probably lost in a month; nil if no nightly forecast has computed it.
func (r viewer) lost(l monthly.Lost, over bool) *views.ReportLost {
	if l.On.IsZero() {
		return nil
	}
	v := &views.ReportLost{How: r.T("report.lost_how", int(100*overview.ReallyLost))}
	if !over {
		v.How = r.T("report.lost_until", r.CalendarDay(l.On.AddDate(0, 0, -1))) + " " + v.How
	}
	if l.Units < 0.5 {
		v.Headline = r.T("report.lost_none")
		return v
	}
	v.Headline = r.T("report.lost_units", whole(l.Units))
	low, high := max(0, l.Units-rangeOf*l.UnitsSpread), l.Units+rangeOf*l.UnitsSpread
	v.Range = r.T("report.lost_range", whole(low), whole(high), l.Items, l.Days)
	if worth := l.Value * overview.ReallyLost; worth >= 1 {
		v.Headline = r.T("report.lost", whole(l.Units), r.Rounded(int64(worth)))
		spread := rangeOf * l.ValueSpread * overview.ReallyLost
		v.Range = r.T("report.lost_range_money", whole(low), whole(high), l.Items, l.Days, r.Rounded(int64(max(0, worth-spread))), r.Rounded(int64(worth+spread)))
	}
	return v
}

func whole(n float64) int { return int(math.Round(n)) }

// monthName is the month of its first calendar day, where there is little room.
func (r viewer) monthName(day time.Time) string {
	if r.Zone = time.UTC; day.Year() != r.Now.Year() || day.Month() == time.January {
		return r.T("graph.month_of_year", day.Year()%100, int(day.Month()))
	}
	return r.T("graph.month", int(day.Month()))
}

// promiseGraph draws the share of the sell-outs of each month that were announced
// in time.
func (r viewer) promiseGraph(months []monthly.Month) views.Graph {
	g := views.Graph{
		ID: "promise", Title: r.T("graph.promise"), Width: strconv.Itoa(monthWidth * len(months)), Max: "100%", Min: "0%",
		Legend: []views.GraphLegend{{Kind: "kept", Text: r.T("graph.promise_bar")}},
		Table:  views.GraphTable{Heads: []string{r.T("report.months"), r.T("report.kept"), r.T("report.sellouts"), r.T("graph.share")}},
	}
	var bars strings.Builder
	var said []string
	for i, m := range months {
		share := r.T("graph.no_share")
		if all := m.SellOuts(); all > 0 {
			share = strconv.Itoa(share100(m.InTime, all)) + "%"
			bars.WriteString(bar(i, 0, m.InTime, all))
			said = append(said, r.monthName(m.Month)+" "+share)
		}
		g.Labels = append(g.Labels, r.monthName(m.Month))
		g.Table.Rows = append(g.Table.Rows, []string{r.month(r.Noon(m.Month)), present.Number(m.InTime), present.Number(m.SellOuts()), share})
	}
	g.Shapes = []views.GraphShape{{Kind: "kept", Path: bars.String()}}
	g.Summary = g.Title + ": " + strings.Join(said, ", ")
	return g
}

// share100 is a share in percent. One that is not whole is neither 0 nor 100.
func share100(n, all int) int {
	p := int(math.Round(100 * float64(n) / float64(all)))
	if n > 0 && n < all {
		p = min(max(p, 1), 99)
	}
	return p
}

// announcedGraph draws the sell-outs of each month by when they were announced.
func (r viewer) announcedGraph(months []monthly.Month) views.Graph {
	g := views.Graph{
		ID: "announced", Title: r.T("graph.announced"), Width: strconv.Itoa(monthWidth * len(months)), Min: "0",
		Table: views.GraphTable{Heads: []string{r.T("report.months"), r.T("report.kept"), r.T("report.late"), r.T("report.at_out"), r.T("report.missed"), r.T("graph.lead_days")}},
	}
	top := 1
	for i := range months {
		top = max(top, months[i].SellOuts())
	}
	g.Max = present.Number(top)
	parts := []struct {
		kind, label string
		of          func(monthly.Counts) int
	}{
		{"kept", r.T("report.kept"), func(c monthly.Counts) int { return c.InTime }},
		{"late", r.T("report.late"), func(c monthly.Counts) int { return c.Late }},
		{"at-out", r.T("report.at_out"), func(c monthly.Counts) int { return c.AtOut }},
		{"missed", r.T("report.missed"), func(c monthly.Counts) int { return c.Missed }},
	}
	below := make([]int, len(months))
	rows := make([][]string, len(months))
	for i, m := range months {
		g.Labels = append(g.Labels, r.monthName(m.Month))
		rows[i] = []string{r.month(r.Noon(m.Month))}
	}
	var said []string
	for _, part := range parts {
		all := 0
		var bars strings.Builder
		for i, m := range months {
			n := part.of(m.Counts)
			bars.WriteString(bar(i, below[i], n, top))
			below[i] += n
			all += n
			rows[i] = append(rows[i], present.Number(n))
		}
		g.Shapes = append(g.Shapes, views.GraphShape{Kind: part.kind, Path: bars.String()})
		g.Legend = append(g.Legend, views.GraphLegend{Kind: part.kind, Text: part.label + " " + present.Number(all)})
		said = append(said, part.label+" "+present.Number(all))
	}
	for i, m := range months {
		rows[i] = append(rows[i], r.T("outlook.days", m.LeadDays))
	}
	g.Table.Rows, g.Summary = rows, g.Title+": "+strings.Join(said, ", ")
	return g
}

// bar is a part of the bar of a month, above so many; it is empty for none.
func bar(month, below, n, top int) string {
	if n == 0 {
		return ""
	}
	x := month*monthWidth + (monthWidth-barWidth)/2
	y := func(n int) string { return strconv.FormatFloat(graphHeight*(1-float64(n)/float64(top)), 'f', 1, 64) }
	return "M" + strconv.Itoa(x) + " " + y(below) + "V" + y(below+n) + "h" + strconv.Itoa(barWidth) + "V" + y(below) + "Z"
}
