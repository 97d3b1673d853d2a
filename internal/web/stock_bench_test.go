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
		return forecast.Nightly(p, held, nil)
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

// discarded is a response of which only the status is kept.
type discarded struct {
	header http.Header
	status int
}

func (d *discarded) Header() http.Header                  { return d.header }
func (d *discarded) WriteHeader(status int)               { d.status = status }
func (d *discarded) Write(body []byte) (n int, err error) { return len(body), nil }

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
// A ratio is how many bare pages one stock page costs.
func BenchmarkStockPage(b *testing.B) {
	shop, w, address := aShopWithSales(b)
	pool, err := pgxpool.New(b.Context(), address)
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(b.Context(), `ANALYZE`); err != nil {
		b.Fatal(err)
	}
	database := pool.Config().ConnConfig.Database
	cookies := []string{w.sessionCookie()} // one session alone is limited to 100 requests a second
	for len(cookies) < benchSessions {
		other := shop.browser(b)
		other.launch(mall)
		cookies = append(cookies, other.sessionCookie())
	}
	var turn atomic.Int64
	request := func() *http.Request {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/stock", nil)
		r.Header.Set("Cookie", cookies[turn.Add(1)%benchSessions])
		return r
	}
	if n := strings.Count(w.get("/stock").want(http.StatusOK).body, `<tr id="row-`); n != 50 {
		b.Fatalf("%d rows", n)
	}
	var alone, together, bareAlone, bareTogether, used, bareUsed time.Duration
	rounds := 0
	for b.Loop() {
		before := processorTime(b, database)
		a, t := timed(b, shop.server.Handler(), request, benchPages)
		alone, together, used = alone+a, together+t, used+processorTime(b, database)-before
		before = processorTime(b, database)
		a, t = timed(b, plainPage(pool), request, benchPages)
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
	b.ReportMetric(float64(alone)/float64(bareAlone), "x-bare")
	b.ReportMetric(float64(together)/float64(bareTogether), "x-bare-at-16")
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
		stat, _ := os.ReadFile(filepath.Join(path, "stat"))
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		for _, n := range fields[min(11, len(fields)):min(13, len(fields))] { // user and system mode, in hundredths of a second
			ticks, _ := strconv.Atoi(n)
			sum += time.Duration(ticks) * 10 * time.Millisecond
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
