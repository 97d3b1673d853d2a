package install

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

const (
	stateLife   = 10 * time.Minute
	handoffLife = 60 * time.Second

	stateRandom = 32 // bytes
	codeRandom  = 24

	purposeState   = "state"
	purposeHandoff = "handoff"
	purposeWindow  = "window"
)

// Handoff returns a code with which a consent may leave the frame. The code
// works once, for 60 seconds, and only for [Installer.BeginFromHandoff].
func (i *Installer) Handoff(ctx context.Context, mall lowstock.MallID, operator team.Operator) (code string, err error) {
	code = i.codes.Make(codeRandom)
	err = i.store.PutCode(ctx, connect.ConsentCode{
		Mall: mall, Hash: hash(code), Purpose: purposeHandoff, Framed: true,
		Operator: operator, ExpiresAt: i.now().Add(handoffLife),
	})
	if err != nil {
		return "", fmt.Errorf("keep handoff: %w", err)
	}
	return code, nil
}

// Begin starts a consent. The browser gets browserCookie in a top-level cookie
// and is sent to authorizeURL. Within ten minutes it returns with a state that
// works once, in that browser, for that mall. [Installer.Callback] returns the
// value of framed.
func (i *Installer) Begin(ctx context.Context, mall lowstock.MallID, operator team.Operator, framed bool) (
	authorizeURL, browserCookie string, err error,
) {
	state, browserCookie := i.codes.Make(stateRandom), secret()
	authorizeURL = i.platform.AuthorizeURL(string(mall), state)
	if authorizeURL == "" {
		return "", "", lowstock.Invalid("error.mall_id")
	}
	err = i.store.PutCode(ctx, connect.ConsentCode{
		Mall: mall, Hash: hash(state), Purpose: purposeState, Browser: hash(browserCookie), Framed: framed,
		Operator: operator, ExpiresAt: i.now().Add(stateLife),
	})
	if err != nil {
		return "", "", fmt.Errorf("keep state: %w", err)
	}
	return authorizeURL, browserCookie, nil
}

// BeginFromHandoff is [Installer.Begin] for the mall and operator of a code of
// [Installer.Handoff]. A code that is unknown, used or too old is
// [lowstock.CodeForbidden] with "error.consent_state".
func (i *Installer) BeginFromHandoff(ctx context.Context, code string) (authorizeURL, browserCookie string, err error) {
	handoff, err := i.take(ctx, purposeHandoff, code)
	if err != nil {
		return "", "", err
	}
	return i.Begin(ctx, handoff.Mall, handoff.Operator, handoff.Framed)
}

// Made says whether this app made a code or a state. It does not ask the
// database, so the code may be used up or too old.
func (i *Installer) Made(code string) bool { return i.codes.Made(code) }

// take uses up a code.
func (i *Installer) take(ctx context.Context, purpose, code string) (connect.ConsentCode, error) {
	kept, err := i.store.TakeCode(ctx, purpose, hash(code), i.now())
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return connect.ConsentCode{}, lowstock.Fail(lowstock.CodeForbidden, "error.consent_state", err)
	case err != nil:
		return connect.ConsentCode{}, fmt.Errorf("take %s: %w", purpose, err)
	}
	return kept, nil
}

func sameBrowser(kept connect.ConsentCode, cookie string) bool {
	return cookie != "" && subtle.ConstantTimeCompare(kept.Browser, hash(cookie)) == 1
}

// secret returns 256 random bits, encoded for an address or a cookie.
func secret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: the program ends first
	return base64.RawURLEncoding.EncodeToString(b)
}

func hash(s string) []byte {
	sum := sha256.Sum256([]byte(s))
	return sum[:]
}
