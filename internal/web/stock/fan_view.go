package stock

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

const (
	fanPast   = 30  // days of levels before today
	fanLeast  = 14  // least days ahead
	fanMost   = 120 // most days ahead
	fanRows   = 15  // about so many rows of the table
	fanDay    = 10  // places of the picture for one day
	fanHeight = chartHeight
)

// fanGraph draws the last levels of a variant and what will be left of them, from
// what the last nightly forecast has stored: the dates on which its lines are
// empty are those of the list. It returns nil if nothing is stored, or there is
// nothing to follow.
func fanGraph(r viewer, stock, threshold int, points []lowstock.Point, ahead forecast.Ahead, in []forecast.Arrival) *views.Graph {
	out := ahead.RunOutWith(stock, in...)
	days := max(out.P90+out.P90/10, fanLeast)
	for _, a := range in {
		days = max(days, a.Day+7)
	}
	days = min(days, fanMost)
	fan, is := ahead.Fan(stock, in, days)
	if !is || stock <= 0 && len(in) == 0 {
		return nil
	}
	past := fanPast
	if len(points) == 0 || r.Now.Sub(points[0].At) < trendFrom {
		past, points = 0, nil
	}
	now, width := past*fanDay, (past+days)*fanDay
	points = lastDays(points, r.Now.AddDate(0, 0, -past))
	top := max(1, threshold, slices.Max(fan.P90))
	for _, p := range points {
		top = max(top, p.Quantity)
	}
	y := scale(0, top, fanHeight)
	g := &views.Graph{
		ID: "fan", Title: r.T("graph.fan", days), Width: strconv.Itoa(width), Max: present.Number(top), Min: "0",
		Labels:  []string{r.Day(r.Now.AddDate(0, 0, -past)), r.CalendarDay(r.DateAhead(days))},
		Summary: r.T("graph.fan_summary", days, stock, r.CalendarDay(r.DateAhead(days)), fan.P50[days], fan.P10[days], fan.P90[days]) + " " + r.runOut(out, stock),
		Note:    r.T("graph.fan_note"),
	}
	at := func(n int) string { return strconv.Itoa(now + n*fanDay) }
	g.Shapes = []views.GraphShape{
		{Kind: "fan", Path: polyline("M", fan.P90, at, y) + backwards(fan.P10, at, y) + "Z"},
		{Kind: "now", Path: "M" + at(0) + " 0V" + strconv.Itoa(fanHeight)},
	}
	g.Legend = []views.GraphLegend{{Kind: "middle", Text: r.T("graph.fan_middle")}, {Kind: "fan", Text: r.T("graph.fan_range")}, {Kind: "now", Text: r.T("graph.today")}}
	if threshold > 0 {
		g.Shapes = append(g.Shapes, views.GraphShape{Kind: "limit", Path: "M0 " + strconv.Itoa(y(threshold)) + "H" + g.Width})
		g.Legend = append(g.Legend, views.GraphLegend{Kind: "limit", Text: r.T("chart.limit", threshold)})
	}
	if len(points) > 0 {
		levels := steps(columns(points, r.Now.AddDate(0, 0, -past), r.Now, now), func(q int) int { return y(max(q, 0)) }, now)
		g.Shapes = append(g.Shapes, views.GraphShape{Kind: "level", Path: levels})
		g.Legend = slices.Insert(g.Legend, 0, views.GraphLegend{Kind: "level", Text: r.T("graph.fan_past", past)})
	}
	g.Shapes = append(g.Shapes, views.GraphShape{Kind: "middle", Path: polyline("M", fan.P50, at, y)})
	g.Table = fanTable(r, fan, out, days)
	return g
}

// fanTable has some days, and those on which the lines are empty.
func fanTable(r viewer, fan forecast.Fan, out forecast.RunOut, days int) views.GraphTable {
	t := views.GraphTable{Heads: []string{r.T("graph.day"), r.T("graph.fan_fast"), r.T("graph.fan_middle"), r.T("graph.fan_slow")}}
	step := max(1, days/fanRows)
	for n := 1; n <= days; n++ {
		if n%step == 0 || n == out.P10 || n == out.P50 || n == out.P90 {
			t.Rows = append(t.Rows, []string{r.CalendarDay(r.DateAhead(n)), present.Number(fan.P10[n]), present.Number(fan.P50[n]), present.Number(fan.P90[n])})
		}
	}
	return t
}

// lastDays returns the levels since a time; the first is the one that held then.
func lastDays(points []lowstock.Point, since time.Time) []lowstock.Point {
	for i := len(points) - 1; i > 0; i-- {
		if !points[i].At.After(since) {
			return points[i:]
		}
	}
	return points
}

// polyline is a path through the levels of a line; a run of equal ones takes
// two points.
func polyline(begin string, line []int, x func(int) string, y func(int) int) string {
	var b strings.Builder
	for n, level := range line {
		if n > 0 && n < len(line)-1 && line[n-1] == level && line[n+1] == level {
			continue
		}
		if n == 0 {
			b.WriteString(begin)
		} else {
			b.WriteByte('L')
		}
		b.WriteString(x(n) + " " + strconv.Itoa(y(level)))
	}
	return b.String()
}

// backwards continues a path with a line from its end to its beginning.
func backwards(line []int, x func(int) string, y func(int) int) string {
	reversed := slices.Clone(line)
	slices.Reverse(reversed)
	return polyline("L", reversed, func(n int) string { return x(len(line) - 1 - n) }, y)
}
