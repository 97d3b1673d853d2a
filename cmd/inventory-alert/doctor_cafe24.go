package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/redact"
)

// askTimeout limits each call to Cafe24.
const askTimeout = 5 * time.Second

// cafe24 reports whether Cafe24 accepts the app's client secret and API
// version. Both are checked with the connection of one mall, if there is one.
// An answer that says nothing about them is no failure.
func (d *doctor) cafe24(ctx context.Context, cfg Config, store *postgres.Store, now time.Time) {
	platform, err := cafe24.New(platformConfig(cfg))
	if err != nil {
		d.check("Cafe24", err)
		return
	}
	a := ask{platform: platform, why: "no mall is connected"}
	if store == nil {
		a.why = "the database cannot be used"
	} else if a.mall, a.token, err = store.SomeToken(ctx); err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		a.why = "the tokens cannot be read"
	}
	if store != nil {
		if a.state, err = store.AppState(ctx, platform.ClientFingerprint(), cfg.APIVersion, now); err != nil {
			a.why = "the database cannot be used"
		}
	}
	d.clientSecret(ctx, a, now)
	d.apiVersion(ctx, a, cfg.APIVersion, now)
}

// ask holds what a call to Cafe24 needs.
type ask struct {
	platform *cafe24.Platform
	mall     lowstock.MallID // "": there is none; reason says why
	token    connect.Token
	state    connect.AppState
	why      string
}

func (d *doctor) clientSecret(ctx context.Context, a ask, now time.Time) {
	const what = "Cafe24 client secret"
	refused, err := a.clientRefused(ctx)
	switch {
	case refused || err != nil && a.state.OwnSecret:
		since := now
		if a.state.OwnSecret {
			since = a.state.SecretRefused
		}
		d.check(what, errors.New(appSentences(connect.AppState{SecretRefused: since, OwnSecret: true}, "")[0]))
	case !a.state.SecretRefused.IsZero():
		d.warn(what, "Cafe24 does not refuse this CAFE24_CLIENT_SECRET, but it refuses that of a process that runs: restart it")
	case err != nil:
		d.check(what+" (cannot tell whether Cafe24 takes it: "+err.Error()+")", nil)
	default:
		d.check(what, nil)
	}
}

func (a ask) clientRefused(ctx context.Context) (bool, error) {
	if a.mall == "" {
		return false, errors.New(a.why)
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	return a.platform.ClientRefused(ctx, string(a.mall))
}

// apiVersion reports the version that is sent, and Cafe24's answer to it.
func (d *doctor) apiVersion(ctx context.Context, a ask, version string, now time.Time) {
	const what = "API version"
	err := a.call(ctx)
	used := a.platform.APIVersion()
	if used.InUse == used.Configured && !a.state.VersionRefused.IsZero() && err != nil {
		used.InUse = a.state.VersionUsed // as a running process has found out
	}
	switch old := versionDoubt(version, now); {
	case used.InUse != used.Configured:
		d.warn(what, appSentences(connect.AppState{VersionRefused: now, VersionUsed: used.InUse}, version)[0])
	case old != "":
		d.warn(what, old)
	case version == "":
		d.check(what+": none is sent, the one that is chosen in the developers console holds", nil)
	case err != nil:
		d.check(fmt.Sprintf("%s %s (cannot tell whether Cafe24 takes it: %v)", what, version, err), nil)
	default:
		d.check(what+" "+version, nil)
	}
}

// versionDoubt returns what is suspicious about a version itself.
func versionDoubt(version string, now time.Time) string {
	if version == "" {
		return ""
	}
	day, err := time.Parse(time.DateOnly, version)
	switch {
	case err != nil:
		return "CAFE24_API_VERSION is " + version + ", which is not a version like " + cafe24.DefaultAPIVersion
	case version > cafe24.DefaultAPIVersion:
		return version + " is newer than " + cafe24.DefaultAPIVersion + ", the newest that this program knows"
	case now.After(day.AddDate(1, 0, 0)):
		return version + " is older than a year: Cafe24 refuses a version a year after the next one, so set CAFE24_API_VERSION to a newer one"
	}
	return ""
}

// call requests one product with the mall's stored token. It does not renew the
// token.
func (a ask) call(ctx context.Context) error {
	if a.mall == "" {
		return errors.New(a.why)
	}
	if !time.Now().Before(a.token.AccessExpiresAt) {
		return errors.New("no mall has a token that lives")
	}
	source := func(context.Context, redact.Secret) (redact.Secret, error) { return a.token.Access, nil }
	_, err := a.platform.Mall(string(a.mall), source).Within(askTimeout).Products(ctx, cafe24.ProductQuery{Limit: 1, Fields: []string{"product_no"}})
	return err
}
