package install

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

const (
	connectTimeout = 10 * time.Second
	shopTimeout    = 3 * time.Second

	// scopeProduct is the one required scope: without it the app cannot watch
	// anything.
	scopeProduct = "mall.read_product"
)

// Result is the outcome of a consent. Mall is set as soon as the state is found
// to be genuine, even if there is an error, so that a page can offer another
// try.
type Result struct {
	Mall     lowstock.MallID
	Operator team.Operator
	Framed   bool
}

// Callback finishes a consent. It needs the query with which Cafe24 redirected
// the browser and the cookie of [Installer.Begin]. When it returns without an
// error the mall is connected and its first sync is due.
//
// Its errors are keys under "error.consent_": denied, scope, state, code, mall,
// setup (the app's settings at Cafe24), client (Cafe24 refuses the app's own
// credentials) and unavailable. Only after unavailable is it useful to try
// again without a change.
func (i *Installer) Callback(ctx context.Context, query url.Values, browserCookie string) (Result, error) {
	kept, err := i.take(ctx, purposeState, query.Get("state"))
	if err != nil {
		return Result{}, err
	}
	if !sameBrowser(kept, browserCookie) {
		return Result{}, lowstock.Fail(lowstock.CodeForbidden, "error.consent_state", errors.New("another browser"))
	}
	result := Result{Mall: kept.Mall, Operator: kept.Operator, Framed: kept.Framed}
	if refusal := query.Get("error"); refusal != "" {
		return result, refused(refusal)
	}
	code := query.Get("code")
	if code == "" {
		return result, lowstock.Fail(lowstock.CodeForbidden, "error.consent_code", errors.New("no code"))
	}
	began := i.now()
	token, err := i.platform.Exchange(ctx, string(kept.Mall), code)
	if cafe24.BlameOf(err) == cafe24.BlameClient {
		i.clientRefused(ctx, err)
	}
	if err != nil {
		return result, exchangeError(err)
	}
	defer i.clientAccepted(ctx, began)
	if len(token.Scopes) > 0 && !slices.Contains(token.Scopes, scopeProduct) {
		return result, lowstock.Fail(lowstock.CodeForbidden, "error.consent_scope", errors.New("product scope not granted"))
	}
	return result, i.connect(ctx, kept.Mall, token)
}

// connect stores the pair before anything uses it. The code is used up. If the
// browser has disconnected in the meantime, the pair must still not be lost.
func (i *Installer) connect(ctx context.Context, mall lowstock.MallID, token cafe24.Token) error {
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), connectTimeout)
	defer cancel()
	now := i.now()
	if err := i.store.Mall(mall).Connect(keep, i.pair(token), now); err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	i.log.InfoContext(ctx, "mall connected", "mall", mall, "scopes", token.Scopes)
	i.nameShop(ctx, mall)
	return nil
}

// nameShop asks the mall for its name and its currency. Both are optional:
// without them the mall id is shown, and prices in won. The nightly catalogue
// asks again.
func (i *Installer) nameShop(ctx context.Context, mall lowstock.MallID) {
	ctx, cancel := context.WithTimeout(ctx, shopTimeout)
	defer cancel()
	client := i.platform.Mall(string(mall), i.Source(mall)).Interactive()
	shop, err := client.Store(ctx)
	if err == nil {
		err = i.store.Mall(mall).SaveShop(ctx, shop.Name, shop.Email)
	}
	if err != nil {
		i.log.WarnContext(ctx, "shop name not read", "mall", mall, "error", err)
	}
	currency, err := client.Currency(ctx)
	if err == nil && currency != "" {
		err = i.store.Mall(mall).SaveCurrency(ctx, currency)
	}
	if err != nil {
		i.log.WarnContext(ctx, "currency not read", "mall", mall, "error", err)
	}
}

// refused maps the error parameter of the redirect to an error.
func refused(word string) error {
	key := "error.consent_denied"
	switch word {
	case "access_denied":
	case "invalid_scope":
		key = "error.consent_scope"
	case "invalid_client", "unauthorized_client", "unsupported_response_type", "invalid_request":
		key = "error.consent_setup"
	case "server_error", "temporarily_unavailable":
		return lowstock.Fail(lowstock.CodeUnavailable, "error.consent_unavailable", fmt.Errorf("consent: %.60q", word))
	}
	return lowstock.Fail(lowstock.CodeForbidden, key, fmt.Errorf("consent: %.60q", word))
}

func exchangeError(err error) error {
	var refusal *cafe24.OAuthError
	switch {
	case errors.Is(err, cafe24.ErrTokenMall):
		return lowstock.Fail(lowstock.CodeForbidden, "error.consent_mall", err)
	case cafe24.BlameOf(err) == cafe24.BlameClient:
		return lowstock.Fail(lowstock.CodeCafe24, "error.consent_client", err)
	case cafe24.InvalidGrant(err):
		return lowstock.Fail(lowstock.CodeForbidden, "error.consent_code", err)
	case errors.As(err, &refusal) && refusal.Code == "invalid_scope":
		return lowstock.Fail(lowstock.CodeForbidden, "error.consent_scope", err)
	case errors.As(err, &refusal) && !refusal.Temporary():
		return lowstock.Fail(lowstock.CodeCafe24, "error.consent_setup", err)
	default: // the network, a 5xx, an incomplete answer: the code may be used up, but a new consent is possible
		return lowstock.Fail(lowstock.CodeUnavailable, "error.consent_unavailable", err)
	}
}
