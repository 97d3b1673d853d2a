package mailsim_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	gomail "github.com/wneessen/go-mail"

	"cafe24-inventory-alert/internal/notify/mailsim"
)

// report is what go-mail 0.8.1 reports to its caller. A sender decides by it, so the sender relies on each line here.
// If a line changes after an update of go-mail, check the sender; do not only adjust the line.
type report struct {
	Err       bool // an error came back
	Delivered bool // msg.IsDelivered
	Typed     bool // the error is a *SendError
	Reason    string
	Code      int  // the server's code, 0 when it sent none
	Temp      bool // SendError.IsTemp
	Kept      int  // messages in the inbox: whether the server really accepted it
	TimedOut  bool // the call lasted as long as the client's timeout
}

func TestWhatGoMailReports(t *testing.T) {
	t.Parallel()
	for mode, want := range map[mailsim.Mode]report{
		mailsim.Healthy: {Delivered: true, Kept: 1},
		// Nothing was sent yet: the error is no SendError.
		mailsim.Refuse:     {Err: true},
		mailsim.HangBanner: {Err: true, TimedOut: true},
		mailsim.HangEHLO:   {Err: true, TimedOut: true},
		mailsim.AuthFails:  {Err: true},
		// The server answered: the code decides.
		mailsim.Greylist:      {Err: true, Typed: true, Reason: reason(gomail.ErrSMTPRcptTo), Code: 451, Temp: true},
		mailsim.RejectRCPT:    {Err: true, Typed: true, Reason: reason(gomail.ErrSMTPRcptTo), Code: 550},
		mailsim.TemporaryData: {Err: true, Typed: true, Reason: reason(gomail.ErrSMTPDataClose), Code: 451, Temp: true},
		mailsim.RejectData:    {Err: true, Typed: true, Reason: reason(gomail.ErrSMTPDataClose), Code: 554},
		// No answer after the final dot: nobody can know the outcome. IsTemp says "permanent", but the server has the
		// mail.
		mailsim.HangAfterDot: {Err: true, Typed: true, Reason: reason(gomail.ErrSMTPDataClose), Kept: 1, TimedOut: true},
		mailsim.DropAfterDot: {Err: true, Typed: true, Reason: reason(gomail.ErrSMTPDataClose), Kept: 1},
		// After the 250: delivered, but with an error. IsTemp misses the 421, because the text begins with go-mail's
		// own words.
		mailsim.DropAfter250: {Err: true, Delivered: true, Typed: true, Reason: reason(gomail.ErrSMTPReset), Kept: 1},
		mailsim.ResetFails:   {Err: true, Delivered: true, Typed: true, Reason: reason(gomail.ErrSMTPReset), Code: 421, Kept: 1},
		mailsim.DeadQuit:     {Err: true, Delivered: true, Kept: 1, TimedOut: true},
	} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			s := listen(t, mailsim.Config{})
			if err := s.SetFault(t.Context(), mailsim.Fault{Mode: mode}); err != nil {
				t.Fatal(err)
			}
			var opts []gomail.Option
			if mode == mailsim.AuthFails {
				opts = []gomail.Option{gomail.WithSMTPAuth(gomail.SMTPAuthPlain), gomail.WithUsername("app"), gomail.WithPassword("x")}
			}
			if diff := cmp.Diff(want, send(t, s, opts...)); diff != "" {
				t.Errorf("go-mail reports (-want +got):\n%s", diff)
			}
			// Without the fault, the same server accepts the next mail.
			if err := s.SetFault(t.Context(), mailsim.Fault{}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(report{Delivered: true, Kept: want.Kept + 1}, send(t, s)); diff != "" {
				t.Errorf("after healing (-want +got):\n%s", diff)
			}
		})
	}
}

func send(t *testing.T, s *mailsim.Server, opts ...gomail.Option) report {
	t.Helper()
	m := message(t, "owner@shop.test")
	began := time.Now()
	err := client(t, s, opts...).DialAndSendWithContext(t.Context(), m)
	r := report{Err: err != nil, Delivered: m.IsDelivered(), Kept: len(s.Messages()), TimedOut: time.Since(began) >= 400*time.Millisecond}
	if sendErr, ok := errors.AsType[*gomail.SendError](err); ok {
		r.Typed, r.Reason, r.Code, r.Temp = true, sendErr.Reason.String(), sendErr.ErrorCode(), sendErr.IsTemp()
	}
	t.Logf("%+v: %v", r, err)
	return r
}

func reason(r gomail.SendErrReason) string { return r.String() }

func TestEveryModeIsInTheTable(t *testing.T) {
	t.Parallel()
	s := listen(t, mailsim.Config{})
	for _, mode := range mailsim.Modes() {
		if err := s.SetFault(t.Context(), mailsim.Fault{Mode: mode}); err != nil || s.Fault().Mode != mode {
			t.Errorf("%s: %v", mode, err)
		}
	}
	if err := s.SetFault(t.Context(), mailsim.Fault{Mode: "sulk"}); err == nil {
		t.Error("an unknown mode was accepted")
	}
	if n := len(mailsim.Modes()); n != 13 {
		t.Errorf("%d modes; add the new one to TestWhatGoMailReports", n)
	}
}

func TestGreylistCountsEachRecipient(t *testing.T) {
	t.Parallel()
	s := listen(t, mailsim.Config{})
	if err := s.SetFault(t.Context(), mailsim.Fault{Mode: mailsim.Greylist, Times: 2}); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"a@shop.test", "b@shop.test"} {
		for try := 1; try <= 3; try++ {
			m := message(t, to)
			_ = client(t, s).DialAndSendWithContext(t.Context(), m) // IsDelivered has the result
			if want := try == 3; m.IsDelivered() != want {
				t.Errorf("%s, try %d: delivered %v", to, try, m.IsDelivered())
			}
		}
	}
}

func TestFaultForOneRecipientAndTwice(t *testing.T) {
	t.Parallel()
	for _, mode := range []mailsim.Mode{mailsim.RejectRCPT, mailsim.RejectData} {
		s := listen(t, mailsim.Config{})
		if err := s.SetFault(t.Context(), mailsim.Fault{Mode: mode, Address: "bad@shop.test", Times: 2}); err != nil {
			t.Fatal(err)
		}
		var delivered []bool
		for _, to := range []string{"bad@shop.test", "good@shop.test", "bad@shop.test", "bad@shop.test"} {
			m := message(t, to)
			_ = client(t, s).DialAndSendWithContext(t.Context(), m)
			delivered = append(delivered, m.IsDelivered())
		}
		if diff := cmp.Diff([]bool{false, true, false, true}, delivered); diff != "" {
			t.Errorf("%s (-want +got):\n%s", mode, diff)
		}
	}
}

// This is why each recipient gets a message of its own: with one bad address of two, nobody gets the mail.
func TestOneBadRecipientOfTwo(t *testing.T) {
	t.Parallel()
	s := listen(t, mailsim.Config{})
	if err := s.SetFault(t.Context(), mailsim.Fault{Mode: mailsim.RejectRCPT, Address: "bad@shop.test"}); err != nil {
		t.Fatal(err)
	}
	m := message(t, "good@shop.test", "bad@shop.test")
	if err := client(t, s).DialAndSendWithContext(t.Context(), m); err == nil || m.IsDelivered() || len(s.Messages()) != 0 {
		t.Errorf("error %v, delivered %v, kept %d", err, m.IsDelivered(), len(s.Messages()))
	}
}
