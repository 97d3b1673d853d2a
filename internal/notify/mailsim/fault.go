package mailsim

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Mode is a way in which the server fails.
type Mode string

// The modes, in the order in which a delivery meets them.
const (
	Healthy       Mode = ""
	Refuse        Mode = "refuse"         // the port is closed
	HangBanner    Mode = "hang_banner"    // accepts the connection and sends nothing
	HangEHLO      Mode = "hang_ehlo"      // greets and never answers EHLO
	AuthFails     Mode = "auth_fails"     // 535 to AUTH (which is offered for it)
	Greylist      Mode = "greylist"       // 451 to RCPT
	RejectRCPT    Mode = "reject_rcpt"    // 550 to RCPT
	TemporaryData Mode = "temporary_data" // 451 after the final dot; not kept
	RejectData    Mode = "reject_data"    // 554 after the final dot; not kept
	HangAfterDot  Mode = "hang_after_dot" // kept, but never answered
	DropAfterDot  Mode = "drop_after_dot" // kept; the connection is closed before the 250
	DropAfter250  Mode = "drop_after_250" // kept; the connection is closed after the 250
	ResetFails    Mode = "reset_421"      // 421 to RSET
	DeadQuit      Mode = "dead_quit"      // QUIT is never answered
)

// Modes returns all modes but Healthy, in the order above.
func Modes() []Mode {
	return []Mode{
		Refuse, HangBanner, HangEHLO, AuthFails, Greylist, RejectRCPT, TemporaryData, RejectData,
		HangAfterDot, DropAfterDot, DropAfter250, ResetFails, DeadQuit,
	}
}

// Fault is the fault that SetFault switches on.
type Fault struct {
	Mode Mode `json:"mode"`
	// Address limits the modes from RCPT to 250 (Greylist … DropAfter250) to mails to this recipient; empty means
	// all.
	Address string `json:"address"`
	// Times is how often the fault happens before the server is healthy again. Greylist counts per recipient, and 0
	// means once. For the other modes 0 means until it is switched off. Refuse ends only when it is switched off.
	Times int `json:"times"`
}

// SetFault sets the fault from now on; Fault{} removes it. Connections that hang stay hanging. It returns an error if
// the mode is unknown, or if Refuse ends and another program has taken the port in the meantime.
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

// Fault returns the fault that SetFault set last, even after its Times are used up.
func (s *Server) Fault() Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault
}

// Struck returns how often the fault has happened since SetFault set it.
func (s *Server) Struck() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, times := range s.fired {
		n += times
	}
	return n
}

// strikes reports whether the fault happens now, and counts it.
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
