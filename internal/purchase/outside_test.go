package purchase_test

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/purchase"
)

// balances are two weeks of ten variants that sell the same at Cafe24, and more
// in other channels.
func balances(elsewhere float64) (list []purchase.DayBalance) {
	rng := rand.New(rand.NewPCG(18, 1))
	for v := range 10 {
		for day := range 14 {
			sold := poisson(rng, 5)
			b := purchase.DayBalance{Code: strconv.Itoa(v), Day: noon.Truncate(24*time.Hour).AddDate(0, 0, -day), Sold: sold, Fallen: sold + poisson(rng, elsewhere)}
			if rng.IntN(5) == 0 { // an order of yesterday that is paid today
				b.Fallen = max(0, b.Fallen-1+2*rng.IntN(2))
			}
			if b.Rose = day == 3; b.Rose {
				b.Fallen = 0
			}
			list = append(list, b)
		}
	}
	return list
}

// TestOtherChannelsAreLearnt checks that a mall whose quantities fall without
// orders is found, what it sells elsewhere, and that no other mall is.
func TestOtherChannelsAreLearnt(t *testing.T) {
	t.Parallel()
	if purchase.Overwritten(balances(0)) || purchase.Overwritten(nil) {
		t.Error("a mall without other channels")
	}
	if !purchase.Overwritten(balances(3)) {
		t.Error("a mall with other channels")
	}
	drains := purchase.Drains(balances(3))
	if len(drains) != 10 {
		t.Errorf("%+v", drains)
	}
	for code, d := range drains {
		if d.PerDay < 1.5 || d.PerDay > 4.5 || d.Variance < d.PerDay {
			t.Errorf("%s: %+v", code, d)
		}
	}
	readings := seen([2]float64{0, 20}, [2]float64{24, 38}, [2]float64{48, 30})
	purchase.AddElsewhere(readings, purchase.Drain{PerDay: 7, Variance: 9})
	if readings[1].Elsewhere != 7 || readings[1].ElsewhereVar != 9 || readings[2].Elsewhere != 0 {
		t.Errorf("%+v", readings)
	}
}
