package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

const manyVariants = 100_000

// aLargeMall has a hundred thousand variants, with levels that change every other
// day of the last two weeks.
func aLargeMall(b *testing.B) *bundle {
	b.Helper()
	m := setup(b)
	m.keep()
	m.admin(`
		INSERT INTO variants (mall_id, variant_code, product_no, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at)
		SELECT $1, 'P' || to_char(n, 'FM00000000') || '00A', n / 3, true, true, true, 5, 0, 'mall', 'ok', $2 FROM generate_series(1, $3) n`,
		hansan, m.now, manyVariants)
	m.admin(`
		INSERT INTO stock_history SELECT $1, variant_code, $2::timestamptz - d * interval '41 hours', greatest(0, 20 - d * 3), 'sweep'
		  FROM variants, generate_series(0, 7) d`, hansan, m.now)
	m.admin(`UPDATE syncs SET started_at = $1`, m.now.AddDate(0, 0, -90))
	return m
}

// BenchmarkEachDemand reads 400 days of 100,000 variants of which every one sells
// every day, which is the most there can be.
func BenchmarkEachDemand(b *testing.B) {
	m := aLargeMall(b)
	m.admin(`
		INSERT INTO demand SELECT $1, v.variant_code, g::date, decode(repeat('0000000' || v.product_no % 5, 31), 'hex'), 0, 8
		  FROM variants v, generate_series(date_trunc('month', $2::date - 400), $2::date, '1 month') g`, hansan, m.ago(1))
	m.admin(`INSERT INTO demand_days SELECT $1, d::date, 'orders', $2 FROM generate_series($2::date - 400, $2::date - 1, '1 day') d`, hansan, m.ago(0))
	m.admin(`VACUUM (ANALYZE) demand`) // as it is a night after it was filled
	b.Logf("%s in the table", one[string](m, `SELECT pg_size_pretty(sum(pg_total_relation_size(inhrelid))) FROM pg_inherits WHERE inhparent = 'demand'::regclass`))
	for b.Loop() {
		variants, units := 0, 0
		for series, err := range m.EachDemand(b.Context(), hansan, m.ago(400), m.ago(1)) {
			m.ok(err)
			variants++
			for _, d := range series.Days {
				units += int(d.Units)
			}
		}
		if variants != manyVariants || units < 70_000_000 {
			b.Fatalf("%d variants, %d units", variants, units)
		}
	}
}

// BenchmarkDemandNight counts the last fourteen days of 100,000 variants: half of
// them have sold, and all their levels are looked at.
func BenchmarkDemandNight(b *testing.B) {
	m := aLargeMall(b)
	for name, source := range map[string]lowstock.DemandSource{"orders": lowstock.DemandFromOrders, "levels": lowstock.DemandFromLevels} {
		b.Run(name, func(b *testing.B) {
			reading := lowstock.DemandReading{DemandRange: lowstock.DemandRange{From: m.ago(14), To: m.ago(1), Source: source}}
			if source == lowstock.DemandFromOrders {
				reading.Units = map[string][]int32{}
				for series, err := range m.EachDemand(b.Context(), hansan, m.ago(1), m.ago(1)) {
					m.ok(err)
					if len(reading.Units) < manyVariants/2 {
						reading.Units[series.VariantCode] = make([]int32, 14)
					}
				}
			}
			n := 0
			for b.Loop() {
				for _, units := range reading.Units {
					units[n%14]++
				}
				n++
				m.wait(time.Minute)
				plan := m.claimDemand()
				m.ok(m.SaveDemand(b.Context(), hansan, plan, reading, m.now, m.now, forecast.DaysOfLevels))
			}
		})
	}
}
