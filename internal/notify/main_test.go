package notify_test

import (
	"context"
	"flag"
	"testing"
	"time"

	"go.uber.org/goleak"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/outgoing"
)

var update = flag.Bool("update", false, "write the golden mails anew")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// seoul is a fixed zone, so that the tests need no time zone database.
var seoul = time.FixedZone("KST", 9*60*60)

// noon is a Sunday afternoon in Seoul.
var noon = time.Date(2026, 11, 22, 15, 4, 0, 0, seoul)

func config() notify.Config {
	return notify.Config{
		SMTP:         notify.SMTP{Host: "127.0.0.1", Port: 1, TLS: notify.TLSOff},
		From:         "재고 알림 <alert@stock.example>",
		AppURL:       "https://stock.example",
		LinkKey:      []byte("0123456789abcdef0123456789abcdef"),
		Now:          func() time.Time { return noon },
		Timeout:      2 * time.Minute,
		AllowPrivate: false,
	}
}

func newSender(t *testing.T, cfg notify.Config) *notify.Sender {
	t.Helper()
	s, err := notify.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// inbox starts a mail server and a sender that sends to it.
func inbox(t *testing.T, sim mailsim.Config, change func(*notify.Config)) (*notify.Sender, *mailsim.Server) {
	t.Helper()
	server, err := mailsim.New(sim)
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
	cfg := config()
	if cfg.SMTP, err = notify.ParseSMTP(server.URL()); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&cfg)
	}
	return newSender(t, cfg), server
}

// alert is a message that announces the given items.
func alert(items ...lowstock.Incident) outgoing.Message {
	return outgoing.Message{
		Mall: "linenhouse", ID: 77, Channel: lowstock.ChannelEmail, Recipient: "owner@shop.example",
		Purpose: outgoing.PurposeAlert, State: lowstock.DeliveryPending, Attempts: 1,
		CreatedAt: noon, ShopName: "리넨하우스", Locale: "ko", Timezone: "Asia/Seoul", Items: items,
	}
}

func incident(change func(*lowstock.Incident)) lowstock.Incident {
	i := lowstock.Incident{
		ID: 501, ProductNo: 128, VariantCode: "P00000EY000A", Kind: lowstock.KindLow,
		State: lowstock.IncidentOpen, Quantity: 3, Threshold: 5, ThresholdSource: lowstock.ScopeProduct,
		OpenedAt: noon, ProductName: "워싱 린넨 셔츠",
		Options: []lowstock.Option{{Name: "색상", Value: "블랙"}, {Name: "사이즈", Value: "L"}},
	}
	if change != nil {
		change(&i)
	}
	return i
}

// send makes one attempt and fails the test unless it was sent.
func send(t *testing.T, s *notify.Sender, m outgoing.Message) {
	t.Helper()
	if got := s.Send(t.Context(), m, nil); got.State != lowstock.DeliverySent {
		t.Fatalf("outcome %+v, want sent", got)
	}
}

// mailFor sends m through a mail server and returns what arrived.
func mailFor(t *testing.T, m outgoing.Message, change func(*notify.Config)) mailsim.Message {
	t.Helper()
	s, server := inbox(t, mailsim.Config{}, change)
	send(t, s, m)
	all := server.Messages()
	if len(all) != 1 {
		t.Fatalf("%d messages arrived, want 1", len(all))
	}
	return all[0]
}

func setFault(t *testing.T, server *mailsim.Server, f mailsim.Fault) {
	t.Helper()
	if err := server.SetFault(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}
