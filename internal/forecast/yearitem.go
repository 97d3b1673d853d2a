package forecast

import "math"

const (
	blockDays  = 28
	yearBlocks = yearDays / blockDays // 13

	strengths     = 9 // number of strengths for which factors are computed
	strengthLeast = -1.0
	strengthMost  = strengthLeast + (strengths-1)*strengthStep
	strengthStep  = 0.5
	strengthSD    = 0.7  // standard deviation of the strengths of a mall's items around 1
	blockError    = 0.15 // squared relative error of a block besides counting
)

// block is four weeks of an item: its units, the ordinary days on which they
// were sold, and the logarithm of the mall's season in the middle of them.
type block struct{ units, days, season float64 }

// of returns the number, from 1 on, of the season with the strength with which
// an item follows that of its mall, in steps of a half.
func (y *Year) of(s Series, events *Events) int {
	return 1 + int(math.Round((y.strength(s, events)-strengthLeast)/strengthStep))
}

// strength estimates how strongly an item follows the season of its mall: 1 is
// as the mall, 0 not at all, below 0 is the opposite. The logarithm of an
// item's season is the strength times that of the mall.
//
// The units of four weeks have a mean of level × days × exp(strength × season),
// with a level for each year, and a variance of m + 0.15·m². The strength is
// the one of the greatest quasi-likelihood (Wedderburn 1974) with a normal
// prior around 1, by two steps of Fisher's scoring. It is limited to [-1, 3].
func (y *Year) strength(s Series, events *Events) float64 {
	first := 0
	for first < s.Len() && s.Units[first] <= 0 {
		first++
	}
	s = s.Last(s.Len() - first).Last(memory)
	var blocks [memory / blockDays]block
	n := 0
	for end := s.Len(); end >= blockDays && n < len(blocks); end -= blockDays {
		blocks[n] = y.block(s, end-blockDays, events)
		n++
	}
	const precision = 1 / (strengthSD * strengthSD)
	strength := 1.0
	for range 2 {
		score, information := (1-strength)*precision, precision
		for from := 0; from < n; from += yearBlocks {
			a, b := follow(blocks[from:min(n, from+yearBlocks)], strength)
			score, information = score+a, information+b
		}
		strength = min(max(strength+score/information, strengthLeast), strengthMost)
	}
	return strength
}

// block adds up the days in stock of a block.
func (y *Year) block(s Series, from int, events *Events) (b block) {
	for i := from; i < from+blockDays; i++ {
		if s.mark(i) == 0 {
			b.units += s.units(i)
			b.days += events.planned(s.Start + Date(i)) //nolint:gosec // days fit
		}
	}
	if middle := int(s.Start) + from + blockDays/2 - int(y.from); middle >= 0 && middle < len(y.logs) {
		b.season = y.logs[middle]
	}
	return b
}

// follow returns the score and the information about the strength that is in
// the blocks of a year, whose level is not known.
func follow(blocks []block, strength float64) (score, information float64) {
	var expected [yearBlocks]float64
	units, days := 0.0, 0.0
	for i, b := range blocks {
		expected[i] = b.days * math.Exp(strength*b.season)
		units, days = units+b.units, days+expected[i]
	}
	if units <= 0 || days <= 0 {
		return 0, 0
	}
	level, weight, mean := units/days, 0.0, 0.0
	for i, b := range blocks {
		m := level * expected[i]
		weight, mean = weight+m/(1+blockError*m), mean+m/(1+blockError*m)*b.season
	}
	mean /= weight
	for i, b := range blocks {
		m, apart := level*expected[i], b.season-mean
		score += (b.units - m) * apart / (1 + blockError*m)
		information += m * apart * apart / (1 + blockError*m)
	}
	return score, information
}
