package pipeline_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/purchase"
)

// TestARefusedOrderIsSentAgain (erpnext #6450, #14884): a real mail server
// refuses one of two addresses. The other gets the order, the mall's people get
// one mail about it, and the order goes to a corrected address with its number.
func TestARefusedOrderIsSentAgain(t *testing.T) {
	t.Parallel()
	server, err := mailsim.New(mailsim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Listen(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 2*time.Minute)
		defer cancel()
		if err := server.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	if err := server.SetFault(t.Context(), mailsim.Fault{Mode: mailsim.RejectRCPT, Address: "wrong@supplier.example"}); err != nil {
		t.Fatal(err)
	}
	smtp, err := notify.ParseSMTP(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	sender, err := notify.New(notify.Config{SMTP: smtp, From: "Alert <alert@app.test>", AppURL: "https://app.test", LinkKey: []byte("0123456789abcdef"), Timeout: 2 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	b, code := quiet(t, options{watch: 240 * time.Hour, sweep: 240 * time.Hour})
	b.outbox.answer = func(_ int, m outgoing.Message) outgoing.Outcome { return sender.Send(t.Context(), m, nil) }
	store := b.store.Mall(mall)
	orders, err := store.SaveDrafts(t.Context(), []purchase.Draft{{
		SupplierName: "한결직물", LeadDays: 7, By: "kim", Now: b.clock.Now(),
		Lines: []purchase.Line{{ProductNo: 1, VariantCode: code, ProductName: "니트", Ordered: 50, Pack: 10}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	sending := purchase.Sending{ID: orders[0].ID, To: []string{"wrong@supplier.example", "right@supplier.example"}, ReplyTo: "buy@shop.test", By: "kim", Now: b.clock.Now()}
	if _, err := store.SendPurchase(t.Context(), sending); err != nil {
		t.Fatal(err)
	}
	arrived := func(want ...string) {
		t.Helper()
		until(t, func() string {
			var to []string
			for _, m := range server.Messages() {
				to = append(to, m.To...)
			}
			slices.Sort(to)
			return missing(slices.Equal(to, want), "mails to %q", to)
		})
	}
	arrived(owner, "right@supplier.example")
	for _, m := range server.Messages() {
		if reply := m.Header.Get("Reply-To"); m.To[0] == "right@supplier.example" && reply != "<buy@shop.test>" {
			t.Errorf("reply to %q", reply)
		}
	}
	o, err := store.Purchase(t.Context(), orders[0].ID)
	if err != nil || o.Bounced != "wrong@supplier.example" || o.Delivery != lowstock.DeliveryFailed || o.Events[0].Kind != purchase.EventBounced {
		t.Fatalf("bounced %q, delivery %s, error %v", o.Bounced, o.Delivery, err)
	}
	sending.To, sending.Now = []string{"sales@supplier.example"}, b.clock.Now()
	again, err := store.ResendPurchase(t.Context(), sending)
	if err != nil || again.Number != o.Number || again.Bounced != "" {
		t.Fatalf("number %q, bounced %q, error %v", again.Number, again.Bounced, err)
	}
	arrived(owner, "right@supplier.example", "sales@supplier.example")
}
