package purchase_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/purchase"
)

// world is how a mall is seen, and by whom its quantities are written.
type world struct {
	poll    time.Duration
	gap     time.Duration // what is known of the time between two readings; 0: poll
	orders  bool          // what was sold is known of each interval
	writes  time.Duration // another program overwrites the quantity so often; 0: never
	outside float64       // the share of sales in other channels, which only that program knows
	learnt  bool          // what it takes off in a write is learnt
}

// modelled is one simulated variant with one order.
type modelled struct {
	world

	rng     *rand.Rand
	perDay  float64 // in all channels
	ordered int
	steps   map[int][]int // minute → changes of the quantity that are not sales
	back    map[int]int   // minute → units that a cancellation puts back
}

const (
	tick        = 5 // minutes
	modelDays   = 36
	modelSentAt = 12 * 24 * 60 // minute
)

func newModelled(w world, rng *rand.Rand) *modelled {
	m := &modelled{world: w, rng: rng, steps: map[int][]int{}, back: map[int]int{}}
	m.perDay = math.Exp(math.Log(0.2) + rng.Float64()*math.Log(30/0.2))
	m.ordered = max(1, int(math.Round(m.perDay*(10+20*rng.Float64()))))
	comes := modelSentAt + (2+rng.IntN(8))*24*60 + m.office()
	if m.ordered >= 4 && rng.Float64() < 0.3 {
		first := m.ordered/4 + rng.IntN(m.ordered/2)
		m.enter(comes, first)
		m.enter(comes+(1+rng.IntN(4))*24*60, m.ordered-first)
	} else {
		m.enter(comes, m.ordered)
	}
	for range rng.IntN(3) { // stocktakes
		m.step(rng.IntN(modelDays)*24*60+m.office(), rng.IntN(5)-2)
	}
	return m
}

// office is a minute of a day between 10 and 18.
func (m *modelled) office() int { return 10*60 + m.rng.IntN(8*60) }

func (m *modelled) step(minute, units int) {
	m.steps[minute/tick*tick] = append(m.steps[minute/tick*tick], units)
}

// enter types what has come. One entry of ten is wrong at first, and one of ten
// is made in steps.
func (m *modelled) enter(minute, units int) {
	switch p := m.rng.Float64(); {
	case p < 0.1:
		wrong := units * 2
		if m.rng.IntN(2) == 0 {
			wrong = max(1, units/2)
		}
		m.step(minute, wrong)
		m.step(minute+5+m.rng.IntN(40), units-wrong)
	case p < 0.2 && units > 2:
		m.step(minute, units/2)
		m.step(minute+20+m.rng.IntN(60), units-units/2)
	default:
		m.step(minute, units)
	}
}

func poisson(rng *rand.Rand, mean float64) (n int) {
	for limit, p := math.Exp(-mean), rng.Float64(); p > limit; p *= rng.Float64() {
		n++
	}
	return n
}

// run simulates every minute and returns what a reader sees.
func (m *modelled) run() []purchase.Reading {
	quantity := int(m.perDay*60) + 20 // nothing is ever out of stock: that is case I
	truth := quantity                 // of the other program
	var list []purchase.Reading
	sold, back := 0, 0
	other, nights := 0, []float64{}
	wrote := false
	poll := int(m.poll.Minutes())
	for minute := 0; minute < modelDays*24*60; minute += tick {
		own := poisson(m.rng, m.perDay*(1-m.outside)*tick/1440)
		quantity, truth, sold = quantity-own, truth-own, sold+own
		n := poisson(m.rng, m.perDay*m.outside*tick/1440)
		truth, other = truth-n, other+n
		if own > 0 && m.rng.Float64() < 0.03 {
			m.back[minute+60+tick*m.rng.IntN(48*60/tick)]++
		}
		quantity, truth, back = quantity+m.back[minute], truth+m.back[minute], back+m.back[minute]
		for _, units := range m.steps[minute] {
			truth += units
			if m.writes == 0 {
				quantity += units
			}
		}
		if m.writes > 0 && minute%int(m.writes.Minutes()) == int(m.writes.Minutes())*3/24/tick*tick {
			quantity, wrote = truth, true
			if minute < modelSentAt {
				nights = append(nights, float64(other))
			}
			other = 0
		}
		if minute%poll == 0 {
			list = m.read(list, minute, quantity, sold, back, wrote, nights)
			sold, back, wrote = 0, 0, false
		}
	}
	return list
}

// read adds a reading. Where orders are not known, only changes are kept.
func (m *modelled) read(list []purchase.Reading, minute, quantity, sold, back int, wrote bool, nights []float64) []purchase.Reading {
	r := purchase.Reading{At: at(float64(minute) / 60), Quantity: quantity}
	if m.orders {
		r.Known, r.Sold, r.Back = true, sold, back
	}
	if m.learnt && wrote {
		for i := range nights {
			r.Elsewhere += nights[i] / float64(len(nights))
		}
		r.ElsewhereVar = max(r.Elsewhere, varianceOf(nights, r.Elsewhere))
	}
	if n := len(list); n > 0 && !m.orders && list[n-1].Quantity == quantity {
		return list
	}
	return append(list, r)
}

func varianceOf(list []float64, mean float64) (variance float64) {
	for _, x := range list {
		variance += (x - mean) * (x - mean) / float64(max(1, len(list)-1))
	}
	return variance
}

// received adds up what is booked, and what is proposed, of the order.
func (m *modelled) received() (units, asked int) {
	readings := m.run()
	begin := 0
	for begin < len(readings)-1 && readings[begin+1].At.Before(at(modelSentAt/60)) {
		begin++
	}
	line := purchase.Open{
		Order: 1, Line: 1, Ordered: m.ordered, Rest: m.ordered, Pack: 1,
		SentAt: at(modelSentAt / 60), Earliest: at(modelSentAt/60 + 24), Expected: noon.AddDate(0, 0, 16),
	}
	watch := purchase.Watch{Readings: readings[begin:], Until: readings[len(readings)-1].At, MaxGap: cmp.Or(m.gap, m.poll), Lines: []purchase.Open{line}, PerDay: m.perDay * (1 - m.outside)}
	if m.orders && m.outside > 0 && m.learnt {
		watch.Overwritten = true
	}
	found, _ := purchase.Detect(&watch)

	for _, f := range found {
		for _, fill := range f.Fills {
			units += fill.Units
		}
		if f.Verdict == purchase.VerdictFill || f.Verdict == purchase.VerdictWhich || f.Verdict == purchase.VerdictPropose {
			asked++
		}
	}
	return units, asked
}

// TestTheShareOfRightReceipts is the gate of the table in docs/receipts.md: of
// simulated orders, the share whose total of receipts is right.
func TestTheShareOfRightReceipts(t *testing.T) {
	t.Parallel()
	const orders = 1000
	for _, tt := range []struct {
		name  string
		world world
		right float64 // percent of the reference; negative: at most so many, since what is not learnt must show
	}{
		{"orders, 10 min", world{poll: 10 * time.Minute, orders: true}, 98.5},
		{"orders, 1 h", world{poll: time.Hour, orders: true}, 98.8},
		{"orders, 24 h", world{poll: 24 * time.Hour, orders: true}, 97.2},
		{"no orders, 10 min", world{poll: 10 * time.Minute}, 98.0},
		{"no orders, 1 h", world{poll: time.Hour}, 96.5},
		{"no orders, 24 h", world{poll: 24 * time.Hour}, 95.5},
		{"written hourly, 30 %", world{poll: time.Hour, orders: true, writes: time.Hour, outside: 0.3}, 98.8},
		{"written hourly, 60 %", world{poll: time.Hour, orders: true, writes: time.Hour, outside: 0.6}, 97.7},
		{"written nightly, 30 %, learnt", world{poll: time.Hour, orders: true, writes: 24 * time.Hour, outside: 0.3, learnt: true}, 96.5},
		{"no orders, hourly, only changes are kept", world{poll: time.Hour, gap: 6 * time.Hour}, 95.5},
		{"written nightly, 30 %, not learnt", world{poll: time.Hour, orders: true, writes: 24 * time.Hour, outside: 0.3}, -80},
		{"written nightly, 60 %, learnt", world{poll: time.Hour, orders: true, writes: 24 * time.Hour, outside: 0.6, learnt: true}, 94.8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			right, missed, wrong, asked := 0, 0, 0, 0
			for n := range uint64(orders) {
				m := newModelled(tt.world, rand.New(rand.NewPCG(18, n)))
				units, questions := m.received()
				switch units {
				case m.ordered:
					right++
				case 0:
					missed++
				default:
					wrong++
				}
				if questions > 0 {
					asked++
				}
			}
			share := 100 * float64(right) / orders
			t.Logf("%.1f %% right, %.1f %% wrong, %.1f %% missed, %.1f %% asked", share, 100*float64(wrong)/orders, 100*float64(missed)/orders, 100*float64(asked)/orders)
			if share < tt.right-1 || tt.right < 0 && share > -tt.right {
				t.Errorf("%.1f %% are right, of %.1f", share, tt.right)
			}
		})
	}
}
