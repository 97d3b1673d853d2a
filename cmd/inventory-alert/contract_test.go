package main

import (
	"bytes"
	"encoding/base64"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/contract"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
)

// contractBench is a database with one connected mall, and the Cafe24 it belongs to.
type contractBench struct {
	t   *testing.T
	sim *cafe24sim.Server
	env map[string]string
}

func newContractBench(t *testing.T) *contractBench {
	t.Helper()
	cluster := newCluster(t)
	const database = "contract"
	if err := cluster.EnsureDatabase(t.Context(), database); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(t.Context(), cluster.URL(database)); err != nil {
		t.Fatal(err)
	}
	sim := cafe24sim.New(cafe24sim.Config{Products: 20, RedirectURI: "http://localhost:8080/auth/callback"})
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(server.Close)
	sim.SetBaseURL(server.URL)
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))
	b := &contractBench{t: t, sim: sim, env: map[string]string{
		"DATABASE_URL": cluster.URL(database), "APP_URL": "http://localhost:8080", "CAFE24_API_URL": sim.APIURL(),
		"CAFE24_CLIENT_ID": cafe24sim.DefaultClientID, "CAFE24_CLIENT_SECRET": cafe24sim.DefaultClientSecret,
		"CAFE24_WEBHOOK_KEY": cafe24sim.DefaultWebhookKey, "SESSION_KEYS": key, "ENCRYPTION_KEYS": key,
		"SMTP_URL": "smtp://127.0.0.1:1?tls=off", "MAIL_FROM": "a@shop.example", "OPS_ADDR": "off",
	}}
	b.connect()
	return b
}

func (b *contractBench) connect() {
	b.t.Helper()
	cfg, err := readConfig(func(name string) string { return b.env[name] })
	if err != nil {
		b.t.Fatal(err)
	}
	keyring, err := postgres.NewKeyring(cfg.EncryptionKeys)
	if err != nil {
		b.t.Fatal(err)
	}
	store, err := postgres.Open(b.t.Context(), b.env["DATABASE_URL"], postgres.Options{MaxConns: 2, Keyring: keyring})
	if err != nil {
		b.t.Fatal(err)
	}
	defer store.Close()
	const mall = lowstock.MallID(cafe24sim.DefaultMall)
	if _, err := store.LaunchMall(b.t.Context(), mall, "ko"); err != nil {
		b.t.Fatal(err)
	}
	grant, err := b.sim.Grant(string(mall))
	if err != nil {
		b.t.Fatal(err)
	}
	now := time.Now()
	if err := store.Connect(b.t.Context(), mall, lowstock.Token{
		Access: lowstock.Secret(grant.AccessToken), Refresh: lowstock.Secret(grant.RefreshToken), Scopes: cfg.Scopes,
		IssuedAt: now, AccessExpiresAt: now.Add(2 * time.Hour), RefreshExpiresAt: now.AddDate(0, 0, 14), NextRefreshAt: now.Add(time.Hour),
	}, now); err != nil {
		b.t.Fatal(err)
	}
}

func (b *contractBench) run(args ...string) (code int, out, errs string) {
	b.t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(b.t.Context(), append([]string{"contract"}, args...), func(name string) string { return b.env[name] }, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// The command against a mall that is as documented, and against one that is not.
func TestContractCommand(t *testing.T) {
	t.Parallel()
	b := newContractBench(t)
	code, out, errs := b.run(cafe24sim.DefaultMall)
	if lines := strings.Count(out, "\n"); code != 0 || lines != len(contract.Assumptions()) || strings.Contains(out, "differs ") {
		t.Errorf("exit %d, %d lines, %s\n%s", code, lines, errs, out)
	}
	for name, test := range map[string]struct {
		args   []string
		shapes []cafe24sim.Shape
		code   int
		says   string
	}{
		"nothing to tell by":    {[]string{"hanbit", "orders", "come"}, nil, 0, "cannot tell  orders come"},
		"a needed one differs":  {[]string{"hanbit", "products come"}, []cafe24sim.Shape{"products_wrapped"}, 1, "differs      products come"},
		"another one differs":   {[]string{"hanbit", "the store"}, []cafe24sim.Shape{"store_renamed"}, 0, "differs      the store"},
		"a wrong answer":        {[]string{"hanbit", "products are counted"}, []cafe24sim.Shape{"count_words"}, 1, "differs      products are counted"},
		"no such words":         {[]string{"hanbit", "nonsense"}, nil, 2, "no assumption contains"},
		"no mall":               {nil, nil, 2, "inventory-alert contract MALL"},
		"no mall id":            {[]string{"Han.Bit"}, nil, 2, "MALL is the id"},
		"a mall that never was": {[]string{"nobody"}, nil, 1, "not connected"},
	} {
		if err := b.sim.SetShapes(cafe24sim.DefaultMall, test.shapes...); err != nil {
			t.Fatal(err)
		}
		code, out, errs := b.run(test.args...)
		if code != test.code || !strings.Contains(out+errs, test.says) {
			t.Errorf("%s: exit %d, want %d with %q\n%s%s", name, code, test.code, test.says, out, errs)
		}
	}
}
