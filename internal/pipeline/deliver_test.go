package pipeline_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/redact"
)

func outcome(state lowstock.DeliveryState) outgoing.Outcome {
	return outgoing.Outcome{State: state, Error: "letter.error.deferred"}
}

// raised makes a mall in which one incident is being notified with the given
// outcomes.
func raised(t *testing.T, answer func(n int, m outgoing.Message) outgoing.Outcome) (*bench, string) {
	t.Helper()
	b, code := quiet(t, options{watch: 240 * time.Hour, sweep: 240 * time.Hour})
	b.outbox.answer = answer
	b.setStock(t, code, 0)
	b.outbox.wait(t, 1)
	return b, code
}

func (b *bench) delivery(t *testing.T, code string) lowstock.Delivery {
	t.Helper()
	all := b.incidents(t, code)
	if len(all) != 1 || len(all[0].Deliveries) != 1 {
		t.Fatalf("incidents %+v", all)
	}
	return all[0].Deliveries[0]
}

func (b *bench) delivered(t *testing.T, code string, state lowstock.DeliveryState, attempts int) {
	t.Helper()
	until(t, func() string {
		d := b.delivery(t, code)
		return missing(d.State == state && d.Attempts == attempts, "delivery is %s after %d attempts", d.State, d.Attempts)
	})
}

// A service that asks for a pause of an hour is not called after five minutes.
// The answer comes from a real sender and a real server.
func TestDeliveryWaitsAsLongAsItWasAsked(t *testing.T) {
	t.Parallel()
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	t.Cleanup(busy.Close)
	smtp, err := notify.ParseSMTP("smtp://127.0.0.1:1?tls=off")
	if err != nil {
		t.Fatal(err)
	}
	sender, err := notify.New(notify.Config{
		SMTP: smtp, From: "Alert <alert@shop.test>", AppURL: "https://app.test", LinkKey: []byte("0123456789abcdef"),
		Bases: map[lowstock.Channel]string{lowstock.ChannelSlack: busy.URL}, AllowPrivate: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	b, code := raised(t, func(_ int, m outgoing.Message) outgoing.Outcome {
		m.Channel, m.Target = lowstock.ChannelSlack, redact.Secret(busy.URL+"/services/T/B/x")
		return sender.Send(t.Context(), m, nil)
	})
	b.delivered(t, code, lowstock.DeliveryRetrying, 1)
	b.clock.advance(55 * time.Minute)
	throughout(t, 500*time.Millisecond, func() string {
		return missing(len(b.outbox.messages()) == 1, "tried again before the hour was over")
	})
	b.clock.advance(6 * time.Minute)
	b.outbox.wait(t, 2)
}

func TestDeliveryIsTriedAgainOnSchedule(t *testing.T) {
	t.Parallel()
	b, code := raised(t, func(int, outgoing.Message) outgoing.Outcome { return outcome(lowstock.DeliveryRetrying) })
	waits := []time.Duration{
		5 * time.Minute, 15 * time.Minute, 45 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
	}
	for i, wait := range waits {
		b.delivered(t, code, lowstock.DeliveryRetrying, i+1)
		b.clock.advance(wait - 20*time.Second)
		throughout(t, 300*time.Millisecond, func() string {
			return missing(len(b.outbox.messages()) == i+1, "attempt %d came before its time", i+2)
		})
		b.clock.advance(20 * time.Second)
		b.outbox.wait(t, i+2)
	}
	b.delivered(t, code, lowstock.DeliveryFailed, len(waits)+1)
	b.clock.advance(100 * time.Hour)
	throughout(t, 500*time.Millisecond, func() string {
		return missing(len(b.outbox.messages()) == len(waits)+1, "tried after it had failed")
	})
	first := b.outbox.messages()[0]
	for _, m := range b.outbox.messages() {
		if m.ID != first.ID {
			t.Errorf("message %d beside %d", m.ID, first.ID)
		}
	}
}

func TestUnknownIsSentOnceMore(t *testing.T) {
	t.Parallel()
	b, code := raised(t, func(int, outgoing.Message) outgoing.Outcome { return outcome(lowstock.DeliveryUnknown) })
	b.delivered(t, code, lowstock.DeliveryUnknown, 1)
	b.clock.advance(10*time.Minute + time.Second)
	b.outbox.wait(t, 2)
	b.delivered(t, code, lowstock.DeliveryUnknown, 2)
	b.clock.advance(100 * time.Hour)
	throughout(t, 500*time.Millisecond, func() string {
		return missing(len(b.outbox.messages()) == 2, "sent a third time")
	})
}

// A second attempt that is delayed still counts as the second attempt.
func TestUnknownIsNotForgottenByADeferral(t *testing.T) {
	t.Parallel()
	b, code := raised(t, func(n int, _ outgoing.Message) outgoing.Outcome {
		if n == 2 {
			return outcome(lowstock.DeliveryRetrying)
		}
		return outcome(lowstock.DeliveryUnknown)
	})
	b.delivered(t, code, lowstock.DeliveryUnknown, 1)
	b.clock.advance(10*time.Minute + time.Second)
	b.delivered(t, code, lowstock.DeliveryUnknown, 2)
	b.clock.advance(15*time.Minute + time.Second)
	b.outbox.wait(t, 3)
	b.delivered(t, code, lowstock.DeliveryUnknown, 3)
	for _, m := range b.outbox.messages()[1:] {
		if m.State != lowstock.DeliveryUnknown {
			t.Errorf("attempt %d does not know that the message may have arrived: %s", m.Attempts, m.State)
		}
	}
	b.clock.advance(100 * time.Hour)
	throughout(t, 500*time.Millisecond, func() string {
		return missing(len(b.outbox.messages()) == 3, "a message that may have arrived twice was sent again")
	})
}

func TestRefusedIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	b, code := raised(t, func(int, outgoing.Message) outgoing.Outcome { return outcome(lowstock.DeliveryFailed) })
	b.delivered(t, code, lowstock.DeliveryFailed, 1)
	b.clock.advance(100 * time.Hour)
	throughout(t, 500*time.Millisecond, func() string {
		return missing(len(b.outbox.messages()) == 1, "tried again")
	})
}

func TestTestMessage(t *testing.T) {
	t.Parallel()
	b, _ := quiet(t, options{})
	b.outbox.answer = func(n int, _ outgoing.Message) outgoing.Outcome {
		if n == 1 {
			return outgoing.Outcome{State: lowstock.DeliverySent}
		}
		return outcome(lowstock.DeliveryRetrying)
	}
	got, err := b.work.SendTest(t.Context(), mall, lowstock.ChannelEmail, owner)
	if err != nil || got.State != lowstock.DeliverySent {
		t.Fatalf("%s, error %v", got.State, err)
	}
	if m := b.outbox.messages()[0]; m.Purpose != outgoing.PurposeTest || m.Recipient != owner {
		t.Errorf("%s to %s", m.Purpose, m.Recipient)
	}
	got, err = b.work.SendTest(t.Context(), mall, lowstock.ChannelEmail, owner)
	if err != nil || got.State != lowstock.DeliveryFailed || got.Error != "letter.error.deferred" {
		t.Fatalf("%+v, error %v", got, err)
	}
	b.clock.advance(100 * time.Hour)
	throughout(t, 500*time.Millisecond, func() string {
		return missing(len(b.outbox.messages()) == 2, "a test message was tried again")
	})
}
