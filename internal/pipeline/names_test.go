package pipeline_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
)

// asBefore stores names as the previous version did, with their HTML.
const asBefore = `
	UPDATE products SET product_name = '<b>' || replace(product_name, ' ', '<br>') || '</b>';
	UPDATE variants v SET options = (SELECT coalesce(jsonb_agg(jsonb_build_object('name', '<b>' || (o->>'name') || '</b>', 'value', (o->>'value') || '<BR/>')), '[]')
	                                   FROM jsonb_array_elements(v.options) o);
	UPDATE variant_texts t SET search = lower(normalize(p.product_name || ' ' || v.variant_code, NFD))
	  FROM variants v JOIN products p USING (mall_id, product_no) WHERE v.mall_id = t.mall_id AND v.variant_code = t.variant_code;
	UPDATE categories SET name = name || '<br>', full_name = full_name || '<br>';
	UPDATE suppliers SET name = '<i>' || name || '</i>';
	UPDATE malls SET shop_name = '<b>' || shop_name || '</b>'`

// namesOf returns everything that has a name, as it is stored.
func (l *ledger) namesOf() map[string]string {
	l.t.Helper()
	names := map[string]string{}
	rows, err := l.conn.Query(l.t.Context(), `
		SELECT 'product ' || product_no, product_name FROM products UNION ALL SELECT 'variant ' || variant_code, options::text FROM variants
		UNION ALL SELECT 'text ' || variant_code, search FROM variant_texts UNION ALL SELECT 'category ' || category_no, name || full_name FROM categories
		UNION ALL SELECT 'supplier ' || supplier_code, name FROM suppliers UNION ALL SELECT 'shop', shop_name FROM malls`)
	if err != nil {
		l.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var what, name string
		if err := rows.Scan(&what, &name); err != nil {
			l.t.Fatal(err)
		}
		names[what] = name
	}
	return names
}

// recorded returns the number of rows that a merchant sees as news.
func (l *ledger) recorded() (counts []string) {
	l.t.Helper()
	for _, table := range []string{
		"stock_history", "incidents", "incident_events", "deliveries", "messages", "rule_changes", "rule_versions", "setting_changes", "drifts",
	} {
		var n int
		if err := l.conn.QueryRow(l.t.Context(), `SELECT count(*) FROM `+table).Scan(&n); err != nil {
			l.t.Fatal(err)
		}
		counts = append(counts, fmt.Sprintf("%s %d", table, n))
	}
	return counts
}

// Names that the previous version stored with their HTML are plain text after a
// sweep. No recipient is notified of that change.
func TestNamesWithTagsFollowWithTheNextSweep(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{Products: 40})
	l.configure(t, func(s *preference.Settings) {
		s.Recipients = []preference.Recipient{{Email: owner, Immediate: true, Digest: preference.DigestOff}}
	})
	nameless, err := l.sim.AddProduct(string(mall), cafe24sim.Product{Name: "<font color=#ff0000>"})
	if err != nil {
		t.Fatal(err)
	}
	l.sweep()
	plain := l.namesOf()
	if got := plain[fmt.Sprintf("product %d", nameless.No)]; got != nameless.Code {
		t.Errorf("a name of which nothing is left is stored as %q", got)
	}
	for what, name := range plain {
		if strings.Contains(name, "<br") || strings.Contains(name, "<b>") || name == "" {
			t.Errorf("%s: %q", what, name)
		}
	}
	message := l.mailedReorder()
	before := l.recorded()
	for statement := range strings.SplitSeq(asBefore, ";") {
		l.admin(t, statement)
	}
	if cmp.Equal(plain, l.namesOf()) {
		t.Fatal("nothing is stored with tags")
	}
	if err := l.sim.SetFaults(string(mall), cafe24sim.Faults{HTMLNames: true}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // by then there is nothing to change
		l.clock.to(l.clock.Now().Add(7 * time.Hour))
		l.sweep()
		if diff := cmp.Diff(plain, l.namesOf()); diff != "" {
			t.Errorf("after the sweep: %s", diff)
		}
		if diff := cmp.Diff(before, l.recorded()); diff != "" {
			t.Errorf("it left a record: %s", diff)
		}
	}
	m, err := l.store.Mall(mall).ClaimMessage(t.Context(), message, l.clock.Now(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	line := m.Reorder.Lines[0]
	if got := fmt.Sprintf("%s %s %s %v", m.ShopName, m.Reorder.Supplier, line.ProductName, line.Options); strings.ContainsAny(got, "<>") {
		t.Errorf("a sheet that was not sent yet says %s", got)
	}
}

// mailedReorder makes a waiting message with a reorder sheet that names an item
// as the previous version did.
func (l *ledger) mailedReorder() (message int64) {
	l.t.Helper()
	p := l.sim.Products(string(mall))[0]
	sheet := outlook.ReorderSheet{SupplierCode: p.SupplierCode, Supplier: "<i>한빛</i>", Lines: []outlook.ReorderLine{{
		ProductNo: int64(p.No), VariantCode: p.Variants[0].Code, ProductName: "<b>니트</b>", Options: []lowstock.Option{{Name: "<b>색상</b>", Value: "블랙<br>"}},
	}}}
	if err := l.store.Mall(mall).MailReorder(l.t.Context(), owner, sheet, l.clock.Now()); err != nil {
		l.t.Fatal(err)
	}
	if err := l.conn.QueryRow(l.t.Context(), `SELECT message_id FROM messages WHERE purpose = 'reorder'`).Scan(&message); err != nil {
		l.t.Fatal(err)
	}
	return message
}
