package web_test

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// formsOfPurchases are the forms about purchase orders, by what they do.
func formsOfPurchases() map[string]string {
	return map[string]string{
		"/purchase-orders/:id/delete":                 asksOnceMore,
		"/purchase-orders/:id/close":                  asksOnceMore,
		"/purchase-orders/:id/cancel":                 asksOnceMore,
		"/purchase-orders/:id/unlink":                 asksOnceMore,
		"/purchase-orders/:id/draft":                  everyday,
		"/purchase-orders/:id/send":                   everyday, // its own limits hold it
		"/purchase-orders/:id/mark":                   everyday, // can be cancelled
		"/purchase-orders/:id/revise":                 everyday,
		"/purchase-orders/:id/receive":                hasUndo,
		"/purchase-orders/:id/receipts/:receipt/undo": everyday,
		"/purchase-orders/:id/answer":                 everyday, // a later answer replaces it
		"/purchase-orders/:id/give-up":                everyday, // the order can be restored
		"/purchase-orders/:id/restore":                everyday,
		"/purchase-orders/:id/proposals/:proposal":    everyday, // a receipt can be taken back
	}
}

func orderPath(id int64) string { return "/purchase-orders/" + strconv.FormatInt(id, 10) }

// draft stores a draft of one supplier: 40 pieces of the first variant in boxes of 10, and 50 of each
// other one.
func (b *bench) draft(t *testing.T, codes ...string) purchase.Order {
	t.Helper()
	d := purchase.Draft{
		SupplierCode: "S0000001", SupplierName: "한결직물", Currency: "KRW", To: []string{"order@hangyeol.example"}, ReplyTo: "buy@shop.example", LeadDays: 5, By: "hanbit", Now: b.clock.Now(),
	}
	for i, code := range codes {
		no, err := strconv.ParseInt(code[1:len(code)-1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		l := purchase.Line{ProductNo: no, VariantCode: code, ProductName: "니트 가디건 " + strconv.FormatInt(no, 10) + "호", Ordered: 50, Pack: 1, UnitCost: 120_000}
		if i == 0 {
			l.Ordered, l.Pack = 40, 10
		}
		d.Lines = append(d.Lines, l)
	}
	saved, err := b.store.Mall(mall).SaveDrafts(t.Context(), []purchase.Draft{d})
	if err != nil {
		t.Fatal(err)
	}
	return saved[0]
}

// purchased stores an order that was sent now.
func (b *bench) purchased(t *testing.T, codes ...string) purchase.Order {
	t.Helper()
	o, now := b.draft(t, codes...), b.clock.Now()
	o, err := b.store.Mall(mall).SendPurchase(t.Context(), purchase.Sending{
		ID: o.ID, To: o.To, ReplyTo: o.ReplyTo, By: "hanbit", Now: now, Today: localtime.DayOf(now, inSeoul()), Zone: inSeoul(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (b *bench) order(t *testing.T, id int64) purchase.Order {
	t.Helper()
	o, err := b.store.Mall(mall).Purchase(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// arrived records that pieces of the first line have arrived.
func (b *bench) arrived(t *testing.T, id int64, units int) {
	t.Helper()
	_, err := b.store.Mall(mall).ReceivePurchase(t.Context(), purchase.Arrival{
		Order: id, Lines: []purchase.ArrivalLine{{Line: 1, Units: units}}, Source: purchase.ByOperator, By: "hanbit", Now: b.clock.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
}

// asksOfPurchases makes what the forms about purchase orders ask about.
func (b *bench) asksOfPurchases(t *testing.T) []asking {
	t.Helper()
	draft, fresh, begun := b.draft(t, variantCode(1, 0)), b.purchased(t, variantCode(1, 0)), b.purchased(t, variantCode(1, 1), variantCode(2, 0))
	b.arrived(t, begun.ID, 1)
	coming := func(id int64) func() bool {
		return func() bool { o := b.order(t, id); return o.Coming() }
	}
	return []asking{
		{"/purchase-orders/:id/delete", orderPath(draft.ID) + "/delete", nil, func() bool {
			_, err := b.store.Mall(mall).Purchase(t.Context(), draft.ID)
			return lowstock.ErrorCode(err) != lowstock.CodeNotFound
		}},
		{"/purchase-orders/:id/unlink", orderPath(fresh.ID) + "/unlink", nil, func() bool {
			_, err := b.store.Mall(mall).PurchaseLink(t.Context(), fresh.ID, b.clock.Now())
			return err == nil
		}},
		{"/purchase-orders/:id/cancel", orderPath(fresh.ID) + "/cancel", url.Values{"why": {"단종"}}, coming(fresh.ID)},
		{"/purchase-orders/:id/close", orderPath(begun.ID) + "/close", url.Values{"why": {"단종"}}, coming(begun.ID)},
	}
}

// purchaseFormRoutes are the routes of the forms that purchaseForms tries.
func purchaseFormRoutes() []string {
	return []string{
		"/purchase-orders/:id/draft", "/purchase-orders/:id/send", "/purchase-orders/:id/mark", "/purchase-orders/:id/revise", "/purchase-orders/:id/receive",
		"/purchase-orders/:id/answer", "/purchase-orders/:id/give-up",
	}
}

// purchaseForms are the forms about purchase orders.
func (b *bench) purchaseForms(t *testing.T) []refusedForm {
	t.Helper()
	draft, sent := b.draft(t, variantCode(3, 0), variantCode(3, 1)), b.purchased(t, variantCode(3, 0), variantCode(3, 1))
	edited := func(o *purchase.Order, act string) url.Values {
		return url.Values{
			"act": {act}, "version": {strconv.Itoa(o.Version)}, "variant-1": {variantCode(3, 0)}, "units-1": {"48"}, "pack-1": {"12"}, "cost-1": {"1500"},
			"variant-2": {variantCode(3, 1)}, "units-2": {"7"}, "pack-2": {"1"}, "cost-2": {""}, "addresses": {"a@hangyeol.example\nb@hangyeol.example"}, "reply": {"buy@shop.example"},
			"expected_on": {b.inDays(9)}, "shown_on": {b.inDays(5)}, "note": {"먼저 되는 것부터\n보내 주세요"},
		}
	}
	bad := map[string][]string{
		"units-1": {"", "0", "-3", "열", "1000001"}, "pack-2": {"0", "x"}, "cost-1": {"1.234", "x", "-1"}, "addresses": {"a@", "a@hangyeol.example, nobody"}, "reply": {"x"}, "expected_on": {"2026-13-01", b.inDays(-1), b.inDays(400)},
	}
	mailed := map[string][]string{"units-1": bad["units-1"], "addresses": {"", "a@"}, "expected_on": bad["expected_on"]}
	version := strconv.Itoa(sent.Version)
	at := func(o *purchase.Order, act string) string { return orderPath(o.ID) + "/" + act }
	return []refusedForm{
		{name: "a draft", to: at(&draft, "draft"), sent: edited(&draft, "save"), bad: map[string][]string{"units-1": bad["units-1"], "pack-2": bad["pack-2"], "cost-1": bad["cost-1"], "addresses": bad["addresses"], "reply": bad["reply"]}},
		{name: "a draft to send", to: at(&draft, "send"), sent: edited(&draft, "send"), bad: mailed},
		{name: "a draft to mark", to: at(&draft, "mark"), sent: edited(&draft, "mark"), bad: map[string][]string{"units-1": bad["units-1"], "expected_on": bad["expected_on"]}},
		{name: "a revision", to: at(&sent, "revise"), sent: edited(&sent, "send"), bad: mailed},
		{
			name: "a receipt", to: at(&sent, "receive"), sent: url.Values{"version": {version}, "key": {"k1"}, "units-1": {"40"}, "units-2": {"2"}, "came_on": {b.inDays(0)}},
			bad: map[string][]string{"units-1": {"-1", "x", "1000001"}, "came_on": {"", "soon", b.inDays(1), b.inDays(-400)}}, ids: map[string]string{"units-1": "in-1"},
		},
		{
			name: "an answer", to: at(&sent, "answer"), sent: url.Values{"version": {version}, "all_on": {b.inDays(3)}, "can-1": {"30"}, "on-1": {b.inDays(4)}, "can-2": {"50"}, "on-2": {""}, "message": {"반은 다음 주에"}},
			bad: map[string][]string{"can-1": {"-1", "x"}, "all_on": {"soon", b.inDays(-1), b.inDays(400)}},
		},
		{
			name: "a rest", to: at(&sent, "give-up"), sent: url.Values{"version": {version}, "line": {"2"}, "why": {""}}, bad: map[string][]string{"why": {""}}, ids: map[string]string{"why": "line-2-why"},
		},
	}
}

func inSeoul() *time.Location { return time.FixedZone("KST", 9*60*60) }
