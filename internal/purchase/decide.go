package purchase

import (
	"math"
	"slices"
	"time"
)

// close decides what the rise means.
func (d *detector) close() {
	r, strong := d.rise, d.strong()
	d.rise = nil
	if !strong {
		return
	}
	f := Finding{
		Units: int(math.Round(r.units)), Mixed: r.elsewhere > 0, variance: r.variance,
		Evidence: Evidence{From: r.from, To: r.last, Before: r.before, After: r.after, Sold: int(math.Round(r.sold)), Variance: r.variance},
	}
	spread := wide * math.Sqrt(r.variance)
	left := d.useCredits(&f, r, spread)
	if left <= 0 {
		if len(f.Seen) > 0 {
			f.Verdict = VerdictSeen
			d.add(f)
		}
		return
	}
	d.assign(&f, d.candidates(r.first), left, spread)
	if d.w.Overwritten && len(f.Fills) > 0 {
		d.propose(&f, left-r.elsewhere, r.variance == 0)
	}
	d.add(f)
}

// add keeps a finding and books what it fills.
func (d *detector) add(f Finding) {
	booked := 0
	for i, fill := range f.Fills {
		l := f.taken[i]
		booked += fill.Units
		l.Rest -= fill.Units
		l.Received += fill.Units
		l.Variance += f.variance / float64(len(f.Fills))
		if fill.Ends {
			l.Rest = 0
		}
	}
	d.found = append(d.found, f)
	if booked > 0 {
		d.booked = append(d.booked, Booking{Units: booked, Extra: f.Extra, At: f.Evidence.To})
		d.fresh = append(d.fresh, len(d.found)-1)
	}
}

// useCredits takes what a person entered before, or soon after, off a rise, and
// returns what remains. A remainder within the spread is none.
func (d *detector) useCredits(f *Finding, r *rise, spread float64) float64 {
	left := r.units
	for i := range d.credits {
		c := &d.credits[i]
		if c.Units <= 0 || left < 1 || !c.covers(r) {
			continue
		}
		units := min(c.Units, int(math.Round(left)))
		if math.Abs(left-float64(c.Units)) <= c.near(spread) {
			units, left = c.Units, 0
		} else {
			left -= float64(units)
		}
		f.Seen = append(f.Seen, Credit{Receipt: c.Receipt, Units: units, At: c.At})
		c.Units -= units
	}
	if len(f.Seen) > 0 && left <= max(1, spread) {
		return 0
	}
	return left
}

// covers says whether a rise may be the goods of the entry, by its time.
func (c *Credit) covers(r *rise) bool {
	if c.Inside {
		return !c.At.Before(r.first) && !c.At.After(r.last)
	}
	return r.first.Sub(c.At) <= creditSpan && c.At.Sub(r.last) <= creditSpan
}

// near is the tolerance of the units of the entry.
func (c *Credit) near(spread float64) float64 {
	return max(1, tightShare*float64(c.Units), spread)
}

// candidates are the lines that a rise may belong to, by date.
func (d *detector) candidates(first time.Time) (list []*openLine) {
	for _, l := range d.lines {
		if l.Rest > 0 && l.SentAt.Before(first) && !first.Before(l.Earliest) {
			list = append(list, l)
		}
	}
	return list
}

// near is the tolerance of the rest of a line. What was received before, in
// parts, is as uncertain.
func near(l *openLine, spread float64) float64 {
	return max(1, tightShare*float64(max(l.Rest, l.Received+l.Rest)), math.Sqrt(spread*spread+wide*wide*l.Variance))
}

// comes says whether so many units are the rest of a line.
func comes(l *openLine, units, spread float64) bool {
	if l.Rest <= 2 && l.Received == 0 { // the quantity of a small order is easily met by chance
		return math.Round(units) == float64(l.Rest)
	}
	return math.Abs(units-float64(l.Rest)) <= near(l, spread)
}

// assign gives the units of a rise to lines.
func (d *detector) assign(f *Finding, lines []*openLine, units, spread float64) {
	f.Verdict = VerdictNote
	switch len(lines) {
	case 0:
		return
	case 1:
		f.one(lines[0], units, spread)
		return
	}
	var exact []*openLine
	total := 0
	for _, l := range lines {
		total += l.Rest
		if comes(l, units, spread) {
			exact = append(exact, l)
		}
	}
	switch {
	case len(exact) == 1 && exact[0] == lines[0]:
		f.fill(VerdictReceived, lines[0], lines[0].Rest)
	case len(exact) > 0: // an earlier order may have come in part
		f.fill(VerdictWhich, exact[0], exact[0].Rest)
	case math.Abs(units-float64(total)) <= max(1, tightShare*float64(total), spread):
		f.byDate(VerdictReceived, lines, total)
	case units > float64(total):
		f.byDate(VerdictFill, lines, total)
		f.Extra = int(math.Round(units)) - total
	case units >= d.least(lines):
		f.byDate(VerdictWhich, lines, int(math.Round(units)))
	}
}

// least is the fewest units that are a part of some line.
func (d *detector) least(lines []*openLine) float64 {
	least := math.Inf(1)
	for _, l := range lines {
		least = min(least, partOf(l))
	}
	return least
}

func partOf(l *openLine) float64 {
	return max(partShare*float64(l.Rest), float64(min(l.Pack, l.Rest)))
}

// one decides on a rise that only one line can explain.
func (f *Finding) one(l *openLine, units, spread float64) {
	switch tolerance := near(l, spread); {
	case comes(l, units, spread):
		f.fill(VerdictReceived, l, l.Rest)
	case units > float64(l.Rest):
		f.fill(VerdictFill, l, l.Rest)
		f.Extra = max(0, int(math.Round(units))-l.Rest)
	case units >= partOf(l)-spread || l.Pack > 1 && math.Abs(units-float64(l.Pack)) <= tolerance:
		f.fill(VerdictPartly, l, snapped(l, units, tolerance))
	}
}

// snapped returns whole boxes where they are within the tolerance.
func snapped(l *openLine, units, tolerance float64) int {
	part := int(math.Round(units))
	if l.Pack > 1 {
		if boxes := int(math.Round(units/float64(l.Pack))) * l.Pack; boxes > 0 && math.Abs(units-float64(boxes)) <= tolerance {
			part = boxes
		}
	}
	return min(max(part, 1), l.Rest)
}

// fill gives units to a line. Of a noted line, half of what was ordered ends it:
// the ordered units are an estimate.
func (f *Finding) fill(verdict Verdict, l *openLine, units int) {
	fill := Fill{Order: l.Order, Line: l.Line, Units: units}
	if units < l.Rest && l.half(float64(units)) {
		fill.Ends, verdict = true, VerdictReceived
	}
	f.Verdict = verdict
	f.Fills, f.taken = append(f.Fills, fill), append(f.taken, l)
}

// half says whether so many units more are half of a noted order.
func (l *openLine) half(units float64) bool {
	return l.Noted && units >= 1 && 2*(l.Received+int(math.Round(units))) >= l.Ordered
}

// byDate gives units to lines in the order in which they are expected.
func (f *Finding) byDate(verdict Verdict, lines []*openLine, units int) {
	for _, l := range lines {
		if part := min(units, l.Rest); part > 0 {
			f.fill(verdict, l, part)
			units -= part
		}
	}
	f.Verdict = verdict
}

// propose keeps a booking in a mall whose quantities another program writes only
// where the rise itself, without what other channels probably sold, is the rest.
func (d *detector) propose(f *Finding, units float64, exact bool) {
	if slices.ContainsFunc(f.taken, func(l *openLine) bool { return l.Noted }) {
		f.proposeNoted(units)
		return
	}
	if f.Verdict == VerdictReceived {
		total := 0
		for _, l := range f.taken {
			total += l.Rest
		}
		if math.Abs(units-float64(total)) <= max(1, tightShare*float64(total)) && (exact || len(f.taken) == 1) {
			return
		}
	}
	f.Verdict = VerdictPropose
}

// proposeNoted books noted goods of which the rise itself is half: nobody is asked
// about an order without a document.
func (f *Finding) proposeNoted(units float64) {
	f.Extra = 0
	if l := f.taken[0]; len(f.taken) == 1 && l.half(units) {
		came := min(max(1, int(math.Round(units))), l.Rest)
		f.Verdict, f.Fills = VerdictReceived, []Fill{{Order: l.Order, Line: l.Line, Units: came, Ends: came < l.Rest}}
		return
	}
	f.Verdict, f.Fills, f.taken = VerdictNote, nil, nil
}
