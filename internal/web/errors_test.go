package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/web"
)

// failing is the real store with one method that fails.
type failing struct {
	web.Store

	fail func(ctx context.Context) error
}

func (f failing) Mall(id lowstock.MallID) web.MallStore { return failingMall{f.Store.Mall(id), f.fail} }

type failingMall struct {
	web.MallStore
	fail func(ctx context.Context) error
}

func (f failingMall) LatestSync(ctx context.Context) (inbound.Sync, error) {
	return inbound.Sync{}, f.fail(ctx)
}

// failingWith is a replica whose store fails at LatestSync. That read represents
// any read of a handler.
func (b *bench) failingWith(t *testing.T, fail func(context.Context) error) *bench {
	t.Helper()
	return b.replica(t, func(c *web.Config) { c.Store = failing{stores.Web(b.store), fail} })
}

func TestErrorsBecomeAnswers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sealed := b.owner(t, mall).cookie("__Host-session")
	secret := errors.New("SELECT password FROM users")
	for name, tc := range map[string]struct {
		err    error
		status int
		code   string
	}{
		"no code":        {secret, http.StatusInternalServerError, "INTERNAL"},
		"unavailable":    {lowstock.Fail(lowstock.CodeUnavailable, "error.unavailable", secret), http.StatusServiceUnavailable, "UNAVAILABLE"},
		"wrapped":        {fmt.Errorf("read: %w", lowstock.NotFound()), http.StatusNotFound, "NOT_FOUND"},
		"conflict":       {lowstock.Fail(lowstock.CodeConflict, "error.conflict", secret), http.StatusConflict, "CONFLICT"},
		"platform":       {lowstock.Fail(lowstock.CodeCafe24, "error.unavailable", secret), http.StatusBadGateway, "CAFE24_API_ERROR"},
		"token":          {lowstock.Fail(lowstock.CodeTokenExpired, "error.reconnect", secret), http.StatusUnauthorized, "TOKEN_EXPIRED"},
		"echo, wrapped":  {fmt.Errorf("bind: %w", echo.NewHTTPError(http.StatusNotFound, secret.Error())), http.StatusNotFound, "NOT_FOUND"},
		"echo, odd":      {echo.NewHTTPError(http.StatusTeapot, secret.Error()), http.StatusTeapot, "INVALID"},
		"echo, no error": {echo.NewHTTPError(http.StatusOK, secret.Error()), http.StatusInternalServerError, "INTERNAL"},
		"deadline":       {fmt.Errorf("read: %w", context.DeadlineExceeded), http.StatusServiceUnavailable, "UNAVAILABLE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := b.failingWith(t, func(context.Context) error { return tc.err }).browser(t)
			w.setSession(sealed)
			answer := w.get("/api/v1/sync").want(tc.status)
			problem(t, answer.object(), tc.code)
			if strings.Contains(answer.body, "SELECT") {
				t.Errorf("the cause is shown: %s", answer.body)
			}
		})
	}
}

func TestPanicIsAnAnswer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sealed := b.owner(t, mall).cookie("__Host-session")
	replica := b.failingWith(t, func(context.Context) error { panic("secret of the heap") })
	w := replica.browser(t)
	w.setSession(sealed)
	answer := w.get("/api/v1/sync").want(http.StatusInternalServerError)
	if strings.Contains(answer.body, "secret") || strings.Contains(answer.body, ".go") {
		t.Errorf("the panic is shown: %s", answer.body)
	}
	log := replica.log.String()
	if !strings.Contains(log, "secret of the heap") || !strings.Contains(log, "errors_test.go") {
		t.Error("the log has no stack")
	}
	if answer.Header.Get("Content-Security-Policy") == "" || answer.Header.Get("X-Request-Id") == "" {
		t.Errorf("headers %v", answer.Header)
	}
}

// A slow answer ends at the deadline. A client that has left is 499, in the log
// only.
func TestClientThatLeaves(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sealed := b.owner(t, mall).cookie("__Host-session")
	begun := make(chan struct{})
	replica := b.failingWith(t, func(ctx context.Context) error {
		if _, ok := ctx.Deadline(); !ok {
			t.Error("a request without a deadline")
		}
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	})
	ctx, cancel := context.WithCancel(t.Context())
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/sync", nil)
	req.AddCookie(&http.Cookie{Name: "__Host-session", Value: sealed})
	answer := httptest.NewRecorder()
	done := make(chan struct{})
	go func() {
		defer close(done)
		replica.server.Handler().ServeHTTP(answer, req)
	}()
	<-begun
	cancel()
	<-done
	if answer.Body.Len() > 0 {
		t.Errorf("an answer for nobody: %s", answer.Body)
	}
	if log := replica.log.String(); !strings.Contains(log, `"status":499`) || strings.Contains(log, `"level":"ERROR"`) {
		t.Errorf("log: %s", log)
	}
}

func TestErrorPageOrFragment(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	for name, tc := range map[string]struct {
		header []string
		page   bool
	}{
		"browser":          {nil, true},
		"htmx":             {[]string{"HX-Request", "true", "HX-Request-Type", "partial"}, false},
		"htmx, whole body": {[]string{"HX-Request", "true", "HX-Request-Type", "full"}, true},
		"htmx, boosted":    {[]string{"HX-Request", "true", "HX-Boosted", "true"}, true},
		"htmx, history":    {[]string{"HX-Request", "true", "HX-History-Restore-Request", "true"}, true},
	} {
		answer := w.get("/auth/install", append(tc.header, "Accept-Encoding", "identity")...).want(http.StatusUnauthorized)
		if got := strings.Contains(answer.body, "<html"); got != tc.page {
			t.Errorf("%s: page %v, want %v", name, got, tc.page)
		}
		if answer.Header.Get("Content-Length") == "" {
			t.Errorf("%s: no Content-Length", name)
		}
	}
}

func TestRequestLineAndMetrics(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	w.get("/api/v1/products/123?q=private").want(http.StatusNotFound)
	w.get("/wp-login.php").want(http.StatusNotFound)
	log := b.log.String()
	for _, part := range []string{
		`"mall":"hanbit"`, `"route":"/api/v1/products/:product_no"`, `"status":404`, `"code":"NOT_FOUND"`, `"duration":`, `"route":"none"`,
	} {
		if !strings.Contains(log, part) {
			t.Errorf("log lacks %s: %s", part, log)
		}
	}
	for _, part := range []string{"private", "/products/123", "wp-login", "hmac"} {
		if strings.Contains(log, part) {
			t.Errorf("log holds %s", part)
		}
	}
	ops := httptest.NewServer(web.OpsHandler(web.OpsConfig{Metrics: b.metrics, Addr: "127.0.0.1:9090"}))
	t.Cleanup(ops.Close)
	metrics := w.get(ops.URL + "/metrics").want(http.StatusOK)
	if !strings.Contains(metrics.body, `http_request_duration_seconds_count{method="GET",route="/api/v1/products/:product_no",status="404"} 1`) {
		t.Errorf("metrics: %.2000s", metrics.body)
	}
	w.get(ops.URL + "/debug/pprof/cmdline").want(http.StatusOK)
	w.get("/metrics").want(http.StatusNotFound)
}

func TestAnswersAreCompressed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	const path = "/api/v1/openapi.json"
	whole := w.get(path, "Accept-Encoding", "identity")
	for accept, want := range map[string]string{"br, gzip": "gzip", "gzip;q=0": "", "identity": "", "deflate": ""} {
		answer := w.get(path, "Accept-Encoding", accept).want(http.StatusOK)
		if got := answer.Header.Get("Content-Encoding"); got != want {
			t.Errorf("%q: Content-Encoding %q, want %q", accept, got, want)
		}
		if got := answer.Header.Get("Content-Length"); got != strconv.Itoa(len(answer.body)) {
			t.Errorf("%q: Content-Length %q of %d bytes", accept, got, len(answer.body))
		}
	}
	if unpacked := w.get(path); unpacked.body != whole.body { // the client decompresses by itself when the test names no encoding
		t.Error("the compressed answer is another one")
	}
	w.get("/healthz", "Accept-Encoding", "gzip").want(http.StatusOK)
}

// TestErrorsAreInTheLanguageOfTheSession uses a browser with another language,
// and a session that has ended.
func TestErrorsAreInTheLanguageOfTheSession(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	w := b.english(t)
	for _, path := range []string{"/nothing", "/stock/99"} {
		if r := w.get(path, "Accept-Language", "ko"); !strings.Contains(r.body, `<html lang="en"`) {
			t.Errorf("%s: %.300s", path, r.body)
		}
	}
	b.clock.advance(13 * time.Hour)
	if r := w.get("/stock", "Accept-Language", "ko"); r.StatusCode != http.StatusUnauthorized || !strings.Contains(r.body, `<html lang="en"`) {
		t.Errorf("ended: %d %.300s", r.StatusCode, r.body)
	}
}
