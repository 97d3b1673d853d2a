package stockout_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/stockout"
)

const start = forecast.Date(20000)

// daily returns a record of days that each sold so many units.
func daily(days int, units int32) forecast.Series {
	s := forecast.Series{Start: start, Units: make([]int32, days), Marks: make([]forecast.Mark, days)}
	for i := range s.Units {
		s.Units[i] = units
	}
	return s
}

// TestAPauseOfADailySeller: 4 units a day and 9 days without a sale are 35 lost units, and the lead time of 7 days before them needed 28.
func TestAPauseOfADailySeller(t *testing.T) {
	t.Parallel()
	s := daily(200, 4)
	clear(s.Units[100:109])
	past := stockout.Find(s, 7, nil)
	want := stockout.Gap{From: start + 100, Days: 9, Lost: 35, Before: 28}
	if len(past.Gaps) != 1 || past.Gaps[0] != want {
		t.Errorf("got %+v, want %+v", past.Gaps, want)
	}
}

func TestWhatIsNoStockOut(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(s *forecast.Series) *stockout.Mall{
		"too short": func(s *forecast.Series) *stockout.Mall { clear(s.Units[100:102]); return nil },
		"it goes on, and may be off sale": func(s *forecast.Series) *stockout.Mall {
			clear(s.Units[150:])
			return nil
		},
		"the item hardly came back": func(s *forecast.Series) *stockout.Mall {
			clear(s.Units[100:109])
			for i := 109; i < s.Len(); i++ {
				s.Units[i] = 1
			}
			return nil
		},
		"it sold less and less before": func(s *forecast.Series) *stockout.Mall {
			clear(s.Units[70:125])
			for i := 40; i < 70; i += 3 {
				s.Units[i], s.Units[i+1], s.Units[i+2] = 0, 1, 0
			}
			return nil
		},
		"it is longer than a stock-out lasts": func(s *forecast.Series) *stockout.Mall { clear(s.Units[80:150]); return nil },
		"the mall was closed": func(s *forecast.Series) *stockout.Mall {
			clear(s.Units[100:109])
			roots := make([]float64, s.Len())
			for i := range roots {
				roots[i] = 50
			}
			clear(roots[100:109])
			return stockout.NewMall(start, roots)
		},
		"too little before": func(s *forecast.Series) *stockout.Mall { clear(s.Units[20:29]); return nil },
		"it sells seldom": func(s *forecast.Series) *stockout.Mall {
			clear(s.Units)
			for i := 0; i < s.Len(); i += 40 {
				s.Units[i] = 4
			}
			return nil
		},
		"the days were not counted": func(s *forecast.Series) *stockout.Mall {
			for i := 100; i < 109; i++ {
				s.Units[i], s.Marks[i] = 0, forecast.Partial
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := daily(200, 4)
			mall := change(&s)
			if past := stockout.Find(s, 7, mall); len(past.Gaps) > 0 {
				t.Errorf("found %+v", past.Gaps)
			}
		})
	}
}

// TestALevelIsProof: a pause counts if levels recorded that the item was out, even if it is short.
func TestALevelIsProof(t *testing.T) {
	t.Parallel()
	s := daily(200, 4)
	s.Units[100], s.Marks[100] = 0, forecast.OutOfStock
	if past := stockout.Find(s, 7, nil); len(past.Gaps) != 1 || past.Gaps[0].Days != 1 || past.Gaps[0].Lost != 3 {
		t.Errorf("found %+v", past.Gaps)
	}
}

// TestAnEarlierStockOutIsNoQuietTime: the days of one stock-out do not lower the pace by which the next one is judged.
func TestAnEarlierStockOutIsNoQuietTime(t *testing.T) {
	t.Parallel()
	s := daily(300, 4)
	clear(s.Units[100:130])
	clear(s.Units[160:164])
	past := stockout.Find(s, 7, nil)
	if len(past.Gaps) != 2 || past.Gaps[1].Lost != 15 {
		t.Errorf("found %+v", past.Gaps)
	}
}

// TestStockOutsAmongChance draws items by a law other than that of the rule, customers that come in visits of several units with a
// weekly rhythm, takes some of them off sale for known days, and compares what is found with the truth.
func TestStockOutsAmongChance(t *testing.T) {
	t.Parallel()
	const items, days = 1500, 500
	var real, long, found, right, wrong int
	var chance float64
	for i := range items {
		rnd := rand.New(rand.NewPCG(7, uint64(i)))
		visits := math.Exp(rnd.Float64()*4 - 2.5) // 0.08 to 4.5 a day
		s := visited(rnd, days, visits)
		out := make([]bool, days)
		for range rnd.IntN(3) {
			from, length := 150+rnd.IntN(300), 5+rnd.IntN(25)
			real++
			if visits*float64(length) > 12 {
				long++
			}
			for d := from; d < min(days, from+length); d++ {
				s.Units[d], out[d] = 0, true
			}
		}
		past := stockout.Find(s, 7, nil)
		chance += past.Chance
		for _, g := range past.Gaps {
			found++
			hit := false
			for d := int(g.From - start); d < int(g.From-start)+g.Days; d++ {
				hit = hit || out[d]
			}
			if hit {
				right++
			} else {
				wrong++
			}
		}
	}
	t.Logf("%d stock-outs, %d of them long for their pace; %d found, %d right, %d wrong, at most %.0f expected by chance", real, long, found, right, wrong, chance)
	if float64(wrong) > chance+3*math.Sqrt(chance) {
		t.Errorf("%d pauses in stock count as stock-outs, %.0f are expected at most", wrong, chance)
	}
	if right < long*8/10 {
		t.Errorf("%d of %d long stock-outs are found", right, long)
	}
}

// visited returns what customers bought who come at any time, less often on two days of the week, each for 1 to 7 units.
func visited(rnd *rand.Rand, days int, perDay float64) forecast.Series {
	s := daily(days, 0)
	for at := 0.0; ; {
		at += rnd.ExpFloat64() / perDay
		if at >= float64(days) {
			return s
		}
		if d := int(at); d%7 < 5 || rnd.IntN(2) == 0 {
			s.Units[d] += int32(1 + rnd.IntN(7)*rnd.IntN(2))
		}
	}
}
