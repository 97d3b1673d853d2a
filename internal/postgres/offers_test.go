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

// drawProof returns a proof of a point, with values on both sides of each limit.
func drawProof(rnd *rand.Rand, point int) outlook.Proof {
	of := func(values ...float64) float64 { return values[rnd.IntN(len(values))] }
	p := outlook.Proof{
		Windows: int(of(0, 59, 60, 350, 350)), Kept: of(0, 0.8, 0.8, 0.949, 0.95, 1), Above: int(of(0, float64(point+1), float64(point+1), float64(point+3), float64(point+40))),
		Season: of(0, 0.5, 0.5, outlook.OffSeasonMost, 0.81, 1.3),
	}
	if rnd.IntN(3) == 0 {
		p.From, p.To = 4, 1
	}
	return p
}

// lateHeld stands for the items that only late goods keep from being due.
const lateHeld outlook.Filter = "late held"

// listed returns the codes that a filter lists, and how many rows are counted.
func (b *bundle) listed(filter outlook.Filter, today time.Time) map[string]bool {
	b.t.Helper()
	q := listing.Params{Outlook: filter, Limit: 1000}
	if filter == lateHeld {
		q.Outlook, q.LateHeld = "", true
	}
	q = q.At(today)
	rows, next, err := b.Mall(b.mall).Inventory(b.t.Context(), q)
	b.ok(err)
	total, err := b.Mall(b.mall).InventoryTotal(b.t.Context(), q)
	b.ok(err)
	codes := map[string]bool{}
	for i := range rows {
		codes[rows[i].Code] = true
	}
	if next != "" || total != len(codes) {
		b.t.Errorf("%s: %d rows of %d", filter, len(codes), total)
	}
	return codes
}

// The filters select exactly the items whose row has such an offer, and what to
// order exactly the items that are due. Whatever the proof, the levels and the
// goods on their way are.
func TestTheFiltersAreWhatTheRowsOffer(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(20)
	rnd := rand.New(rand.NewPCG(17, 1))
	const products = 240
	var readings []inbound.ProductReading
	for no := int64(1); no <= products; no++ {
		r := read(no, rnd.IntN(40)-3)
		r.Variants[0].Selling = rnd.IntN(8) > 0
		readings = append(readings, r)
	}
	b.apply(readings...)
	today := b.ago(0)
	for _, i := range b.incidents(lowstock.IncidentStanding) {
		if rnd.IntN(3) > 0 {
			continue
		}
		days := []int{-9, -1, 0, 13, 14, 15, 60}[rnd.IntN(7)]
		order := lowstock.Order{Quantity: 1 + rnd.IntN(40), ExpectedOn: today.AddDate(0, 0, days).Format(time.DateOnly)}
		_, err := b.Mall(hansan).SnoozeIncident(t.Context(), i.ID, lowstock.Hold{Order: order, Until: b.now.Add(time.Hour)}, "kim", b.now)
		b.ok(err)
	}
	b.admin("update purchase_lines set cover_until = expected_on + 3 where expected_on < $1", today) // days of grace
	b.now = one[time.Time](b, "select greatest(next_sales_at, $2) from malls where mall_id = $1", b.mall, b.now)
	_, err := b.Mall(b.mall).UpdateForecasts(t.Context(), forecast.Window, b.now, func(p outlook.SalesHistory, _ lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		nightly := outlook.NightlyForecast{On: p.Today, Pace: 1}
		if rnd.IntN(10) > 0 {
			point := []int{0, 5, 5, 12, 19, 20, 21, 35}[rnd.IntN(8)]
			nightly.Class, nightly.LeadDays, nightly.Level, nightly.Base, nightly.Point, nightly.Expected = "smooth", p.LeadDays, p.Level, point, point, point/2
			if nightly.Proof = drawProof(rnd, point); rnd.IntN(6) == 0 {
				nightly.Class, nightly.Base, nightly.Proof = "", 0, outlook.Proof{}
				nightly.Learnt = outlook.Learnt{Group: outlook.Group{Kind: outlook.GroupSupplier, Key: "S0000001"}, Days: 9}
			}
		}
		return lowstock.Sales{PerDay: 1, Known: true}, nightly
	}, forecast.SteadyUntil)
	b.ok(err)
	b.admin("update forecasts set proof_point = point + 1 where variant_code like '%5A'") // as an older program leaves them

	rows, _, err := b.Mall(hansan).Inventory(t.Context(), listing.Params{Limit: 1000})
	b.ok(err)
	got := map[outlook.Filter]map[string]bool{}
	for _, filter := range []outlook.Filter{outlook.FilterRaise, outlook.FilterLower, outlook.FilterOrder, outlook.FilterLittle, lateHeld} {
		got[filter] = b.listed(filter, today)
	}
	seen := map[string]int{}
	for i := range rows {
		row := &rows[i]
		g, offer := row.Suggestion, row.Offer()
		want := map[outlook.Filter]bool{
			outlook.FilterRaise:  offer != outlook.OfferNone && g.Point > row.Threshold,
			outlook.FilterLower:  offer != outlook.OfferNone && g.Point < row.Threshold,
			outlook.FilterLittle: !g.Known && row.Tracked && row.Silence == "",
			lateHeld:             g.Known && row.Tracked && row.Silence == "" && outlook.DueWithoutLate(row.Quantity, g.ReorderPoint(row.Threshold), row.Incoming, today),
			outlook.FilterOrder:  g.Known && row.Tracked && row.Silence == "" && outlook.Due(row.Quantity, g.ReorderPoint(row.Threshold), row.Incoming, today),
		}
		for filter, is := range want {
			if got[filter][row.Code] != is {
				t.Errorf("%s: in %q %t, want %t: %d in stock, %+v on its way, %+v instead of %d", row.Code, filter, !is, is, row.Quantity, row.Incoming, g, row.Threshold)
			}
			seen[fmt.Sprintf("%s %t", filter, is)]++
		}
		seen["offer "+string(offer)]++
		seen[fmt.Sprintf("ordered at the threshold %t", g.Known && g.ReorderPoint(row.Threshold) != g.Point)]++
		seen[fmt.Sprintf("late %t, coming %t, due %t", row.Incoming.Overdue(today), row.Incoming.Units > 0, want[outlook.FilterOrder])]++
	}
	t.Log(seen)
	for _, what := range []string{"raise true", "lower true", "order true", "order false", "offer ", "offer plain", "offer enough", "offer slower", "offer season", "offer learnt", "little true", "late held true", "late held false", "ordered at the threshold true", "late true, coming true, due false", "late false, coming true, due false", "late false, coming true, due true"} {
		if seen[what] < 3 {
			t.Errorf("%q %d times: the test shows little", what, seen[what])
		}
	}
}
