package pipeline_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/worklist"
)

// ledger is a mall whose sales are counted with a clock that stands still
// between calls. Its catalogue is not read: only the units sold matter.
type ledger struct {
	*desk
	t     *testing.T
	sim   *cafe24sim.Server
	calls *slowCalls
	codes []string
}

// newLedger makes a mall that has granted these scopes. Without scopes it has
// granted all. The time is a night in the mall's time zone.
func newLedger(t *testing.T, config cafe24sim.Config, scopes ...string) *ledger {
	t.Helper()
	l := &ledger{desk: newDesk(t, time.Date(2026, 11, 24, 4, 0, 0, 0, seoul), 0), t: t}
	config.AppURL, config.RedirectURI, config.Now = "https://app.test", "https://app.test/auth/callback", l.clock.Now
	if config.Products == 0 {
		config.Products = 6
	}
	l.sim = cafe24sim.New(config)
	api := httptest.NewServer(l.sim.Handler())
	t.Cleanup(api.Close)
	l.sim.SetBaseURL(api.URL)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	l.calls = &slowCalls{next: transport, clock: l.clock}
	l.work = l.process(1000, l.calls)
	l.firstSync(t)
	l.allow(scopes...)
	for _, p := range l.sim.Products(string(mall)) {
		for _, v := range p.Variants {
			l.codes = append(l.codes, v.Code)
		}
	}
	return l
}

// process makes the background work of one process.
func (l *ledger) process(rate float64, transport http.RoundTripper) *pipeline.Pipeline {
	l.t.Helper()
	return l.logged(rate, transport, slog.New(slog.DiscardHandler))
}

// logged makes the background work of one process with a log.
func (l *ledger) logged(rate float64, transport http.RoundTripper, log *slog.Logger) *pipeline.Pipeline {
	l.t.Helper()
	platform := l.platform(rate, transport)
	work, err := pipeline.New(pipeline.Config{
		Store: stores.Pipeline(l.store), Platform: platform, Sender: l.post, Pool: l.store.Pool(), Now: l.clock.Now, Log: log,
		Installer: install.New(install.Config{Store: stores.Install(l.store), Platform: platform, Now: l.clock.Now}),
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return work
}

func (l *ledger) platform(rate float64, transport http.RoundTripper) *cafe24.Platform {
	l.t.Helper()
	platform, err := cafe24.New(cafe24.Config{
		ClientID: cafe24sim.DefaultClientID, ClientSecret: cafe24sim.DefaultClientSecret, WebhookKey: cafe24sim.DefaultWebhookKey,
		RedirectURI: "https://app.test/auth/callback", APIURL: l.sim.APIURL(), Transport: transport, Now: l.clock.Now, Rate: rate,
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return platform
}

// allow is a consent with these scopes.
func (l *ledger) allow(scopes ...string) {
	l.t.Helper()
	grant, err := l.sim.Grant(string(mall), scopes...)
	if err != nil {
		l.t.Fatal(err)
	}
	now := l.clock.Now()
	err = l.store.Mall(mall).Connect(l.t.Context(), connect.Token{
		Access: redact.Secret(grant.AccessToken), Refresh: redact.Secret(grant.RefreshToken), Scopes: grant.Scopes,
		IssuedAt: now, AccessExpiresAt: now.Add(1e4 * time.Hour), RefreshExpiresAt: now.Add(1e4 * time.Hour), NextRefreshAt: now.Add(1e4 * time.Hour),
	}, now)
	if err != nil {
		l.t.Fatal(err)
	}
}

// dueAt returns when the counting is due next.
func (l *ledger) dueAt() time.Time {
	l.t.Helper()
	return rowsOf[struct{ At time.Time }](l.t, l.desk, `SELECT next_at FROM demand_reads`)[0].At
}

func (l *ledger) step(ctx context.Context) error {
	return l.work.Step(ctx, worklist.Due{Kind: worklist.DueDemand, Mall: mall})
}

// count does the due work until the nightly counting is finished, and returns
// the number of jobs. The simulator's tokens would not live that long.
func (l *ledger) count() (jobs int) {
	l.t.Helper()
	for end := l.clock.Now().Add(6 * time.Hour); l.dueAt().Before(end); jobs++ {
		l.clock.to(l.dueAt())
		if err := persist(func() error { return l.step(l.t.Context()) }); err != nil {
			l.t.Fatal(err)
		}
		if jobs > 40 {
			l.t.Fatal("the counting does not end")
		}
	}
	return jobs
}

// nightlyRun waits for the next counting, with tokens that are still valid.
func (l *ledger) nightlyRun() {
	l.t.Helper()
	l.clock.to(l.dueAt())
	at := l.dueAt()
	l.allow()
	l.admin(l.t, `UPDATE demand_reads SET next_at = $1`, at)
	l.count()
}

func (l *ledger) today() time.Time { return localtime.DayOf(l.clock.Now(), seoul) }

// series returns all known sales, by variant.
func (l *ledger) series(days int) map[string][]demand.Day {
	l.t.Helper()
	list, err := l.store.Mall(mall).Demand(l.t.Context(), l.codes, l.today().AddDate(0, 0, -days), l.today().AddDate(0, 0, -1))
	if err != nil {
		l.t.Fatal(err)
	}
	known := map[string][]demand.Day{}
	for _, s := range list {
		known[s.VariantCode] = s.Days
	}
	return known
}

// wantSold compares every day of every variant with the simulator's own orders.
func (l *ledger) wantSold(days int) {
	l.t.Helper()
	from := l.today().AddDate(0, 0, -days)
	sold := map[string][]int32{}
	for _, code := range l.codes {
		sold[code] = make([]int32, days)
	}
	for _, o := range l.sim.Orders(string(mall)) {
		n := int(localtime.DayOf(o.PaidAt, seoul).Sub(from).Hours() / 24)
		if o.PaidAt.IsZero() || n < 0 || n >= days {
			continue
		}
		for i := range o.Items {
			sold[o.Items[i].VariantCode][n] += int32(o.Kept(i))
		}
	}
	wrong := 0
	for code, list := range l.series(days) {
		for n, d := range list {
			if d.Units == sold[code][n] && d.State != demand.Unknown {
				continue
			}
			if wrong++; wrong < 10 {
				l.t.Errorf("%s, %d days ago: %+v, sold %d", code, days-n, d, sold[code][n])
			}
		}
	}
	if wrong > 0 {
		l.t.Errorf("%d days are wrong", wrong)
	}
}

func (l *ledger) progress() demand.Progress {
	l.t.Helper()
	p, err := l.store.Mall(mall).DemandProgress(l.t.Context(), l.clock.Now())
	if err != nil {
		l.t.Fatal(err)
	}
	return p
}

func (l *ledger) put(placed, paid time.Time, items ...cafe24sim.Bought) (id string) {
	l.t.Helper()
	id, err := l.sim.PutOrder(string(mall), placed, paid, items...)
	if err != nil {
		l.t.Fatal(err)
	}
	return id
}

// fullPage answers with a list of orders that never ends.
func fullPage(r *http.Request) (*http.Response, error) {
	rows := make([]string, 500)
	for n := range rows {
		rows[n] = fmt.Sprintf(`{"order_id":"%s-%d"}`, r.URL.Query().Get("offset"), n)
	}
	body := io.NopCloser(strings.NewReader(`{"orders":[` + strings.Join(rows, ",") + `]}`))
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: r, Body: body}, nil
}
