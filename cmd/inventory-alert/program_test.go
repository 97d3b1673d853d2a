package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"

	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/postgres"
)

const benchMall = "bench"

// program is the wired program on a database of its own, with one mall. It takes
// webhooks and answers requests; nothing works in the background.
type program struct {
	*app

	t    testing.TB
	url  string   // of the database
	key  string   // of webhooks
	addr net.Addr // where it listens
}

func newProgram(t testing.TB, cluster *localpg.Cluster, database string) *program {
	t.Helper()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ok(cluster.EnsureDatabase(t.Context(), database))
	p := &program{t: t, url: cluster.URL(database), key: "bench-webhook-key-0123456789abcdef"}
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))
	cfg, err := readConfig(func(name string) string {
		return map[string]string{
			"DATABASE_URL": p.url, "APP_URL": "http://localhost:8080", "CAFE24_CLIENT_ID": "bench", "CAFE24_CLIENT_SECRET": "bench-secret-0123456789",
			"CAFE24_WEBHOOK_KEY": p.key, "SESSION_KEYS": key, "ENCRYPTION_KEYS": key, "SMTP_URL": "smtp://127.0.0.1:1?tls=off", "MAIL_FROM": "a@shop.example",
		}[name]
	})
	ok(err)
	ok(postgres.Migrate(t.Context(), p.url))
	p.app, err = newApp(t.Context(), cfg, slog.New(slog.NewJSONHandler(io.Discard, nil)))
	ok(err)
	t.Cleanup(p.store.Close)
	_, err = p.store.LaunchMall(t.Context(), benchMall, "ko")
	ok(err)
	p.addr = p.listen(p.web.Handler())
	t.Cleanup(p.runIntake(context.WithoutCancel(t.Context())))
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
