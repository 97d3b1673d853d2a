package notify

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// LinkAction is what a link in a letter does once its button is pressed.
type LinkAction string

// The actions. Unsubscribe never expires: a letter may be found years later.
const (
	LinkUnsubscribe LinkAction = "unsubscribe"
	LinkConfirm     LinkAction = "confirm"
	LinkAcknowledge LinkAction = "acknowledge"
	LinkSnooze      LinkAction = "snooze"
)

// SnoozeFor is how long the snooze link of a letter keeps an incident quiet.
const SnoozeFor = 7 * 24 * time.Hour

// linkLife is how long the buttons of an alert work after it was written.
const linkLife = 30 * 24 * time.Hour

// minKey is the shortest secret, in bytes, that links are signed with.
const minKey = 16

// maxToken bounds what Open decodes; a mall and an address never need more.
const maxToken = 1024

// Link is what a token carries. Its holder may do this one thing for this one
// mall and address; it opens no session. Acknowledge and snooze are about one
// incident, or about all that a message told of.
type Link struct {
	Action     LinkAction
	Mall       lowstock.MallID
	Email      string
	IncidentID int64
	MessageID  int64     // 0: the one incident
	ExpiresAt  time.Time // to the second; zero: never
}

// Links signs and opens the tokens of letters. Key is the app's secret, at
// least 16 bytes; what signs is derived from it, so the secret may serve other
// ends too. AppURL is the app's public address without a trailing slash.
type Links struct {
	Key    []byte
	AppURL string
}

// URL returns the address that a letter shows for l.
func (ls Links) URL(l Link) string {
	room := "/act/"
	switch l.Action {
	case LinkUnsubscribe:
		room = "/unsubscribe/"
	case LinkConfirm:
		room = "/confirm/"
	case LinkAcknowledge, LinkSnooze:
	}
	return strings.TrimRight(ls.AppURL, "/") + room + ls.Sign(l)
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
// with this key, or was changed, gives [lowstock.CodeNotFound] with
// error.link_broken; one whose time is over the same code with
// error.link_expired.
func (ls Links) Open(token string, now time.Time) (Link, error) {
	broken := lowstock.Fail(lowstock.CodeNotFound, "error.link_broken", nil)
	key := derive(ls.Key, "links")
	if key == nil || len(token) > maxToken || strings.ContainsAny(token, "\r\n") { // line breaks the decoder would skip
		return Link{}, broken
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) <= sha256.Size {
		return Link{}, broken
	}
	payload, mac := raw[:len(raw)-sha256.Size], raw[len(raw)-sha256.Size:]
	if !hmac.Equal(mac, sum(key, payload)) {
		return Link{}, broken
	}
	l, ok := parseLink(payload)
	if !ok {
		return Link{}, broken
	}
	if !l.ExpiresAt.IsZero() && !now.Before(l.ExpiresAt) {
		return Link{}, lowstock.Fail(lowstock.CodeNotFound, "error.link_expired", nil)
	}
	return l, nil
}

// The layouts of a payload. One that is about no message has no room for it.
const (
	linkVersion        = 1
	linkVersionMessage = 2
)

func (l Link) append(b []byte) []byte {
	var expires int64
	if !l.ExpiresAt.IsZero() && l.Action != LinkUnsubscribe {
		expires = l.ExpiresAt.Unix()
	}
	version := byte(linkVersion)
	if l.MessageID != 0 {
		version = linkVersionMessage
	}
	b = append(b, version)
	for _, s := range []string{string(l.Action), string(l.Mall), l.Email} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	b = binary.AppendVarint(b, l.IncidentID)
	if l.MessageID != 0 {
		b = binary.AppendVarint(b, l.MessageID)
	}
	return binary.AppendVarint(b, expires)
}

// parseLink reads a payload whose signature holds.
func parseLink(b []byte) (Link, bool) {
	version := b[0]
	if version != linkVersion && version != linkVersionMessage {
		return Link{}, false
	}
	b = b[1:]
	var texts [3]string
	for i := range texts {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > maxToken || int(n) > len(b)-size {
			return Link{}, false
		}
		b = b[size:]
		texts[i], b = string(b[:n]), b[n:]
	}
	var numbers [3]int64 // incident, message, expiry
	for i := range numbers {
		if i == 1 && version == linkVersion {
			continue
		}
		n, size := binary.Varint(b)
		if size <= 0 {
			return Link{}, false
		}
		numbers[i], b = n, b[size:]
	}
	l := Link{
		Action: LinkAction(texts[0]), Mall: lowstock.MallID(texts[1]),
		Email: texts[2], IncidentID: numbers[0], MessageID: numbers[1],
	}
	if numbers[2] != 0 {
		l.ExpiresAt = time.Unix(numbers[2], 0).UTC()
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
