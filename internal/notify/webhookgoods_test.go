package notify_test

import (
	"encoding/json"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/redact"
)

// TestNewsFitIntoACall checks that calls about purchase orders stay within 20 KB,
// count the lines that they have no room for, and hold no address of a supplier.
func TestNewsFitIntoACall(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := h.sender(t, nil)
	type call struct {
		Data struct {
			Total         int
			Late          []struct{ Line int }                 `json:"late_goods"`
			PurchaseOrder struct{ Lines []struct{ Line int } } `json:"purchase_order"`
		}
	}
	for name, evil := range hostile() {
		for _, m := range []outgoing.Message{evilNews(evil), evilLate(evil)} {
			m.Channel, m.Recipient, m.Target = lowstock.ChannelWebhook, "webhook", redact.Secret(h.URL+"/in")
			send(t, s, m)
			body := h.last(t).body
			var got call
			if err := json.Unmarshal(body, &got); err != nil {
				t.Fatal(err)
			}
			if n := len(got.Data.Late) + len(got.Data.PurchaseOrder.Lines); n < 2 || n > 50 || got.Data.Total != 200 || len(body) > 20_000 {
				t.Errorf("%s, %s: %d of %d lines in %d bytes", m.Purpose, name, n, got.Data.Total, len(body))
			}
		}
	}
	refused := purchaseMails()["purchase_news_refused"]
	for _, channel := range []lowstock.Channel{lowstock.ChannelSlack, lowstock.ChannelWebhook} {
		refused.Channel, refused.Recipient, refused.Target = channel, string(channel), redact.Secret(everyTarget(h.URL)[channel])
		send(t, s, refused)
		if body := string(h.last(t).body); strings.Contains(body, "hangyeol.example") {
			t.Errorf("%s gets the supplier's address: %s", channel, body)
		}
	}
}
