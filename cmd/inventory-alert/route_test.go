package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// TestBehindAPooler checks that an operator who gives the address of a pooler
// alone is told of the variable that is missing, by every command that needs
// it, and that with PostgreSQL's own address beside it all parts connect.
func TestBehindAPooler(t *testing.T) {
	t.Parallel()
	address := postgrestest.Database(t)
	through := postgrestest.Pooler(t, address, 2)
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))
	environment := func(direct string) func(string) string {
		return func(name string) string {
			return map[string]string{
				"DATABASE_URL": through, "DATABASE_DIRECT_URL": direct, "APP_URL": "http://localhost:8080", "CAFE24_CLIENT_ID": "a", "CAFE24_CLIENT_SECRET": "secret-0123456789",
				"CAFE24_WEBHOOK_KEY": "webhook-key-0123456789abcdef", "SESSION_KEYS": key, "ENCRYPTION_KEYS": key, "SMTP_URL": "smtp://127.0.0.1:1?tls=off", "MAIL_FROM": "a@shop.example",
				"OPS_ADDR": "off", "LISTEN_ADDR": "127.0.0.1:0", "CAFE24_API_URL": "http://127.0.0.1:1",
			}[name]
		}
	}
	for name, direct := range map[string]string{"alone": "", "twice": through} {
		for _, command := range [][]string{{"serve"}, {"serve", "--migrate"}, {"migrate", "status"}, {"migrate", "up"}, {"migrate", "down"}, {"doctor"}} {
			var out, errs bytes.Buffer
			if code := run(t.Context(), command, environment(direct), &out, &errs); code == 0 || !strings.Contains(out.String()+errs.String(), "DATABASE_DIRECT_URL") {
				t.Errorf("%s, pooler %s: exit %d, %s%s", strings.Join(command, " "), name, code, &out, &errs)
			}
		}
	}

	cfg, err := readConfig(environment(address))
	if err != nil {
		t.Fatal(err)
	}
	a, err := newApp(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.store.Close()
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"migrate", "status"}, environment(address), &out, &errs); code != 0 {
		t.Errorf("migrate status: exit %d, %s", code, &errs)
	}
	out.Reset()
	run(t.Context(), []string{"doctor"}, environment(address), &out, io.Discard) // fails for the mail server
	for _, line := range []string{"ok    database\n", "ok    schema\n", "ok    notifications of the database are heard\n"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("doctor does not say %q:\n%s", line, &out)
		}
	}
}

// TestADeafListenerIsReported checks that a process that hears nothing says so
// once, until it hears again, and that a database that is away says nothing
// about it.
func TestADeafListenerIsReported(t *testing.T) {
	t.Parallel()
	var h hearing
	var logged bytes.Buffer
	log := slog.New(slog.NewTextHandler(&logged, nil))
	noon := time.Date(2026, 12, 1, 3, 0, 0, 0, time.UTC)
	away := lowstock.Fail(lowstock.CodeUnavailable, "error.unavailable", io.EOF)
	h.note(t.Context(), nil, noon, log)
	h.note(t.Context(), away, noon, log)
	if list := h.sentences(); list != nil {
		t.Errorf("with a database that is away: %v", list)
	}
	for n, err := range []error{errors.New("not heard"), errors.New("not heard"), away} {
		h.note(t.Context(), err, noon.Add(time.Duration(n)*time.Minute), log)
		if list := h.sentences(); len(list) != 1 || !strings.Contains(list[0], "since 2026-12-01T03:00:00Z") {
			t.Errorf("after check %d: %v", n, list)
		}
	}
	h.note(t.Context(), nil, noon, log)
	if list := h.sentences(); list != nil {
		t.Errorf("when it hears again: %v", list)
	}
	if n := strings.Count(logged.String(), "\n"); n != 2 {
		t.Errorf("%d lines are logged, not 2:\n%s", n, &logged)
	}
}
