package postgres_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// The statement of the pages adds up the counted days. It must come to what the
// job's own plan says, whatever days are counted, from whatever source.
func TestProgressIsThatOfThePlan(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chance := rand.New(rand.NewPCG(17, 1))
	older := 0
	for round := range 12 {
		b.admin(`UPDATE syncs SET started_at = $1`, b.now.Add(-time.Duration(round)*9*24*time.Hour))
		b.admin(`UPDATE demand_reads SET next_at = $1`, b.now)
		b.admin(`UPDATE tokens SET scopes = $1`, [][]string{{"mall.read_order"}, {"mall.read_product"}}[round%2])
		b.admin(`DELETE FROM demand_days`)
		b.admin(`
			INSERT INTO demand_days (mall_id, day, source, read_on)
			SELECT $4, $1::date - age, (ARRAY['orders', 'levels', 'none'])[1 + (age * 7 + $2) % 3], $1::date - (age * 5 + $2) % 4
			  FROM generate_series(1, $3::int) age WHERE (age * 13 + $2) % 5 <> 0`, b.ago(0), round, chance.IntN(demand.Days+40), hansan)
		plan := b.claimDemand()
		got, err := b.Mall(hansan).DemandProgress(t.Context(), b.now)
		b.ok(err)
		expected := plan.Progress(b.now)
		expected.Began, expected.Computing = got.Began, got.Computing
		want(t, "progress", got, expected)
		older += got.Older
		if !got.Began.Equal(b.now) {
			t.Errorf("the counting could begin at %s", got.Began)
		}
	}
	if older == 0 {
		t.Error("no day was older")
	}
}

// A kept tally is that of the days as they are: after each range that is counted,
// on the next day, and after the first set, it is what a store that has not asked
// before reads.
func TestProgressIsAsNewAsTheDays(t *testing.T) {
	t.Parallel()
	b := setup(t)
	seen := map[demand.Progress]bool{}
	check := func(now time.Time) {
		t.Helper()
		for range 2 {
			got, err := b.Mall(hansan).DemandProgress(t.Context(), now)
			b.ok(err)
			fresh, err := postgrestest.Connect(t, b.url).Mall(hansan).DemandProgress(t.Context(), now)
			b.ok(err)
			want(t, "progress", got, fresh)
			seen[got] = true
		}
	}
	check(b.now)
	b.admin(`UPDATE tokens SET scopes = '{mall.read_order}'`)
	check(b.now)
	for _, days := range []int{3, 40, 120, 500} {
		b.countDemand(nil, days)
		check(b.now)
	}
	check(b.now.Add(24 * time.Hour))
	b.ok(b.Mall(hansan).SaveSets(t.Context(), []bundles.Reading{{ProductNo: 1, Known: true}}, b.now, b.now.Add(time.Hour)))
	check(b.now)
	if len(seen) < 6 {
		t.Errorf("the progress was one of %d", len(seen))
	}
}
