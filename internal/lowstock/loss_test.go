package lowstock_test

import (
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
)

// curve is 14 days with nothing lost from 20 on, and 4 days with nothing lost
// from 8 on.
func curve() lowstock.LossCurve {
	return lowstock.LossCurve{14, 20, 3, 0, 10, 19, 120, 40, 4, 4, 8, 2, 0, 7, 30, 2}
}

func TestLossAhead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		about              string
		stock, coming, day int
		want               int
	}{
		{"sold out", 0, 0, 0, 120},
		{"oversold counts as sold out", -5, 0, 0, 120},
		{"a point", 10, 0, 0, 40},
		{"between points", 5, 0, 0, 80},
		{"the last point", 19, 0, 0, 4},
		{"covered", 20, 0, 0, 0},
		{"arrives today and covers", 0, 30, 1, 0},
		{"arrives today, less what was sold below 0", -15, 30, 1, 20},
		{"arrives in four days and covers the rest", 0, 30, 5, 30},
		{"between two times", 0, 30, 3, 15},
		{"between the last time and the lead time", 0, 30, 10, 30 + 90*5/10},
		{"too little comes", 0, 10, 5, 40},
		{"covered until the goods come", 8, 30, 5, 0},
		{"arrives after an order of today", 5, 30, 15, 80},
		{"late", 5, 30, 0, 80},
	} {
		if got := curve().Ahead(c.stock, lowstock.Arrival{Day: c.day, Units: c.coming}); got != c.want {
			t.Errorf("%s: %d in stock, %d on day %d: lost %d, want %d", c.about, c.stock, c.coming, c.day, got, c.want)
		}
	}
	if got := lowstock.LossCurve(nil).Ahead(0); got != 0 {
		t.Errorf("no curve: %d", got)
	}
}

// 4.2 a day for 9 days at 15,900 won (orders.md, "money at risk"), and prices that
// are none.
func TestLossOf(t *testing.T) {
	t.Parallel()
	price := lowstock.PriceOf("15900.00", "0.00")
	if got, want := lowstock.LossOf(378, price), (lowstock.Loss{Known: true, Tenths: 378, Priced: true, Money: 601_020}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := lowstock.LossOf(5, lowstock.PriceOf("", "100.00")); got.Priced || got.Money != 0 || got.Units() != 0.5 {
		t.Errorf("without a price: %+v", got)
	}
	for text, want := range map[string]lowstock.Amount{"12900.00": 1_290_000, "-500.50": -50_050, "7": 700, "0.5": 50} {
		if got, is := lowstock.AmountOf(text); got != want || !is {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
		if again, _ := lowstock.AmountOf(want.String()); again != want {
			t.Errorf("%d is written as %s", want, want)
		}
	}
	for _, text := range []string{"", "12,900", "1e9", "NaN", "99999999999", "1.234", "₩100", " 1"} {
		if _, is := lowstock.AmountOf(text); is {
			t.Errorf("%q is an amount", text)
		}
	}
	if got := lowstock.PriceOf("1000.00", "-2000.00"); got != 0 {
		t.Errorf("less than nothing: %d", got)
	}
}
