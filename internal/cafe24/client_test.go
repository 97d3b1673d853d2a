package cafe24_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/redact"
)

const expired = `{"error":{"code":401,"message":"access_token time expired.","more_info":{}}}`

type answer struct {
	status int
	body   string
}

// answering answers the n-th call with the n-th status and body, and repeats the
// last one.
func answering(seen *record[*http.Request], answers ...answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n := seen.add(r)
		answer := answers[min(n, len(answers))-1]
		w.Header().Set("X-Trace_ID", "trace-1")
		w.WriteHeader(answer.status)
		say(w, answer.body)
	}
}

const appBody = `{"app":{"version":"1.2"}}`

func TestRequestIsWhatCafe24Asks(t *testing.T) {
	t.Parallel()
	var seen record[*http.Request]
	client := serve(t, answering(&seen, answer{200, appBody}))
	app, err := client.App(t.Context())
	if err != nil || app.Version != "1.2" {
		t.Fatalf("%+v, %v", app, err)
	}
	r := seen.last()
	got := []string{r.Method, r.RequestURI, r.Header.Get("Authorization"), r.Header.Get("X-Cafe24-Api-Version"), r.Header.Get("Content-Type")}
	want := []string{"GET", "/mall/samplemall/api/v2/admin/apps", "Bearer access-1", "2026-09-01", "application/json"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// source returns the tokens in turn and records which ones the client called
// stale.
func source(stale *record[redact.Secret], tokens ...redact.Secret) cafe24.TokenSource {
	return func(_ context.Context, refused redact.Secret) (redact.Secret, error) {
		n := stale.add(refused)
		return tokens[min(n, len(tokens))-1], nil
	}
}

func TestExpiredTokenIsRefreshedOnce(t *testing.T) {
	t.Parallel()
	var seen record[*http.Request]
	var stale record[redact.Secret]
	p := servePlatform(t, answering(&seen, answer{401, expired}, answer{200, appBody}))
	if _, err := p.Mall(mallID, source(&stale, "old", "new")).App(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]redact.Secret{"", "old"}, stale.all()); diff != "" {
		t.Error("asked for tokens otherwise")
	}
	if got := seen.last().Header.Get("Authorization"); got != "Bearer new" {
		t.Errorf("second call with %s", got)
	}
}

func TestTokenThatStaysRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tokens []redact.Secret
		calls  int
	}{
		"after a refresh":    {[]redact.Secret{"old", "new"}, 2},
		"nothing newer held": {[]redact.Secret{"old"}, 1},
		"always a newer one": {[]redact.Secret{"old", "new", "newer", "newest"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen record[*http.Request]
			var stale record[redact.Secret]
			p := servePlatform(t, answering(&seen, answer{401, expired}))
			_, err := p.Mall(mallID, source(&stale, c.tokens...)).App(t.Context())
			auth, ok := errors.AsType[*cafe24.AuthError](err)
			if !ok || cafe24.Temporary(err) || auth.Message != "access_token time expired." || auth.TraceID != "trace-1" {
				t.Errorf("%v", err)
			}
			if api, ok := errors.AsType[*cafe24.APIError](err); !ok || api.Status != 401 {
				t.Error("not found as *APIError")
			}
			if len(seen.all()) != c.calls {
				t.Errorf("%d calls", len(seen.all()))
			}
		})
	}
}

func TestTokenSourceErrorIsFound(t *testing.T) {
	t.Parallel()
	var seen record[*http.Request]
	p := servePlatform(t, answering(&seen, answer{401, expired}))
	dead := &cafe24.OAuthError{Code: "invalid_grant"}
	for name, tokens := range map[string]cafe24.TokenSource{
		"at once": func(context.Context, redact.Secret) (redact.Secret, error) { return "", dead },
		"at the refresh": func(_ context.Context, stale redact.Secret) (redact.Secret, error) {
			if stale != "" {
				return "", fmt.Errorf("install: %w", dead)
			}
			return "old", nil
		},
	} {
		if _, err := p.Mall(mallID, tokens).App(t.Context()); !cafe24.InvalidGrant(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRefusalsAreTyped(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status           int
		body             string
		forbidden, scope bool
		code, message    string
		want             int
	}{
		"scope":              {403, `{"error":{"code":403,"message":"Insufficient_scope."}}`, true, true, "403", "Insufficient_scope.", 403},
		"flat scope":         {403, `{"error":"insufficient_scope","error_description":"The request requires higher privileges"}`, true, true, "insufficient_scope", "The request requires higher privileges", 403},
		"deleted":            {403, `{"error":{"code":"403","message":"You cannot request with that Client ID"}}`, true, false, "403", "You cannot request with that Client ID", 403},
		"wrong parameter":    {422, `{"error":{"code":422,"message":"limit","more_info":{"canary":1}}}`, false, false, "422", "limit", 422},
		"not found":          {404, `{"error":{"code":404,"message":"No API found."}}`, false, false, "404", "No API found.", 404},
		"error in a 200":     {200, `{"error":{"code":422,"message":"x"}}`, false, false, "422", "x", 422},
		"forbidden in a 200": {200, `{"error":{"code":"403","message":"x"}}`, true, false, "403", "x", 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen record[*http.Request]
			_, err := serve(t, answering(&seen, answer{c.status, c.body})).App(t.Context())
			api, ok := errors.AsType[*cafe24.APIError](err)
			if !ok || !api.Documented || api.Status != c.want || api.Code != c.code || api.Message != c.message || api.Endpoint != "GET apps" {
				t.Fatalf("%#v", err)
			}
			forbidden, ok := errors.AsType[*cafe24.ForbiddenError](err)
			if ok != c.forbidden || ok && (forbidden.MissingScope != c.scope || forbidden.CalledAt.IsZero()) {
				t.Errorf("forbidden %v: %#v", ok, err)
			}
			if len(seen.all()) != 1 || cafe24.Temporary(err) || strings.Contains(err.Error(), "canary") {
				t.Errorf("%d calls, %v", len(seen.all()), err)
			}
		})
	}
}

// An answer that does not come from the API itself, or has no meaning, is retried
// like a server error. It says nothing about the mall.
func TestAnswersWithoutMeaningPass(t *testing.T) {
	t.Parallel()
	const page = `<html><body><h1>403 Forbidden</h1> canary</body></html>`
	for name, c := range map[string]answer{
		"a firewall's page":             {403, page},
		"a refusal without a body":      {403, ``},
		"a proxy's own JSON":            {403, `{"timestamp":"2026-11-30T00:00:00Z","status":403,"error":"Forbidden","path":"/canary"}`},
		"a guard's own JSON":            {403, `{"message":"Request blocked"}`},
		"an error that is an empty one": {403, `{"error":{}}`},
		"a login page":                  {401, page},
		"a refusal of a proxy":          {407, ``},
		"a redirect":                    {302, ``},
		"a redirect for good":           {301, page},
		"not modified":                  {304, ``},
		"a conflict":                    {409, `{"error":{"code":409,"message":"Conflict"}}`},
		"a page that is gone":           {404, page},
		"a request that took too long":  {408, ``},
		"too early":                     {425, ``},
		"a teapot":                      {418, `{"error":{"code":418,"message":"x"}}`},
		"an odd error in a 200":         {200, `{"error":"oops"}`},
		"an error beside the key":       {200, `{"app":{"version":"1"},"error":{"message":"x"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen, put record[*http.Request]
			var stale record[redact.Secret]
			p := servePlatform(t, answering(&seen, c))
			_, err := p.Mall(mallID, source(&stale, "access-1", "access-2")).App(t.Context())
			if !cafe24.Temporary(err) || strings.Contains(err.Error(), "canary") {
				t.Errorf("%v", err)
			}
			_, forbidden := errors.AsType[*cafe24.ForbiddenError](err)
			_, auth := errors.AsType[*cafe24.AuthError](err)
			if forbidden || auth || len(seen.all()) != 3 || len(stale.all()) != 1 {
				t.Errorf("a verdict %v %v, %d calls, asked for %d tokens", forbidden, auth, len(seen.all()), len(stale.all()))
			}
			if app, err := serve(t, answering(new(record[*http.Request]), c, answer{200, appBody})).App(t.Context()); err != nil || app.Version != "1.2" {
				t.Errorf("once: %v", err)
			}
			if _, err := serve(t, answering(&put, c)).SetWebhookReception(t.Context(), true); err == nil || len(put.all()) != 1 {
				t.Errorf("a PUT was sent %d times, %v", len(put.all()), err)
			}
		})
	}
}

func TestBrokenServerIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, status := range []int{500, 502, 503, 504} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			var seen record[*http.Request]
			if _, err := serve(t, answering(&seen, answer{status, "<html>"}, answer{status, ""}, answer{200, appBody})).App(t.Context()); err != nil {
				t.Error(err)
			}
			var all record[*http.Request]
			_, err := serve(t, answering(&all, answer{status, "<html>"})).App(t.Context())
			if api, ok := errors.AsType[*cafe24.APIError](err); !ok || api.Status != status || !cafe24.Temporary(err) || len(all.all()) != 3 {
				t.Errorf("%d calls, %v", len(all.all()), err)
			}
			var put record[*http.Request]
			_, err = serve(t, answering(&put, answer{status, ""})).SetWebhookReception(t.Context(), true)
			if len(put.all()) != 1 || err == nil {
				t.Errorf("a PUT was sent %d times, %v", len(put.all()), err)
			}
		})
	}
}

func TestCutAnswerIsTriedAgain(t *testing.T) {
	t.Parallel()
	var seen record[*http.Request]
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if seen.add(r) == 1 {
			w.Header().Set("Content-Length", "500")
		}
		say(w, appBody)
	})
	if app, err := client.App(t.Context()); err != nil || app.Version != "1.2" || len(seen.all()) != 2 {
		t.Errorf("%+v, %v, %d calls", app, err, len(seen.all()))
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	p := newPlatform(t, func(c *cafe24.Config) { c.APIURL = server.URL + "/mall/{mall_id}" })
	_, err := p.Mall(mallID, holding("access-1")).ProductsCount(t.Context(), cafe24.ProductQuery{SupplierCode: "S000000A"})
	if _, ok := errors.AsType[*cafe24.NetworkError](err); !ok || !cafe24.Temporary(err) || strings.Contains(err.Error(), "S000000A") {
		t.Error(err)
	}
	_, err = p.Refresh(t.Context(), mallID, "refresh-0")
	if _, ok := errors.AsType[*cafe24.NetworkError](err); !ok || !cafe24.Temporary(err) {
		t.Error(err)
	}
}

// A redirect must not carry the token to another host.
func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("followed") }))
	t.Cleanup(other.Close)
	p := servePlatform(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	})
	if _, err := p.Mall(mallID, holding("access-1")).App(t.Context()); err == nil {
		t.Error("no error")
	}
	if _, err := p.Exchange(t.Context(), mallID, "c0de"); err == nil {
		t.Error("no error")
	}
	if err := p.Revoke(t.Context(), mallID, "access-1", "access_token"); err == nil {
		t.Error("no error")
	}
}

// hanging is a platform that accepts the call and never answers.
type hanging struct{ calls record[string] }

func (h *hanging) RoundTrip(req *http.Request) (*http.Response, error) {
	h.calls.add(req.URL.Path)
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func TestHangingCallsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &hanging{}
		p := newPlatform(t, func(c *cafe24.Config) { c.Transport = fake })
		client := p.Mall(mallID, holding("access-1"))
		start := time.Now()
		_, err := client.App(t.Context())
		if _, ok := errors.AsType[*cafe24.NetworkError](err); !ok || !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if took := time.Since(start); took != 10*time.Second || len(fake.calls.all()) != 1 { // the caller has other calls to make
			t.Errorf("%d calls in %s", len(fake.calls.all()), took)
		}
		start = time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		if _, err := client.App(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 4*time.Second {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := client.App(ctx); !errors.Is(err, context.Canceled) || cafe24.Temporary(err) {
			t.Errorf("who gave up himself is told %v", err)
		}
		start = time.Now()
		if _, err := p.Refresh(t.Context(), mallID, "refresh-0"); !cafe24.Temporary(err) || time.Since(start) != 10*time.Second {
			t.Errorf("token call: %v after %s", err, time.Since(start))
		}
	})
}

// endless answers with more bytes than the client may read.
type endless struct{}

func (endless) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(blanks{}), Request: req}, nil
}

type blanks struct{}

func (blanks) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte(" "), len(p))), nil }

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, func(c *cafe24.Config) { c.Transport = endless{} })
	_, err := p.Mall(mallID, holding("access-1")).App(t.Context())
	if _, ok := errors.AsType[*cafe24.DecodeError](err); !ok {
		t.Error(err)
	}
	if _, err := p.Refresh(t.Context(), mallID, "refresh-0"); err == nil {
		t.Error("no error")
	}
}

// A 429 in the body of a 200 stops the mall like any other 429.
func TestLimitInTheBody(t *testing.T) {
	t.Parallel()
	var seen record[*http.Request]
	client := serve(t, answering(&seen, answer{200, `{"error":{"code":429,"message":"Too Many Requests"}}`}, answer{200, appBody}))
	start := time.Now()
	if _, err := client.App(t.Context()); err != nil || time.Since(start) < time.Second {
		t.Errorf("%v after %s", err, time.Since(start))
	}
}

// The log never contains a secret, and it contains what happened.
func TestLogShowsWhatHappenedAndNoSecrets(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer // only this goroutine's calls write to it
	var seen record[*http.Request]
	server := httptest.NewServer(answering(&seen, answer{401, expired}, answer{429, "canary-body"}, answer{500, "canary-body"}, answer{200, appBody}))
	t.Cleanup(server.Close)
	p := newPlatform(t, func(c *cafe24.Config) {
		c.APIURL = server.URL + "/{mall_id}"
		c.Log = slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	var stale record[redact.Secret]
	if _, err := p.Mall(mallID, source(&stale, "canary-old", "canary-new")).App(t.Context()); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, want := range []string{`"status":401`, `"status":429`, `"status":500`, `"status":200`, `"endpoint":"GET apps"`, `"mall":"samplemall"`} {
		if !strings.Contains(text, want) {
			t.Errorf("log lacks %s", want)
		}
	}
	if strings.Contains(text, "canary") {
		t.Errorf("log shows a secret: %s", text)
	}
}
