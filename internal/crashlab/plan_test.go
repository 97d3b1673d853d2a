package crashlab

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/notify/mailsim"
)

const (
	itemCount   = 100
	active      = 72              // items that change in a cycle
	maxNotified = 18              // how many of them may raise an alert: a mail names at most twenty items
	span        = 4 * time.Second // time in which a cycle's changes and troubles begin
	apart       = 600 * time.Millisecond
)

// way is how a change happens. It decides which webhook the app gets.
type way int

const (
	byHand  way = iota // an operator sets the quantity; only the lab's own hint announces it
	byEdit             // the same, and the product is edited: Cafe24 sends 90002
	bySales            // shoppers buy the difference: Cafe24 sends 90023 and 90025
)

// step is one real change of an item's stock.
type step struct {
	at       time.Duration
	item     int
	quantity int
	way      way
	last     bool // the item's last change in this cycle: its hint is sent until it is acknowledged
}

// trouble is one fault and how long it lasts.
type trouble struct {
	at, hold time.Duration
	kind     string // see (*lab).breakIt
	replica  int
	hop      hop
	toxin    toxin
	size     int
	mode     mailsim.Mode
	answer   cafe24sim.Answer
}

func (t trouble) String() string {
	s := fmt.Sprintf("%s %s for %s", t.at.Round(time.Millisecond), t.kind, t.hold.Round(time.Millisecond))
	switch t.kind {
	case troubleKill, troublePause:
		s += fmt.Sprintf(" replica %d", t.replica)
	case troubleLink:
		s += fmt.Sprintf(" %s-%d %s %d", t.hop, t.replica, t.toxin, t.size)
	case troubleMail:
		s += " " + string(t.mode)
	case troublePlatform:
		s += " " + string(t.answer)
	}
	return s
}

// losesTokens reports whether a renewal during the trouble may lose the pair for good, in any implementation of the
// app: the process that received the pair is killed, or the answer never arrives.
func (t trouble) losesTokens() bool {
	return t.kind == troubleKill || t.kind == troubleKillAll || t.kind == troublePlatform || t.kind == troubleLink && t.hop == hopPlatform
}

const (
	troubleKill     = "kill"
	troubleKillAll  = "kill all"
	troublePause    = "pause"
	troubleCrash    = "database crash"
	troubleHalt     = "database halt"
	troubleLink     = "link"
	troubleMail     = "mail"
	troublePlatform = "cafe24"
)

// plan is the random plan of a cycle. The same seed gives the same plans, whatever their results are.
type plan struct {
	steps    []step
	troubles []trouble
	goods    []delivery
	notified map[int]bool  // items that must be notified, each once
	opened   map[int]bool  // the ones of these with a new incident; for the rest an incident got worse
	still    int           // an item that does not change and is not low
	renew    time.Duration // when the mall's tokens are to be renewed during the troubles; 0: not in this cycle
}

func (p plan) String() string {
	parts := make([]string, 0, len(p.troubles))
	for _, t := range p.troubles {
		parts = append(parts, t.String())
	}
	if p.renew > 0 {
		parts = append(parts, fmt.Sprintf("%s renewal", p.renew.Round(time.Millisecond)))
	}
	return fmt.Sprintf("%d changes, %d to be notified; %s", len(p.steps), len(p.notified), strings.Join(parts, "; "))
}

// model is the expected stock of the mall and the expected alerts of the app: quantities, and the number of incidents
// of each item.
type model struct {
	quantity  []int
	out       []bool // its open incident is of the kind out
	incidents []int
}

func newModel() *model {
	const all = itemCount + goodsItems
	m := &model{quantity: make([]int, all), out: make([]bool, all), incidents: make([]int, all)}
	for i := range m.quantity {
		m.quantity[i] = 30 + i%20
	}
	return m
}

// forget sets the model to a new app's view of the mall: one incident for every item that is low.
func (m *model) forget() {
	for i := range m.quantity {
		m.out[i], m.incidents[i] = m.quantity[i] <= 0, 0
		if m.low(i) {
			m.incidents[i] = 1
		}
	}
}

func (m *model) low(item int) bool { return m.quantity[item] <= threshold }

// draw makes the plan of a cycle and moves the model to its end.
//
// The changes of an item are chosen so that the number of its incidents does not depend on which of its quantities the
// app reads: the item crosses the threshold once, downwards or upwards, or not at all.
func (m *model) draw(seed uint64, cycle int) plan {
	rng := rand.New(rand.NewPCG(seed, uint64(cycle)))
	p := plan{notified: map[int]bool{lateItem: true}, opened: map[int]bool{}, goods: drawGoods(seed, cycle)}
	items := rng.Perm(itemCount)
	for _, item := range items[:active] {
		p.steps = append(p.steps, m.script(rng, item, &p)...)
	}
	for _, item := range items[active:] {
		if !m.low(item) {
			p.still = item
		}
	}
	slices.SortStableFunc(p.steps, func(a, b step) int { return cmp.Compare(a.at, b.at) })
	for range 2 + rng.IntN(3) {
		p.troubles = append(p.troubles, drawTrouble(rng))
	}
	if at := time.Duration(rng.Int64N(int64(span))); !slices.ContainsFunc(p.troubles, trouble.losesTokens) {
		p.renew = at
	}
	slices.SortStableFunc(p.troubles, func(a, b trouble) int { return cmp.Compare(a.at, b.at) })
	return p
}

// script draws the quantities and times of one item's changes.
func (m *model) script(rng *rand.Rand, item int, p *plan) []step {
	high := func() int { return 20 + rng.IntN(40) }
	low := func() int { return 1 + rng.IntN(threshold) }
	n := 1 + rng.IntN(4)
	before, after := high, high
	switch fits := len(p.notified) < maxNotified; {
	case m.low(item) && rng.IntN(3) > 0: // recovers
		before = low
	case m.low(item) && !m.out[item] && fits: // sells out
		before, after = low, func() int { return 0 }
		p.notified[item], m.out[item] = true, true
	case m.low(item): // stays
		before, after = low, low
	case fits && rng.IntN(4) == 0: // falls
		after = low
		p.notified[item], p.opened[item], m.out[item] = true, true, false
	case fits && rng.IntN(6) == 0: // is sold out at once
		after = func() int { return 0 }
		p.notified[item], p.opened[item], m.out[item] = true, true, true
	}
	if p.opened[item] {
		m.incidents[item]++
	}
	turn := rng.IntN(n) // the first step on the other side of the threshold
	at := time.Duration(rng.Int64N(int64(span - time.Duration(n-1)*apart)))
	steps := make([]step, 0, n)
	for i := range n {
		q := before()
		if i >= turn {
			q = after()
		}
		w := way(rng.IntN(2))
		if q < m.quantity[item] && rng.IntN(3) == 0 {
			w = bySales
		}
		steps = append(steps, step{at: at + time.Duration(i)*apart, item: item, quantity: q, way: w, last: i == n-1})
		m.quantity[item] = q
	}
	return steps
}

func drawTrouble(rng *rand.Rand) trouble {
	t := trouble{
		at: time.Duration(rng.Int64N(int64(span))), hold: 200*time.Millisecond + time.Duration(rng.Int64N(int64(2*time.Second))),
		replica: rng.IntN(replicas), hop: pick(rng, hops()), toxin: pick(rng, toxins()), size: 100 + rng.IntN(400),
		mode: pick(rng, mailModes()), answer: pick(rng, answers()),
	}
	if t.toxin == toxinLimit {
		t.size *= 10
	}
	t.kind = pick(rng, []string{
		troubleKill, troubleKill, troubleKill, troubleKillAll, troublePause, troublePause, troubleCrash, troubleCrash, troubleHalt,
		troubleLink, troubleLink, troubleLink, troubleLink, troubleMail, troubleMail, troublePlatform,
	})
	return t
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// mailModes returns the temporary faults of the mail server. A permanent refusal is not among them: the app correctly
// does not send such a mail again.
func mailModes() []mailsim.Mode {
	return []mailsim.Mode{
		mailsim.Refuse, mailsim.HangBanner, mailsim.HangEHLO, mailsim.AuthFails, mailsim.Greylist, mailsim.TemporaryData,
		mailsim.HangAfterDot, mailsim.DropAfterDot, mailsim.DropAfterDot, mailsim.DropAfter250, mailsim.DeadQuit,
	}
}

func answers() []cafe24sim.Answer {
	return []cafe24sim.Answer{
		cafe24sim.AnswerTooMany, cafe24sim.AnswerError, cafe24sim.AnswerUnavailable, cafe24sim.AnswerCut, cafe24sim.AnswerHTML,
		cafe24sim.AnswerTruncated,
	}
}
