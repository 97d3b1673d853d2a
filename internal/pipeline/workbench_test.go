package pipeline_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/stores"
)

const (
	mall  = lowstock.MallID(cafe24sim.DefaultMall)
	owner = "owner@shop.test"
)

// options are the settings of a test's bench. The zero value needs no
// confirmation of alerts and sweeps rarely.
type options struct {
	products      int // of each mall; 0: 3
	hint, confirm time.Duration
	sweep, watch  time.Duration
	recipients    []string
	idle          bool // does not start to work
	once          bool // Cafe24 tries a webhook only once
	malls         []string
}

// bench is the whole path between a simulated Cafe24, a real database and a
// recording sender.
type bench struct {
	clock    *clock
	sim      *cafe24sim.Server
	platform *cafe24.Platform
	store    *postgres.Store
	database string
	work     *pipeline.Pipeline
	intake   *pipeline.Intake
	outbox   *outbox
	cut      *cutLists
}

func newBench(t *testing.T, o options) *bench {
	t.Helper()
	if o.products == 0 {
		o.products = 3
	}
	b := &bench{clock: &clock{}, outbox: &outbox{changed: make(chan struct{})}}
	b.store, b.database = newStore(t)
	b.serveMall(t, o)
	b.connect(t, o.recipients)
	b.intake = pipeline.NewIntake(pipeline.IntakeConfig{Store: unhurried{b.store}, Delay: o.hint})
	b.work = b.process(t, b.store, o)
	b.run(t, b.intake.Run)
	if !o.idle {
		b.start(t, b.work)
	}
	return b
}

// process makes the background work of one process.
func (b *bench) process(t *testing.T, store *postgres.Store, o options) *pipeline.Pipeline {
	t.Helper()
	work, err := pipeline.New(pipeline.Config{
		Store: stores.Pipeline(store), Platform: b.platform, Sender: b.outbox, Pool: store.Pool(), Listening: store.Listening(), Now: b.clock.Now,
		Installer:    install.New(install.Config{Store: stores.Install(store), Platform: b.platform, Now: b.clock.Now}),
		ConfirmDelay: o.confirm, SweepInterval: o.sweep, WatchInterval: o.watch, Tick: 50 * time.Millisecond,
		Registerer: prometheus.NewRegistry(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return work
}

// newStore makes a store with connections for the steps and for River.
func newStore(t *testing.T) (store *postgres.Store, database string) {
	t.Helper()
	database = postgrestest.Database(t)
	return connectStore(t, database), database
}

func connectStore(t *testing.T, database string) *postgres.Store {
	t.Helper()
	store, err := postgres.Open(t.Context(), database, postgres.Options{MaxConns: 12, Keyring: postgrestest.Keyring(t), Slow: 10})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}

// serveMall starts the simulator and the address that its webhooks go to.
func (b *bench) serveMall(t *testing.T, o options) {
	t.Helper()
	config := cafe24sim.Config{
		Malls: o.malls, Products: o.products, AppURL: "https://app.test", RedirectURI: "https://app.test/auth/callback", Now: b.clock.Now,
	}
	if o.once {
		config.WebhookRetries = []time.Duration{}
	}
	b.sim = cafe24sim.New(config)
	api := httptest.NewServer(b.sim.Handler())
	t.Cleanup(api.Close)
	b.sim.SetBaseURL(api.URL)
	hooks := httptest.NewServer(http.HandlerFunc(b.hook))
	t.Cleanup(hooks.Close)
	b.sim.SetApp(cafe24sim.App{URL: "https://app.test", RedirectURI: "https://app.test/auth/callback", WebhookURL: hooks.URL})
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	b.cut = &cutLists{next: transport}
	b.platform = b.platformOf(t, cafe24sim.DefaultClientSecret)
	b.run(t, b.sim.Run)
}

// cutLists, switched on, ends every product list after its first page, or does
// not answer for the others.
type cutLists struct {
	next http.RoundTripper
	on   atomic.Bool
	hang atomic.Bool
	logs atomic.Pointer[func(url.Values) (status int, body string)] // answers requests for Cafe24's webhook log; nil: the simulator answers
}

// RoundTrip implements [http.RoundTripper].
func (c *cutLists) RoundTrip(r *http.Request) (*http.Response, error) {
	if logs := c.logs.Load(); logs != nil && strings.HasSuffix(r.URL.Path, "/webhooks/logs") {
		status, body := (*logs)(r.URL.Query())
		return &http.Response{StatusCode: status, Header: http.Header{}, Request: r, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
	since := r.URL.Query().Get("since_product_no")
	if c.hang.Load() && since != "" && since != "0" {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	if !c.on.Load() || since == "" || since == "0" {
		return c.next.RoundTrip(r)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{}, Request: r, Body: io.NopCloser(strings.NewReader(`{"products":[]}`)),
	}, nil
}

// hook handles a webhook as package web does.
func (b *bench) hook(w http.ResponseWriter, r *http.Request) {
	body := make([]byte, 64<<10)
	n, _ := r.Body.Read(body)
	proof, err := b.platform.VerifyWebhook(r.Header, body[:n])
	if err != nil {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	event, err := cafe24.ParseEvent(body[:n])
	if err == nil {
		_, err = b.intake.Take(r.Context(), pipeline.HintOf(proof, event, b.clock.Now()))
	}
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

// connect gives the mall the state that consent creates: tokens stored, first
// sync due.
func (b *bench) connect(t *testing.T, recipients []string) {
	t.Helper()
	if _, err := b.store.Mall(mall).LaunchMall(t.Context(), "ko"); err != nil {
		t.Fatal(err)
	}
	b.settle(t, recipients)
	b.consent(t, mall)
}

// consent gives the app a mall's first pair of tokens, or its next.
func (b *bench) consent(t *testing.T, id lowstock.MallID) {
	t.Helper()
	now := b.clock.Now()
	grant, err := b.sim.Grant(string(id))
	if err != nil {
		t.Fatal(err)
	}
	err = b.store.Mall(id).Connect(t.Context(), connect.Token{
		Access: redact.Secret(grant.AccessToken), Refresh: redact.Secret(grant.RefreshToken), Scopes: grant.Scopes,
		IssuedAt: now, AccessExpiresAt: grant.AccessExpires, RefreshExpiresAt: grant.RefreshExpires,
		NextRefreshAt: now.Add(time.Hour),
	}, now)
	if err != nil {
		t.Fatal(err)
	}
}

// settle sets that all recipients are notified at once. All have confirmed.
func (b *bench) settle(t *testing.T, recipients []string) {
	t.Helper()
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.CollectSeconds, settings.Recipients = 0, nil
	for _, email := range recipients {
		settings.Recipients = append(settings.Recipients, preference.Recipient{Email: email, Immediate: true, Digest: preference.DigestOff})
	}
	if err := b.store.Mall(mall).SaveSettings(t.Context(), settings, "kim", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	for _, email := range recipients {
		if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), email, b.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	b.admin(t, `DELETE FROM messages WHERE purpose = 'confirm'`) // they got the confirmation mail long ago
}

// unsearchable drops the indexes of the search. They take most of the time of
// writing a large catalogue, and a test that searches nothing has no use for
// them.
const unsearchable = `DROP INDEX variant_texts_search, variant_texts_key`

// admin runs SQL as the owner and bypasses the store.
func (b *bench) admin(t *testing.T, sql string, args ...any) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), b.database)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Error(err)
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// run runs background work until the test is over.
func (b *bench) run(t *testing.T, work func(context.Context)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan struct{})
	go func() { defer close(ended); work(ctx) }()
	t.Cleanup(func() { cancel(); <-ended })
}

func (b *bench) start(t *testing.T, work *pipeline.Pipeline) {
	t.Helper()
	if err := work.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.stop(t, work) })
}

func (b *bench) stop(t *testing.T, work *pipeline.Pipeline) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
	defer cancel()
	if err := work.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// synced waits for the end of the sync that is running.
func (b *bench) synced(t *testing.T) inbound.Sync {
	t.Helper()
	var sync inbound.Sync
	until(t, func() string {
		var err error
		if sync, err = b.store.Mall(mall).LatestSync(t.Context()); err != nil {
			return err.Error()
		}
		if sync.State == inbound.SyncRunning || sync.State == inbound.SyncNever {
			return fmt.Sprintf("sync is %s at %d of %d", sync.State, sync.ProductsDone, sync.ProductsTotal)
		}
		return ""
	})
	return sync
}

// stocked gives every variant the same quantity instead of a random one.
func (b *bench) stocked(t *testing.T, quantity int) (codes []string) {
	t.Helper()
	for _, p := range b.sim.Products(string(mall)) {
		for _, v := range p.Variants {
			err := b.sim.SetInventory(string(mall), v.Code, func(v *cafe24sim.Variant) {
				v.Quantity, v.Untracked, v.Oversell, v.Hidden, v.NotSelling = quantity, false, false, false, false
			})
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, v.Code)
		}
		shown := false
		if err := b.sim.EditProduct(string(mall), p.No, cafe24sim.Edit{Hidden: &shown, NotSelling: &shown}); err != nil {
			t.Fatal(err)
		}
	}
	return codes
}

func (b *bench) threshold(t *testing.T, n int) {
	t.Helper()
	_, _, err := b.store.Mall(mall).SetRule(t.Context(), lowstock.RuleChange{Threshold: &n}, b.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
}

func (b *bench) setStock(t *testing.T, code string, quantity int) {
	t.Helper()
	if err := b.sim.SetStock(string(mall), code, quantity); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) faults(t *testing.T, f cafe24sim.Faults) {
	t.Helper()
	if err := b.sim.SetFaults(string(mall), f); err != nil {
		t.Fatal(err)
	}
}

// hintProduct sends the webhook of an edit, which says nothing about stock.
func (b *bench) hintProduct(t *testing.T, code string) {
	t.Helper()
	if err := b.sim.FireWebhook(string(mall), 90002, map[string]any{"product_no": b.productOf(t, code)}); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) productOf(t *testing.T, code string) int {
	t.Helper()
	for _, p := range b.sim.Products(string(mall)) {
		for _, v := range p.Variants {
			if v.Code == code {
				return p.No
			}
		}
	}
	t.Fatalf("no variant %s", code)
	return 0
}

// incidents returns all incidents of a variant, open and closed, newest first.
func (b *bench) incidents(t *testing.T, code string) []lowstock.Incident {
	t.Helper()
	all, _, err := b.store.Mall(mall).Incidents(t.Context(), listing.Params{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var of []lowstock.Incident
	for _, i := range all {
		if i.VariantCode == code {
			of = append(of, i)
		}
	}
	return of
}

func (b *bench) known(t *testing.T, code string) int {
	t.Helper()
	rows, _, err := b.store.Mall(mall).Inventory(t.Context(), listing.Params{ProductNo: int64(b.productOf(t, code)), Limit: 100, Sort: listing.SortCode})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row.Code == code {
			return row.Quantity
		}
	}
	return -1
}
