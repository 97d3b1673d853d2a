package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// aCurve returns a curve of an item that sells about so many units a day.
func aCurve(rnd *rand.Rand, perDay, lead int) lowstock.LossCurve {
	days := make([]demand.Day, 200)
	for i := range days {
		days[i] = demand.Day{Units: int32(rnd.IntN(2*perDay + 1)), State: demand.InStock}
	}
	m := forecast.Fit(forecast.SeriesOf(demand.Series{From: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Days: days}), nil)
	return m.Loss(lead, m.Suggest(lead, 0.95).Point, 0.95, rnd.IntN(9))
}

// The database computes a loss as the program does, whatever the stock, the goods
// on their way and the day of their arrival are.
func TestTheDatabaseLosesWhatTheProgramDoes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	rnd := rand.New(rand.NewPCG(18, 3))
	different := 0
	for range 300 {
		curve := aCurve(rnd, 1+rnd.IntN(30), []int{1, 2, 7, 14, 30, 180}[rnd.IntN(6)])
		stock, coming, day := rnd.IntN(300)-20, []int{0, 0, 3, 200}[rnd.IntN(4)], rnd.IntN(20)-1
		in := []lowstock.Arrival{{Day: day, Units: coming}}
		want := curve.Ahead(stock, in...)
		if got := one[int](b, `SELECT lost_ahead($1, $2, $3, $4)`, []int32(curve), stock, coming, day); got != want && max(stock, 0) < int(curve[1]) {
			t.Fatalf("%d in stock, %d on day %d: the database says %d, the program %d: %v", stock, coming, day, got, want, curve)
		}
		if want > 0 && want != curve.Ahead(stock) {
			different++
		}
	}
	if different < 20 {
		t.Errorf("goods on their way matter %d times: the test shows little", different)
	}
	several := 0
	for range 300 {
		curve := aCurve(rnd, 1+rnd.IntN(30), []int{2, 7, 14, 30}[rnd.IntN(4)])
		var in []lowstock.Arrival
		units, days := []int32{}, []int32{}
		for day := 1 + rnd.IntN(3); len(in) < rnd.IntN(5); day += 1 + rnd.IntN(6) {
			a := lowstock.Arrival{Day: day, Units: 1 + rnd.IntN(60)}
			in, units, days = append(in, a), append(units, int32(a.Units)), append(days, int32(day))
		}
		stock := rnd.IntN(int(curve[1])+20) - 20
		want := curve.Ahead(stock, in...)
		if got := one[int](b, `SELECT lost_ahead_of_all($1, $2, $3::int[], $4::int[])`, []int32(curve), stock, units, days); got != want && max(stock, 0) < int(curve[1]) {
			t.Fatalf("%d in stock, %v: the database says %d, the program %d: %v", stock, in, got, want, curve)
		}
		if len(in) > 1 && want > 0 && want != curve.Ahead(stock, in[0]) {
			several++
		}
	}
	if several < 20 {
		t.Errorf("a second arrival matters %d times: the test shows little", several)
	}
	for text, is := range map[string]bool{"12900.00": true, "-5.5": true, "": false, "1e5": false, "12345678901": false, "1.234": false} {
		_, want := lowstock.AmountOf(text)
		if got := one[bool](b, `SELECT amount($1) IS NOT NULL`, text); got != is || want != is {
			t.Errorf("%q: the database says %t, the program %t", text, got, want)
		}
	}
}

// A list by money at risk is in the order of what its rows say, page by page, and
// lists each row once.
func TestTheListByRisk(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(20)
	rnd := rand.New(rand.NewPCG(18, 4))
	const products = 150
	var readings []inbound.ProductReading
	for no := int64(1); no <= products; no++ {
		r := read(no, rnd.IntN(60)-3)
		r.Product.Price = []string{"", "12900.00", "5.50", fmt.Sprintf("%d.00", 1000*rnd.IntN(90))}[rnd.IntN(4)]
		v := &r.Variants[0]
		v.Selling, v.SellsAtZero, v.AddedPrice = rnd.IntN(8) > 0, rnd.IntN(8) == 0, []string{"", "", "500.00", "-700.00"}[rnd.IntN(4)]
		readings = append(readings, r)
	}
	b.apply(readings...)
	today := b.ago(0)
	for _, i := range b.incidents(lowstock.IncidentStanding) {
		if rnd.IntN(3) > 0 {
			continue
		}
		days := []int{-2, 0, 1, 5, 13, 14, 60}[rnd.IntN(7)]
		order := lowstock.Order{Quantity: 1 + rnd.IntN(60), ExpectedOn: today.AddDate(0, 0, days).Format(time.DateOnly)}
		_, err := b.Mall(hansan).SnoozeIncident(t.Context(), i.ID, lowstock.Hold{Order: order, Until: b.now.Add(time.Hour)}, "kim", b.now)
		b.ok(err)
	}
	b.now = one[time.Time](b, "select greatest(next_sales_at, $2) from malls where mall_id = $1", b.mall, b.now)
	_, err := b.Mall(b.mall).UpdateForecasts(t.Context(), forecast.Window, b.now, func(p outlook.SalesHistory, _ lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		nightly := outlook.NightlyForecast{On: p.Today, Pace: 1}
		if rnd.IntN(10) > 0 {
			nightly.Class, nightly.LeadDays, nightly.Level, nightly.Point = "smooth", p.LeadDays, p.Level, 30
			nightly.Lost = aCurve(rnd, 1+rnd.IntN(4), p.LeadDays)
		}
		return lowstock.Sales{PerDay: 1, Known: true}, nightly
	}, forecast.SteadyUntil)
	b.ok(err)

	seen := map[string]bool{}
	losses := map[string]int{}
	before := lowstock.Loss{Money: 1 << 60}
	q := listing.Params{Sort: listing.SortRisk, Limit: 7}.At(today)
	for pages := 0; ; pages++ {
		rows, next, err := b.Mall(hansan).Inventory(t.Context(), q)
		b.ok(err)
		for i := range rows {
			loss := rows[i].Loss(today)
			if loss.Money > before.Money || loss.Money == before.Money && loss.Tenths > before.Tenths {
				t.Errorf("%s: %+v after %+v", rows[i].Code, loss, before)
			}
			if seen[rows[i].Code] {
				t.Errorf("%s is listed twice", rows[i].Code)
			}
			seen[rows[i].Code], before = true, loss
			switch {
			case loss.Money > 0 && len(rows[i].Incoming.Certain(today)) > 0:
				losses["with goods on their way"]++
			case loss.Money > 0:
				losses["money"]++
			case loss.Tenths > 0:
				losses["units"]++
			case rows[i].SellsAtZero && rows[i].Quantity <= 0 && loss.Known:
				losses["sells at zero"]++
			}
		}
		if q.Cursor = next; next == "" {
			break
		}
	}
	want(t, "rows", len(seen), products)
	for _, what := range []string{"money", "units", "with goods on their way", "sells at zero"} {
		if losses[what] < 2 {
			t.Errorf("%s: %d rows, the test shows little", what, losses[what])
		}
	}
	total, err := b.Mall(hansan).InventoryTotal(t.Context(), q)
	b.ok(err)
	want(t, "total", total, products)
	b.briefRowsAgree(today)
}

// briefRowsAgree compares what a page and a file say of each row of the mall. A
// page reads a part of the curve only.
func (b *bundle) briefRowsAgree(today time.Time) {
	b.t.Helper()
	whole, _, err := b.Mall(b.mall).Inventory(b.t.Context(), listing.Params{Limit: 1000})
	b.ok(err)
	brief, _, err := b.Mall(b.mall).Inventory(b.t.Context(), listing.Params{Limit: 1000, Brief: true})
	b.ok(err)
	shorter := 0
	for i := range whole {
		if got, want := brief[i].Loss(today), whole[i].Loss(today); got != want {
			b.t.Errorf("%s: the page says %+v, a file %+v", whole[i].Code, got, want)
		}
		if got, want := brief[i].Covered(today), whole[i].Covered(today); got != want {
			b.t.Errorf("%s: the page says %+v, a file %+v", whole[i].Code, got, want)
		}
		if len(brief[i].Lost) < len(whole[i].Lost) {
			shorter++
		}
	}
	if shorter < len(whole)/2 {
		b.t.Errorf("%d of %d rows have a shorter curve", shorter, len(whole))
	}
}
