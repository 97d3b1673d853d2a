package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/rulebook"
)

// large returns a mall of 100,000 variants in 20,000 products, inserted by SQL
// without the store. Of every hundred variants one has quantity 0, one 1, and
// so on.
func large(tb testing.TB) *bundle {
	tb.Helper()
	b := setup(tb)
	b.admin(`
		insert into products (mall_id, product_no, product_code, product_name, display, selling, variant_count, observed_at)
		select 'hansan', p, 'P' || p, '오버핏 니트 ' || p, true, true, 5, $1 from generate_series(1, 20000) p`, noon)
	b.admin(`
		insert into variants (mall_id, variant_code, product_no, options, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at, source)
		select 'hansan', format('P%s-%s', lpad(p::text, 6, '0'), v), p, '[{"name":"색상","value":"블랙"},{"name":"사이즈","value":"M"}]', true, true, true,
		       q, 0, 'mall', case when q = 0 then 'out' else 'ok' end, $1, 'sweep'
		  from generate_series(1, 20000) p, generate_series(1, 5) v, lateral (select (p * 5 + v) * 37 % 100 as q) x`, noon)
	b.admin(`update stock_counts set out = 1000, ok = 99000`)
	b.admin("analyze products, variants")
	return b
}

// BenchmarkDefaultOfALargeMall changes a mall's default between two values:
// 100,000 thresholds change with it, and a twentieth of the variants raise or
// resolve.
func BenchmarkDefaultOfALargeMall(b *testing.B) {
	m := large(b)
	m.threshold(5)
	n := 0
	for b.Loop() {
		n++
		m.wait(time.Minute)
		m.threshold(5 + n%2*5)
	}
}

func BenchmarkPreviewOfALargeMall(b *testing.B) {
	m := large(b)
	for b.Loop() {
		_, err := m.Mall(hansan).PreviewRules(b.Context(), []lowstock.RuleChange{{Threshold: new(5)}}, m.now)
		m.ok(err)
	}
}

// BenchmarkRulesOfALargeMall counts what 5,000 rules decide for 100,000
// variants.
func BenchmarkRulesOfALargeMall(b *testing.B) {
	m := large(b)
	m.admin(`update products set category_nos = array[(product_no % 40)::int + 1, (product_no % 7)::int + 50], supplier_code = 'S' || product_no % 60`)
	m.admin(`
		insert into rules (mall_id, scope, product_no, variant_code, category_no, supplier_code, threshold)
		select 'hansan', 'mall', null::bigint, null::text, null::int, null::text, 3 union all
		select 'hansan', 'category', null, null, n, null, n from generate_series(1, 57) n union all
		select 'hansan', 'supplier', null, null, null, 'S' || n, n from generate_series(0, 41) n union all
		select 'hansan', 'product', n * 9, null, null, null, 4 from generate_series(1, 1900) n union all
		select 'hansan', 'variant', n * 6, format('P%s-2', lpad((n * 6)::text, 6, '0')), null, null, 2 from generate_series(1, 3000) n`)
	m.admin(`
		update variants v
		   set threshold_source = case when exists (select from rules r where r.variant_code = v.variant_code) then 'variant'
		                               when exists (select from rules r where r.scope = 'product' and r.product_no = v.product_no) then 'product' else 'category' end,
		       threshold = 50 + v.product_no % 7, muted = v.product_no % 20 = 0`)
	m.admin("analyze products, variants, rules")
	for b.Loop() {
		standing, err := m.Mall(hansan).RulesStanding(b.Context())
		m.ok(err)
		if len(standing) != 5000 {
			b.Fatalf("%d rules", len(standing))
		}
	}
}

// BenchmarkDefaultThatAllCross sets a default that 200,000 variants cross,
// with two recipients. It measures how long the rule takes, the time until the
// last status follows, the longest reading in between, and the collection of
// what was raised.
func BenchmarkDefaultThatAllCross(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		m := large(b)
		m.admin(`
			insert into products (mall_id, product_no, product_code, product_name, display, selling, variant_count, observed_at)
			select mall_id, product_no + 20000, 'Q' || product_no, product_name, display, selling, variant_count, observed_at from products`)
		m.admin(`
			insert into variants (mall_id, variant_code, product_no, options, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at, source)
			select mall_id, 'Q' || variant_code, product_no + 20000, options, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at, source from variants`)
		m.admin(`update variants set quantity = quantity + 1, status = 'ok'`)
		m.admin("update stock_counts set out = 0, ok = 200000")
		m.admin("analyze products, variants")
		m.notifyByEmail(func(s *preference.Settings) { s.CollectSeconds = 60 }, "kim@hansan.example", "lee@hansan.example")
		b.StartTimer()
		began := time.Now()
		m.threshold(1000)
		b.ReportMetric(float64(time.Since(began).Milliseconds()), "rule-ms")
		var longest time.Duration
		for m.evaluation().State == rulebook.EvaluationRunning {
			m.evaluate(10)
			reading := time.Now()
			m.apply(read(100_000, 1))
			longest = max(longest, time.Since(reading))
		}
		b.ReportMetric(time.Since(began).Seconds(), "evaluation-s")
		b.ReportMetric(float64(longest.Milliseconds()), "reading-ms")
		m.wait(10 * time.Minute)
		collecting := time.Now()
		m.collect()
		b.ReportMetric(time.Since(collecting).Seconds(), "collect-s")
		if n := one[int](m, "select count(*) from incidents"); n < 200_000 {
			b.Fatalf("%d incidents", n)
		}
	}
}
