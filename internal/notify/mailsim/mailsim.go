package mailsim

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Config configures an inbox; the zero value works.
type Config struct {
	Log         *slog.Logger     // nil discards
	MaxMessages int              // how many messages are kept, the newest; 0 means 200
	Now         func() time.Time // nil means time.Now
	File        string           // keeps the messages over restarts as JSON lines, mode 0600; empty keeps them in memory only
	Username    string           // if set, AUTH PLAIN and LOGIN are offered and one of them is required
	Password    string
}

// Server is the inbox. All methods may be called at any time from any goroutine.
type Server struct {
	cfg   Config
	smtp  *smtp.Server
	store *store
	pages *template.Template

	serving sync.WaitGroup

	mu       sync.Mutex
	fault    Fault
	fired    map[string]int // how often the fault has happened, by recipient for Greylist, else under ""
	addr     string         // host:port, set by the first Listen
	listener net.Listener   // nil while connections are refused
	conns    map[*conn]struct{}
	closed   bool
}

const (
	defaultMax = 200
	maxBytes   = 10 << 20 // of one message
	idle       = 5 * time.Minute
)

// New makes an inbox and reads the messages of cfg.File, if any. It does not listen yet.
func New(cfg Config) (*Server, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.MaxMessages <= 0 {
		cfg.MaxMessages = defaultMax
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	st, err := openStore(cfg)
	if err != nil {
		return nil, err
	}
	pages, err := parsePages()
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, store: st, pages: pages, fired: map[string]int{}, conns: map[*conn]struct{}{}}
	s.smtp = smtp.NewServer(smtp.BackendFunc(s.newSession))
	s.smtp.Domain = "mailsim.localhost"
	s.smtp.MaxMessageBytes = maxBytes
	s.smtp.MaxRecipients = 100
	s.smtp.AllowInsecureAuth = true
	s.smtp.EnableSMTPUTF8 = true
	s.smtp.ReadTimeout, s.smtp.WriteTimeout = idle, idle
	s.smtp.ErrorLog = errorLog{cfg.Log}
	return s, nil
}

// Listen starts to accept mail on addr; "127.0.0.1:0" picks a free port. Call it once per server.
func (s *Server) Listen(ctx context.Context, addr string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.addr != "" || s.closed {
		return errors.New("mailsim: already listened")
	}
	return s.listen(ctx, addr)
}

// listen must be called with the lock held.
func (s *Server) listen(ctx context.Context, addr string) error {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("mailsim: %w", err)
	}
	s.listener, s.addr = &listener{Listener: l, server: s}, l.Addr().String()
	serve := s.listener
	s.serving.Go(func() {
		if err := s.smtp.Serve(serve); err != nil && !errors.Is(err, net.ErrClosed) {
			s.cfg.Log.ErrorContext(ctx, "mail server stopped", "error", err)
		}
	})
	return nil
}

// Addr returns host:port; empty before Listen.
func (s *Server) Addr() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addr
}

// URL returns Addr in the form of the app's SMTP_URL, with the credentials if any.
func (s *Server) URL() string { return smtpURL(s.Addr(), s.cfg.Username, s.cfg.Password) }

// Messages returns copies of the accepted messages, oldest first.
func (s *Server) Messages() []Message { return s.store.all() }

// WaitFor returns the oldest message that matches. It waits for one until ctx ends.
func (s *Server) WaitFor(ctx context.Context, match func(Message) bool) (Message, error) {
	for {
		messages, changed := s.store.watch()
		for _, m := range messages {
			if match(m) {
				return m, nil
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Message{}, fmt.Errorf("mailsim: no message matched, %d are here: %w", len(messages), context.Cause(ctx))
		}
	}
}

// Clear removes all messages, also from the file.
func (s *Server) Clear() error { return s.store.clear() }

// Close closes every connection and returns when all have ended. The messages stay readable.
func (s *Server) Close(ctx context.Context) error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	l := s.listener
	s.mu.Unlock()
	if l != nil {
		_ = l.Close() // ends Serve, whose error says only that
	}
	s.serving.Wait()
	s.mu.Lock()
	for c := range s.conns {
		c.cut()
	}
	s.mu.Unlock()
	if err := s.smtp.Shutdown(ctx); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("mailsim: close: %w", err)
	}
	return nil
}

// errorLog receives go-smtp's errors that are not sent to the client.
type errorLog struct{ log *slog.Logger }

func (l errorLog) Printf(format string, v ...any) {
	l.log.Warn("mail connection", "error", fmt.Sprintf(format, v...))
}

func (l errorLog) Println(v ...any) {
	l.log.Warn("mail connection", "error", fmt.Sprint(v...))
}
