// Package mailsim is an SMTP inbox in process, for the demo and the tests.
package mailsim

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/mail"
	"time"
)

// Config of an inbox; the zero value works.
type Config struct {
	Log         *slog.Logger
	MaxMessages int              // how many are kept, newest win; 0 means 200
	Now         func() time.Time // nil means time.Now
	File        string           // keep messages here as JSON lines; empty keeps none
	Username    string           // when set, AUTH is offered and demanded
	Password    string
}

// Message is one mail as it was accepted.
type Message struct {
	ID         string      `json:"id"`
	From       string      `json:"from"` // envelope sender
	To         []string    `json:"to"`   // envelope recipients
	Subject    string      `json:"subject"`
	MessageID  string      `json:"message_id"` // without angle brackets
	Header     mail.Header `json:"header"`
	Text       string      `json:"text"`
	HTML       string      `json:"html"`
	Raw        string      `json:"raw"`
	ReceivedAt time.Time   `json:"received_at"`
}

// Mode is a way in which the server misbehaves.
type Mode string

// Modes.
const (
	Refuse        Mode = "refuse"         // the connection is refused
	HangBanner    Mode = "hang_banner"    // accepts and says nothing
	HangEHLO      Mode = "hang_ehlo"      // greets, never answers EHLO
	Greylist      Mode = "greylist"       // 451 on RCPT, the first Times tries of each recipient
	RejectRCPT    Mode = "reject_rcpt"    // 550 on RCPT (of Address, or of all)
	RejectData    Mode = "reject_data"    // 554 after the final dot
	HangAfterDot  Mode = "hang_after_dot" // accepted and recorded, never answers
	DropAfterDot  Mode = "drop_after_dot" // accepted and recorded, link cut before the 250
	DropAfter250  Mode = "drop_after_250" // link cut right after the 250
	ResetFails    Mode = "reset_421"      // 421 to RSET
	DeadQuit      Mode = "dead_quit"      // QUIT is never answered
	AuthFails     Mode = "auth_fails"     // 535 to AUTH
	TemporaryData Mode = "temporary_data" // 451 after the final dot
)

// Fault is what SetFault switches on; the zero Fault is a healthy server.
type Fault struct {
	Mode    Mode
	Address string // RejectRCPT, Greylist: only this recipient; empty means all
	Times   int    // how often: Greylist per recipient (0 means once); others in total (0 means until switched off)
}

// Server is the inbox.
type Server struct{}

// New makes an inbox.
func New(cfg Config) (*Server, error) { return nil, errors.New("mailsim: not yet") }

// Listen begins to take mail on addr ("127.0.0.1:0" picks a port).
func (s *Server) Listen(ctx context.Context, addr string) error { return nil }

// Addr is host:port after Listen.
func (s *Server) Addr() string { return "" }

// URL is what SMTP_URL wants: smtp://host:port?tls=off.
func (s *Server) URL() string { return "" }

// Messages are copies, oldest first.
func (s *Server) Messages() []Message { return nil }

// WaitFor returns the first message that matches, also of those already here.
func (s *Server) WaitFor(ctx context.Context, match func(Message) bool) (Message, error) {
	return Message{}, nil
}

// Clear forgets all messages.
func (s *Server) Clear() error { return nil }

// SetFault switches the misbehaviour; Fault{} heals.
func (s *Server) SetFault(f Fault) {}

// Handler serves the inbox page and /api/messages.
func (s *Server) Handler() http.Handler { return nil }

// Close stops taking mail.
func (s *Server) Close(ctx context.Context) error { return nil }
