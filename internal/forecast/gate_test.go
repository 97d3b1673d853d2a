package forecast_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

// TestGate checks the promise of the forecast on generated items. A threshold
// that is said to suffice in 90, 95 or 98 % of lead times has to suffice in
// that share, to three points, in every class and for every lead time. No
// simple rule may have a smaller pinball loss. The date of running out has to
// lie between its P10 and P90 in 75 to 85 % of cases.
//
// The results are compared with demand and not with sales, so that stock-outs
// hide nothing. GATE_SEED, GATE_ITEMS and GATE_REGIME select other items.
func TestGate(t *testing.T) {
	t.Parallel()
	seed, items := setting(t, "GATE_SEED", 1), setting(t, "GATE_ITEMS", 600)
	for _, r := range append(unseen(), shop()) {
		if want := os.Getenv("GATE_REGIME"); r.name != want && (want != "" || r.name != shop().name) {
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			scores, held := judge(generate(r, uint64(seed), items, gateDays))
			for _, row := range scores.Rows() {
				checkRow(t, row)
			}
			checkDates(t, held)
		})
	}
}

const (
	gateDays  = 800
	gateLast  = 365
	gateEvery = 28
	gateDates = 4 // dates of running out for each item
	// gateLeast is the least number of decisions of a class for a result to three
	// points: at 95 % the standard error of 300 decisions is 1.3 points.
	gateLeast = 300
)

func setting(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// dates counts how many dates of running out lay within their range, before it
// and after it.
type dates struct {
	n, early, late int
	claimed        float64
}

func (d *dates) add(o dates) {
	d.n, d.early, d.late, d.claimed = d.n+o.n, d.early+o.early, d.late+o.late, d.claimed+o.claimed
}

type classDates [forecast.Lumpy + 1]dates

// judge makes the decisions of all items, on two cores.
func judge(items []item) (*forecast.Scores, classDates) {
	var (
		scores forecast.Scores
		held   classDates
		lock   sync.Mutex
		work   sync.WaitGroup
	)
	for half := range 2 {
		work.Go(func() {
			for i := half; i < len(items); i += 2 {
				made := items[i].decide()
				lock.Lock()
				for _, d := range made {
					scores.Add(d)
				}
				lock.Unlock()
				for try := range gateDates {
					out := items[i].runOut(i*gateDates + try)
					lock.Lock()
					held[out.class].add(out.dates)
					lock.Unlock()
				}
			}
		})
	}
	work.Wait()
	return &scores, held
}

// decide makes the decisions of an item and replaces the sold units by the
// demand.
func (it item) decide() []forecast.Decision {
	var made []forecast.Decision
	rolling := forecast.Rolling{Leads: []int{7, 14, 28}, Levels: []float64{0.9, 0.95, 0.98}, Every: gateEvery, Last: gateLast}
	forecast.Backtest(it.seen, it.events, rolling, func(d forecast.Decision) {
		from := int(d.Origin - it.seen.Start)
		d.Actual, d.Censored = 0, false
		for _, units := range it.wanted[from : from+d.Days] {
			d.Actual += float64(units)
		}
		made = append(made, d)
	})
	return made
}

type classDate struct {
	dates

	class forecast.Class
}

// runOut computes when a stock for some days, 14 to 90 by velocity, runs out, a
// year or more before the end of the record.
func (it item) runOut(seed int) classDate {
	rnd := rand.New(rand.NewPCG(7, uint64(seed)))
	origin := it.seen.End() - forecast.Horizon - forecast.Date(rnd.IntN(60))
	m := forecast.Fit(it.seen.Until(origin), it.events)
	stock := int(math.Ceil(m.Velocity() * logBetween(rnd, [2]float64{14, 90})))
	if stock == 0 {
		return classDate{}
	}
	day, left := 0, stock
	for day < forecast.NotWithin && left > 0 {
		day++
		if day < forecast.NotWithin {
			left -= int(it.wanted[int(origin-it.seen.Start)+day-1])
		}
	}
	out := m.RunOut(stock)
	r := classDate{class: m.Class(), dates: dates{n: 1}}
	r.claimed = 1
	if out.P90 < forecast.NotWithin {
		r.claimed = m.Risk(stock, out.P90).Chance
	}
	if out.P10 > 1 {
		r.claimed -= m.Risk(stock, out.P10-1).Chance
	}
	if day < out.P10 {
		r.early = 1
	}
	if day > out.P90 {
		r.late = 1
	}
	return r
}

func checkRow(t *testing.T, r forecast.Row) {
	t.Helper()
	best := math.Inf(1)
	var covered, losses [forecast.Rules]float64
	for i, simple := range r.Simple {
		best = min(best, simple.Pinball)
		covered[i], losses[i] = 100*simple.Coverage, simple.Pinball
	}
	line := fmt.Sprintf("%-12s %2d days, %2.0f %%: %5d windows, covered %5.1f %% (rules %.1f), pinball %.3f (rules %.3f), mean threshold %.1f",
		r.Class, r.Days, 100*r.Level, r.Windows, 100*r.Ours.Coverage, covered, r.Ours.Pinball, losses, r.Ours.Threshold)
	switch {
	case r.Class == forecast.Unknown:
		t.Log("no promise: " + line)
	case r.Windows < gateLeast:
		t.Log("too few to judge: " + line)
	case math.Abs(r.Ours.Coverage-r.Level) > 0.03:
		t.Error("coverage is off by more than three points: " + line)
	case r.Ours.Pinball > best:
		t.Error("a simple rule does better: " + line)
	default:
		t.Log(line)
	}
}

// checkDates checks the ranges of all classes with a promise together. Days are
// whole numbers, so an exact range contains somewhat more than 80 %. claimed is
// the share that the model itself expects.
func checkDates(t *testing.T, held classDates) {
	t.Helper()
	var all dates
	explanation := func(of string, d dates) {
		n := float64(max(d.n, 1))
		t.Logf("%-12s date of running out: %d, %.1f %% between P10 and P90 (claimed %.1f), %.1f %% before, %.1f %% after", of, d.n,
			100-100*float64(d.early+d.late)/n, 100*d.claimed/n, 100*float64(d.early)/n, 100*float64(d.late)/n)
	}
	for class, d := range held {
		explanation(forecast.Class(class).String(), d)
		if forecast.Class(class) != forecast.Unknown {
			all.add(d)
		}
	}
	explanation("all known", all)
	if share := 1 - float64(all.early+all.late)/float64(all.n); share < 0.75 || share > 0.85 {
		t.Errorf("%.1f %% of the dates lie between P10 and P90, not 75 to 85", 100*share)
	}
}
