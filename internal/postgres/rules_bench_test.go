package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// large is a mall of 100,000 variants in 20,000 products, put there behind the
// store's back. Of every hundred variants one is at 0, one at 1, and so on.
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

// BenchmarkDefaultOfALargeMall moves a mall's default to and fro: 100,000
// thresholds change with it, and a twentieth of the variants raise or resolve.
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
		_, err := m.PreviewRules(b.Context(), hansan, []lowstock.RuleChange{{Threshold: new(5)}}, m.now)
		m.ok(err)
	}
}
