package notify_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/words"
)

// checkOutcome checks what holds for every outcome: the catalogue has words for
// it, and its error contains no address.
func checkOutcome(t *testing.T, o outgoing.Outcome) {
	t.Helper()
	if (o.State == lowstock.DeliverySent) != (o.Error == "" && o.Err == nil) {
		t.Errorf("state %s with error %q, %v", o.State, o.Error, o.Err)
	}
	if o.Error != "" && !words.Has(o.Error) {
		t.Errorf("no words for %q", o.Error)
	}
	if o.Err != nil && strings.ContainsAny(o.Err.Error(), "@\r\n") {
		t.Errorf("the error names somebody: %v", o.Err)
	}
	if strings.ContainsAny(o.Answer, "@\r\n") || len([]rune(o.Answer)) > 200 {
		t.Errorf("the answer is not fit to be kept: %q", o.Answer)
	}
	if o.Bounce && o.State != lowstock.DeliveryFailed {
		t.Errorf("a bounce that is %s", o.State)
	}
}

func TestSendMailEndsWithItsContext(t *testing.T) {
	t.Parallel()
	t.Run("while connecting", func(t *testing.T) {
		t.Parallel()
		accepted, addr := silentServer(t)
		cfg := config()
		cfg.SMTP = parseSMTP(t, "smtp://"+addr+"?tls=off")
		s := newSender(t, cfg)
		ctx, cancel := context.WithCancel(t.Context())
		context.AfterFunc(accepted, cancel)
		got := s.Send(ctx, alert(incident(nil)), nil)
		if got.State != lowstock.DeliveryRetrying || got.Error != "letter.error.interrupted" {
			t.Errorf("outcome %+v", got)
		}
		checkOutcome(t, got)
	})
	t.Run("after the final dot", func(t *testing.T) {
		t.Parallel()
		s, server := inbox(t, mailsim.Config{}, nil)
		setFault(t, server, mailsim.Fault{Mode: mailsim.HangAfterDot})
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		go func() {
			_, _ = server.WaitFor(t.Context(), func(mailsim.Message) bool { return true })
			cancel()
		}()
		got := s.Send(ctx, alert(incident(nil)), nil)
		if got.State != lowstock.DeliveryUnknown {
			t.Errorf("outcome %+v, want unknown: the server has it", got)
		}
		if took := time.Since(began); took > config().Timeout/2 {
			t.Errorf("took %v: only the timeout ended it", took)
		}
	})
}

// silentServer accepts one connection and sends nothing. The context that it
// returns ends when the connection was accepted.
func silentServer(t *testing.T) (context.Context, string) {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	accepted, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	var conn net.Conn
	go func() {
		defer close(done)
		if conn, err = l.Accept(); err == nil {
			cancel()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
		cancel()
		if conn != nil {
			_ = conn.Close()
		}
	})
	return accepted, l.Addr().String()
}

// TestAnAttemptAfterARotationIsTheSameMessage checks that a mailbox can drop the
// duplicate, and that the links of the first copy still work.
func TestAnAttemptAfterARotationIsTheSameMessage(t *testing.T) {
	t.Parallel()
	before, server := inbox(t, mailsim.Config{}, nil)
	cfg := config()
	var err error
	if cfg.SMTP, err = notify.ParseSMTP(server.URL()); err != nil {
		t.Fatal(err)
	}
	cfg.OldKeys, cfg.LinkKey = [][]byte{cfg.LinkKey}, []byte("a newer key of thirty-two bytes.")
	after := newSender(t, cfg)
	m := alert(incident(nil))
	m.Seed = "7f0e4b1c-5f0f-4f6e-9a0b-2f1f6a8f9d10"
	send(t, before, m)
	m.Attempts, m.State = 2, lowstock.DeliveryUnknown
	send(t, after, m)
	other := m
	other.Seed = "another mall's"
	send(t, after, other)
	all := server.Messages()
	if all[0].MessageID == "" || all[1].MessageID != all[0].MessageID || all[2].MessageID == all[0].MessageID {
		t.Errorf("Message-IDs %q, %q and of another seed %q", all[0].MessageID, all[1].MessageID, all[2].MessageID)
	}
	for i, mail := range all[:2] {
		token := strings.TrimSuffix(mail.Header.Get("List-Unsubscribe"), ">")
		l, err := after.Links().Open(token[strings.LastIndex(token, "/")+1:], noon)
		if err != nil || l.Action != notify.LinkUnsubscribe || l.Email != m.Recipient {
			t.Errorf("the unsubscription of copy %d opens as %+v, %v", i+1, l, err)
		}
	}
}

// Every attempt sends the same mail. An attempt after an unknown outcome is
// marked.
func TestSendMailAgain(t *testing.T) {
	t.Parallel()
	s, server := inbox(t, mailsim.Config{}, nil)
	setFault(t, server, mailsim.Fault{Mode: mailsim.Greylist})
	m := alert(incident(nil))
	if got := s.Send(t.Context(), m, nil); got.State != lowstock.DeliveryRetrying {
		t.Fatalf("first attempt %+v, want retrying", got)
	}
	m.Attempts, m.State = 2, lowstock.DeliveryRetrying
	send(t, s, m)
	setFault(t, server, mailsim.Fault{Mode: mailsim.DropAfterDot, Times: 1})
	if got := s.Send(t.Context(), m, nil); got.State != lowstock.DeliveryUnknown {
		t.Fatalf("third attempt %+v, want unknown", got)
	}
	m.Attempts, m.State = 4, lowstock.DeliveryUnknown
	send(t, s, m)
	all := server.Messages()
	if len(all) != 3 {
		t.Fatalf("%d messages, want 3", len(all))
	}
	for i, want := range []string{"", "", "1"} {
		if all[i].MessageID != all[0].MessageID || all[i].HTML != all[0].HTML {
			t.Errorf("attempt %d is another mail", i)
		}
		if got := all[i].Header.Get("X-Retry"); got != want {
			t.Errorf("X-Retry of %d is %q, want %q", i, got, want)
		}
	}
	other := m
	other.ID++
	send(t, s, other)
	if all := server.Messages(); all[3].MessageID == all[0].MessageID {
		t.Error("two messages share a Message-ID")
	}
}

func TestSendMailBadRecipient(t *testing.T) {
	t.Parallel()
	s, server := inbox(t, mailsim.Config{}, nil)
	m := alert(incident(nil))
	m.Recipient = "a@shop.example, b@shop.example"
	got := s.Send(t.Context(), m, nil)
	if got.State != lowstock.DeliveryFailed || len(server.Messages()) != 0 {
		t.Errorf("outcome %+v with %d messages, want failed with none", got, len(server.Messages()))
	}
	checkOutcome(t, got)
}

func TestCheck(t *testing.T) {
	t.Parallel()
	sim := mailsim.Config{Username: "app", Password: "p@ss/word"}
	s, server := inbox(t, sim, nil)
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("healthy: %v", err)
	}
	if len(server.Messages()) != 0 {
		t.Error("a check sent a mail")
	}
	setFault(t, server, mailsim.Fault{Mode: mailsim.AuthFails})
	var failure *lowstock.Error
	if err := s.Check(t.Context()); !errors.As(err, &failure) || failure.Key != "letter.error.auth" {
		t.Errorf("wrong password: %v", err)
	}
	setFault(t, server, mailsim.Fault{Mode: mailsim.Refuse})
	if err := s.Check(t.Context()); !errors.As(err, &failure) || failure.Key != "letter.error.connect" {
		t.Errorf("nobody there: %v", err)
	}
}

// A server that requires a login refuses MAIL FROM with 530: the recipient is not
// the cause.
func TestSendMailWithoutLogin(t *testing.T) {
	t.Parallel()
	s, _ := inbox(t, mailsim.Config{Username: "app", Password: "secret"}, func(c *notify.Config) {
		c.SMTP.Username, c.SMTP.Password = "", ""
	})
	if got := s.Send(t.Context(), alert(incident(nil)), nil); got.State != lowstock.DeliveryRetrying || got.Error != "letter.error.auth" {
		t.Errorf("outcome %+v", got)
	}
}

func parseSMTP(t *testing.T, raw string) notify.SMTP {
	t.Helper()
	s, err := notify.ParseSMTP(raw)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Nothing is sent before HandOver has recorded it, and nothing if HandOver fails.
func TestNothingIsGivenAwayUnnoted(t *testing.T) {
	t.Parallel()
	s, server := inbox(t, mailsim.Config{}, nil)
	m := alert(incident(nil))
	unnoted := errors.New("the claim has passed on")
	got := s.Send(t.Context(), m, func(context.Context) error { return unnoted })
	if got.State != lowstock.DeliveryRetrying || !errors.Is(got.Err, unnoted) || len(server.Messages()) != 0 {
		t.Errorf("outcome %+v with %d messages", got, len(server.Messages()))
	}
	noted := 0
	got = s.Send(t.Context(), m, func(context.Context) error {
		if noted++; len(server.Messages()) != 0 {
			t.Error("noted when it was out")
		}
		return nil
	})
	if got.State != lowstock.DeliverySent || noted != 1 || len(server.Messages()) != 1 {
		t.Errorf("outcome %+v, noted %d times, %d messages", got, noted, len(server.Messages()))
	}
	setFault(t, server, mailsim.Fault{Mode: mailsim.Refuse})
	if got = s.Send(t.Context(), m, func(context.Context) error { noted++; return nil }); noted != 1 {
		t.Errorf("noted without a server: %+v", got)
	}
}
