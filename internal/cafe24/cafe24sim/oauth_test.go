package cafe24sim_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

func (w *world) authorizeURL(change map[string]string) string {
	v := url.Values{
		"response_type": {"code"}, "client_id": {cafe24sim.DefaultClientID}, "state": {"s t&"},
		"redirect_uri": {"https://app.example/auth/callback"}, "scope": {"mall.read_product,mall.read_store"},
	}
	for k, value := range change {
		v.Set(k, value)
	}
	return "/mall/" + mall + "/api/v2/oauth/authorize?" + v.Encode()
}

// agree presses a button of the consent page and returns the query of the address
// to which the browser is sent.
func (w *world) agree(decision string, change map[string]string) url.Values {
	w.t.Helper()
	r := w.request(http.MethodPost, w.authorizeURL(change), url.Values{"decision": {decision}}.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a := w.do(r)
	to, err := url.Parse(a.header.Get("Location"))
	if a.status != http.StatusFound || err != nil || !strings.HasPrefix(to.String(), "https://app.example/auth/callback?") {
		w.t.Fatalf("consent: %d %s", a.status, to)
	}
	return to.Query()
}

func (w *world) exchange(form url.Values) answer {
	w.t.Helper()
	r := w.request(http.MethodPost, "/mall/"+mall+"/api/v2/oauth/token", form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(cafe24sim.DefaultClientID, cafe24sim.DefaultClientSecret)
	return w.do(r)
}

func codeForm(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {"https://app.example/auth/callback"}}
}

func refreshForm(token string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}
}

func refused(t *testing.T, a answer, status int, code string) {
	t.Helper()
	var e struct{ Error string }
	if a.status == http.StatusOK {
		t.Fatalf("not refused: %s", a.body)
	}
	e.Error = jsonField(t, a.body, "error")
	if a.status != status || e.Error != code {
		t.Errorf("got %d %s, want %d %s", a.status, e.Error, status, code)
	}
}

func TestConsentPageRefusesFrames(t *testing.T) {
	t.Parallel()
	w := empty(t)
	a := w.do(w.request(http.MethodGet, w.authorizeURL(nil), ""))
	if a.status != http.StatusOK || a.header.Get("X-Frame-Options") != "DENY" ||
		!strings.Contains(a.header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		t.Errorf("%d %v", a.status, a.header)
	}
	for _, scope := range []string{"mall.read_product", "mall.read_store"} {
		if !strings.Contains(string(a.body), scope) {
			t.Errorf("the page does not name %s", scope)
		}
	}
}

func TestConsentAnswers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		decision string
		change   map[string]string
		want     string
	}{
		"deny":            {"deny", nil, "access_denied"},
		"foreign scope":   {"allow", map[string]string{"scope": "mall.write_order"}, "invalid_scope"},
		"spaces":          {"allow", map[string]string{"scope": "mall.read_product mall.read_store"}, "invalid_scope"},
		"no state":        {"allow", map[string]string{"state": ""}, "invalid_request"},
		"another request": {"allow", map[string]string{"response_type": "token"}, "unsupported_response_type"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := empty(t)
			got := w.agree(tc.decision, tc.change)
			if got.Get("error") != tc.want || got.Has("code") {
				t.Errorf("got %v, want %s", got, tc.want)
			}
		})
	}
}

func TestConsentNeverRedirectsElsewhere(t *testing.T) {
	t.Parallel()
	w := empty(t)
	for _, change := range []map[string]string{{"redirect_uri": "https://app.example/auth/callback/"}, {"redirect_uri": "https://evil.example"}, {"client_id": "other"}} {
		a := w.do(w.request(http.MethodGet, w.authorizeURL(change), ""))
		if a.status != http.StatusBadRequest || a.header.Get("Location") != "" {
			t.Errorf("%v: %d %s", change, a.status, a.header.Get("Location"))
		}
		if _, err := w.Consent(mall, w.url+w.authorizeURL(change)); err == nil {
			t.Errorf("%v: consented", change)
		}
	}
}

func TestCodeBecomesTokensOnce(t *testing.T) {
	t.Parallel()
	w := empty(t)
	back := w.agree("allow", nil)
	if back.Get("state") != "s t&" {
		t.Errorf("state %q", back.Get("state"))
	}
	got := into[map[string]any](t, w.exchange(codeForm(back.Get("code"))))
	want := map[string]any{
		"expires_at": "2026-11-20T12:02:03.000", "refresh_token_expires_at": "2026-12-04T10:02:03.000", "issued_at": "2026-11-20T10:02:03.000",
		"client_id": cafe24sim.DefaultClientID, "mall_id": mall, "user_id": mall, "shop_no": "1", "token_type": "Bearer",
		"scopes": []any{"mall.read_product", "mall.read_store"}, "access_token": got["access_token"], "refresh_token": got["refresh_token"],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	refused(t, w.exchange(codeForm(back.Get("code"))), http.StatusBadRequest, "invalid_grant")
	if a := w.as(text(got, "access_token"), http.MethodGet, "categories", ""); a.status != http.StatusForbidden || !strings.Contains(string(a.body), "insufficient_scope") {
		t.Errorf("a scope that was not granted: %d %s", a.status, a.body)
	}
	if a := w.get("products"); a.status != http.StatusUnauthorized {
		t.Errorf("the token of the older consent: %d", a.status)
	}
}

func TestCodeExpires(t *testing.T) {
	t.Parallel()
	w := empty(t)
	early := w.agree("allow", nil).Get("code")
	w.clock.Advance(time.Minute - time.Millisecond)
	into[map[string]any](t, w.exchange(codeForm(early)))
	late := w.agree("allow", nil).Get("code")
	w.clock.Advance(time.Minute)
	refused(t, w.exchange(codeForm(late)), http.StatusBadRequest, "invalid_grant")
}

func TestCodeNeedsTheSameRedirect(t *testing.T) {
	t.Parallel()
	w := empty(t)
	form := codeForm(w.agree("allow", nil).Get("code"))
	form.Set("redirect_uri", "https://app.example/")
	refused(t, w.exchange(form), http.StatusBadRequest, "invalid_grant")
	form.Set("redirect_uri", "https://app.example/auth/callback")
	refused(t, w.exchange(form), http.StatusBadRequest, "invalid_grant") // the first try has used up the code
}

func TestRefreshRotates(t *testing.T) {
	t.Parallel()
	w := empty(t)
	first, err := w.Grant(mall)
	must(t, err)
	second := into[map[string]any](t, w.exchange(refreshForm(first.RefreshToken)))
	refused(t, w.exchange(refreshForm(first.RefreshToken)), http.StatusBadRequest, "invalid_grant")
	if a := w.as(text(second, "access_token"), http.MethodGet, "products", ""); a.status != http.StatusOK {
		t.Errorf("new access token: %d", a.status)
	}
	if a := w.as(first.AccessToken, http.MethodGet, "products", ""); a.status != http.StatusOK {
		t.Errorf("old access token lives until it expires: %d", a.status)
	}
	w.clock.Advance(2 * time.Hour)
	a := w.as(first.AccessToken, http.MethodGet, "products", "")
	if a.status != http.StatusUnauthorized || !strings.Contains(string(a.body), "access_token time expired.") {
		t.Errorf("after two hours: %d %s", a.status, a.body)
	}
	w.clock.Advance(14*24*time.Hour - 2*time.Hour)
	refused(t, w.exchange(refreshForm(text(second, "refresh_token"))), http.StatusBadRequest, "invalid_grant")
	if s := w.Stats(mall); s.Refreshes != 1 || s.InvalidGrants != 2 {
		t.Errorf("%+v", s)
	}
}

func TestTokenEndpointTakesBasicOnly(t *testing.T) {
	t.Parallel()
	w := empty(t)
	form := refreshForm("x")
	form.Set("client_id", cafe24sim.DefaultClientID)
	refused(t, w.exchange(form), http.StatusBadRequest, "invalid_request")

	r := w.request(http.MethodPost, "/mall/"+mall+"/api/v2/oauth/token", refreshForm("x").Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(cafe24sim.DefaultClientID, "wrong")
	refused(t, w.do(r), http.StatusUnauthorized, "invalid_client")

	r = w.request(http.MethodPost, "/mall/"+mall+"/api/v2/oauth/token", `{"grant_type":"refresh_token"}`)
	r.Header.Set("Content-Type", "application/json")
	r.SetBasicAuth(cafe24sim.DefaultClientID, cafe24sim.DefaultClientSecret)
	refused(t, w.do(r), http.StatusBadRequest, "invalid_request")
	refused(t, w.exchange(url.Values{"grant_type": {"password"}}), http.StatusBadRequest, "unsupported_grant_type")
}

func TestRevokedTokenIsDead(t *testing.T) {
	t.Parallel()
	w := empty(t)
	r := w.request(http.MethodPost, "/mall/"+mall+"/api/v2/oauth/revoke", url.Values{"token": {w.token}, "token_hint": {"access_token"}}.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(cafe24sim.DefaultClientID, cafe24sim.DefaultClientSecret)
	if a := w.do(r); a.status != http.StatusOK || len(a.body) != 0 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := w.get("products"); a.status != http.StatusUnauthorized {
		t.Errorf("after revoke: %d", a.status)
	}
}

func TestSpeedShortensTokens(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: -1, Speed: 60})
	w.clock.Advance(2*time.Minute - time.Second)
	if a := w.get("products"); a.status != http.StatusOK {
		t.Fatalf("%d", a.status)
	}
	w.clock.Advance(time.Second)
	if a := w.get("products"); a.status != http.StatusUnauthorized {
		t.Errorf("%d", a.status)
	}
}

func text(fields map[string]any, name string) string { return fmt.Sprint(fields[name]) }
