package purchase

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Reading is the quantity of a variant at Cafe24 at one time, and what is known
// of the time since the reading before it.
type Reading struct {
	At           time.Time
	Quantity     int
	Known        bool    // Sold and Back were read from orders; otherwise they are estimated from the pace
	Sold         int     // units that orders took
	Back         int     // units that cancellations and returns put back
	Elsewhere    float64 // units that another program probably took off in this reading, for sales in other channels
	ElsewhereVar float64 // the variance of Elsewhere
}

// Open is a line of a sent order of the variant.
type Open struct {
	Order    int64
	Line     int
	Ordered  int
	Received int
	Rest     int
	Pack     int // at least 1
	SentAt   time.Time
	Earliest time.Time // goods that come before it are not of this line
	Expected time.Time // calendar day
	Noted    bool      // there is no document: the ordered units are a person's estimate
	Variance float64   // of what was received, where sales were estimated
}

// Credit is a receipt that a person entered and that Cafe24's quantity has not
// shown yet.
type Credit struct {
	Receipt int64
	Units   int // not shown yet
	At      time.Time
	Inside  bool // no person entered it: the end of a noted order was booked in the very rise
}

// Booking is a receipt that was detected, or one that was proposed and nobody
// has answered. Extra is the units of the same rise that belong to no order.
type Booking struct {
	Receipt  int64 // 0: none was booked
	Proposal int64 // the open question; 0: none
	Units    int
	Extra    int
	At       time.Time
}

// Watch is what is known of one variant since the last decision on it.
type Watch struct {
	Readings    []Reading     // oldest first; the first one is where the record begins
	Until       time.Time     // when the quantity was last read
	PerDay      float64       // units sold on a day
	MaxGap      time.Duration // the longest time between two readings of an unchanged quantity
	Lines       []Open
	Credits     []Credit
	Booked      []Booking // of the last 48 hours
	Overwritten bool      // another program writes the mall's quantities
}

// Verdict is what a rise, or a fall, of the quantity means for open orders.
type Verdict string

// The verdicts. Received, Partly, Fill and Which book receipts.
const (
	VerdictReceived Verdict = "received" // all that was expected came
	VerdictPartly   Verdict = "partly"   // a part came
	VerdictFill     Verdict = "fill"     // more came than was expected; somebody has to say what the rest is
	VerdictWhich    Verdict = "which"    // the sum is right; somebody has to say of which line it is
	VerdictPropose  Verdict = "propose"  // nothing is booked before somebody agrees
	VerdictSeen     Verdict = "seen"     // a person had entered these goods
	VerdictReverse  Verdict = "reverse"  // a detected receipt is taken back
	VerdictSettled  Verdict = "settled"  // the units of a rise that belonged to no order are gone again
	VerdictNote     Verdict = "note"     // too small or too early for a receipt
)

// Finding is one decision.
type Finding struct {
	Verdict  Verdict
	Evidence Evidence
	Units    int      // the units of the rise that sales do not explain
	Fills    []Fill   // what is booked; of VerdictPropose, what is proposed
	Extra    int      // units that belong to no order
	Seen     []Credit // how many units of which credit are shown now
	Receipt  int64    // of VerdictReverse: what is taken back; of VerdictSettled: whose extra units are gone
	Proposal int64    // the question about it
	Mixed    bool     // sales in other channels are mixed in
	variance float64
	taken    []*openLine // the lines of Fills
}

// Fill is units of a line.
type Fill struct {
	Order int64
	Line  int
	Units int
	Ends  bool // the rest of the line is not expected any more: see [Open.Noted]
}

// Limits of detection; see docs/receipts.md.
const (
	quietTime    = 150 * time.Minute // a rise is over when nothing unexplained has changed for so long
	rareReadings = 12 * time.Hour    // where readings are so rare, each rise is over at once
	longestRise  = 24 * time.Hour    // goods that come over more than a day are several receipts
	reverseSpan  = 48 * time.Hour    // a fall of the same size within it takes a detected receipt back
	creditSpan   = 72 * time.Hour    // how long a receipt that a person entered waits for the quantity
	tightShare   = 0.02              // of the rest: within it the rest has come
	partShare    = 0.10              // of the rest: less is not a receipt
	noiseKnown   = 0.05              // of the rest: a smaller rise does not begin a receipt, with orders known
	noiseUnknown = 0.10              // the same, with orders not known
	wide         = 3                 // standard deviations of estimated sales
)

// Detect decides which receipts the readings show, and returns until when they
// are decided: the next call begins there. A rise that may still go on is not
// decided. Detect changes nothing that it is given.
func Detect(w *Watch) ([]Finding, time.Time) {
	d := detector{w: w, booked: slices.Clone(w.Booked), credits: slices.Clone(w.Credits)}
	for _, o := range w.Lines {
		d.lines = append(d.lines, &openLine{o})
	}
	slices.SortStableFunc(d.lines, func(a, b *openLine) int {
		return cmp.Or(a.Expected.Compare(b.Expected), cmp.Compare(a.Order, b.Order), cmp.Compare(a.Line, b.Line))
	})
	return d.run()
}

type openLine struct{ Open }

type detector struct {
	w       *Watch
	lines   []*openLine // by date
	credits []Credit
	booked  []Booking
	fresh   []int // of booked, from len(w.Booked): the finding that booked it
	found   []Finding
	rise    *rise
}

// rise is a rise of the quantity that may not be over.
type rise struct {
	from, first, last     time.Time // the reading before it, its first and its last unexplained change
	before, after         int
	units, variance, sold float64
	mean                  float64 // the part of units that is estimated
	elsewhere             float64 // the part of units that other channels probably sold
	known                 bool    // orders are known
}

func (d *detector) run() ([]Finding, time.Time) {
	r := d.w.Readings
	if len(r) == 0 {
		return nil, d.w.Until
	}
	for i := 1; i < len(r); i++ {
		d.step(&r[i-1], &r[i])
	}
	decided := r[len(r)-1].At
	if d.rise != nil {
		if d.over(d.w.Until) {
			d.close()
		} else {
			decided = d.rise.from
		}
	}
	return d.found, decided
}

// step is one interval between two readings.
func (d *detector) step(was, is *Reading) {
	c := d.changeOf(was, is)
	if d.rise != nil && d.over(is.At) {
		d.close()
	}
	if !d.strong() && d.falls(is, c) {
		return
	}
	switch {
	case d.rise == nil && c.units < 1:
		return
	case d.rise == nil: // a small change may be the first step of a large one
		d.rise = &rise{from: was.At, first: is.At, before: was.Quantity}
	case !c.counts || c.units < 0 && -c.units < d.noise(c):
		d.rise.after, d.rise.sold = is.Quantity, d.rise.sold+c.sold
		return
	}
	d.rise.last, d.rise.after = is.At, is.Quantity
	d.rise.units += c.units
	d.rise.variance += c.variance
	d.rise.mean += c.mean
	d.rise.sold += c.sold
	d.rise.known = c.known
	d.rise.elsewhere += is.Elsewhere
	if d.w.MaxGap >= rareReadings || d.shown() || d.noted() {
		d.close()
	}
}

// shown says that the rise is exactly what a person entered, so that nothing more
// has to be waited for.
func (d *detector) shown() bool {
	r := d.rise
	return d.strong() && slices.ContainsFunc(d.credits, func(c Credit) bool {
		return !c.Inside && c.covers(r) && c.Units > 0 && math.Abs(r.units-float64(c.Units)) <= c.near(wide*math.Sqrt(r.variance))
	})
}

// noted says that the rise is exactly the rest of a noted order, and can be
// nothing else: the sooner it is booked, the sooner the units count once.
func (d *detector) noted() bool {
	if !d.strong() || d.w.Overwritten {
		return false
	}
	list := d.candidates(d.rise.first)
	return len(list) == 1 && list[0].Noted && comes(list[0], d.rise.units, wide*math.Sqrt(d.rise.variance))
}

// change is what sales do not explain of the difference of two readings.
type change struct {
	units, variance, sold float64
	mean                  float64 // units that were probably sold, where that is not known
	known, counts         bool    // counts: it belongs to a rise that goes on
}

func (d *detector) changeOf(was, is *Reading) change {
	delta := float64(is.Quantity - was.Quantity)
	if is.Known {
		units := delta + float64(is.Sold-is.Back) + is.Elsewhere
		return change{units: units, variance: is.ElsewhereVar, sold: float64(is.Sold), known: true, counts: math.Abs(units) >= 1}
	}
	mean := d.w.PerDay * min(is.At.Sub(was.At), d.w.MaxGap).Hours() / 24
	c := change{mean: mean, sold: mean, variance: mean + is.ElsewhereVar}
	switch {
	case delta > 0:
		c.units, c.counts = delta+mean+is.Elsewhere, true
	case -delta > mean+3*math.Sqrt(mean)+2: // more than are sold
		c.units, c.counts = delta+mean+is.Elsewhere, true
	default:
		c.sold = -delta
	}
	return c
}

// strong says that there is a rise that may be a receipt.
func (d *detector) strong() bool {
	r := d.rise
	if r == nil {
		return false
	}
	c := change{units: r.units, variance: r.variance, mean: r.mean, known: r.known}
	return r.units >= d.noise(c) || r.elsewhere == 0 && d.exactly(c) || d.ends(r)
}

// ends says that the rise itself, without what other channels probably sold, is
// enough to end a noted order, however small it is.
func (d *detector) ends(r *rise) bool {
	return slices.ContainsFunc(d.candidates(r.first), func(l *openLine) bool { return l.half(r.units - r.elsewhere) })
}

// noise is the smallest rise that may be a receipt.
func (d *detector) noise(c change) float64 {
	rest := math.Inf(1)
	for _, l := range d.lines {
		if l.Rest > 0 {
			rest = min(rest, float64(l.Rest))
		}
	}
	if math.IsInf(rest, 1) {
		rest = 0
	}
	spread := 2 * math.Sqrt(c.variance)
	if c.known {
		return max(2, noiseKnown*rest, spread)
	}
	return max(3, noiseUnknown*rest, c.mean+spread)
}

// exactly says that a rise is the rest of a line: small orders, and what is left
// of an order, are below the noise.
func (d *detector) exactly(c change) bool {
	return slices.ContainsFunc(d.lines, func(l *openLine) bool {
		return l.Rest > 0 && math.Round(c.units) == float64(l.Rest) && (c.known || l.Received > 0 && c.mean < 0.5)
	})
}

// over says whether the rise is over at a time.
func (d *detector) over(at time.Time) bool {
	return at.Sub(d.rise.last) >= quietTime || at.Sub(d.rise.first) >= longestRise
}

// falls looks for a detected receipt that a fall takes back, or whose units
// beyond the order are gone.
func (d *detector) falls(is *Reading, c change) bool {
	if c.units >= 0 || !c.counts {
		return false
	}
	within := max(1, tightShare*-c.units, 2*math.Sqrt(c.variance))
	for n := len(d.booked) - 1; n >= 0; n-- {
		b := &d.booked[n]
		if is.At.Sub(b.At) > reverseSpan || !is.At.After(b.At) {
			continue
		}
		extra := b.Extra > 0 && math.Abs(-c.units-float64(b.Extra)) <= within
		if !extra && (b.Units == 0 || math.Abs(-c.units-float64(b.Units)) > within) {
			continue
		}
		d.takeBack(n, extra, is, c)
		return true
	}
	return false
}

func (d *detector) takeBack(n int, extra bool, is *Reading, c change) {
	b := d.booked[n]
	d.booked[n].Extra = 0
	if !extra {
		d.booked[n].Units = 0
	}
	if own := n - len(d.w.Booked); own >= 0 { // booked in this call: nobody has seen it
		f := &d.found[d.fresh[own]]
		f.Extra = 0
		if !extra {
			for i, l := range f.taken {
				l.Rest += f.Fills[i].Units
			}
			f.Verdict, f.Fills, f.taken = VerdictNote, nil, nil
		} else if f.Verdict == VerdictFill {
			f.Verdict = VerdictReceived
		}
		return
	}
	f := Finding{Verdict: VerdictReverse, Units: int(math.Round(c.units)), Receipt: b.Receipt, Proposal: b.Proposal, Evidence: Evidence{From: b.At, To: is.At, After: is.Quantity}}
	if extra {
		f.Verdict = VerdictSettled
	}
	d.found = append(d.found, f)
}
