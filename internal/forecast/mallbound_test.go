package forecast_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/forecast"
)

// TestGateMalls checks the promises of the forecast on generated malls with
// seasons. Of the lead times that begin in a month, a threshold has to suffice
// in the promised share to three points; the same holds in each class. No other
// method may have a loss that is lower by more than 2 % in a class.
//
// A result is judged with its standard error; see gateDoubt. GATE_SEED
// selects other malls, GATE_MALLS more of each kind, and GATE_MALL_ITEMS more items
// of each mall.
func TestGateMalls(t *testing.T) {
	t.Parallel()
	g := mallGate{malls: setting(t, "GATE_MALLS", gateMalls), items: setting(t, "GATE_MALL_ITEMS", 50), shown: 4, known: mallLookBack}
	cells, made := g.tally(t)
	checkMallDates(t, made)
	for kind := range cells.kinds() {
		t.Log(cells.name(kind) + "\n" + cells.monthTable(kind, 0) + cells.monthTable(kind, 1) + cells.monthTable(kind, 2) + cells.classTable(kind, g.plain))
		cells.checkMonths(t, kind)
		cells.checkClasses(t, kind)
	}
}

// TestGateFewItems checks that what is learnt from a mall of ten items does not
// make its forecasts worse.
func TestGateFewItems(t *testing.T) {
	t.Parallel()
	g := mallGate{malls: setting(t, "GATE_MALLS", gateMalls), items: 10, shown: 4, known: mallLookBack, plain: true}
	cells, _ := g.tally(t)
	t.Log(cells.classTable(anyOf, g.plain))
	cells.checkClasses(t, anyOf)
	cells.checkLearnt(t, anyOf)
}

// TestGateOneYear checks the same in malls with a record of 400 days.
func TestGateOneYear(t *testing.T) {
	t.Parallel()
	g := mallGate{malls: max(2, setting(t, "GATE_MALLS", gateMalls)/4), items: setting(t, "GATE_MALL_ITEMS", 50), shown: 3, known: 400, plain: true}
	cells, _ := g.tally(t)
	t.Log(cells.classTable(anyOf, g.plain))
	cells.checkClasses(t, anyOf)
	cells.checkLearnt(t, anyOf)
}

// TestGatePool checks that a pool makes no class worse.
func TestGatePool(t *testing.T) {
	t.Parallel()
	g := mallGate{malls: setting(t, "GATE_MALLS", 2), items: setting(t, "GATE_MALL_ITEMS", 55), shown: 3, known: mallLookBack, plain: true, pool: true}
	cells, _ := g.tally(t)
	t.Log("\n" + cells.classTable(anyOf, g.plain))
	cells.checkLearnt(t, anyOf)
}

const (
	gatePoints = 0.03 // greatest difference of a coverage from the promised share
	gateLoss   = 0.02 // greatest part by which another method's loss may be lower
	// gateDoubt is how many standard errors a result of all malls may lie beyond a
	// bound, and kindDoubt a result of one kind. So the size of the run, and not
	// luck, decides what the gate finds: a result just at its bound fails by chance
	// in 1 % of cases, and of the more than 400 results of single kinds in 0.1 %.
	gateDoubt = 2.33
	kindDoubt = 3.1
)

// tally generates the malls of each kind and decides.
func (g mallGate) tally(t *testing.T) (gateCells, []mallResults) {
	t.Helper()
	seed := uint64(setting(t, "GATE_SEED", 1))
	var all []mallResults
	for _, kind := range mallKinds() {
		all = append(all, g.run(kind, seed))
	}
	return tally(all), all
}

// gateMiss is a season that the forecast does not hold to three points. Its
// coverage is held to the bound instead, so that it does not get worse, and
// docs/forecast.md says so.
type gateMiss struct {
	kind   string
	months []time.Month
	days   int // least lead time
	points float64
}

// gateMisses are the misses of a run with 48 malls of each kind.
func gateMisses() []gateMiss {
	return []gateMiss{
		{"all malls", []time.Month{time.August, time.October, time.November}, 28, 0.055},
		{"gifts", []time.Month{time.October, time.November}, 14, 0.14},
		{"gifts", []time.Month{time.April}, 28, 0.07},
		{"fashion", []time.Month{time.September, time.October}, 7, 0.13},
		{"fashion", []time.Month{time.April, time.May}, 28, 0.07},
		{"lunar", []time.Month{time.January, time.August}, 7, 0.15},
	}
}

// bound is the greatest difference of the coverage of a month from the promised
// share.
func bound(kind string, month time.Month, days int) float64 {
	for _, m := range gateMisses() {
		if m.kind == kind && days >= m.days && slices.Contains(m.months, month) {
			return m.points
		}
	}
	return gatePoints
}

// checkMonths checks the coverage of each month.
func (cells gateCells) checkMonths(t *testing.T, kind int) {
	t.Helper()
	for lead, days := range gateLeads() {
		for level, promised := range gateLevels() {
			for month := range mallMonths {
				c := cells[cellKey{kind, month, anyOf, lead, level}]
				if c == nil || c.off(kind, promised) <= gatePoints {
					continue
				}
				of := time.Month(month + 1)
				line := fmt.Sprintf("%s, %s, %d days: %.1f±%.1f %% covered of %.0f %%, in %.0f windows", cells.name(kind), of, days,
					100*c.coverage(), 100*c.deviationOf(promised), 100*promised, c.windows)
				if c.off(kind, promised) > bound(cells.name(kind), of, days) {
					t.Error(line)
				} else {
					t.Log("not held to three points: " + line)
				}
			}
		}
	}
}

// doubt is how many standard errors a result of a kind may lie beyond a bound.
func doubt(kind int) float64 {
	if kind == anyOf {
		return gateDoubt
	}
	return kindDoubt
}

// off is by how much the coverage differs from the promised share, less what
// chance explains.
func (c *cell) off(kind int, promised float64) float64 {
	return math.Abs(c.coverage()-promised) - doubt(kind)*c.deviationOf(promised)
}

// deviationOf is the standard error of the coverage, and at least that of
// separate windows with the promised share: where nearly all windows are
// covered, the differences between malls show too little.
func (c *cell) deviationOf(promised float64) float64 {
	return max(c.deviation(), math.Sqrt(promised*(1-promised)/max(c.windows, 1)))
}

// checkClasses checks the coverage and the losses in each class.
func (cells gateCells) checkClasses(t *testing.T, kind int) {
	t.Helper()
	for class := forecast.Smooth; class <= forecast.Lumpy; class++ {
		for lead, days := range gateLeads() {
			for level, promised := range gateLevels() {
				c := cells[cellKey{kind, anyOf, class, lead, level}]
				if c == nil {
					continue
				}
				if c.off(kind, promised) > gatePoints {
					t.Errorf("%s, %s, %d days: %.1f±%.1f %% covered of %.0f %%, in %.0f windows", cells.name(kind), class, days,
						100*c.coverage(), 100*c.deviationOf(promised), 100*promised, c.windows)
				}
				if name, more, deviation := c.best(); more+doubt(kind)*deviation < -gateLoss {
					t.Errorf("%s, %s, %d days, %.0f %%: the loss of %s is lower by %.1f±%.1f %%", cells.name(kind), class, days, 100*promised,
						name, -100*more, 100*deviation)
				}
			}
		}
	}
}

// checkLearnt checks that what is learnt from the mall makes no class worse.
func (cells gateCells) checkLearnt(t *testing.T, kind int) {
	t.Helper()
	for class := forecast.Smooth; class <= forecast.Lumpy; class++ {
		for lead, days := range gateLeads() {
			for level, promised := range gateLevels() {
				c := cells[cellKey{kind, anyOf, class, lead, level}]
				if c == nil {
					continue
				}
				if more, deviation := c.learnt(); more+doubt(kind)*deviation < -gateLoss {
					t.Errorf("%s, %s, %d days, %.0f %%: without the mall the loss is lower by %.1f±%.1f %%", cells.name(kind), class, days, 100*promised,
						-100*more, 100*deviation)
				}
			}
		}
	}
}

// The documentation lists the same misses, with the same bounds.
func TestGateMissesAreDocumented(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../docs/forecast.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(doc), "| malls | months | lead times from, days | bound, points | why |")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(strings.TrimSpace(table), "\n")[1:]
	if len(rows) != len(gateMisses()) {
		t.Errorf("%d rows of %d misses", len(rows), len(gateMisses()))
	}
	for _, m := range gateMisses() {
		var months []string
		for _, month := range m.months {
			months = append(months, month.String()[:3])
		}
		row := fmt.Sprintf("| %s | %s | %d | %.1f |", m.kind, strings.Join(months, ", "), m.days, 100*m.points)
		if !slices.ContainsFunc(rows, func(r string) bool { return strings.HasPrefix(r, row) }) {
			t.Errorf("no row begins with %s", row)
		}
	}
}
