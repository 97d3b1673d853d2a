package pipeline_test

import (
	"testing"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/outlook"
)

// began lets the items begin within the record: each in another month, and those
// of every eighth product so lately that they have sold twice.
func (l *ledger) began() {
	l.t.Helper()
	l.admin(l.t, `
		DELETE FROM demand d USING variants v WHERE v.mall_id = d.mall_id AND v.variant_code = d.variant_code
		   AND month < date_trunc('month', $1::date - 700 + (v.product_no * 61 % 560)::int)`, l.today())
	l.admin(l.t, `DELETE FROM demand d USING variants v WHERE v.mall_id = d.mall_id AND v.variant_code = d.variant_code AND v.product_no % 8 = 0`)
	for _, ago := range []int{9, 4} {
		l.admin(l.t, `
			INSERT INTO demand AS own (mall_id, variant_code, month, units)
			SELECT mall_id, variant_code, date_trunc('month', day), set_byte(decode(repeat('00', 124), 'hex'), 4 * extract(day FROM day)::int - 1, 1)
			  FROM variants, (SELECT $1::date - $2::int AS day) d WHERE product_no % 8 = 0
			ON CONFLICT (mall_id, variant_code, month) DO UPDATE SET units = set_byte(own.units, 4 * extract(day FROM $1::date - $2::int)::int - 1, 1)`, l.today(), ago)
	}
}

// again runs the nightly forecast once more.
func (l *ledger) again() []listing.InventoryRow {
	l.t.Helper()
	l.admin(l.t, `UPDATE malls SET next_sales_at = $1`, l.clock.Now())
	return l.night()
}

// A nightly forecast learns from the mall's categories and suppliers what new items sell,
// and the next one suggests it for items with a short record. It goes on without
// them if what is stored cannot be read.
func TestNightsLearnFromGroups(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{Products: 120, OrderHistoryDays: demand.Days, Seed: 24})
	l.stocked()
	l.count()
	l.began()
	estimates := func(rows []listing.InventoryRow) (n, own int) {
		for i := range rows {
			switch g := rows[i].Suggestion; {
			case g.Learnt.Is():
				if n++; (g.Learnt.Days != 9) == (rows[i].ProductNo%8 == 0) || g.Point < 1 || g.LeadDays != 14 {
					t.Errorf("%s: %+v", rows[i].Code, g)
				}
			case g.Known:
				own++
			}
		}
		return n, own
	}
	if n, own := estimates(l.night()); n != 0 || own < 40 {
		t.Errorf("%d estimates on the first night, and %d suggestions of their own", n, own)
	}
	stored, err := l.store.Mall(mall).Groups(t.Context())
	if err != nil || forecast.ReadGroups(stored) == nil {
		t.Fatalf("learnt %d bytes, error %v", len(stored), err)
	}
	n, _ := estimates(l.again())
	if n < 10 {
		t.Errorf("%d estimates on the second night", n)
	}
	if list, _, err := l.store.Mall(mall).Inventory(t.Context(), listing.Params{Outlook: outlook.FilterRaise, Limit: 200}); err != nil || len(list) == 0 {
		t.Errorf("%d suggestions above the threshold, error %v", len(list), err)
	}
	l.admin(t, `UPDATE pools SET groups = 'broken'`)
	if n, own := estimates(l.again()); n != 0 || own < 40 {
		t.Errorf("with groups that cannot be read %d estimates, and %d suggestions of their own", n, own)
	}
	if n, _ := estimates(l.again()); n < 10 {
		t.Errorf("%d estimates after they were learnt anew", n)
	}
}
