package notify

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/paths"
)

// LinkAction is the action of a link in a mail, done when its button is pressed.
type LinkAction string

// The actions. Unsubscribe never expires, because a person may find a mail years
// later.
const (
	LinkUnsubscribe LinkAction = "unsubscribe"
	LinkConfirm     LinkAction = "confirm"
	LinkAcknowledge LinkAction = "acknowledge"
	LinkSnooze      LinkAction = "snooze"
	LinkReturn      LinkAction = "return" // undoes an unsubscription; only the page of the unsubscription offers it
	LinkRefuse      LinkAction = "refuse" // stops purchase orders of a mall to an address; never expires
	LinkAccept      LinkAction = "accept" // undoes a refusal; only the page of the refusal offers it
	LinkOpen        LinkAction = "open"   // shows a page of the app to a person who has a session or gets one
)

// SnoozeFor is how long the snooze link of a mail snoozes an incident.
const SnoozeFor = 7 * 24 * time.Hour

// linkLife is how long the buttons of an alert work after the alert was written.
// openLife is how long its links to pages of the app work.
const (
	linkLife = 30 * 24 * time.Hour
	openLife = 90 * 24 * time.Hour
)

// minKey is the shortest secret, in bytes, that may sign links.
const minKey = 16

// maxToken limits the size of a token that Open decodes; a mall and an address
// are always shorter.
const maxToken = 1024

// Link is the content of a token. Its holder may do this one action for this mall
// and address; the token opens no session. Acknowledge and snooze apply to one
// incident, or to all incidents of a message. Open applies to a place; it has an
// address in a mail, and none in Slack and webhooks.
type Link struct {
	Action     LinkAction
	Mall       lowstock.MallID
	Email      string
	IncidentID int64
	MessageID  int64          // 0: the link is about one incident
	Place      outgoing.Place // of LinkOpen only
	Locale     string         // of LinkOpen only: the language of the message
	ExpiresAt  time.Time      // to the second; zero: never
}

// Links signs and opens the tokens of mails. Key is the app's secret, at least 16
// bytes. The signing key is derived from it, so the secret may serve other
// purposes too. Tokens signed with an older secret still open. AppURL is the
// app's public address without a trailing slash.
type Links struct {
	Key    []byte
	Older  [][]byte
	AppURL string
}

// URL returns the address of l in a mail.
func (ls Links) URL(l Link) string {
	path := paths.Act
	switch l.Action {
	case LinkUnsubscribe, LinkRefuse, LinkAccept:
		path = paths.Unsubscribe
	case LinkConfirm, LinkReturn:
		path = paths.Confirm
	case LinkOpen:
		path = paths.Open
	case LinkAcknowledge, LinkSnooze:
	}
	return strings.TrimRight(ls.AppURL, "/") + paths.Of(path, ls.Sign(l))
}

// Hash identifies a token, so that its use can be stored without storing a token
// that opens. A link has exactly one token, and no other string opens as it.
func (Links) Hash(token string) []byte {
	hash := sha256.Sum256([]byte(token))
	return hash[:]
}

// Sign returns l as a token of URL-safe characters. Without a usable key it
// returns "", which Open refuses.
func (ls Links) Sign(l Link) string {
	key := derive(ls.Key, "links")
	if key == nil {
		return ""
	}
	payload := l.append(nil)
	return base64.RawURLEncoding.EncodeToString(append(payload, sum(key, payload)...))
}

// Open checks a token and returns its content. A token that none of the keys
// signed, or that was changed, gives [lowstock.CodeNotFound] with
// error.link_broken. An expired token gives the same code with
// error.link_expired, together with its content.
func (ls Links) Open(token string, now time.Time) (Link, error) {
	l, ok := ls.read(token)
	if !ok {
		return Link{}, lowstock.Fail(lowstock.CodeNotFound, "error.link_broken", nil)
	}
	if !l.ExpiresAt.IsZero() && !now.Before(l.ExpiresAt) {
		return l, lowstock.Fail(lowstock.CodeNotFound, "error.link_expired", nil)
	}
	return l, nil
}

// read returns the content of a token if its signature is valid.
func (ls Links) read(token string) (Link, bool) {
	if len(token) > maxToken || strings.ContainsAny(token, "\r\n") { // the decoder would skip line breaks
		return Link{}, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) <= sha256.Size {
		return Link{}, false
	}
	payload, mac := raw[:len(raw)-sha256.Size], raw[len(raw)-sha256.Size:]
	signed := slices.ContainsFunc(append([][]byte{ls.Key}, ls.Older...), func(secret []byte) bool {
		key := derive(secret, "links")
		return key != nil && hmac.Equal(mac, sum(key, payload))
	})
	if !signed {
		return Link{}, false
	}
	return parseLink(payload)
}

// The layouts of a payload: its texts, its numbers and its expiry. A layout has
// no field for a message or a place that the link does not have.
const (
	linkVersion        = 1 // action, mall, address; incident
	linkVersionMessage = 2 // action, mall, address; incident, message
	linkVersionPlace   = 3 // action, mall, locale, page, code; number
	linkVersionMailed  = 4 // action, mall, locale, page, code, address; number
)

// fields returns the fields of a payload of this version, in their order.
func (l *Link) fields(version byte) (texts []*string, numbers []*int64, ok bool) {
	action, mall := (*string)(&l.Action), (*string)(&l.Mall)
	switch version {
	case linkVersion:
		return []*string{action, mall, &l.Email}, []*int64{&l.IncidentID}, true
	case linkVersionMessage:
		return []*string{action, mall, &l.Email}, []*int64{&l.IncidentID, &l.MessageID}, true
	case linkVersionPlace:
		return []*string{action, mall, &l.Locale, (*string)(&l.Place.Page), &l.Place.Code}, []*int64{&l.Place.Number}, true
	case linkVersionMailed:
		return []*string{action, mall, &l.Locale, (*string)(&l.Place.Page), &l.Place.Code, &l.Email}, []*int64{&l.Place.Number}, true
	}
	return nil, nil, false
}

func (l Link) version() byte {
	switch {
	case l.Action == LinkOpen && l.Email != "":
		return linkVersionMailed
	case l.Action == LinkOpen:
		return linkVersionPlace
	case l.MessageID != 0:
		return linkVersionMessage
	}
	return linkVersion
}

func (l Link) append(b []byte) []byte {
	var expires int64
	if !l.ExpiresAt.IsZero() && l.Action != LinkUnsubscribe {
		expires = l.ExpiresAt.Unix()
	}
	b = append(b, l.version())
	texts, numbers, _ := l.fields(l.version())
	for _, s := range texts {
		b = binary.AppendUvarint(b, uint64(len(*s)))
		b = append(b, *s...)
	}
	for _, n := range numbers {
		b = binary.AppendVarint(b, *n)
	}
	return binary.AppendVarint(b, expires)
}

// parseLink reads a payload whose signature is valid.
func parseLink(b []byte) (l Link, ok bool) {
	texts, numbers, ok := l.fields(b[0])
	if !ok {
		return Link{}, false
	}
	b = b[1:]
	for _, text := range texts {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > maxToken || int(n) > len(b)-size {
			return Link{}, false
		}
		b = b[size:]
		*text, b = string(b[:n]), b[n:]
	}
	var expires int64
	for _, number := range append(numbers, &expires) {
		n, size := binary.Varint(b)
		if size <= 0 {
			return Link{}, false
		}
		*number, b = n, b[size:]
	}
	if expires != 0 {
		l.ExpiresAt = time.Unix(expires, 0).UTC()
	}
	return l, len(b) == 0
}

// derive makes the key for one purpose from the app's secret. It returns nil if
// the secret is too short to sign anything.
func derive(secret []byte, purpose string) []byte {
	if len(secret) < minKey {
		return nil
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "inventory-alert notify "+purpose+" v1", sha256.Size)
	if err != nil {
		return nil
	}
	return key
}

func sum(key []byte, parts ...[]byte) []byte {
	mac := hmac.New(sha256.New, key)
	for _, p := range parts {
		_, _ = mac.Write(p)
	}
	return mac.Sum(nil)
}
