package forecast_test

import (
	"fmt"
	"math"
	"strings"

	"cafe24-inventory-alert/internal/forecast"
)

// cell is the result of some decisions of one lead time and one level.
type cell struct {
	windows, covered float64
	malls            map[[2]int][2]float64 // windows and covered windows of each mall
	ours, plain      float64               // sums of losses
	base             [baselineCount]float64
}

// add adds a decision of the mall of a kind.
func (c *cell) add(kind int, j *judged) {
	covered := 0.0
	if j.covered() {
		covered = 1
	}
	c.windows, c.covered = c.windows+1, c.covered+covered
	if c.malls == nil {
		c.malls = map[[2]int][2]float64{}
	}
	of := c.malls[[2]int{kind, int(j.mall)}]
	c.malls[[2]int{kind, int(j.mall)}] = [2]float64{of[0] + 1, of[1] + covered}
	c.ours, c.plain = c.ours+j.loss(j.threshold), c.plain+j.loss(j.plain)
	for i, threshold := range j.base {
		c.base[i] += j.loss(threshold)
	}
}

func (c *cell) coverage() float64 { return c.covered / max(c.windows, 1) }

// deviation is the standard error of the coverage. The items of a mall share
// shocks, so it is computed from the differences between malls: the estimator
// for a ratio of cluster totals (Cochran, Sampling Techniques, 1977, chapter 6).
func (c *cell) deviation() float64 {
	n, sum, mean := float64(len(c.malls)), 0.0, c.coverage()
	if n < 2 {
		return 1
	}
	for _, of := range c.malls {
		sum += (of[1] - mean*of[0]) * (of[1] - mean*of[0])
	}
	return math.Sqrt(sum*n/(n-1)) / c.windows
}

// design is by how much shared shocks raise the variance of the coverage over
// that of separate windows.
func (c *cell) design() float64 {
	mean := c.coverage()
	return c.deviation() * c.deviation() * c.windows / max(mean*(1-mean), 1e-9)
}

// best is the baseline with the least loss, and its loss over that of the
// forecast, minus 1.
func (c *cell) best() (name string, more float64) {
	least := 0
	for i, loss := range c.base {
		if loss < c.base[least] {
			least = i
		}
	}
	return baselineNames()[least], c.base[least]/max(c.ours, 1e-9) - 1
}

// cellKey selects the decisions of a cell. -1 stands for all.
type cellKey struct{ kind, month, class, lead, level int }

// tally sums up the decisions of all kinds by kind and month, by month, by
// class, and by kind and class.
func tally(kinds [][]judged) map[cellKey]*cell {
	cells := map[cellKey]*cell{}
	add := func(key cellKey, kind int, j *judged) {
		c := cells[key]
		if c == nil {
			c = &cell{}
			cells[key] = c
		}
		c.add(kind, j)
	}
	for kind, list := range kinds {
		for i := range list {
			j := &list[i]
			if j.class == forecast.Unknown {
				continue
			}
			month, class, lead, level := int(j.month), int(j.class), int(j.lead), int(j.level)
			add(cellKey{kind, month, -1, lead, level}, kind, j)
			add(cellKey{-1, month, -1, lead, level}, kind, j)
			add(cellKey{-1, -1, class, lead, level}, kind, j)
			add(cellKey{kind, -1, class, lead, level}, kind, j)
			add(cellKey{kind, -1, -1, lead, level}, kind, j)
		}
	}
	return cells
}

// monthTable is the coverage by month in percent, one line for each lead time.
func monthTable(cells map[cellKey]*cell, kind, level int) string {
	var text strings.Builder
	for lead, days := range gateLeads() {
		fmt.Fprintf(&text, "%2d days, %.0f %%:", days, 100*gateLevels()[level])
		for month := range mallMonths {
			if c := cells[cellKey{kind, month, -1, lead, level}]; c != nil {
				fmt.Fprintf(&text, " %5.1f±%.1f", 100*c.coverage(), 100*c.deviation())
			}
		}
		if c := cells[cellKey{kind, -1, -1, lead, level}]; c != nil {
			fmt.Fprintf(&text, "  all %.1f±%.1f of %.0f, design effect %.1f", 100*c.coverage(), 100*c.deviation(), c.windows, c.design())
		}
		text.WriteByte('\n')
	}
	return text.String()
}

// classTable is the coverage and the losses by class.
func classTable(cells map[cellKey]*cell, kind int) string {
	var text strings.Builder
	for class := forecast.Smooth; class <= forecast.Lumpy; class++ {
		for lead, days := range gateLeads() {
			fmt.Fprintf(&text, "%-12s %2d days", class, days)
			for level := range gateLevels() {
				c := cells[cellKey{kind, -1, int(class), lead, level}]
				if c == nil {
					continue
				}
				name, more := c.best()
				fmt.Fprintf(&text, " | %5.1f±%.1f, loss %.3f, best %s %+.1f %%", 100*c.coverage(), 100*c.deviation(), c.ours/c.windows, name, 100*more)
				if c.plain > 0 {
					fmt.Fprintf(&text, ", without season %+.1f %%", 100*(c.plain/c.ours-1))
				}
			}
			if c := cells[cellKey{kind, -1, int(class), lead, 1}]; c != nil {
				fmt.Fprintf(&text, " | %.0f windows", c.windows)
			}
			text.WriteByte('\n')
		}
	}
	return text.String()
}
