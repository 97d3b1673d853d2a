package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// The filters of held stock list what is held, and the sums are those of the
// listed rows: at cost where it is known, else at the selling price.
func TestHeldStock(t *testing.T) {
	t.Parallel()
	b := setup(t)
	rnd := rand.New(rand.NewPCG(18, 5))
	const products = 120
	var readings []inbound.ProductReading
	for no := int64(1); no <= products; no++ {
		r := read(no, rnd.IntN(400)-3)
		r.Product.Price = []string{"", "12900.00", fmt.Sprintf("%d.00", 1000*rnd.IntN(90))}[rnd.IntN(3)]
		r.Product.SupplyPrice = []string{"", "", "0.00", "7700.50"}[rnd.IntN(4)]
		r.Variants[0].Tracked, r.Variants[0].AddedPrice = rnd.IntN(10) > 0, []string{"", "500.00"}[rnd.IntN(2)]
		readings = append(readings, r)
	}
	b.apply(readings...)
	today := b.ago(0)
	covers, idle := map[string][]int32{}, map[string]time.Time{}
	b.now = one[time.Time](b, "select greatest(next_sales_at, $2) from malls where mall_id = $1", b.mall, b.now)
	_, err := b.Mall(b.mall).UpdateForecasts(t.Context(), forecast.Window, b.now, func(p outlook.SalesHistory, _ lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		nightly := outlook.NightlyForecast{On: p.Today}
		if rnd.IntN(3) > 0 {
			nightly.IdleSince = today.AddDate(0, 0, -[]int{0, 59, 60, 179, 180, 364, 365, 500}[rnd.IntN(8)])
			idle[p.VariantCode] = nightly.IdleSince
		}
		if rnd.IntN(3) > 0 {
			n := int32(rnd.IntN(100))
			nightly.Class, nightly.Covers = "smooth", []int32{n, n + 30, n + 90, n + 200}
			covers[p.VariantCode] = nightly.Covers
		}
		return lowstock.Sales{}, nightly
	}, forecast.SteadyUntil)
	b.ok(err)
	all, _, err := b.Mall(hansan).Inventory(t.Context(), listing.Params{Limit: 1000})
	b.ok(err)
	for _, held := range outlook.HeldKinds() {
		for i, days := range outlook.CoverDays() {
			var bound listing.Bound
			listed := map[string]bool{}
			for n := range all {
				row := &all[n]
				units := row.Quantity
				is := row.Tracked && units > 0
				switch {
				case held == outlook.HeldOver && covers[row.Code] == nil, held == outlook.HeldIdle && idle[row.Code].IsZero():
					is = false
				case held == outlook.HeldOver:
					units -= int(covers[row.Code][i])
					is = is && units > 0
				case held == outlook.HeldIdle:
					is = is && !today.AddDate(0, 0, -days).Before(idle[row.Code])
				}
				if !is {
					continue
				}
				listed[row.Code] = true
				bound.Items++
				bound.Units += int64(units)
				cost, _ := lowstock.AmountOf(row.SupplyPrice)
				switch price := row.UnitPrice(); {
				case cost > 0:
					bound.AtCost += int64(units) * int64(cost)
				case price > 0:
					bound.AtPrice += int64(units) * int64(price)
				default:
					bound.Unpriced++
				}
			}
			bound.AtCost, bound.AtPrice = (bound.AtCost+50)/100, (bound.AtPrice+50)/100
			q := listing.Params{Held: held, HeldDays: days, Limit: 1000}.At(today)
			rows, _, err := b.Mall(hansan).Inventory(t.Context(), q)
			b.ok(err)
			for _, row := range rows {
				if !listed[row.Code] {
					t.Errorf("%s %d: lists %s", held, days, row.Code)
				}
			}
			want(t, fmt.Sprint("rows of ", held, days), len(rows), len(listed))
			got, err := b.Mall(hansan).Bound(t.Context(), q)
			b.ok(err)
			want(t, fmt.Sprint("bound in ", held, days), got, bound)
			report, err := b.Mall(hansan).BoundOf(t.Context(), days, today)
			b.ok(err)
			for k, kind := range outlook.HeldKinds() {
				if kind == held {
					want(t, fmt.Sprint("on the report ", held, days), report[k], bound)
				}
			}
			total, err := b.Mall(hansan).InventoryTotal(t.Context(), q)
			b.ok(err)
			want(t, fmt.Sprint("total of ", held, days), total, len(listed))
			if bound.Items < 3 || bound.AtCost == 0 || bound.AtPrice == 0 {
				t.Errorf("%s %d: %+v shows little", held, days, bound)
			}
		}
	}
}
