package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

// claimUnpaid claims the reading, which is due, in a mall that allows it.
func (b *bundle) claimUnpaid() demand.UnpaidPlan {
	b.t.Helper()
	b.admin(`UPDATE tokens SET scopes = '{mall.read_product,mall.read_order}'`)
	b.admin(`UPDATE unpaid_reads SET next_at = $1 WHERE mall_id = $2`, b.now, b.mall)
	plan, err := b.Mall(b.mall).ClaimUnpaid(b.t.Context(), b.now, time.Minute)
	b.ok(err)
	return plan
}

// atPayment returns a reading of a product whose stock falls when an order is
// paid.
func atPayment(r inbound.ProductReading) inbound.ProductReading {
	for i := range r.Variants {
		r.Variants[i].AtPayment = true
	}
	return r
}

func (b *bundle) held(code string) demand.Held {
	b.t.Helper()
	u, err := b.Mall(b.mall).Unpaid(b.t.Context(), code)
	b.ok(err)
	return u.Held
}

// A reading replaces the one before. An older reading does not, and neither
// does one of an uninstalled mall.
func TestUnpaidIsReplaced(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 5))
	want(t, "wanted where stock falls with the order", b.claimUnpaid().Wanted, false)
	b.apply(atPayment(read(1, 5, 6)))
	s, err := b.Mall(hansan).Situation(t.Context(), 1, code(1, 0))
	b.ok(err)
	want(t, "at payment", s.Variant.AtPayment, true)
	late := b.claimUnpaid()
	want(t, "wanted", late.Wanted, true)
	want(t, "due while it is claimed", len(b.due(worklist.DueUnpaid)), 0)
	b.wait(2 * time.Minute)
	want(t, "due after the lease", len(b.due(worklist.DueUnpaid)), 1)
	plan := b.claimUnpaid()
	two, three := demand.Held{Units: 2, Orders: 1, Oldest: b.ago(3)}, demand.Held{Units: 3, Orders: 2, Oldest: b.ago(1)}
	b.ok(b.Mall(hansan).SaveUnpaid(t.Context(), plan, demand.UnpaidReading{StartedAt: b.now, Held: map[string]demand.Held{code(1, 0): two}}, b.now))
	want(t, "held", b.held(code(1, 0)), two)
	wantCode(t, b.Mall(hansan).SaveUnpaid(t.Context(), late, demand.UnpaidReading{StartedAt: b.now, Held: map[string]demand.Held{code(1, 0): three}}, b.now), lowstock.CodeConflict)
	wantCode(t, b.Mall(hansan).DelayUnpaid(t.Context(), late, b.now), lowstock.CodeConflict)
	wantCode(t, b.Mall(hansan).RefuseUnpaid(t.Context(), late, b.now), lowstock.CodeConflict)
	plan = b.claimUnpaid()
	b.ok(b.Mall(hansan).SaveUnpaid(t.Context(), plan, demand.UnpaidReading{StartedAt: b.now, Held: map[string]demand.Held{code(1, 1): three}}, b.now))
	want(t, "paid since", b.held(code(1, 0)), demand.Held{})
	want(t, "held by the other", b.held(code(1, 1)), three)

	plan = b.claimUnpaid()
	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now))
	wantCode(t, b.Mall(hansan).SaveUnpaid(t.Context(), plan, demand.UnpaidReading{StartedAt: b.now, Held: map[string]demand.Held{code(1, 0): two}}, b.now), lowstock.CodeConflict)
	want(t, "rows of a mall that has left", one[int](b, "select count(*)::int from unpaid"), 0)
	want(t, "due", len(b.due(worklist.DueUnpaid)), 0)
	u, err := b.Mall(hansan).Unpaid(t.Context(), code(1, 1))
	b.ok(err)
	want(t, "known of it", u.ReadAt.IsZero(), true)
}
