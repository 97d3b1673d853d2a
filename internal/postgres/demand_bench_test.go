package postgres_test

import (
	"syscall"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/postgres"
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

// BenchmarkForecasts is a nightly forecast of 100,000 variants that each sold
// on every one of 760 days, which is the most there can be. All are read and
// written, and with "compute" the forecasts are also computed. The processor
// time and the greatest memory are those of this process, without the
// database's: the first does not depend on what else runs on the machine.
func BenchmarkForecasts(b *testing.B) {
	m := aLargeMall(b)
	m.admin(`
		INSERT INTO demand SELECT $1, v.variant_code, g::date, decode(repeat('0000000' || v.product_no % 5, 31), 'hex'), 0, 8
		  FROM variants v, generate_series(date_trunc('month', $2::date - 760), $2::date, '1 month') g`, hansan, m.ago(1))
	m.admin(`INSERT INTO demand_days SELECT $1, d::date, 'orders', $2 FROM generate_series($2::date - 760, $2::date - 1, '1 day') d`, hansan, m.ago(0))
	m.admin(`VACUUM (ANALYZE) demand`) // as it is one night after it was filled
	b.Logf("%s in the table", one[string](m, `SELECT pg_size_pretty(sum(pg_total_relation_size(inhrelid))) FROM pg_inherits WHERE inhparent = 'demand'::regclass`))
	b.Run("roots", func(b *testing.B) { // of days that an older version of the program has counted
		for b.Loop() {
			m.admin(`UPDATE demand_days SET roots = NULL`)
			m.ok(m.Mall(hansan).FillRoots(b.Context()))
		}
	})
	plan, err := m.Mall(hansan).Events(b.Context())
	m.ok(err)
	yesterday := forecast.DateOf(m.ago(1))
	calendar := forecast.NewCalendar(plan, yesterday-demand.Days, yesterday+forecast.MaxDays)
	for name, look := range map[string]postgres.Compute{
		"compute": func(p outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
			return forecast.Nightly(p, held, calendar.Of(p.Subject), nil)
		},
		"only read": func(p outlook.SalesHistory, _ lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
			return lowstock.Sales{PerDay: float64(len(p.Demand.Days)), Known: true}, outlook.NightlyForecast{On: p.Today, Class: "smooth"}
		},
	} {
		b.Run(name, func(b *testing.B) {
			before, _ := used(b)
			for b.Loop() {
				m.wait(24 * time.Hour)
				m.admin(`UPDATE malls SET next_sales_at = $1`, m.now)
				_, err := m.Mall(hansan).UpdateForecasts(b.Context(), forecast.Window, m.now, look, forecast.SteadyUntil)
				m.ok(err)
			}
			after, peak := used(b)
			b.ReportMetric((after-before).Seconds()/float64(b.N), "cpu-s/op")
			b.ReportMetric(float64(peak)/1e6, "peak-MB")
			if n := one[int](m, `SELECT count(*)::int FROM forecasts`); n != manyVariants {
				b.Fatalf("%d forecasts", n)
			}
		})
	}
}

// used is the processor time that this process has used, and the most memory
// that it has had, in bytes.
func used(b *testing.B) (cpu time.Duration, peak int64) {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), u.Maxrss * 1024
}

// BenchmarkNightlyForecast counts the last fourteen days of 100,000 variants: half
// of them have sold, and the levels of all are read.
func BenchmarkNightlyForecast(b *testing.B) {
	m := aLargeMall(b)
	for name, source := range map[string]demand.Source{"orders": demand.FromOrders, "levels": demand.FromLevels} {
		b.Run(name, func(b *testing.B) {
			reading := demand.Reading{Range: demand.Range{From: m.ago(14), To: m.ago(1), Source: source}}
			if source == demand.FromOrders {
				reading.Units = map[string][]int32{}
				for _, code := range one[[]string](m, `SELECT array_agg(variant_code) FROM (SELECT variant_code FROM variants ORDER BY 1 LIMIT $1) v`, manyVariants/2) {
					reading.Units[code] = make([]int32, 14)
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
				m.ok(m.Mall(hansan).SaveDemand(b.Context(), plan, reading, m.now, m.now, forecast.DaysOfLevels))
			}
		})
	}
}
