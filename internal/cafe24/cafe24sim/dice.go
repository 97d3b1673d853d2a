package cafe24sim

import (
	"hash/fnv"
	"math"
	"time"
)

// dice is a random number generator with a state of a few words (splitmix64), so that each past order can have its
// own. It is a rand.Source.
type dice uint64

// newDice returns the dice of a seed and a name, always the same.
func newDice(seed uint64, name string) dice {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // never fails
	d := dice(h.Sum64() ^ seed*0x9e3779b97f4a7c15)
	d.next()
	return d
}

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	x := uint64(*d)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Uint64 makes dice a rand.Source.
func (d *dice) Uint64() uint64 { return d.next() }

// float returns a number in [0, 1).
func (d *dice) float() float64 { return float64(d.next()>>11) / (1 << 53) }

// below returns a number in [0, n).
func (d *dice) below(n int) int { return int(d.float() * float64(n)) }

// normal returns a number with mean 0 and standard deviation 1 (Box and Muller).
func (d *dice) normal() float64 {
	return math.Sqrt(-2*math.Log(1-d.float())) * math.Cos(2*math.Pi*d.float())
}

// hour returns the time of day of an order, to the second: seldom at night.
func (d *dice) hour() time.Duration {
	at := 7 + 17*d.float()
	if d.below(12) == 0 {
		at = 7 * d.float()
	}
	return time.Duration(at * float64(time.Hour)).Truncate(time.Second)
}
