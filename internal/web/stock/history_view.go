package stock

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

const (
	chartTable = 60 // newest readings in the table
	maxRises   = 60 // newest rises in the table, beside all events of incidents
	markWidth  = 8  // places of the chart that one mark covers
)

// The kinds of marks of a chart, as the page draws them.
const (
	markOpened   = "opened"
	markResolved = "resolved"
	markRise     = "rise"
)

// chartSpans are the numbers of days that a chart can show; the first is the
// default. The store keeps levels for 100 days.
func chartSpans() []int { return []int{30, 90} }

// spanOf reads how many days a chart shows. A number that is not offered counts
// as missing.
func spanOf(text string) int {
	if n, err := strconv.Atoi(text); err == nil && slices.Contains(chartSpans(), n) {
		return n
	}
	return chartSpans()[0]
}

// historyRead is what the store has about the past of a variant.
type historyRead struct {
	days      int
	threshold int
	points    []lowstock.Point // one for each change; the first is the level at the beginning
	events    []lowstock.Event // began, got worse and ended
	urls      []string         // of the chart for each of [chartSpans]
}

func (a historyRead) since(now time.Time) time.Time { return now.AddDate(0, 0, -a.days) }

// chart draws the quantities of the chosen days as a step line, marks events on
// it, and adds a table.
func (r viewer) chart(a historyRead) views.Chart {
	c := views.Chart{Title: r.T("product.history", a.days)}
	for i, url := range a.urls {
		days := chartSpans()[i]
		c.Spans = append(c.Spans, views.LeadLink{Label: r.T("outlook.days", days), URL: url, On: days == a.days})
	}
	points, since := a.points, a.since(r.Now)
	if len(points) == 0 {
		c.Summary = r.T("chart.none", a.days)
		return c
	}
	if len(points) == 1 && r.Now.Sub(points[0].At) < trendFrom { // one point would not be a line
		c.Summary = r.T("chart.young", r.Date(points[0].At))
		return c
	}
	low, high := bounds(points)
	top := max(high, a.threshold, 1)
	y := scale(min(low, 0), top, chartHeight)
	places := columns(points, since, r.Now, chartWidth)
	c.Line = steps(places, y, chartWidth)
	c.Area = area(c.Line, places[0].x, y(0))
	c.Max, c.Min, c.From, c.To = present.Number(top), present.Number(min(low, 0)), r.Day(since), r.Day(r.Now)
	c.Summary = r.T("chart.summary", points[0].Quantity, points[len(points)-1].Quantity, low, high, a.days)
	if a.threshold > 0 {
		c.Limit = "M0 " + strconv.Itoa(y(a.threshold)) + "H" + strconv.Itoa(chartWidth)
		c.LimitText = r.T("chart.limit", a.threshold)
	}
	all := r.happenings(a, high)
	c.Marks, c.Legend = r.marks(all, since)
	for _, l := range c.Legend {
		c.Summary += ". " + l.Text
	}
	c.Rows = r.chartRows(all)
	return c
}

func bounds(points []lowstock.Point) (low, high int) {
	low, high = points[0].Quantity, points[0].Quantity
	for _, p := range points {
		low, high = min(low, p.Quantity), max(high, p.Quantity)
	}
	return low, high
}

// happening is a line of a chart's table. It may also have a mark on the chart.
type happening struct {
	at       time.Time
	quantity int
	text     string
	mark     string
	event    bool // an event of an incident, not a reading
}

// happenings returns readings and the events of incidents, in time order. A
// rise counts as arrived goods when it is at least a tenth of the highest
// level. A smaller rise is mostly a cancelled order.
func (r viewer) happenings(a historyRead, high int) []happening {
	all := make([]happening, 0, len(a.points)+len(a.events))
	// Only the table shows that an incident got worse.
	marks := map[lowstock.EventKind]string{lowstock.EventOpened: markOpened, lowstock.EventResolved: markResolved}
	for i, p := range a.points {
		h := happening{at: p.At, quantity: p.Quantity}
		if i > 0 {
			if risen := p.Quantity - a.points[i-1].Quantity; risen >= max(2, high/10) {
				h.text, h.mark = r.T("chart.risen", risen), markRise
			}
		}
		all = append(all, h)
	}
	for _, e := range a.events {
		all = append(all, happening{at: e.At, quantity: e.Quantity, text: present.TimelineOf(*r.Viewer).EventEntry(e).Text, mark: marks[e.Kind], event: true})
	}
	slices.SortStableFunc(all, func(a, b happening) int { return cmp.Or(a.at.Compare(b.at), order(a.event)-order(b.event)) })
	return all
}

func order(event bool) int {
	if event {
		return 1 // the event follows from the reading of the same time
	}
	return 0
}

// marks returns where events happened, in percent of the width. When marks
// would overlap, only the first one is drawn. The legend counts all of them.
func (r viewer) marks(all []happening, since time.Time) (marks []views.ChartMark, legend []views.ChartLegend) {
	count, taken := map[string]int{}, map[string]int{}
	for _, h := range all {
		if h.mark == "" || h.at.Before(since) {
			continue
		}
		count[h.mark]++
		x := place(h.at, since, r.Now, chartWidth)
		if last, is := taken[h.mark]; is && x-last < markWidth {
			continue
		}
		taken[h.mark] = x
		marks = append(marks, views.ChartMark{Kind: h.mark, X: strconv.FormatFloat(float64(x)*100/chartWidth, 'f', 1, 64) + "%"})
	}
	for _, l := range []views.ChartLegend{
		{Kind: markOpened, Text: r.T("chart.opened", count[markOpened])},
		{Kind: markResolved, Text: r.T("chart.resolved", count[markResolved])},
		{Kind: markRise, Text: r.T("chart.rises", count[markRise])},
	} {
		if count[l.Kind] > 0 {
			legend = append(legend, l)
		}
	}
	return marks, legend
}

// chartRows returns the rows of the table, newest first: all events of
// incidents, the newest rises and the newest other readings.
func (r viewer) chartRows(all []happening) []views.ChartRow {
	var rows []views.ChartRow
	left := map[bool]int{false: chartTable, true: maxRises}
	for _, h := range slices.Backward(all) {
		if !h.event {
			if left[h.mark != ""]--; left[h.mark != ""] < 0 {
				continue
			}
		}
		rows = append(rows, views.ChartRow{At: r.Moment(h.at), Quantity: present.Number(h.quantity), Mark: h.mark, Text: h.text})
	}
	return rows
}
