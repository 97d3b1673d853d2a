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
	maxNotified = 18              // of them, such as raise an alert: a letter names at most twenty items
	span        = 4 * time.Second // in which a cycle's changes and troubles begin
	apart       = 600 * time.Millisecond
)

// way is how a change comes about, and so who tells the app of it.
type way int

const (
	byHand  way = iota // an operator sets the number; only the lab's own hint tells
	byEdit             // the same, and the product is edited: Cafe24 sends 90002
	bySales            // shoppers buy the difference: Cafe24 sends 90023 and 90025
)

// step is one real change of an item's stock.
type step struct {
	at       time.Duration
	item     int
	quantity int
	way      way
	last     bool // of the item in this cycle: its hint is insisted on
}

// trouble is one thing that breaks, and for how long.
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

// losesTokens says of a trouble that a renewal under it may lose the pair for good, whoever writes the app: the process that
// was given it dies, or its answer never comes.
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

// plan is a cycle as it was drawn: the same seed gives the same plans, whatever becomes of them.
type plan struct {
	steps    []step
	troubles []trouble
	notified map[int]bool  // items that are to be told of, each once
	opened   map[int]bool  // of these, the ones with a new incident; the rest got worse
	still    int           // an item that nothing happens to, and that is not low
	renew    time.Duration // when the mall's tokens are to be renewed amid the troubles; 0: not in this cycle
}

func (p plan) String() string {
	parts := make([]string, 0, len(p.troubles))
	for _, t := range p.troubles {
		parts = append(parts, t.String())
	}
	if p.renew > 0 {
		parts = append(parts, fmt.Sprintf("%s renewal", p.renew.Round(time.Millisecond)))
	}
	return fmt.Sprintf("%d changes, %d to be told; %s", len(p.steps), len(p.notified), strings.Join(parts, "; "))
}

// model is what the mall's stock and the app's alerts should be: quantities, and how many incidents each item has had.
type model struct {
	quantity  []int
	out       []bool // its standing incident is of the kind out
	incidents []int
}

func newModel() *model {
	m := &model{quantity: make([]int, itemCount), out: make([]bool, itemCount), incidents: make([]int, itemCount)}
	for i := range m.quantity {
		m.quantity[i] = 30 + i%20
	}
	return m
}

// forget is what a new app knows of the mall: an incident for everything that is low, as it is.
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
// What an item does is chosen so that the number of its incidents does not depend on which of its numbers the app happens to
// read: it crosses the threshold once, downwards or upwards, or not at all.
func (m *model) draw(seed uint64, cycle int) plan {
	rng := rand.New(rand.NewPCG(seed, uint64(cycle)))
	p := plan{notified: map[int]bool{}, opened: map[int]bool{}}
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

// script draws what one item does, in numbers and times.
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
	turn := rng.IntN(n) // from which step on it is on the other side
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

// mailModes are the ways of a mail server to misbehave for a while. What it refuses for good is not among them: such a letter
// is not sent again, and rightly so.
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
