package notify_test

import (
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/outgoing"
)

// faultCase is the expected result of one mode of a broken mail server.
type faultCase struct {
	state  lowstock.DeliveryState
	key    string
	bounce bool   // the recipient's address is the cause
	answer string // the beginning of the server's answer, "" if it gave none
	kept   int    // copies that the server has after the attempt
	copies int    // copies after the server works again and the next step of the outcome was done
}

// faultMatrix has every mode of the server. Only one case ends with two copies:
// no answer after the final dot, where the server had accepted the mail.
func faultMatrix() map[mailsim.Mode]faultCase {
	const sent, retrying, unknown, failed = lowstock.DeliverySent, lowstock.DeliveryRetrying, lowstock.DeliveryUnknown, lowstock.DeliveryFailed
	return map[mailsim.Mode]faultCase{
		mailsim.Healthy:       {sent, "", false, "250 2.0.0 OK", 1, 1},
		mailsim.Refuse:        {retrying, "connect", false, "", 0, 1},
		mailsim.HangBanner:    {retrying, "timeout", false, "", 0, 1},
		mailsim.HangEHLO:      {retrying, "timeout", false, "", 0, 1},
		mailsim.AuthFails:     {retrying, "auth", false, "535 5.7.8", 0, 1},
		mailsim.Greylist:      {retrying, "deferred", false, "451 4.7.1 Greylisted", 0, 1},
		mailsim.RejectRCPT:    {failed, "address", true, "550 5.1.1 No such user", 0, 0},
		mailsim.TemporaryData: {retrying, "deferred", false, "451 4.3.0 Temporary", 0, 1},
		mailsim.RejectData:    {failed, "rejected", false, "554 5.7.1 Message refused", 0, 0},
		mailsim.HangAfterDot:  {unknown, "unknown", false, "", 1, 2},
		mailsim.DropAfterDot:  {unknown, "unknown", false, "", 1, 2},
		mailsim.DropAfter250:  {sent, "", false, "250 2.0.0 OK", 1, 1},
		mailsim.ResetFails:    {sent, "", false, "250 2.0.0 OK", 1, 1},
		mailsim.DeadQuit:      {sent, "", false, "250 2.0.0 OK", 1, 1},
	}
}

func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	matrix := faultMatrix()
	for _, mode := range append(mailsim.Modes(), mailsim.Healthy) {
		want, ok := matrix[mode]
		if !ok {
			t.Errorf("mode %q is not in the table", mode)
		}
		t.Run("mode "+string(mode), func(t *testing.T) {
			t.Parallel()
			s, server := inbox(t, mailsim.Config{}, func(c *notify.Config) {
				if want.key == "timeout" || mode == mailsim.HangAfterDot {
					c.Timeout = 1500 * time.Millisecond
				}
				if mode == mailsim.AuthFails {
					c.SMTP.Username, c.SMTP.Password = "app", "wrong"
				}
			})
			setFault(t, server, mailsim.Fault{Mode: mode})
			m := alert(incident(nil))
			got := s.Send(t.Context(), m, nil)
			if want.key != "" {
				want.key = "letter.error." + want.key
			}
			if got.State != want.state || got.Error != want.key || got.Bounce != want.bounce {
				t.Errorf("outcome %s %q bounce %v (%v), want %+v", got.State, got.Error, got.Bounce, got.Err, want)
			}
			if (got.Answer == "") != (want.answer == "") || !strings.HasPrefix(got.Answer, want.answer) {
				t.Errorf("answer %q, want %q", got.Answer, want.answer)
			}
			if n := len(server.Messages()); n != want.kept {
				t.Errorf("the server has %d copies, want %d", n, want.kept)
			}
			checkOutcome(t, got)
			healed(t, s, server, m, got.State)
			if n := len(server.Messages()); n != want.copies {
				t.Errorf("%d copies in the end, want %d", n, want.copies)
			}
		})
	}
}

// healed does the engine's next step with a server that works again: a message
// that was sent or failed is finished, any other has its next attempt.
func healed(t *testing.T, s *notify.Sender, server *mailsim.Server, m outgoing.Message, after lowstock.DeliveryState) {
	t.Helper()
	if after == lowstock.DeliverySent || after == lowstock.DeliveryFailed {
		return
	}
	if server.Fault().Mode == mailsim.AuthFails { // the operator corrects the login
		cfg := config()
		cfg.SMTP = parseSMTP(t, server.URL())
		s = newSender(t, cfg)
	}
	setFault(t, server, mailsim.Fault{})
	m.State, m.Attempts = after, 2
	send(t, s, m)
}

// The server's answer is stored in its own words, without addresses and secrets.
func TestAnswersAreScrubbed(t *testing.T) {
	t.Parallel()
	token := links().Sign(notify.Link{Action: notify.LinkUnsubscribe, Mall: "linenhouse", Email: "owner@shop.example"})
	for answer, want := range map[string]string{
		"554 5.7.1 spam: https://stock.example/unsubscribe/" + token + " is listed": "554 5.7.1 spam: https://stock.example/unsubscribe/[…] is listed",
		"554 <owner@shop.example> said no":                                          "554 <[address]> said no",
		"554 your password hunter2+hunter2 is known":                                "554 your password […] is known",
		"554 " + strings.Repeat("가나다 ", 200):                                        "554 " + strings.Repeat("가나다 ", 48) + "가나다…",
		"451 a\tb\x07c\xff":                                                         "451 a b c?",
	} {
		cfg := config()
		cfg.SMTP = parseSMTP(t, "smtp://"+scripted(t, "dot", answer)+"?tls=off")
		cfg.SMTP.Password = "hunter2+hunter2"
		got := newSender(t, cfg).Send(t.Context(), alert(incident(nil)), nil)
		if got.Answer != want {
			t.Errorf("answer %q, want %q", got.Answer, want)
		}
		checkOutcome(t, got)
	}
}
