package install_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/team"
)

const (
	mall        = lowstock.MallID(cafe24sim.DefaultMall)
	redirectURI = "https://app.test/auth/callback"
)

// clock runs with real time and can be moved ahead.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// bench is an installer between a simulated Cafe24 and a real database.
type bench struct {
	*install.Installer

	clock    *clock
	sim      *cafe24sim.Server
	platform *cafe24.Platform
	store    *postgres.Store
	database string
	scopes   []string
}

func newBench(t *testing.T, scopes ...string) *bench {
	t.Helper()
	return newBenchOf(t, nil, scopes...)
}

// newBenchOf makes a bench of several malls.
func newBenchOf(t *testing.T, malls []string, scopes ...string) *bench {
	t.Helper()
	if len(scopes) == 0 {
		scopes = []string{"mall.read_product", "mall.read_store"}
	}
	c := &clock{}
	sim := cafe24sim.New(cafe24sim.Config{
		Malls: malls, Products: 3, AppURL: "https://app.test", RedirectURI: redirectURI, Now: c.Now,
	})
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(server.Close)
	sim.SetBaseURL(server.URL)
	b := &bench{clock: c, sim: sim, scopes: scopes}
	b.platform = b.platformOf(t, cafe24sim.DefaultClientSecret)
	b.store, b.database = postgrestest.Open(t)
	b.Installer = b.another(stores.Install(b.store))
	return b
}

// platformOf returns Cafe24 as a process with this client secret sees it.
func (b *bench) platformOf(t *testing.T, secret redact.Secret) *cafe24.Platform {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	platform, err := cafe24.New(cafe24.Config{
		ClientID: cafe24sim.DefaultClientID, ClientSecret: secret, WebhookKey: cafe24sim.DefaultWebhookKey,
		RedirectURI: redirectURI, APIURL: b.sim.APIURL(), Scopes: b.scopes, Transport: transport, Now: b.clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return platform
}

// behaving is a store with replaced mall methods.
type behaving struct {
	install.Store
	mall func(install.MallStore) install.MallStore
}

func (b behaving) Mall(id lowstock.MallID) install.MallStore { return b.mall(b.Store.Mall(id)) }

// anotherWith makes an installer like that of a second process, on such a
// store.
func (b *bench) anotherWith(mall func(install.MallStore) install.MallStore) *install.Installer {
	return b.another(behaving{stores.Install(b.store), mall})
}

// another makes an installer like that of a second process.
func (b *bench) another(store install.Store) *install.Installer {
	return install.New(install.Config{Store: store, Platform: b.platform, Now: b.clock.Now})
}

func (b *bench) launchQuery(l cafe24sim.Launch) string {
	_, query, _ := strings.Cut(b.sim.LaunchURL(string(mall), l), "?")
	return query
}

// connect launches and consents without a browser.
func (b *bench) connect(t *testing.T) connect.Token {
	t.Helper()
	launch := cafe24sim.Launch{Extra: map[string]string{"auth_config": rand.Text()}} // two launches within one second would be equal
	if _, _, _, err := b.Launch(t.Context(), b.launchQuery(launch)); err != nil {
		t.Fatal(err)
	}
	address, cookie, err := b.Begin(t.Context(), mall, team.Operator{ID: "owner"}, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Callback(t.Context(), b.agree(t, address), cookie); err != nil {
		t.Fatal(err)
	}
	return b.token(t)
}

// agree is the merchant's consent. It returns the query that the browser brings
// back.
func (b *bench) agree(t *testing.T, authorizeURL string) url.Values {
	t.Helper()
	back, err := b.sim.Consent(string(mall), authorizeURL)
	if err != nil {
		t.Fatal(err)
	}
	return queryOf(t, back)
}

func (b *bench) token(t *testing.T) connect.Token {
	t.Helper()
	token, err := b.store.Mall(mall).Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (b *bench) state(t *testing.T) lowstock.Mall {
	t.Helper()
	m, err := b.store.Mall(mall).Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func queryOf(t *testing.T, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

// press does what a browser does with a form: it posts the form and returns the
// address of the redirect.
func press(ctx context.Context, t *testing.T, address, decision string) string {
	t.Helper()
	client := &http.Client{
		Timeout: 2 * time.Minute, Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	form := url.Values{"decision": {decision}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // nothing is left to be lost
	if res.StatusCode != http.StatusFound {
		t.Fatalf("consent page answered %d", res.StatusCode)
	}
	return res.Header.Get("Location")
}

func keyOf(err error) string {
	if e, ok := errors.AsType[*lowstock.Error](err); ok {
		return e.Key
	}
	return ""
}
