package web_test

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

const (
	benchProducts = 1000
	benchAtOnce   = 16
	benchSessions = 32
	benchPages    = 100
)

// aShopWithSales is a mall of 1,000 products with two variants each. Every
// variant sells and has a nightly forecast.
func aShopWithSales(tb testing.TB) (b *bench, w *browser, address string) {
	tb.Helper()
	store, address := postgrestest.Open(tb)
	store.Close()
	store, err := postgres.Open(tb.Context(), address, postgres.Options{Keyring: postgrestest.Keyring(tb)})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(store.Close)
	b = newBenchOn(tb, store)
	w = b.shop(tb, benchProducts)
	b.sellsAll(tb, benchProducts)
	_, err = store.Mall(mall).UpdateForecasts(tb.Context(), forecast.Window, time.Now().Add(time.Hour), func(p outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		return forecast.Nightly(p, held, nil, nil)
	}, forecast.SteadyUntil)
	if err != nil {
		tb.Fatal(err)
	}
	return b, w, address
}

// sellsAll calls [bench.sells] for every variant of n products.
func (b *bench) sellsAll(tb testing.TB, n int) {
	tb.Helper()
	now := b.clock.Now()
	plan, err := b.store.Mall(mall).ClaimDemand(tb.Context(), now, time.Minute)
	if err != nil {
		tb.Fatal(err)
	}
	plan.Step = demand.Days
	for {
		r, due := plan.Next(now)
		if !due {
			return
		}
		units := map[string][]int32{}
		for i := range 2 * n {
			days := make([]int32, r.Days())
			for d := range days {
				days[d] = int32((i*7 + d*d) % (2 + i%9))
			}
			units[variantCode(int64(i/2+1), i%2)] = days
		}
		reading := demand.Reading{Range: r, Units: units}
		if err := b.store.Mall(mall).SaveDemand(tb.Context(), &plan, reading, now, now.Add(time.Minute), forecast.DaysOfLevels); err != nil {
			tb.Fatal(err)
		}
		plan.Took(r, now)
	}
}

// plainPage is the smallest page of 50 rows: one query, and rows of six
// columns.
func plainPage(pool *pgxpool.Pool) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		rows, err := pool.Query(r.Context(), `
			SELECT v.variant_code, p.product_name, v.quantity, v.threshold, v.status, v.observed_at
			  FROM variants v JOIN products p USING (mall_id, product_no)
			 WHERE v.mall_id = $1 AND v.removed_at IS NULL ORDER BY v.urgent_rank, v.urgent_order, v.quantity, v.variant_code LIMIT 50`, mall)
		if err != nil {
			http.Error(rw, err.Error(), http.StatusInternalServerError)
			return
		}
		var page strings.Builder
		page.WriteString("<!doctype html><table>")
		var code, name, status string
		var quantity, threshold int
		var at time.Time
		_, err = pgx.ForEachRow(rows, []any{&code, &name, &quantity, &threshold, &status, &at}, func() error {
			fmt.Fprintf(&page, "<tr><td>%s<td>%s<td>%d<td>%d<td>%s<td>%s", html.EscapeString(code), html.EscapeString(name), quantity, threshold, status, at.Format(time.RFC3339))
			return nil
		})
		if err != nil {
			http.Error(rw, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = rw.Write([]byte(page.String()))
	}
}

// discarded is a response of which only the status and the length are kept.
type discarded struct {
	header http.Header
	status int
	length int
}

func (d *discarded) Header() http.Header    { return d.header }
func (d *discarded) WriteHeader(status int) { d.status = status }

func (d *discarded) Write(body []byte) (n int, err error) {
	d.length += len(body)
	return len(body), nil
}

// timed measures how long an answer takes, alone and with 16 at once.
func timed(b *testing.B, handler http.Handler, request func() *http.Request, n int) (alone, together time.Duration) {
	b.Helper()
	ask := func() {
		answer := discarded{header: http.Header{}, status: http.StatusOK}
		if handler.ServeHTTP(&answer, request()); answer.status != http.StatusOK {
			b.Errorf("status %d", answer.status)
		}
	}
	for range 20 {
		ask()
	}
	began := time.Now()
	for range n {
		ask()
	}
	alone = time.Since(began) / time.Duration(n)
	var left atomic.Int64
	left.Store(int64(4 * n))
	var all sync.WaitGroup
	began = time.Now()
	for range benchAtOnce {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				ask()
			}
		})
	}
	all.Wait()
	return alone, time.Since(began) / time.Duration(4*n)
}

// BenchmarkStockPage compares the stock page of 50 rows with a bare page of 50
// rows in the same process and database, in turns: alone, and with 16 at once.
// It does so again for a browser, which asks for a compressed page, with a
// million webhooks of the day, and for a saved threshold, which answers with its
// row. "x-bare" is how many bare pages one
// answer costs, "x-page" how many stock pages.
func BenchmarkStockPage(b *testing.B) {
	p := newPages(b)
	b.Run("page", func(b *testing.B) { p.compare(b, p.page) })
	b.Run("threshold", func(b *testing.B) { p.compare(b, p.threshold) })
	b.Run("compressed", func(b *testing.B) {
		p.compare(b, p.compressed)
	})
	p.fillHints(b, 1_000_000)
	b.Run("hints", func(b *testing.B) { p.compare(b, p.page) })
}

// pages are what [BenchmarkStockPage] compares.
type pages struct {
	handler, bare http.Handler
	pool          *pgxpool.Pool
	cookies       []string // one session alone is limited to 100 requests a second
	turn          atomic.Int64
	first         time.Duration // processor time of the page that was measured first; 0: none was
}

func newPages(b *testing.B) *pages {
	b.Helper()
	shop, w, address := aShopWithSales(b)
	pool, err := pgxpool.New(b.Context(), address)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(pool.Close)
	if _, err := pool.Exec(b.Context(), `ANALYZE`); err != nil {
		b.Fatal(err)
	}
	p := &pages{handler: shop.server.Handler(), bare: plainPage(pool), pool: pool, cookies: []string{w.sessionCookie()}}
	for len(p.cookies) < benchSessions {
		other := shop.browser(b)
		other.open(mall, cafe24sim.Launch{UserType: "P", UserID: "owner" + strconv.Itoa(len(p.cookies))}) // an operator has 20 sessions at most
		p.cookies = append(p.cookies, other.sessionCookie())
	}
	if n := strings.Count(w.get("/stock").want(http.StatusOK).body, `<tr id="row-`); n != 50 {
		b.Fatalf("%d rows", n)
	}
	return p
}

func (p *pages) page(b *testing.B) *http.Request {
	b.Helper()
	return p.request(b, http.MethodGet, "/stock", "")
}

// compressed asks for the page as a browser does.
func (p *pages) compressed(b *testing.B) *http.Request {
	b.Helper()
	r := p.page(b)
	r.Header.Set("Accept-Encoding", "gzip")
	return r
}

// threshold sets the threshold of another variant each time, to another number.
func (p *pages) threshold(b *testing.B) *http.Request {
	b.Helper()
	n := p.turn.Load()
	code := variantCode(n%benchProducts+1, 0)
	form := url.Values{"product_no": {strconv.FormatInt(n%benchProducts+1, 10)}, "variant_code": {code}, "threshold": {strconv.FormatInt(n%97, 10)}, "back": {"/stock"}}
	r := p.request(b, http.MethodPost, "/stock/threshold", form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	asked := htmx("tr#row-" + code)
	for i := 0; i < len(asked); i += 2 {
		r.Header.Set(asked[i], asked[i+1])
	}
	return r
}

func (p *pages) request(b *testing.B, method, path, body string) *http.Request {
	b.Helper()
	r := httptest.NewRequestWithContext(b.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Cookie", p.cookies[p.turn.Add(1)%benchSessions])
	return r
}

// fillHints stores n webhooks of the last day, and their number as it is kept.
func (p *pages) fillHints(b *testing.B, n int) {
	b.Helper()
	for _, statement := range []string{
		`INSERT INTO hints (mall_id, week, event_type, product_nos, received_at)
		 SELECT $1, date_trunc('week', at AT TIME ZONE 'UTC')::date, 'inventory', ARRAY[i % 1000 + 1], at
		   FROM (SELECT i, now() - i * interval '1 day' / $2 AS at FROM generate_series(1, $2::bigint) i) s`,
		`INSERT INTO hint_counts AS c (mall_id, bucket, hints)
		 SELECT $1, date_bin('10 minutes', now() - i * interval '10 minutes', '2000-01-01 00:00+00'), $2::bigint / 144 FROM generate_series(0, 143) i
		 ON CONFLICT (mall_id, bucket) DO UPDATE SET hints = c.hints + excluded.hints`,
	} {
		if _, err := p.pool.Exec(b.Context(), statement, mall, n); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := p.pool.Exec(b.Context(), `ANALYZE hints, hint_counts`); err != nil {
		b.Fatal(err)
	}
}

// compare measures an answer and a bare page in turns.
func (p *pages) compare(b *testing.B, request func(*testing.B) *http.Request) {
	b.Helper()
	database := p.pool.Config().ConnConfig.Database
	ask, askBare := func() *http.Request { return request(b) }, func() *http.Request { return p.page(b) }
	var alone, together, bareAlone, bareTogether, used, bareUsed time.Duration
	rounds := 0
	for b.Loop() {
		before := processorTime(b, database)
		a, t := timed(b, p.handler, ask, benchPages)
		alone, together, used = alone+a, together+t, used+processorTime(b, database)-before
		before = processorTime(b, database)
		a, t = timed(b, p.bare, askBare, benchPages)
		bareAlone, bareTogether, bareUsed = bareAlone+a, bareTogether+t, bareUsed+processorTime(b, database)-before
		rounds++
	}
	per := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(rounds) / 1000 }
	b.ReportMetric(per(alone), "ms/page")
	b.ReportMetric(per(together), "ms/page-at-16")
	b.ReportMetric(1000/per(together), "pages/s-at-16")
	b.ReportMetric(per(bareAlone), "ms/bare")
	b.ReportMetric(per(bareTogether), "ms/bare-at-16")
	b.ReportMetric(per(used)/(5*benchPages+20), "cpu-ms/page") // includes PostgreSQL's; other programs' work does not change it
	b.ReportMetric(per(bareUsed)/(5*benchPages+20), "cpu-ms/bare")
	answer := discarded{header: http.Header{}, status: http.StatusOK}
	p.handler.ServeHTTP(&answer, ask())
	b.ReportMetric(float64(answer.length)/1000, "kB/page")
	b.ReportMetric(float64(alone)/float64(bareAlone), "x-bare")
	b.ReportMetric(float64(together)/float64(bareTogether), "x-bare-at-16")
	used /= time.Duration(rounds)
	if p.first == 0 {
		p.first = used
	}
	if p.first > 0 {
		b.ReportMetric(float64(used)/float64(p.first), "x-page")
	}
}

// processorTime is the processor time that this process and the database's
// connections have used so far. It is 0 when the system does not report it.
func processorTime(b *testing.B, database string) (sum time.Duration) {
	b.Helper()
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range processes {
		command, _ := os.ReadFile(filepath.Join(path, "cmdline")) // a process that has ended has none
		if filepath.Base(path) != strconv.Itoa(os.Getpid()) && !bytes.Contains(command, []byte(" "+database+" ")) {
			continue
		}
		threads, _ := filepath.Glob(filepath.Join(path, "task", "*", "schedstat"))
		for _, thread := range threads {
			stat, _ := os.ReadFile(thread)
			ran, _, _ := strings.Cut(string(stat), " ") // nanoseconds; the ticks of "stat" are a sample
			ns, _ := strconv.ParseInt(ran, 10, 64)
			sum += time.Duration(ns)
		}
	}
	return sum
}

// sessionCookie returns the header with the browser's session.
func (w *browser) sessionCookie() string {
	w.t.Helper()
	u, err := url.Parse(w.bench.app.URL)
	if err != nil {
		w.t.Fatal(err)
	}
	jar, ok := w.client.Jar.(*cookiejar.Jar)
	if !ok {
		w.t.Fatal("no cookies")
	}
	var parts []string
	for _, c := range jar.Cookies(u) {
		parts = append(parts, c.Name+"="+c.Value)
	}
	return strings.Join(parts, "; ")
}
