package team

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

// mintTag is the length of the proof in a secret. A forged proof gains nothing
// but one more question to the database.
const mintTag = 8

// Mint makes secret texts for people and programs, and recognises its own
// without the database. Whether a text is still valid, only the database knows.
// The zero Mint makes secrets too, and recognises none.
type Mint struct{ keys [][]byte }

// NewMint returns a Mint for one purpose. The newest secret comes first; it
// proves, and all of them recognise.
func NewMint(secrets [][]byte, purpose string) (Mint, error) {
	var m Mint
	for _, secret := range secrets {
		key, err := hkdf.Key(sha256.New, secret, nil, "mint of "+purpose, sha256.Size)
		if err != nil {
			return Mint{}, fmt.Errorf("team: derive key: %w", err)
		}
		m.keys = append(m.keys, key)
	}
	return m, nil
}

// Make returns a secret of so many random bytes, with its proof, in base64.
func (m Mint) Make(random int) string {
	text := make([]byte, random+mintTag)
	_, _ = rand.Read(text) // never fails
	if len(m.keys) > 0 {
		copy(text[random:], tagOf(m.keys[0], text[:random]))
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// Made says whether a Mint with these secrets has made the text.
func (m Mint) Made(text string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) <= mintTag || strings.ContainsAny(text, "\r\n") { // the decoder skips line breaks
		return false
	}
	secret, tag := raw[:len(raw)-mintTag], raw[len(raw)-mintTag:]
	for _, key := range m.keys {
		if hmac.Equal(tag, tagOf(key, secret)) {
			return true
		}
	}
	return false
}

func tagOf(key, secret []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(secret)
	return mac.Sum(nil)[:mintTag]
}
