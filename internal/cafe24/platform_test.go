package cafe24_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/redact"
)

const (
	clientSecret = "s3cret/+=?&%한글" // needs escaping wherever a step might escape it
	webhookKey   = "key-of-the-webhooks"
	mallID       = "samplemall"
)

func config() cafe24.Config {
	return cafe24.Config{
		ClientID: "client+id", ClientSecret: clientSecret, WebhookKey: webhookKey,
		RedirectURI: "https://app.example/auth/callback", Scopes: []string{"mall.read_product", "mall.read_store"},
	}
}

func newPlatform(t *testing.T, change func(*cafe24.Config)) *cafe24.Platform {
	t.Helper()
	cfg := config()
	if change != nil {
		change(&cfg)
	}
	p, err := cafe24.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// serve starts a server in place of Cafe24 and returns a client for it that holds
// a token.
func serve(t *testing.T, handler http.HandlerFunc) *cafe24.Client {
	t.Helper()
	return servePlatform(t, handler).Mall(mallID, holding("access-1"))
}

func servePlatform(t *testing.T, handler http.HandlerFunc) *cafe24.Platform {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return newPlatform(t, func(c *cafe24.Config) { c.APIURL = server.URL + "/mall/{mall_id}" })
}

func readFile(tb testing.TB, name string) []byte {
	tb.Helper()
	body, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	return body
}

func TestNewRefusesWhatIsUnsafe(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*cafe24.Config){
		"no client id":         func(c *cafe24.Config) { c.ClientID = "" },
		"no client secret":     func(c *cafe24.Config) { c.ClientSecret = "" },
		"blank client secret":  func(c *cafe24.Config) { c.ClientSecret = " " },
		"no webhook key":       func(c *cafe24.Config) { c.WebhookKey = "" },
		"no redirect":          func(c *cafe24.Config) { c.RedirectURI = "" },
		"negative launch age":  func(c *cafe24.Config) { c.LaunchMaxAge = -time.Second },
		"negative rate":        func(c *cafe24.Config) { c.Rate = -1 },
		"address without host": func(c *cafe24.Config) { c.APIURL = "https:///x" },
		"address with user":    func(c *cafe24.Config) { c.APIURL = "https://a:b@host/{mall_id}" },
		"address with query":   func(c *cafe24.Config) { c.APIURL = "https://host/?m={mall_id}" },
		"file address":         func(c *cafe24.Config) { c.APIURL = "file:///etc" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			change(&cfg)
			if _, err := cafe24.New(cfg); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestNewNamesEveryProblem(t *testing.T) {
	t.Parallel()
	_, err := cafe24.New(cafe24.Config{})
	for _, name := range []string{"ClientID", "ClientSecret", "WebhookKey", "RedirectURI"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error does not name %s: %v", name, err)
		}
	}
}

func TestMallIDIsCheckedBeforeItBecomesAnAddress(t *testing.T) {
	t.Parallel()
	p := servePlatform(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("called %s", r.URL) })
	for _, id := range []string{"", "ab", "-abc", "Abc", "a.b.c", "evil.example/", "mall@x", "a:80", "a b c", "가나다", "a\nbc", strings.Repeat("a", 51)} {
		if _, err := p.Mall(id, holding("x")).App(t.Context()); !errors.Is(err, cafe24.ErrMallID) {
			t.Errorf("%q: App: %v", id, err)
		}
		if _, err := p.Refresh(t.Context(), id, "r"); !errors.Is(err, cafe24.ErrMallID) {
			t.Errorf("%q: Refresh: %v", id, err)
		}
		if err := p.Revoke(t.Context(), id, "r", "refresh_token"); !errors.Is(err, cafe24.ErrMallID) {
			t.Errorf("%q: Revoke: %v", id, err)
		}
		if got := p.AuthorizeURL(id, "s"); got != "" {
			t.Errorf("%q: AuthorizeURL: %s", id, got)
		}
	}
}

func TestSecretNeverShows(t *testing.T) {
	t.Parallel()
	const canary = "canary-4711"
	secret := redact.Secret(canary)
	var out bytes.Buffer
	p := newPlatform(t, func(c *cafe24.Config) {
		c.ClientSecret, c.WebhookKey = secret, secret
		c.Transport = &http.Transport{} // a transport of its own: fmt reads all of it while other tests use the shared one
	})
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10s", "%T %v"} {
		fmt.Fprintf(&out, verb+"\n", secret)
		fmt.Fprintf(&out, verb+"\n", struct{ S redact.Secret }{secret})
		fmt.Fprintf(&out, verb+"\n", &struct{ S []redact.Secret }{[]redact.Secret{secret}})
		fmt.Fprintf(&out, verb+"\n", cafe24.Token{Access: secret, Refresh: secret})
		fmt.Fprintf(&out, verb+"\n", p)
		fmt.Fprintf(&out, verb+"\n", p.Mall(mallID, holding(secret)))
		fmt.Fprintf(&out, verb+"\n", cafe24.Config{ClientSecret: secret, WebhookKey: secret})
	}
	for _, h := range []slog.Handler{slog.NewJSONHandler(&out, nil), slog.NewTextHandler(&out, nil)} {
		slog.New(h).InfoContext(t.Context(), "m", "secret", secret, "token", cafe24.Token{Access: secret})
	}
	raw, err := json.Marshal(map[string]any{"a": secret, "b": cafe24.Token{Refresh: secret}, "c": &secret})
	if err != nil {
		t.Fatal(err)
	}
	out.Write(raw)
	out.WriteString(secret.String() + secret.GoString())
	if text := out.String(); strings.Contains(text, canary) || strings.Contains(text, fmt.Sprintf("%x", canary)) {
		t.Errorf("secret shows in %s", text)
	}
	if secret.Reveal() != canary {
		t.Error("Reveal does not")
	}
}
