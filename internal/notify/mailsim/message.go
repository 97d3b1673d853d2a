package mailsim

import (
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"strings"
	"time"
)

// Message is one accepted mail.
type Message struct {
	ID         string      `json:"id"`         // the inbox's own id, unique also over restarts
	From       string      `json:"from"`       // the envelope's sender
	To         []string    `json:"to"`         // the envelope's recipients
	Subject    string      `json:"subject"`    // decoded
	MessageID  string      `json:"message_id"` // without angle brackets
	Header     mail.Header `json:"header"`     // as sent, encoded words included
	Text       string      `json:"text"`       // first text/plain part, decoded
	HTML       string      `json:"html"`       // first text/html part, decoded
	Raw        string      `json:"raw"`        // the bytes after DATA
	ReceivedAt time.Time   `json:"received_at"`
}

// parse fills the fields that can be read from Raw. A mail that cannot be parsed is kept too, because it was
// accepted.
func (m *Message) parse() {
	parsed, err := mail.ReadMessage(strings.NewReader(m.Raw))
	if err != nil {
		m.Subject, m.Text = "(not a valid message)", m.Raw
		return
	}
	m.Header = parsed.Header
	m.Subject = decodeWords(parsed.Header.Get("Subject"))
	m.MessageID = strings.Trim(parsed.Header.Get("Message-Id"), "<> ")
	m.readPart(parsed.Header.Get("Content-Type"), parsed.Header.Get("Content-Transfer-Encoding"), parsed.Body)
}

// readPart takes the first text part and the first HTML part. Unreadable parts are skipped; Raw has them.
func (m *Message) readPart(contentType, encoding string, body io.Reader) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = "text/plain" // the default of RFC 2045
	}
	if strings.HasPrefix(kind, "multipart/") {
		m.readParts(multipart.NewReader(body, params["boundary"]))
		return
	}
	into := map[string]*string{"text/plain": &m.Text, "text/html": &m.HTML}[kind]
	if into == nil || *into != "" {
		return
	}
	b, err := io.ReadAll(decodeBody(encoding, body))
	if err == nil || len(b) > 0 {
		*into = strings.ReplaceAll(string(b), "\r\n", "\n")
	}
}

func (m *Message) readParts(parts *multipart.Reader) {
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			return // the end, or the rest is broken
		}
		m.readPart(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
	}
}

func decodeBody(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	default:
		return body
	}
}

func decodeWords(s string) string {
	var d mime.WordDecoder
	decoded, err := d.DecodeHeader(s)
	if err != nil {
		return s
	}
	return decoded
}

// displayed returns the addresses of one header, decoded; as sent if they cannot be parsed.
func displayed(h mail.Header, name string) string {
	list, err := h.AddressList(name)
	if errors.Is(err, mail.ErrHeaderNotPresent) {
		return ""
	}
	if err != nil {
		return decodeWords(h.Get(name))
	}
	shown := make([]string, len(list))
	for i, a := range list {
		shown[i] = a.Address
		if a.Name != "" {
			shown[i] = a.Name + " <" + a.Address + ">"
		}
	}
	return strings.Join(shown, ", ")
}

func smtpURL(addr, username, password string) string {
	u := url.URL{Scheme: "smtp", Host: addr, RawQuery: "tls=off"}
	if username != "" {
		u.User = url.UserPassword(username, password)
	}
	return u.String()
}
