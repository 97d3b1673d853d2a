package mailsim

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// session is one client's session after EHLO.
type session struct {
	server *Server
	conn   *conn
	authed bool
	from   string
	to     []string
}

func (s *Server) newSession(c *smtp.Conn) (smtp.Session, error) {
	wrapped, ok := c.Conn().(*conn)
	if !ok {
		return nil, fmt.Errorf("mailsim: a connection of type %T", c.Conn())
	}
	return &session{server: s, conn: wrapped}, nil
}

// Reset drops the unfinished message.
func (s *session) Reset() { s.from, s.to = "", nil }

// Logout does nothing: a session holds no resources.
func (s *session) Logout() error { return nil }

// AuthMechanisms are offered if there is a password to check, or if AuthFails is
// to refuse one.
func (s *session) AuthMechanisms() []string {
	if s.server.cfg.Username == "" && s.server.Fault().Mode != AuthFails {
		return nil
	}
	return []string{sasl.Plain, sasl.Login}
}

// Auth checks a name and password.
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	check := func(username, password string) error {
		if s.server.strikes(AuthFails) || !s.server.knows(username, password) {
			return smtp.ErrAuthFailed
		}
		s.authed = true
		return nil
	}
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, username, password string) error { return check(username, password) }), nil
	case sasl.Login:
		return &loginServer{check: check}, nil
	default:
		return nil, smtp.ErrAuthUnknownMechanism
	}
}

func (s *Server) knows(username, password string) bool {
	if s.cfg.Username == "" {
		return true // AuthFails, for which a login was offered, has ended
	}
	return username == s.cfg.Username && subtle.ConstantTimeCompare([]byte(password), []byte(s.cfg.Password)) == 1
}

// Mail begins a message.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.cfg.Username != "" && !s.authed {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	s.from = from
	return nil
}

// Rcpt adds a recipient, or refuses it temporarily or permanently.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch {
	case s.server.strikes(Greylist, to):
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted, try again later"}
	case s.server.strikes(RejectRCPT, to):
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user here"}
	}
	s.to = append(s.to, to)
	return nil
}

// Data receives the message itself.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err //nolint:wrapcheck // go-smtp recognises its own errors (too large) by type
	}
	switch {
	case s.server.strikes(TemporaryData, s.to...):
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Temporary failure, try again later"}
	case s.server.strikes(RejectData, s.to...):
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "Message refused"}
	}
	s.keep(string(raw))
	switch {
	case s.server.strikes(HangAfterDot, s.to...):
		s.conn.mute()
	case s.server.strikes(DropAfterDot, s.to...):
		s.conn.cut()
	case s.server.strikes(DropAfter250, s.to...):
		s.conn.cutAfterNextWrite()
	}
	return nil
}

func (s *session) keep(raw string) {
	m := Message{
		ID: strings.ToLower(rand.Text()[:12]), From: s.from, To: slices.Clone(s.to), Raw: raw, ReceivedAt: s.server.cfg.Now(),
	}
	m.parse()
	s.server.store.add(m)
	s.server.cfg.Log.Info("mail received", "id", m.ID, "message_id", m.MessageID, "bytes", len(raw))
}

// loginServer is the server side of AUTH LOGIN; go-sasl has the client side only.
type loginServer struct {
	check    func(username, password string) error
	username string
	step     int
}

// Next asks for the name, then for the password.
func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	l.step++
	switch {
	case l.step == 1 && response == nil:
		return []byte("Username:"), false, nil
	case l.step <= 2 && l.username == "":
		l.username, l.step = string(response), 2
		return []byte("Password:"), false, nil
	default:
		return nil, true, l.check(l.username, string(response))
	}
}
