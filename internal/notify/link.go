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

// LinkAction is what a link in a letter does once its button is pressed.
type LinkAction string

// The actions. Unsubscribe never expires: a letter may be found years later.
const (
	LinkUnsubscribe LinkAction = "unsubscribe"
	LinkConfirm     LinkAction = "confirm"
	LinkAcknowledge LinkAction = "acknowledge"
	LinkSnooze      LinkAction = "snooze"
	LinkReturn      LinkAction = "return" // takes back an unsubscription; offered by its page alone
	LinkOpen        LinkAction = "open"   // shows a page of the app to who has a session, or gets one
)

// SnoozeFor is how long the snooze link of a letter keeps an incident quiet.
const SnoozeFor = 7 * 24 * time.Hour

// linkLife is how long the buttons of an alert work after it was written,
// openLife how long its links to the app lead to their page.
const (
	linkLife = 30 * 24 * time.Hour
	openLife = 90 * 24 * time.Hour
)

// minKey is the shortest secret, in bytes, that links are signed with.
const minKey = 16

// maxToken bounds what Open decodes; a mall and an address never need more.
const maxToken = 1024

// Link is what a token carries. Its holder may do this one thing for this one
// mall and address; it opens no session. Acknowledge and snooze are about one
// incident, or about all that a message told of; open is about a place, and has
// an address in a mail, none in Slack and webhooks.
type Link struct {
	Action     LinkAction
	Mall       lowstock.MallID
	Email      string
	IncidentID int64
	MessageID  int64          // 0: the one incident
	Place      outgoing.Place // of open alone
	Locale     string         // of open alone: the language of the message
	ExpiresAt  time.Time      // to the second; zero: never
}

// Links signs and opens the tokens of letters. Key is the app's secret, at
// least 16 bytes; what signs is derived from it, so the secret may serve other
// ends too. What was signed with an older secret still opens. AppURL is the
// app's public address without a trailing slash.
type Links struct {
	Key    []byte
	Older  [][]byte
	AppURL string
}

// URL returns the address that a letter shows for l.
func (ls Links) URL(l Link) string {
	path := paths.Act
	switch l.Action {
	case LinkUnsubscribe:
		path = paths.Unsubscribe
	case LinkConfirm, LinkReturn:
		path = paths.Confirm
	case LinkOpen:
		path = paths.Open
	case LinkAcknowledge, LinkSnooze:
	}
	return strings.TrimRight(ls.AppURL, "/") + paths.Of(path, ls.Sign(l))
}

// Hash names a token, so that its use can be noted without keeping what would
// open it. A link has one token, and no other string opens as it.
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

// Open checks a token and returns what it carries. A token that was not signed
// with one of the keys, or was changed, gives [lowstock.CodeNotFound] with
// error.link_broken; one whose time is over the same code with
// error.link_expired, beside what it carries.
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

// read returns what a token carries, if its signature holds.
func (ls Links) read(token string) (Link, bool) {
	if len(token) > maxToken || strings.ContainsAny(token, "\r\n") { // line breaks the decoder would skip
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

// The layouts of a payload: its texts, its numbers and when it expires. One that
// is about no message, or leads to no place, has no field for it.
const (
	linkVersion        = 1 // action, mall, address; incident
	linkVersionMessage = 2 // action, mall, address; incident, message
	linkVersionPlace   = 3 // action, mall, locale, page, code; number
	linkVersionMailed  = 4 // action, mall, locale, page, code, address; number
)

// fields are what a payload of this version holds, in their order.
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

// parseLink reads a payload whose signature holds.
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

// derive makes the key of one purpose out of the app's secret; nil where the
// secret is too short to sign anything with.
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
