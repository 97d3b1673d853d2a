package pipeline_test

import (
	"testing"
)

// The nightly forecast of a mall runs by itself, and again the day after.
func TestSalesAreComputedWhenDue(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, options{})
	at := b.clock.Now()
	b.admin(t, `insert into stock_history (mall_id, variant_code, observed_at, quantity, source)
		select mall_id, variant_code, $1::timestamptz - n * interval '1 day', 5 * n, 'sweep' from variants, generate_series(1, 20) n where variant_code = $2`, at, code)
	b.admin(t, "update malls set next_sales_at = $1", at)
	until(t, func() string {
		s, err := b.store.Mall(mall).Situation(t.Context(), int64(b.productOf(t, code)), code)
		return missing(s.Sales.Known && s.Sales.PerDay > 1, "sales %+v, error %v", s.Sales, err)
	})
}
