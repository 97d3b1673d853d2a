package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/redact"
)

func read(env map[string]string) (Config, error) {
	return readConfig(func(name string) string { return env[name] })
}

// Whoever reaches /jobs/ may delete jobs, so the program does not start where
// other machines reach it without a token.
func TestOpsAskForATokenOutsideOfLoopback(t *testing.T) {
	t.Parallel()
	for addr, needed := range map[string]bool{
		"": false, "off": false, "127.0.0.1:9090": false, "[::1]:9090": false, "localhost:9090": false, "127.1.2.3:9090": false,
		":9090": true, "0.0.0.0:9090": true, "[::]:9090": true, "10.0.0.1:9090": true, "ops.internal:9090": true, "localhost.evil.example:9090": true,
	} {
		env := complete()
		env["OPS_ADDR"] = addr
		var out, errs bytes.Buffer
		if _, err := read(env); (err != nil) != needed {
			t.Errorf("%q: %v", addr, err)
		}
		if needed {
			if code := run(t.Context(), []string{"serve"}, func(name string) string { return env[name] }, &out, &errs); code != 2 || !strings.Contains(errs.String(), "OPS_TOKEN is required") {
				t.Errorf("%q: exit code %d, %s", addr, code, errs.String())
			}
		}
		env["OPS_TOKEN"] = strings.Repeat("t", leastOpsToken)
		if cfg, err := read(env); err != nil || cfg.OpsToken.Reveal() != env["OPS_TOKEN"] {
			t.Errorf("%q with a token: %v", addr, err)
		}
	}
}

func TestTheOpenIsWarnedOf(t *testing.T) {
	t.Parallel()
	good := strings.Repeat("t", leastOpsToken)
	for _, test := range []struct{ database, addr, token, want string }{
		{"postgres://u:p@localhost/x", "127.0.0.1:9090", good, ""},
		{"postgres://u:p@localhost/x", "off", "", ""},
		{"postgres://u:p@localhost/x", "127.0.0.1:9090", "", "operations listener: OPS_ADDR asks for no token"},
		{"postgres://u:p@localhost/x", "127.0.0.1:9090", "short", "operations listener: OPS_TOKEN is short"},
		{"postgres://u:p@/x?host=/var/run/postgresql", "off", "", ""},
		{"postgres://u:p@127.0.0.1/x?sslmode=disable", "off", "", ""},
		{"postgres://u:p@db.example.com/x", "off", "", "connection to the database: DATABASE_URL may connect to another machine without TLS"},
		{"postgres://u:p@db.example.com/x?sslmode=prefer", "off", "", "connection to the database: DATABASE_URL may connect to another machine without TLS"},
		{"postgres://u:p@db.example.com/x?sslmode=allow", "off", "", "connection to the database: DATABASE_URL may connect to another machine without TLS"},
		{"postgres://u:p@db.example.com/x?sslmode=disable", "off", "", "connection to the database: DATABASE_URL may connect to another machine without TLS"},
		{"postgres://u:p@localhost,db.example.com/x?sslmode=disable", "off", "", "connection to the database: DATABASE_URL may connect to another machine without TLS"},
		{"postgres://u:p@db.example.com/x?sslmode=require", "off", "", "connection to the database: DATABASE_URL encrypts but does not check"},
		{"postgres://u:p@db.example.com/x?sslmode=verify-ca", "off", "", ""},
		{"postgres://u:p@db.example.com/x?sslmode=verify-full", "off", "", ""},
	} {
		env := complete()
		env["DATABASE_URL"], env["OPS_ADDR"], env["OPS_TOKEN"] = test.database, test.addr, test.token
		env["TRUSTED_PROXIES"] = "10.0.0.0/8"
		cfg, err := read(env)
		if err != nil {
			t.Errorf("%s: %v", test.database, err)
			continue
		}
		var doubts []string
		for _, d := range cfg.doubts() {
			doubts = append(doubts, d.what+": "+d.why)
		}
		got := strings.Join(doubts, "\n")
		if (got == "") != (test.want == "") || !strings.HasPrefix(got, test.want) || strings.Contains(got, "p@") {
			t.Errorf("%+v: %q", test, got)
		}
	}
}

// TestAReboundNameReachesNoJob is the attack on the whole program with River's
// own page.
func TestAReboundNameReachesNoJob(t *testing.T) {
	t.Parallel()
	p := newProgram(t, newCluster(t), "ops")
	cfg := p.cfg
	cfg.OpsAddr, cfg.OpsToken = "127.0.0.1:9090", redact.Secret(strings.Repeat("t", leastOpsToken))
	a, err := newApp(t.Context(), cfg, p.log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.store.Close)
	var id string
	if err := p.store.Pool().QueryRow(t.Context(), `insert into river_job (kind, args, max_attempts, state, queue, priority, finalized_at)
		values ('x', '{}', 1, 'discarded', 'default', 1, now()) returning id::text`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	left := func() (n int) {
		t.Helper()
		if err := p.store.Pool().QueryRow(t.Context(), "select count(*) from river_job where id = $1::bigint", id).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, test := range []struct {
		host, token  string
		status, left int
	}{
		{"evil.example", cfg.OpsToken.Reveal(), http.StatusForbidden, 1},
		{"127.0.0.1:9090", "", http.StatusUnauthorized, 1},
		{"127.0.0.1:9090", cfg.OpsToken.Reveal(), http.StatusOK, 0},
	} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+test.host+"/jobs/api/jobs/delete", strings.NewReader(`{"ids":["`+id+`"]}`))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		req.SetBasicAuth("ops", test.token)
		answer := httptest.NewRecorder()
		a.ops.ServeHTTP(answer, req)
		if answer.Code != test.status || left() != test.left {
			t.Errorf("%s: answers %d, %d jobs left: %s", test.host, answer.Code, left(), answer.Body.String())
		}
	}
}
