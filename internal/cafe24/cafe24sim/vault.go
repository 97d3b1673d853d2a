package cafe24sim

import (
	"crypto/rand"
	"encoding/base64"
	"slices"
	"time"
)

const (
	codeLife    = time.Minute
	accessLife  = 2 * time.Hour
	refreshLife = 14 * 24 * time.Hour
)

// vault holds what a mall has issued: codes, access tokens and refresh tokens, by value.
type vault struct {
	codes   map[string]code
	access  map[string]token
	refresh map[string]token
}

// code is a consent that can be exchanged once.
type code struct {
	Redirect string
	Scopes   []string
	Expires  time.Time
}

type token struct {
	Scopes  []string  `json:"scopes"`
	Expires time.Time `json:"expires"`
}

func (t token) allows(scope string) bool { return slices.Contains(t.Scopes, scope) }

// Grant is a pair of tokens as the token endpoint issued it.
type Grant struct {
	AccessToken, RefreshToken     string
	AccessExpires, RefreshExpires time.Time
	Issued                        time.Time
	Scopes                        []string
}

func newVault() vault {
	return vault{codes: map[string]code{}, access: map[string]token{}, refresh: map[string]token{}}
}

// newCode keeps a consent for one minute.
func (v *vault) newCode(c code) string {
	value := secret()
	v.codes[value] = c
	return value
}

// redeem removes a code and returns it: a second try finds nothing.
func (v *vault) redeem(value string) (code, bool) {
	c, ok := v.codes[value]
	delete(v.codes, value)
	return c, ok
}

// issue makes a pair of tokens.
func (v *vault) issue(scopes []string, now time.Time, access, refresh time.Duration) Grant {
	g := Grant{
		AccessToken: secret(), RefreshToken: secret(), Issued: now,
		AccessExpires: now.Add(access), RefreshExpires: now.Add(refresh), Scopes: slices.Clone(scopes),
	}
	v.access[g.AccessToken] = token{g.Scopes, g.AccessExpires}
	v.refresh[g.RefreshToken] = token{g.Scopes, g.RefreshExpires}
	return g
}

// rotate removes a refresh token, because each works once. Access tokens stay valid until they expire; rotate removes
// those that expired long ago.
func (v *vault) rotate(value string, now time.Time) (token, bool) {
	t, ok := v.refresh[value]
	delete(v.refresh, value)
	for old, a := range v.access {
		if now.Sub(a.Expires) > 24*time.Hour {
			delete(v.access, old)
		}
	}
	return t, ok && now.Before(t.Expires)
}

// clear removes everything: a new consent invalidates the tokens of an older one.
func (v *vault) clear() { *v = newVault() }

// uninstall removes everything that could give new tokens. Access tokens stay known, so that their calls get the
// answer that the app is gone.
func (v *vault) uninstall() {
	v.codes, v.refresh = map[string]code{}, map[string]token{}
}

func secret() string {
	b := make([]byte, 24)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}
