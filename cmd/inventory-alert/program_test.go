package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"log/slog"
	"net"
	"net/http"
	"testing"

	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/localpg/localpgtest"
	"cafe24-inventory-alert/internal/postgres"
)

const benchMall = "bench"

// program is the program with all parts connected, on a database of its own,
// with one mall. It accepts webhooks and answers requests; no background work
// runs.
type program struct {
	*app

	t    testing.TB
	cfg  Config
	log  *slog.Logger
	url  string   // of the database
	key  string   // of webhooks
	addr net.Addr // the address on which it listens
}

// unread is a log that is written and discarded.
type unread struct{}

func (unread) Write(p []byte) (int, error) { return len(p), nil }

// newCluster makes a PostgreSQL for one test.
func newCluster(tb testing.TB) *localpg.Cluster {
	tb.Helper()
	cluster, _ := localpgtest.Start(tb, nil)
	return cluster
}

func newProgram(tb testing.TB, cluster *localpg.Cluster, database string) *program {
	tb.Helper()
	ok := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	ok(cluster.EnsureDatabase(tb.Context(), database))
	p := &program{t: tb, url: cluster.URL(database), key: "bench-webhook-key-0123456789abcdef", log: slog.New(slog.NewJSONHandler(unread{}, nil))}
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))
	var err error
	p.cfg, err = readConfig(func(name string) string {
		return map[string]string{
			"DATABASE_URL": p.url, "APP_URL": "http://localhost:8080", "CAFE24_CLIENT_ID": "bench", "CAFE24_CLIENT_SECRET": "bench-secret-0123456789",
			"CAFE24_WEBHOOK_KEY": p.key, "SESSION_KEYS": key, "ENCRYPTION_KEYS": key, "SMTP_URL": "smtp://127.0.0.1:1?tls=off", "MAIL_FROM": "a@shop.example",
			"OPS_ADDR": "off",
		}[name]
	})
	ok(err)
	ok(postgres.Migrate(tb.Context(), p.url))
	p.app, err = newApp(tb.Context(), p.cfg, p.log)
	ok(err)
	tb.Cleanup(p.store.Close)
	_, err = p.store.Mall(benchMall).LaunchMall(tb.Context(), "ko")
	ok(err)
	p.addr = p.listen(p.web.Handler())
	tb.Cleanup(p.runIntake(context.WithoutCancel(tb.Context())))
	return p
}

func (p *program) listen(h http.Handler) net.Addr {
	p.t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(p.t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		p.t.Fatal(err)
	}
	srv := serveOn(l, h, make(chan error, 1))
	p.t.Cleanup(func() {
		if err := srv.Close(); err != nil {
			p.t.Error(err)
		}
	})
	return l.Addr()
}
