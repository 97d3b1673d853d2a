package web_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web"
)

const (
	mall      = lowstock.MallID("hanbit")
	otherMall = lowstock.MallID("dalbit")
)

// bench is the whole web part with a working Cafe24, a real database and a
// browser. The app is served over TLS, as its cookies require.
type bench struct {
	clock    *clock
	log      *logBook
	sim      *cafe24sim.Server
	platform *cafe24.Platform
	store    *postgres.Store
	intake   *unhurried
	metrics  *prometheus.Registry
	links    notify.Links
	server   *web.Server
	app      *httptest.Server
}

// newBench builds the app. The functions in change may replace any part of its configuration.
func newBench(tb testing.TB, change ...func(*web.Config)) *bench {
	tb.Helper()
	return newBenchOn(tb, postgrestest.New(tb), change...)
}

// newBenchOn is newBench on a database of the caller.
func newBenchOn(tb testing.TB, store *postgres.Store, change ...func(*web.Config)) *bench {
	tb.Helper()
	b := &bench{clock: &clock{}, log: &logBook{}, store: store, metrics: prometheus.NewRegistry()}
	b.app = httptest.NewUnstartedServer(http.NotFoundHandler())
	appURL := "https://" + b.app.Listener.Addr().String()
	b.serveMall(tb, appURL)
	cfg := b.config(tb, appURL)
	for _, set := range change {
		set(&cfg)
	}
	b.serve(tb, cfg)
	return b
}

func (b *bench) serve(tb testing.TB, cfg web.Config) {
	tb.Helper()
	server, err := web.New(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	b.server = server
	b.app.Config.Handler = server.Handler()
	b.app.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	b.app.StartTLS()
	tb.Cleanup(b.app.Close)
}

// replica starts one more process on the same database.
func (b *bench) replica(t *testing.T, change func(*web.Config)) *bench {
	t.Helper()
	other := *b
	other.metrics = prometheus.NewRegistry()
	other.app = httptest.NewUnstartedServer(http.NotFoundHandler())
	cfg := other.config(t, "https://"+other.app.Listener.Addr().String())
	change(&cfg)
	other.serve(t, cfg)
	return &other
}

// serveMall starts the simulator.
func (b *bench) serveMall(tb testing.TB, appURL string) {
	tb.Helper()
	b.sim = cafe24sim.New(cafe24sim.Config{
		Products: 3, Malls: []string{string(mall), string(otherMall)}, Now: b.clock.Now,
		AppURL: appURL, RedirectURI: appURL + "/auth/callback",
	})
	api := httptest.NewServer(b.sim.Handler())
	tb.Cleanup(api.Close)
	b.sim.SetBaseURL(api.URL)
	transport := &http.Transport{}
	tb.Cleanup(transport.CloseIdleConnections)
	var err error
	b.platform, err = cafe24.New(cafe24.Config{
		ClientID: cafe24sim.DefaultClientID, ClientSecret: cafe24sim.DefaultClientSecret, WebhookKey: cafe24sim.DefaultWebhookKey,
		RedirectURI: appURL + "/auth/callback", APIURL: b.sim.APIURL(), Transport: transport, Now: b.clock.Now,
		Scopes: []string{"mall.read_product", "mall.read_category", "mall.read_store"},
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func (b *bench) config(tb testing.TB, appURL string) web.Config {
	tb.Helper()
	log := slog.New(slog.NewJSONHandler(b.log, nil))
	sender, err := notify.New(notify.Config{
		SMTP: notify.SMTP{Host: "127.0.0.1", Port: 1}, From: "Stock <stock@app.test>", AppURL: appURL,
		LinkKey: []byte("0123456789abcdef"), Now: b.clock.Now,
	})
	if err != nil {
		tb.Fatal(err)
	}
	b.links = sender.Links()
	codes, err := team.NewMint([][]byte{key('a')}, "codes of consents")
	if err != nil {
		tb.Fatal(err)
	}
	installer := install.New(install.Config{Store: stores.Install(b.store), Platform: b.platform, Codes: codes, Now: b.clock.Now, Log: log})
	b.intake = &unhurried{Intake: pipeline.NewIntake(pipeline.IntakeConfig{Store: unhurriedStore{b.store}})}
	work, err := pipeline.New(pipeline.Config{
		Store: stores.Pipeline(b.store), Platform: b.platform, Installer: installer, Sender: sender, Pool: b.store.Pool(), Listening: b.store.Listening(), Now: b.clock.Now, Log: log,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return web.Config{
		AppURL: appURL, SessionKeys: [][]byte{key('a')}, FrameAncestors: ownAdmin,
		AuthorizeURL: b.sim.APIURL(), AdminURL: b.sim.AdminURL(),
		Platform: b.platform, Store: stores.Web(b.store), Intake: b.intake, Install: installer, Work: work, Links: b.links, Targets: sender, Messages: sender,
		Metrics: b.metrics, Log: log, Now: b.clock.Now,
	}
}

func key(fill byte) []byte { return bytes.Repeat([]byte{fill}, 32) }

// routes returns the table of routes of the router.
func (b *bench) routes(t *testing.T) []*echo.Route {
	t.Helper()
	e, ok := b.server.Handler().(*echo.Echo)
	if !ok {
		t.Fatalf("Handler is a %T", b.server.Handler())
	}
	return e.Routes()
}

// browser keeps cookies and does not follow redirects by itself.
type browser struct {
	t      testing.TB
	bench  *bench
	client *http.Client
	header http.Header // sent with every request
}

func (b *bench) browser(tb testing.TB) *browser {
	tb.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	client := *b.app.Client()
	client.Jar = jar
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{t: tb, bench: b, client: &client, header: http.Header{}}
}

// framed returns a browser that shows the app inside the admin.
func (b *bench) framed(tb testing.TB) *browser {
	tb.Helper()
	w := b.browser(tb)
	w.header.Set("Sec-Fetch-Dest", "iframe")
	return w
}

// reply is an answer that was read to its end.
type reply struct {
	*http.Response

	t    testing.TB
	body string
}

func (w *browser) do(method, path, body string, header ...string) reply {
	w.t.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = w.bench.app.URL + path
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	maps.Copy(req.Header, w.header)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := w.client.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	text, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return reply{Response: res, t: w.t, body: string(text)}
}

func (w *browser) get(path string, header ...string) reply {
	w.t.Helper()
	return w.do(http.MethodGet, path, "", header...)
}

func (w *browser) post(path, body string, header ...string) reply {
	w.t.Helper()
	return w.do(http.MethodPost, path, body, header...)
}

// cookie returns the value of a cookie that the browser would send to the app.
func (w *browser) cookie(name string) string {
	w.t.Helper()
	u, err := url.Parse(w.bench.app.URL)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range w.client.Jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// want fails the test when the status is another one.
func (r reply) want(status int) reply {
	r.t.Helper()
	if r.StatusCode != status {
		r.t.Fatalf("%s %s: status %d, want %d: %.300s", r.Request.Method, r.Request.URL.Path, r.StatusCode, status, r.body)
	}
	return r
}

// follow requests the page that a form has redirected to, whose address begins
// with a prefix.
func (w *browser) follow(r reply, location string) reply {
	r.t.Helper()
	to := r.want(http.StatusSeeOther).Header.Get("Location")
	if !strings.HasPrefix(to, location) {
		r.t.Fatalf("went to %q, want %q…", to, location)
	}
	return w.get(to)
}

var carriedCode = regexp.MustCompile(`[?&]window=[A-Za-z0-9_-]{43}$`)

// to fails the test when the answer is not a 303 to location.
func (r reply) to(location string) reply {
	r.t.Helper()
	r.want(http.StatusSeeOther)
	// The first launch in a frame adds a code, in case the browser keeps no
	// cookie.
	if got := carriedCode.ReplaceAllString(r.Header.Get("Location"), ""); got != location {
		r.t.Fatalf("Location %q, want %q", got, location)
	}
	return r
}

// object reads the answer as a JSON object.
func (r reply) object() map[string]any {
	r.t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(r.body), &out); err != nil {
		r.t.Fatalf("not JSON: %v: %.300s", err, r.body)
	}
	return out
}

// launch opens the app as the owner of a mall does.
func (w *browser) launch(of lowstock.MallID) reply {
	w.t.Helper()
	return w.open(of, cafe24sim.Launch{})
}

func (w *browser) open(of lowstock.MallID, as cafe24sim.Launch) reply {
	w.t.Helper()
	if as.Extra == nil { // two launches within a second would be the same launch
		as.Extra = map[string]string{"auth_config": w.t.Name() + time.Now().String()}
	}
	return w.get(w.bench.sim.LaunchURL(string(of), as))
}

// connect puts a mall into the state after consent.
func (b *bench) connect(tb testing.TB, of lowstock.MallID) {
	tb.Helper()
	grant, err := b.sim.Grant(string(of))
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := b.store.Mall(of).LaunchMall(tb.Context(), "ko"); err != nil {
		tb.Fatal(err)
	}
	now := b.clock.Now()
	err = b.store.Mall(of).Connect(tb.Context(), connect.Token{
		Access: redact.Secret(grant.AccessToken), Refresh: redact.Secret(grant.RefreshToken), Scopes: grant.Scopes,
		IssuedAt: now, AccessExpiresAt: grant.AccessExpires, RefreshExpiresAt: grant.RefreshExpires,
		NextRefreshAt: now.Add(time.Hour),
	}, now)
	if err != nil {
		tb.Fatal(err)
	}
}

// owner returns a browser with a session of a connected mall.
func (b *bench) owner(tb testing.TB, of lowstock.MallID) *browser {
	tb.Helper()
	b.connect(tb, of)
	w := b.browser(tb)
	w.launch(of).to("/stock")
	return w
}

// runIntake starts the intake, which commits webhooks.
func (b *bench) runIntake(t *testing.T) {
	t.Helper()
	b.intake.runs.Store(true)
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.intake.Run(t.Context())
	}()
	t.Cleanup(func() { <-done })
}
