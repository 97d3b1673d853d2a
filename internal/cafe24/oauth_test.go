package cafe24_test

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
)

const tokenBody = `{"access_token":"access-1","expires_at":"2021-03-01T14:00:00.000","refresh_token":"refresh-1",
 "refresh_token_expires_at":"2021-03-15T12:00:00.000","client_id":"client+id","mall_id":"samplemall","user_id":"samplemall",
 "scopes":["mall.read_product"],"issued_at":"2021-03-01T12:00:00.000","shop_no":"1","token_type":"Bearer"}`

// tokenNow is when tokenBody was issued: noon in Korea.
func tokenNow() time.Time { return time.Date(2021, 3, 1, 3, 0, 0, 0, time.UTC) }

// oauthServer gives every call the same answer and checks that Cafe24 would accept the call.
func oauthServer(t *testing.T, status int, contentType, body string, form url.Values) *cafe24.Platform {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		want := "Basic " + base64.StdEncoding.EncodeToString([]byte("client+id:"+clientSecret))
		if got := r.Header.Get("Authorization"); got != want {
			t.Errorf("Authorization %q, want %q", got, want)
		}
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(form, r.PostForm); form != nil && diff != "" {
			t.Error(diff)
		}
		if r.Method != http.MethodPost || !strings.HasPrefix(r.URL.Path, "/mall/samplemall/api/v2/oauth/") || r.URL.RawQuery != "" {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		say(w, body)
	}))
	t.Cleanup(server.Close)
	return newPlatform(t, func(c *cafe24.Config) {
		c.APIURL, c.Now = server.URL+"/mall/{mall_id}", tokenNow
	})
}

func TestAuthorizeURL(t *testing.T) {
	t.Parallel()
	got := newPlatform(t, nil).AuthorizeURL(mallID, "st&te")
	want := "https://samplemall.cafe24api.com/api/v2/oauth/authorize?client_id=client%2Bid&redirect_uri=https%3A%2F%2Fapp.example%2Fauth%2Fcallback" +
		"&response_type=code&scope=mall.read_product%2Cmall.read_store&state=st%26te"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestExchange(t *testing.T) {
	t.Parallel()
	p := oauthServer(t, 200, "application/json", tokenBody, url.Values{
		"grant_type": {"authorization_code"}, "code": {"c0de"}, "redirect_uri": {"https://app.example/auth/callback"},
	})
	got, err := p.Exchange(t.Context(), mallID, "c0de")
	if err != nil {
		t.Fatal(err)
	}
	want := cafe24.Token{
		Access: "access-1", Refresh: "refresh-1", IssuedAt: tokenNow(), AccessExpiresAt: tokenNow().Add(2 * time.Hour),
		RefreshExpiresAt: tokenNow().Add(14 * 24 * time.Hour), Scopes: []string{"mall.read_product"},
		MallID: mallID, UserID: "samplemall", ShopNo: 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !got.Granted("mall.read_product") || got.Granted("mall.read_store") {
		t.Error("Granted does not go by what was granted")
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	// Some JSON answers have the content type text/plain.
	p := oauthServer(t, 200, "text/plain", tokenBody, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"refresh-0"}})
	got, err := p.Refresh(t.Context(), mallID, "refresh-0")
	if err != nil || got.Access != "access-1" || got.Refresh != "refresh-1" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRevoke(t *testing.T) {
	t.Parallel()
	form := url.Values{"token": {"access-1"}, "token_hint": {"access_token"}}
	if err := oauthServer(t, 200, "", "", form).Revoke(t.Context(), mallID, "access-1", "access_token"); err != nil {
		t.Error(err)
	}
	err := oauthServer(t, 401, "", `{"error":"invalid_client"}`, form).Revoke(t.Context(), mallID, "access-1", "access_token")
	if oe, ok := errors.AsType[*cafe24.OAuthError](err); !ok || oe.Code != "invalid_client" {
		t.Error(err)
	}
}

func TestTokenRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		status    int
		body      string
		code      string
		temporary bool
	}{
		{"invalid_grant with 400", 400, `{"error":"invalid_grant","error_description":"Invalid refresh_token"}`, "invalid_grant", false},
		{"invalid_grant with 401", 401, `{"error":"invalid_grant"}`, "invalid_grant", false},
		{"invalid_grant with 200", 200, `{"error":"invalid_grant"}`, "invalid_grant", false},
		{"invalid_grant with 500", 500, `{"error":"invalid_grant"}`, "invalid_grant", false},
		{"invalid_client", 401, `{"error":"invalid_client"}`, "invalid_client", false},
		{"server_error", 400, `{"error":"server_error"}`, "server_error", true},
		{"page of a proxy", 502, "<html>Bad gateway</html>", "", true},
		{"unavailable", 503, "", "", true},
		{"too many", 429, "", "", true},
		{"page with 400", 400, "<html>canary</html>", "", false},
		{"admin envelope", 500, `{"error":{"code":500,"message":"oops"}}`, "", true},
		{"redirect", 302, "", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := oauthServer(t, c.status, "application/json", c.body, nil).Refresh(t.Context(), mallID, "refresh-0")
			oe, ok := errors.AsType[*cafe24.OAuthError](err)
			if !ok || oe.Code != c.code {
				t.Fatalf("got %v", err)
			}
			if cafe24.Temporary(err) != c.temporary || cafe24.InvalidGrant(err) != (c.code == "invalid_grant") {
				t.Errorf("temporary %v, invalid grant %v", cafe24.Temporary(err), cafe24.InvalidGrant(err))
			}
			if strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "refresh-0") {
				t.Errorf("error repeats the body or the token: %v", err)
			}
		})
	}
}

func TestTokenThatIsNone(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"page":             "<html>canary</html>",
		"empty":            "",
		"no access token":  `{"refresh_token":"canary"}`,
		"no refresh token": `{"access_token":"canary"}`,
		"list":             `["canary"]`,
		"null":             `null`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := oauthServer(t, 200, "application/json", body, nil).Exchange(t.Context(), mallID, "c0de")
			if _, ok := errors.AsType[*cafe24.DecodeError](err); !ok {
				t.Fatalf("got %v", err)
			}
			if strings.Contains(err.Error(), "canary") || cafe24.InvalidGrant(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestTokenOfAnotherMall(t *testing.T) {
	t.Parallel()
	body := strings.Replace(tokenBody, `"mall_id":"samplemall"`, `"mall_id":"othermall1"`, 1)
	if _, err := oauthServer(t, 200, "", body, nil).Exchange(t.Context(), mallID, "c"); !errors.Is(err, cafe24.ErrTokenMall) {
		t.Error(err)
	}
	body = strings.Replace(tokenBody, `"mall_id":"samplemall",`, "", 1)
	if _, err := oauthServer(t, 200, "", body, nil).Exchange(t.Context(), mallID, "c"); err != nil {
		t.Error(err)
	}
}

// A broken connection may have used up the refresh token; the error must not look like a refusal.
func TestTokenCut(t *testing.T) {
	t.Parallel()
	p := servePlatform(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "500")
		say(w, tokenBody[:100])
	})
	_, err := p.Refresh(t.Context(), mallID, "refresh-0")
	if _, ok := errors.AsType[*cafe24.NetworkError](err); !ok || !cafe24.Temporary(err) || cafe24.InvalidGrant(err) {
		t.Errorf("got %v", err)
	}
}
