package mailsim

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Mode is a way in which the server misbehaves.
type Mode string

// The modes, in the order in which a delivery meets them.
const (
	Healthy       Mode = ""
	Refuse        Mode = "refuse"         // nobody listens on the port
	HangBanner    Mode = "hang_banner"    // accepts the connection and says nothing
	HangEHLO      Mode = "hang_ehlo"      // greets and never answers EHLO
	AuthFails     Mode = "auth_fails"     // 535 to AUTH (which is offered for it)
	Greylist      Mode = "greylist"       // 451 to RCPT
	RejectRCPT    Mode = "reject_rcpt"    // 550 to RCPT
	TemporaryData Mode = "temporary_data" // 451 after the final dot; not kept
	RejectData    Mode = "reject_data"    // 554 after the final dot; not kept
	HangAfterDot  Mode = "hang_after_dot" // kept, and never answered
	DropAfterDot  Mode = "drop_after_dot" // kept, and the link cut before the 250
	DropAfter250  Mode = "drop_after_250" // kept, and the link cut after the 250
	ResetFails    Mode = "reset_421"      // 421 to RSET
	DeadQuit      Mode = "dead_quit"      // QUIT is never answered
)

// Modes are all modes but Healthy, in the order above.
func Modes() []Mode {
	return []Mode{
		Refuse, HangBanner, HangEHLO, AuthFails, Greylist, RejectRCPT, TemporaryData, RejectData,
		HangAfterDot, DropAfterDot, DropAfter250, ResetFails, DeadQuit,
	}
}

// Fault is what SetFault switches on.
type Fault struct {
	Mode Mode `json:"mode"`
	// Address limits the modes from RCPT to 250 (Greylist … DropAfter250) to mails to this recipient; empty means all.
	Address string `json:"address"`
	// Times is how often the fault strikes before the server is healthy again. Greylist counts each recipient for itself, and
	// 0 means once; for the others 0 means until it is switched off. Refuse ends only when switched off.
	Times int `json:"times"`
}

// SetFault switches the misbehaviour for what happens from now on; Fault{} heals. Messages that hang stay hanging. The error is
// of an unknown mode, or, when Refuse ends, of a port that somebody else has taken in the meantime.
func (s *Server) SetFault(ctx context.Context, f Fault) error {
	if f.Mode != Healthy && !slices.Contains(Modes(), f.Mode) {
		return fmt.Errorf("mailsim: unknown fault %q", f.Mode)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errors.New("mailsim: closed")
	}
	s.fault, s.fired = f, map[string]int{}
	switch {
	case f.Mode == Refuse && s.listener != nil:
		l := s.listener
		s.listener = nil
		if err := l.Close(); err != nil {
			return fmt.Errorf("mailsim: %w", err)
		}
	case f.Mode != Refuse && s.listener == nil && s.addr != "":
		return s.listen(ctx, s.addr)
	}
	return nil
}

// Fault is what SetFault set last, also when its Times are used up.
func (s *Server) Fault() Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault
}

// strikes says whether the fault happens now, and counts it.
func (s *Server) strikes(mode Mode, recipients ...string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.fault
	if f.Mode != mode || (f.Address != "" && len(recipients) > 0 && !slices.Contains(recipients, f.Address)) {
		return false
	}
	key, times := "", f.Times
	if mode == Greylist {
		key, times = recipients[0], max(1, times)
	}
	if times > 0 && s.fired[key] >= times {
		return false
	}
	s.fired[key]++
	return true
}
