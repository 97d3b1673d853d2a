package notify

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"

	"cafe24-inventory-alert/internal/redact"
)

// TLSMode is how the connection to the mail server is protected.
type TLSMode string

// The modes. StartTLS is mandatory: a server that does not offer it gets no mail
// and no password.
const (
	TLSStart    TLSMode = "starttls"
	TLSImplicit TLSMode = "tls"
	TLSOff      TLSMode = "off"
)

// SMTP is the mail server that the app sends through.
type SMTP struct {
	Host     string
	Port     int
	Username string // "": no login
	Password redact.Secret
	TLS      TLSMode
}

// Addr returns host:port.
func (s SMTP) Addr() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// ParseSMTP reads SMTP_URL: smtp://user:pass@host:587 (STARTTLS required),
// smtps://…:465 (TLS from the first byte) or smtp://host:1025?tls=off. The port
// may be omitted. Its error says what is wrong and never contains the password.
func ParseSMTP(raw string) (SMTP, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return SMTP{}, errors.New("not a URL; want smtp://user:password@host:587, with special characters of the password %-encoded")
	}
	s := SMTP{Host: u.Hostname(), Username: u.User.Username()}
	if password, ok := u.User.Password(); ok {
		s.Password = redact.Secret(password)
	}
	if s.TLS, s.Port, err = schemeOf(u); err != nil {
		return SMTP{}, err
	}
	switch {
	case s.Host == "":
		return SMTP{}, errors.New("the host is missing")
	case u.Path != "" && u.Path != "/", u.Fragment != "":
		return SMTP{}, errors.New("nothing may follow the port but ?tls=off")
	case s.Username == "" && s.Password != "", s.Username != "" && s.Password == "":
		return SMTP{}, errors.New("user and password come together")
	}
	if u.Port() == "" {
		return s, nil
	}
	if s.Port, err = strconv.Atoi(u.Port()); err != nil || s.Port < 1 || s.Port > 65535 {
		return SMTP{}, errors.New("the port is a number from 1 to 65535")
	}
	return s, nil
}

// schemeOf returns the mode and its default port.
func schemeOf(u *url.URL) (TLSMode, int, error) {
	query := u.Query()
	off := query.Get("tls") == "off"
	switch {
	case len(query) > 1, len(query) == 1 && !off:
		return "", 0, errors.New("the only option is tls=off")
	case u.Scheme == "smtps" && off:
		return "", 0, errors.New("smtps and tls=off contradict each other")
	case u.Scheme == "smtps":
		return TLSImplicit, 465, nil
	case u.Scheme == "smtp" && off:
		return TLSOff, 1025, nil
	case u.Scheme == "smtp":
		return TLSStart, 587, nil
	default:
		return "", 0, fmt.Errorf("the scheme is %q; want smtp or smtps", u.Scheme)
	}
}
