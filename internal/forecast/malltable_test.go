package forecast_test

import (
	"fmt"
	"iter"
	"math"
	"strings"

	"cafe24-inventory-alert/internal/forecast"
)

// tallied are sums over decisions.
type tallied struct {
	windows, covered float64
	ours, plain      float64 // losses, with and without what is learnt from the mall
	base             [baselineCount]float64
}

func (s *tallied) add(j *judged) {
	s.windows++
	if j.covered() {
		s.covered++
	}
	s.ours, s.plain = s.ours+j.loss(j.threshold), s.plain+j.loss(j.plain)
	for i, threshold := range j.base {
		s.base[i] += j.loss(threshold)
	}
}

// cell is the result of the decisions of one lead time and one level, of some
// months or classes, in all malls and in each of them.
type cell struct {
	tallied

	malls map[int]*tallied
}

func (c *cell) add(mall int, j *judged) {
	c.tallied.add(j)
	c.of(mall).add(j)
}

// of returns the sums of a mall.
func (c *cell) of(mall int) *tallied {
	if c.malls == nil {
		c.malls = map[int]*tallied{}
	}
	if c.malls[mall] == nil {
		c.malls[mall] = &tallied{}
	}
	return c.malls[mall]
}

func (c *cell) coverage() float64 { return c.covered / max(c.windows, 1) }

// ratioError is the standard error of the ratio of two sums. The items of a
// mall share shocks, so it is computed from the differences between the malls
// of each kind: the combined ratio estimator of stratified clusters (Cochran,
// Sampling Techniques, 1977, chapters 6 and 9A).
func (c *cell) ratioError(above, below func(*tallied) float64) float64 {
	ratio := above(&c.tallied) / max(below(&c.tallied), 1e-12)
	var n, sum, squares [8]float64 // of the kinds
	for mall, of := range c.malls {
		rest, kind := above(of)-ratio*below(of), mall>>16
		n[kind], sum[kind], squares[kind] = n[kind]+1, sum[kind]+rest, squares[kind]+rest*rest
	}
	variance := 0.0
	for kind, malls := range n {
		if malls > 1 {
			variance += (squares[kind] - sum[kind]*sum[kind]/malls) * malls / (malls - 1)
		}
	}
	return math.Sqrt(variance) / max(below(&c.tallied), 1e-12)
}

// deviation is the standard error of the coverage.
func (c *cell) deviation() float64 {
	return c.ratioError(func(s *tallied) float64 { return s.covered }, func(s *tallied) float64 { return s.windows })
}

// design is by how much shared shocks raise the variance of the coverage over
// that of separate windows.
func (c *cell) design() float64 {
	mean := c.coverage()
	return c.deviation() * c.deviation() * c.windows / max(mean*(1-mean), 1e-9)
}

// best is the baseline with the least loss, its loss over that of the forecast
// minus 1, and the standard error of this.
func (c *cell) best() (name string, more, deviation float64) {
	least := 0
	for i, loss := range c.base {
		if loss < c.base[least] {
			least = i
		}
	}
	ours := func(s *tallied) float64 { return s.ours }
	return baselineNames()[least], c.base[least]/max(c.ours, 1e-12) - 1,
		c.ratioError(func(s *tallied) float64 { return s.base[least] }, ours)
}

// learnt is the loss without what is learnt from the mall over that with it,
// minus 1, and the standard error of this.
func (c *cell) learnt() (more, deviation float64) {
	return c.plain/max(c.ours, 1e-12) - 1,
		c.ratioError(func(s *tallied) float64 { return s.plain }, func(s *tallied) float64 { return s.ours })
}

// cellKey selects the decisions of a cell. anyOf stands for all.
type cellKey struct {
	kind, month int
	class       forecast.Class
	lead, level int
}

const anyOf = -1

// gateCells are the results of all decisions.
type gateCells map[cellKey]*cell

// kinds yields all kinds of malls together, and each of them.
func (cells gateCells) kinds() iter.Seq[int] {
	return func(yield func(int) bool) {
		for kind := anyOf; kind < len(mallKinds()); kind++ {
			if !yield(kind) {
				return
			}
		}
	}
}

func (cells gateCells) name(kind int) string {
	if kind == anyOf {
		return "all malls"
	}
	return mallKinds()[kind].name
}

// tally sums up the decisions of all kinds: by month, by class, and all, of
// each kind and of all kinds together.
func tally(kinds []mallResults) gateCells {
	cells := gateCells{}
	for kind, made := range kinds {
		for i := range made.decisions {
			j := &made.decisions[i]
			if j.class == forecast.Unknown {
				continue
			}
			for _, of := range []int{kind, anyOf} {
				lead, level := int(j.lead), int(j.level)
				for _, key := range []cellKey{{of, int(j.month), anyOf, lead, level}, {of, anyOf, j.class, lead, level}, {of, anyOf, anyOf, lead, level}} {
					if cells[key] == nil {
						cells[key] = &cell{}
					}
					cells[key].add(kind<<16|int(j.mall), j)
				}
			}
		}
	}
	return cells
}

// monthTable is the coverage by month in percent with its standard error, one
// line for each lead time.
func (cells gateCells) monthTable(kind, level int) string {
	var text strings.Builder
	for lead, days := range gateLeads() {
		fmt.Fprintf(&text, "%2d days, %.0f %%:", days, 100*gateLevels()[level])
		for month := range mallMonths {
			if c := cells[cellKey{kind, month, anyOf, lead, level}]; c != nil {
				fmt.Fprintf(&text, " %5.1f±%.1f", 100*c.coverage(), 100*c.deviation())
			}
		}
		if c := cells[cellKey{kind, anyOf, anyOf, lead, level}]; c != nil {
			fmt.Fprintf(&text, "  all %.1f±%.1f of %.0f windows, design effect %.1f", 100*c.coverage(), 100*c.deviation(), c.windows, c.design())
		}
		text.WriteByte('\n')
	}
	return text.String()
}

// classTable is the coverage, the best baseline and the loss without the season
// by class, one line for each lead time.
func (cells gateCells) classTable(kind int, plain bool) string {
	var text strings.Builder
	for class := forecast.Smooth; class <= forecast.Lumpy; class++ {
		for lead, days := range gateLeads() {
			fmt.Fprintf(&text, "%-12s %2d days", class, days)
			for level := range gateLevels() {
				c := cells[cellKey{kind, anyOf, class, lead, level}]
				if c == nil {
					continue
				}
				if level == 0 {
					fmt.Fprintf(&text, ", %5.0f windows", c.windows)
				}
				name, more, deviation := c.best()
				fmt.Fprintf(&text, " | %5.1f±%.1f, loss %.3f, %+.1f±%.1f %% of %s", 100*c.coverage(), 100*c.deviation(), c.ours/c.windows, 100*more, 100*deviation, name)
				if more, deviation := c.learnt(); plain {
					fmt.Fprintf(&text, ", %+.1f±%.1f %% without the mall", 100*more, 100*deviation)
				}
			}
			text.WriteByte('\n')
		}
	}
	return text.String()
}
