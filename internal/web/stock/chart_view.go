package stock

import (
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

const (
	chartWidth  = 600
	chartHeight = 120

	trendDays   = 30
	trendWidth  = 60 // width of the line in a row: two places a day
	trendHeight = 20
	trendFrom   = 48 * time.Hour // a shorter record is only a dot
)

// column is the value of one of the chart's 600 places: the level at its end,
// and the lowest level within it. The lowest level keeps a short time without
// stock visible.
type column struct{ x, last, lowest int }

func (r viewer) trendSince() time.Time { return r.Now.AddDate(0, 0, -trendDays) }

// trend returns a month of levels as the small line of a row, and how long the
// present stock will last.
func (r viewer) trend(history present.RowHistory, row *listing.InventoryRow) views.Trend {
	t, points := views.Trend{Cover: r.cover(row, history.Progress)}, history.Month
	if len(points) == 0 || !row.Tracked || r.Now.Sub(points[0].At) < trendFrom {
		return t
	}
	low, high := points[0].Quantity, points[0].Quantity
	for _, p := range points {
		low, high = min(low, p.Quantity), max(high, p.Quantity)
	}
	t.Line = steps(columns(points, r.trendSince(), r.Now, trendWidth), scale(min(low, 0), max(high, 1), trendHeight), trendWidth)
	t.Text = r.T("chart.summary", points[0].Quantity, points[len(points)-1].Quantity, low, high, trendDays)
	return t
}

// scale returns a function that converts a quantity to its distance from the
// top.
func scale(bottom, top, height int) func(int) int {
	return func(q int) int { return height - (q-bottom)*height/(top-bottom) }
}

// columns puts the points into their places. The last point before since gives
// the level at which the line starts.
func columns(points []lowstock.Point, since, until time.Time, width int) []column {
	var list []column
	for _, p := range points {
		x := place(p.At, since, until, width)
		if n := len(list); n > 0 && list[n-1].x == x {
			list[n-1].last = p.Quantity
			list[n-1].lowest = min(list[n-1].lowest, p.Quantity)
			continue
		}
		list = append(list, column{x, p.Quantity, p.Quantity})
	}
	return list
}

// place returns where a time lies between two others, from 0 to width.
func place(at, since, until time.Time, width int) int {
	return min(max(int(int64(at.Sub(since))*int64(width)/max(int64(until.Sub(since)), 1)), 0), width)
}

func steps(list []column, y func(int) int, width int) string {
	var b strings.Builder
	write := func(command string, n int) { b.WriteString(command + strconv.Itoa(n)) }
	write("M", list[0].x)
	write(" ", y(list[0].last))
	for _, c := range list[1:] {
		write("H", c.x)
		if c.lowest != c.last {
			write("V", y(c.lowest))
		}
		write("V", y(c.last))
	}
	write("H", width)
	return b.String()
}

func area(line string, from, base int) string {
	return line + "V" + strconv.Itoa(base) + "H" + strconv.Itoa(from) + "Z"
}
