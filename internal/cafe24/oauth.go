package cafe24

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"cafe24-inventory-alert/internal/redact"
)

const (
	callTimeout   = 10 * time.Second
	maxMessage    = 200
	maxTokenBody  = 1 << 20
	grantEndpoint = "POST oauth/token"
)

// ErrTokenMall means that the platform answered with another mall's token.
var ErrTokenMall = errors.New("cafe24: token belongs to another mall")

// Scopes returns the permissions that the consent page asks for.
func (p *Platform) Scopes() []string { return slices.Clone(p.cfg.Scopes) }

// ClientFingerprint distinguishes this app's credentials from others, such as those before the client secret was
// reissued. It does not reveal them: it is 16 hexadecimal digits.
func (p *Platform) ClientFingerprint() string {
	mac := hmac.New(sha256.New, []byte(p.secret()))
	mac.Write([]byte("fingerprint of the client " + p.cfg.ClientID))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// AuthorizeURL returns the address of a mall's consent page. State must be unguessable and bound to the browser. The
// address is empty if mall is not a mall id.
func (p *Platform) AuthorizeURL(mall, state string) string {
	conf, err := p.oauth(mall)
	if err != nil {
		return ""
	}
	// The library would join scopes with spaces, which Cafe24 answers with invalid_scope.
	return conf.AuthCodeURL(state, oauth2.SetAuthURLParam("scope", strings.Join(p.cfg.Scopes, ",")))
}

// Exchange exchanges a code for tokens. A code is valid for one minute and works once. A refusal is an *OAuthError.
func (p *Platform) Exchange(ctx context.Context, mall, code string) (Token, error) {
	return p.token(ctx, mall, func(ctx context.Context, conf *oauth2.Config) (*oauth2.Token, error) {
		return conf.Exchange(ctx, code)
	})
}

// Refresh exchanges a refresh token for a new pair. Never call it twice at once for one mall, and never with a token
// that was used: see [InvalidGrant]. It does not retry, because the platform may have used the token up before the
// answer was lost.
func (p *Platform) Refresh(ctx context.Context, mall string, refresh redact.Secret) (Token, error) {
	return p.token(ctx, mall, func(ctx context.Context, conf *oauth2.Config) (*oauth2.Token, error) {
		return conf.TokenSource(ctx, &oauth2.Token{RefreshToken: refresh.Reveal()}).Token()
	})
}

// ClientRefused asks the token endpoint of a mall whether it refuses the app's credentials. It sends an invalid
// refresh token, so that no token is used up. An error means that the result is unknown. It assumes that the platform
// checks the credentials before the token: if that is wrong, it does not find a refused secret.
func (p *Platform) ClientRefused(ctx context.Context, mall string) (bool, error) {
	_, err := p.Refresh(ctx, mall, "none")
	switch BlameOf(err) {
	case BlameClient:
		return true, nil
	case BlameToken, BlameGrant:
		return false, nil
	case NoBlame:
	}
	return false, err
}

// Revoke revokes a token at the platform. Hint is "access_token" or "refresh_token".
func (p *Platform) Revoke(ctx context.Context, mall string, token redact.Secret, hint string) error {
	base, err := p.baseURL(mall)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	form := url.Values{"token": {token.Reveal()}, "token_hint": {hint}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/api/v2/oauth/revoke", strings.NewReader(form))
	if err != nil {
		return &NetworkError{Endpoint: "POST oauth/revoke", Err: errors.New("address")}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := p.basicClient().Do(req)
	if err != nil {
		return &NetworkError{Endpoint: "POST oauth/revoke", Err: innermost(err)}
	}
	defer res.Body.Close() //nolint:errcheck // nothing is left to be lost
	if res.StatusCode/100 == 2 {
		return nil
	}
	body, _ := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	return readOAuthError(res.StatusCode, body)
}

func (p *Platform) oauth(mall string) (*oauth2.Config, error) {
	base, err := p.baseURL(mall)
	if err != nil {
		return nil, err
	}
	return &oauth2.Config{
		ClientID:     p.cfg.ClientID,
		ClientSecret: p.secret(),
		RedirectURL:  p.cfg.RedirectURI,
		Endpoint: oauth2.Endpoint{
			AuthURL:   base + "/api/v2/oauth/authorize",
			TokenURL:  base + "/api/v2/oauth/token",
			AuthStyle: oauth2.AuthStyleInHeader,
		},
	}, nil
}

type tokenCall func(context.Context, *oauth2.Config) (*oauth2.Token, error)

func (p *Platform) token(ctx context.Context, mall string, call tokenCall) (Token, error) {
	conf, err := p.oauth(mall)
	if err != nil {
		return Token{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	got, err := call(context.WithValue(ctx, oauth2.HTTPClient, p.basicClient()), conf)
	if err != nil {
		return Token{}, tokenError(err)
	}
	return readToken(got, mall, p.now().UTC())
}

// basicClient sends the credentials in the form that Cafe24 expects. x/oauth2 percent-encodes id and secret before
// base64, which changes a secret that contains "+" or "/". basicClient marks the answer as JSON, which it always is,
// because x/oauth2 reads text/plain as a form. It reads the body itself, because x/oauth2 hides that a connection
// broke.
func (p *Platform) basicClient() *http.Client {
	return &http.Client{CheckRedirect: refuseRedirect, Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
		req = req.Clone(req.Context())
		req.SetBasicAuth(p.cfg.ClientID, p.secret())
		res, err := p.http.Transport.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		defer res.Body.Close() //nolint:errcheck // read to its end or failed
		body, err := io.ReadAll(io.LimitReader(res.Body, maxTokenBody))
		if err != nil {
			return nil, err
		}
		res.Body = io.NopCloser(bytes.NewReader(body))
		res.Header.Set("Content-Type", "application/json")
		return res, nil
	})}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// tokenError removes x/oauth2's error, which prints the received body.
func tokenError(err error) error {
	if re, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return readOAuthError(re.Response.StatusCode, re.Body)
	}
	if ue, ok := errors.AsType[*url.Error](err); ok {
		return &NetworkError{Endpoint: grantEndpoint, Err: ue.Err}
	}
	return &DecodeError{Endpoint: grantEndpoint, Reason: "answer holds no token"}
}

func readOAuthError(status int, body []byte) error {
	var flat struct {
		Error       json.RawMessage `json:"error"`
		Description text            `json:"error_description"`
		Message     text            `json:"message"`
	}
	if json.Unmarshal(body, &flat) != nil {
		return &OAuthError{Status: status}
	}
	var envelope struct {
		Message text `json:"message"`
	}
	out := &OAuthError{Status: status, Code: clean(unquote(flat.Error), maxMessage), Description: clean(string(cmp.Or(flat.Description, flat.Message)), maxMessage)}
	if out.Code == "" && json.Unmarshal(flat.Error, &envelope) == nil {
		out.Description = clean(string(envelope.Message), maxMessage)
	}
	return out
}

func readToken(got *oauth2.Token, mall string, now time.Time) (Token, error) {
	extra := func(name string) string {
		switch v := got.Extra(name).(type) {
		case string:
			return v
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64)
		default:
			return ""
		}
	}
	token := Token{
		Access:           redact.Secret(got.AccessToken),
		Refresh:          redact.Secret(got.RefreshToken),
		IssuedAt:         issuedAt(now, extra("issued_at")),
		AccessExpiresAt:  expiry(now, extra("issued_at"), extra("expires_at"), accessLife),
		RefreshExpiresAt: expiry(now, extra("issued_at"), extra("refresh_token_expires_at"), refreshLife),
		Scopes:           readScopes(got.Extra("scopes")),
		MallID:           extra("mall_id"),
		UserID:           clean(extra("user_id"), maxMessage),
		ShopNo:           max(1, int(parseNumber(extra("shop_no")).value)),
	}
	if token.MallID != "" && token.MallID != mall {
		return Token{}, ErrTokenMall
	}
	if token.Refresh == "" {
		return Token{}, &DecodeError{Endpoint: grantEndpoint, Reason: "answer holds no refresh token"}
	}
	return token, nil
}

// readScopes accepts a list, or a text with commas or spaces.
func readScopes(sent any) []string {
	var out []string
	switch v := sent.(type) {
	case []any:
		for _, item := range v {
			if s, ok := item.(string); ok {
				out = append(out, s)
			}
		}
	case string:
		out = strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' })
	}
	return out
}

// innermost removes *url.Error, which prints the whole address.
func innermost(err error) error {
	if ue, ok := errors.AsType[*url.Error](err); ok {
		return ue.Err
	}
	return err
}
