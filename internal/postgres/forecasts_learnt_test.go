package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// An estimate from other items is read back as it was computed, with the group
// it was learnt from, also by the next nightly forecast. A row that a program writes which
// does not know of estimates has none.
func TestEstimatesAreKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(10)
	b.apply(read(1, 30), read(2, 15))
	learnt := outlook.Learnt{Group: outlook.Group{Kind: outlook.GroupSupplier, Key: "S 0 1"}, Days: 9}
	var last *outlook.NightlyForecast
	night := func(nightly outlook.NightlyForecast) {
		t.Helper()
		b.now = one[time.Time](b, "select greatest(next_sales_at, $2) from malls where mall_id = $1", b.mall, b.now)
		_, err := b.Mall(hansan).UpdateForecasts(t.Context(), forecast.Window, b.now, func(p outlook.SalesHistory, _ lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
			if nightly.On = p.Today; p.VariantCode == code(1, 0) {
				last = p.Last
			}
			return lowstock.Sales{}, nightly
		}, forecast.SteadyUntil)
		b.ok(err)
	}
	estimate := outlook.NightlyForecast{LeadDays: 14, Level: 95, Point: 12, Expected: 7, Learnt: learnt}
	night(estimate)
	suggested := outlook.Suggestion{Point: 12, Expected: 7, LeadDays: 14, Level: 95, Known: true, Proven: true, Learnt: learnt}
	want(t, "suggested", b.row(code(1, 0)).Suggestion, suggested)
	row := b.row(code(1, 0))
	want(t, "offered", row.Offer(), outlook.OfferLearnt)
	night(estimate)
	if last == nil || last.Learnt != learnt || last.Point != 12 || last.LeadDays != 14 {
		t.Errorf("the next night reads %+v", last)
	}

	b.admin("update forecasts set class = 'smooth', proof_point = point") // learnt is left as it was
	want(t, "by an older program", b.row(code(1, 0)).Suggestion, outlook.Suggestion{Point: 12, Expected: 7, LeadDays: 14, Level: 95, Known: true, Proven: true})
	b.admin("update forecasts set class = '', point = NULL, proof_point = NULL")
	want(t, "nothing suggested by an older program", b.row(code(1, 0)).Suggestion.Known, false)
	night(outlook.NightlyForecast{})
	if list, _, err := b.Mall(hansan).Inventory(t.Context(), listing.Params{Outlook: outlook.FilterLittle}); err != nil || len(list) != 2 {
		t.Errorf("%d items with too little on record, error %v", len(list), err)
	}
}

// What the groups of a mall show is stored beside its pool, also before there is
// one, and not of a mall that is gone.
func TestGroupsAreKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	groups, err := b.Mall(hansan).Groups(t.Context())
	b.ok(err)
	want(t, "at first", string(groups), "")
	b.ok(b.Mall(hansan).SaveGroups(t.Context(), []byte("first")))
	b.ok(b.Mall(hansan).SavePool(t.Context(), []byte("pool"), b.now))
	b.ok(b.Mall(hansan).SaveGroups(t.Context(), []byte("second")))
	groups, err = b.Mall(hansan).Groups(t.Context())
	b.ok(err)
	want(t, "stored", string(groups), "second")
	want(t, "the pool", one[string](b, "select convert_from(content, 'UTF8') || (learnt_on > '2000-01-01')::text from pools where mall_id = $1", b.mall), "pooltrue")
	b.ok(b.Mall(hansan).SaveGroups(t.Context(), nil))
	groups, err = b.Mall(hansan).Groups(t.Context())
	b.ok(err)
	want(t, "none", len(groups), 0)
}
