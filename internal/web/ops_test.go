package web_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/web"
)

const opsToken = "ops-token-0123456789-0123456789-0123"

// operations is the operators' listener with a list of jobs that counts what
// is deleted.
type operations struct {
	t       *testing.T
	url     string
	deleted int
	log     bytes.Buffer
}

func newOperations(t *testing.T, addr string, token redact.Secret) *operations {
	t.Helper()
	o := &operations{t: t}
	jobs := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			o.deleted++
		}
	})
	server := httptest.NewServer(web.OpsHandler(web.OpsConfig{
		Metrics: prometheus.NewRegistry(), Jobs: jobs, Addr: addr, Token: token, Log: slog.New(slog.NewTextHandler(&o.log, nil)),
	}))
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

// ask sends a request with pairs of header and value.
func (o *operations) ask(method, path string, header ...string) *http.Response {
	o.t.Helper()
	req, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, http.NoBody)
	if err != nil {
		o.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
	}
	answer, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		o.t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		o.t.Fatal(err)
	}
	return answer
}

// TestAReboundNameDeletesNoJob is the attack by DNS rebinding: a site lets its
// own name lead to this machine, so to the browser its page and the operators'
// listener are one origin.
func TestAReboundNameDeletesNoJob(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]*operations{
		"loopback": newOperations(t, "127.0.0.1:9090", ""), "everywhere": newOperations(t, ":9090", opsToken), "a name": newOperations(t, "ops.internal:9090", opsToken),
	} {
		for _, host := range []string{"evil.example", "evil.example:9090", "127.0.0.1.evil.example", "localhost.evil.example:9090", "10.1.2.3:9090", "[2001:db8::1]:9090"} {
			for _, path := range []string{"/jobs/api/jobs/delete", "/metrics", "/debug/pprof/heap"} {
				for _, method := range []string{http.MethodPost, http.MethodGet} {
					answer := o.ask(method, path, "Host", host, "Origin", "http://"+host, "Sec-Fetch-Site", "same-origin", "Authorization", "Bearer "+opsToken)
					if answer.StatusCode != http.StatusForbidden {
						t.Errorf("%s: %s %s of %q answers %d", name, method, path, host, answer.StatusCode)
					}
				}
			}
		}
		if o.deleted > 0 {
			t.Errorf("%s: %d jobs are deleted", name, o.deleted)
		}
		if strings.Contains(o.log.String(), opsToken) || !strings.Contains(o.log.String(), "reason=host") || !strings.Contains(o.log.String(), "from=127.0.0.1:") {
			t.Errorf("%s: the log says %s", name, o.log.String())
		}
	}
}

func TestTheOperatorsNames(t *testing.T) {
	t.Parallel()
	machine, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		addr, host string
		good       bool
	}{
		{"127.0.0.1:9090", "127.0.0.1:9090", true},
		{"127.0.0.1:9090", "localhost", true},
		{"127.0.0.1:9090", "LocalHost.:9999", true},
		{"127.0.0.1:9090", "[::1]:9090", true},
		{"127.0.0.1:9090", "ops.internal:9090", false},
		{"ops.internal:9090", "ops.internal:9090", true},
		{"10.1.2.3:9090", "10.1.2.3:9090", true},
		{"10.1.2.3:9090", "10.1.2.4:9090", false},
		{":9090", machine + ":9090", true},
		{"0.0.0.0:9090", machine, true},
		{"127.0.0.1:9090", machine + ".evil.example", false},
	} {
		o := newOperations(t, test.addr, "")
		want := http.StatusForbidden
		if test.good {
			want = http.StatusOK
		}
		if answer := o.ask(http.MethodGet, "/metrics", "Host", test.host); answer.StatusCode != want {
			t.Errorf("%s answers %d under %s", test.addr, answer.StatusCode, test.host)
		}
	}
}

func TestOperatorsShowTheToken(t *testing.T) {
	t.Parallel()
	o := newOperations(t, "127.0.0.1:9090", opsToken)
	basic := func(user, password string) string {
		req := http.Request{Header: http.Header{}}
		req.SetBasicAuth(user, password)
		return req.Header.Get("Authorization")
	}
	for _, path := range []string{"/metrics", "/jobs/", "/debug/pprof/", "/debug/pprof/cmdline", "/nothing"} {
		for _, bad := range []string{"", "Bearer ", "Bearer x" + opsToken, "Bearer " + opsToken + "x", "bearer", opsToken, "Basic x", basic(opsToken, ""), basic("ops", "x")} {
			answer := o.ask(http.MethodGet, path, "Authorization", bad)
			if answer.StatusCode != http.StatusUnauthorized || len(answer.Header.Values("WWW-Authenticate")) != 2 {
				t.Errorf("%s with %q answers %d", path, bad, answer.StatusCode)
			}
		}
	}
	for _, good := range []string{"Bearer " + opsToken, basic("ops", opsToken), basic("", opsToken)} {
		for _, path := range []string{"/metrics", "/jobs/", "/debug/pprof/cmdline"} {
			if answer := o.ask(http.MethodGet, path, "Authorization", good); answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Security-Policy") != "frame-ancestors 'none'" {
				t.Errorf("%s answers %d", path, answer.StatusCode)
			}
		}
	}
	if strings.Contains(o.log.String(), opsToken) || !strings.Contains(o.log.String(), "reason=token") {
		t.Errorf("the log says %s", o.log.String())
	}
}

// TestAnotherSiteDoesNothingToOperators checks requests of a browser that knows
// the token, from the page of another site.
func TestAnotherSiteDoesNothingToOperators(t *testing.T) {
	t.Parallel()
	o := newOperations(t, "127.0.0.1:9090", opsToken)
	for _, test := range []struct {
		method, site, dest, origin string
		good                       bool
	}{
		{http.MethodPost, "cross-site", "document", "https://evil.example", false},
		{http.MethodPost, "cross-site", "empty", "https://evil.example", false},
		{http.MethodPost, "same-site", "empty", "http://127.0.0.1:8080", false},
		{http.MethodPost, "", "", "https://evil.example", false},
		{http.MethodPost, "same-origin", "empty", "", true},
		{http.MethodPost, "", "", "", true}, // a program
		{http.MethodGet, "cross-site", "image", "", false},
		{http.MethodGet, "cross-site", "iframe", "", false},
		{http.MethodGet, "cross-site", "document", "", true}, // a link
		{http.MethodGet, "none", "document", "", true},
	} {
		before := o.deleted
		header := []string{"Authorization", "Bearer " + opsToken}
		for name, value := range map[string]string{"Sec-Fetch-Site": test.site, "Sec-Fetch-Dest": test.dest, "Origin": test.origin} {
			if value != "" {
				header = append(header, name, value)
			}
		}
		answer := o.ask(test.method, "/jobs/api/jobs/delete", header...)
		if good := answer.StatusCode == http.StatusOK; good != test.good || (o.deleted > before) != (test.good && test.method == http.MethodPost) {
			t.Errorf("%+v answers %d", test, answer.StatusCode)
		}
	}
}
