package notify_test

import (
	"bufio"
	"net"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify/mailsim"
)

// At every step of SMTP the outcome follows from the server's answer.
func TestSendMailAnswers(t *testing.T) {
	t.Parallel()
	const retrying, unknown, failed = lowstock.DeliveryRetrying, lowstock.DeliveryUnknown, lowstock.DeliveryFailed
	for _, tt := range []struct {
		step, answer string
		state        lowstock.DeliveryState
		key          string
	}{
		{"banner", "554 5.3.2 go away", retrying, "connect"},
		{"banner", "421 too many connections", retrying, "deferred"},
		{"banner", "garbage", retrying, "connect"},
		{"MAIL", "550 5.7.1 alert@stock.example may not send", retrying, "sender"},
		{"MAIL", "451 later", retrying, "deferred"},
		{"MAIL", "530 5.7.0 log in first", retrying, "auth"},
		{"MAIL", "550 5.1.1 no such user", retrying, "sender"},
		{"RCPT", "550 no such user owner@shop.example", failed, "address"},
		{"RCPT", "551 user not local", failed, "address"},
		{"RCPT", "553 5.1.3 bad address", failed, "address"},
		{"RCPT", "550-5.1.1 two\r\n550 5.1.1 lines", failed, "address"},
		{"RCPT", "550 5.1.8 sender address rejected: no such domain", retrying, "sender"},
		{"RCPT", "550 blocked by the spam policy", failed, "refused"},
		{"RCPT", "552 full", failed, "mailbox_full"},
		{"RCPT", "552 5.2.3 too large", failed, "refused"},
		{"RCPT", "550 5.2.2 over quota", failed, "mailbox_full"},
		{"RCPT", "550 5.7.1 blocked", failed, "refused"},
		{"RCPT", "554 relay denied", failed, "refused"},
		{"RCPT", "452 4.2.2 over quota", retrying, "deferred"},
		{"RCPT", "421 closing", retrying, "deferred"},
		{"RCPT", "garbage", retrying, "connect"},
		{"RCPT", "", retrying, "connect"},
		{"DATA", "554 no valid recipients", failed, "rejected"},
		{"DATA", "451 later", retrying, "deferred"},
		{"DATA", "", retrying, "connect"},
		{"DATA", "550 5.1.1 no such user", failed, "rejected"},
		{"dot", "550 5.1.1 no such user", failed, "rejected"},
		{"dot", "554 5.7.1 spam", failed, "rejected"},
		{"dot", "421 closing", retrying, "deferred"},
		{"dot", "garbage", unknown, "unknown"},
		{"dot", "354 what", unknown, "unknown"},
		{"dot", "", unknown, "unknown"},
	} {
		t.Run(tt.step+" "+tt.answer, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.SMTP = parseSMTP(t, "smtp://"+scripted(t, tt.step, tt.answer)+"?tls=off")
			got := newSender(t, cfg).Send(t.Context(), alert(incident(nil)), nil)
			if got.State != tt.state || got.Error != "letter.error."+tt.key {
				t.Errorf("outcome %s %q (%v), want %s %q", got.State, got.Error, got.Err, tt.state, tt.key)
			}
			if got.Bounce != (tt.key == "address") {
				t.Errorf("bounce %v: only an address that is none bounces", got.Bounce)
			}
			reply := tt.answer != "" && tt.answer != "garbage" && tt.answer != "354 what"
			if reply != (got.Answer != "") || reply && got.Answer[:3] != tt.answer[:3] {
				t.Errorf("answer %q of %q", got.Answer, tt.answer)
			}
			checkOutcome(t, got)
		})
	}
}

// scripted is a mail server for one connection that gives this answer at this
// step. With an empty answer it closes the connection.
func scripted(t *testing.T, step, answer string) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if conn, err := l.Accept(); err == nil {
			talk(conn, step, answer)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return l.Addr().String()
}

func talk(conn net.Conn, step, answer string) {
	say := func(at, usual string) bool {
		if at == step {
			usual = answer
		}
		if usual == "" {
			return false
		}
		_, err := conn.Write([]byte(usual + "\r\n"))
		return err == nil
	}
	if !say("banner", "220 ready") {
		return
	}
	msg := false
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		line := lines.Text()
		verb, _, _ := strings.Cut(line, " ")
		switch {
		case msg && line != ".":
			continue
		case msg:
			msg, verb = false, "dot"
		case verb == "DATA" && step != "DATA":
			msg = true
			verb = "start"
		}
		usual := map[string]string{"start": "354 go on", "QUIT": "221 bye"}[verb]
		if usual == "" {
			usual = "250 ok"
		}
		if !say(verb, usual) {
			return
		}
	}
}

// One address of three is refused: the others get their mails at once.
func TestSendMailOneBadOfThree(t *testing.T) {
	t.Parallel()
	s, server := inbox(t, mailsim.Config{}, nil)
	setFault(t, server, mailsim.Fault{Mode: mailsim.RejectRCPT, Address: "b@shop.example"})
	for recipient, want := range map[string]lowstock.DeliveryState{
		"a@shop.example": lowstock.DeliverySent, "b@shop.example": lowstock.DeliveryFailed, "c@shop.example": lowstock.DeliverySent,
	} {
		m := alert(incident(nil))
		m.Recipient = recipient
		if got := s.Send(t.Context(), m, nil); got.State != want {
			t.Errorf("%s: outcome %+v, want %s", recipient, got, want)
		}
	}
	if n := len(server.Messages()); n != 2 {
		t.Errorf("%d mails arrived, want 2", n)
	}
}
