package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/redact"
)

// clinic is a simulator, a database with one mall that is connected to it, and
// the configuration of a program for both.
type clinic struct {
	sim   *cafe24sim.Server
	store *postgres.Store
	cfg   Config
	env   map[string]string // the environment from which cfg was read
}

func newClinic(t *testing.T) *clinic {
	t.Helper()
	c := &clinic{sim: cafe24sim.New(cafe24sim.Config{Products: 1}), env: complete()}
	api := httptest.NewServer(c.sim.Handler())
	t.Cleanup(api.Close)
	c.sim.SetBaseURL(api.URL)
	c.env["CAFE24_CLIENT_ID"], c.env["CAFE24_CLIENT_SECRET"], c.env["CAFE24_API_URL"] = cafe24sim.DefaultClientID, cafe24sim.DefaultClientSecret, c.sim.APIURL()
	c.store, c.env["DATABASE_URL"] = postgrestest.Open(t)
	var err error
	if c.cfg, err = readConfig(c.getenv); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *clinic) getenv(name string) string { return c.env[name] }

func (c *clinic) connect(t *testing.T) {
	t.Helper()
	const mall = cafe24sim.DefaultMall
	grant, err := c.sim.Grant(mall)
	if err == nil {
		_, err = c.store.Mall(mall).LaunchMall(t.Context(), "ko")
	}
	if err == nil {
		err = c.store.Mall(mall).Connect(t.Context(), connect.Token{
			Access: redact.Secret(grant.AccessToken), Refresh: redact.Secret(grant.RefreshToken), Scopes: grant.Scopes,
			IssuedAt: grant.Issued, AccessExpiresAt: grant.AccessExpires, RefreshExpiresAt: grant.RefreshExpires, NextRefreshAt: grant.AccessExpires,
		}, time.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (c *clinic) doctor(t *testing.T) (lines string, failed bool) {
	t.Helper()
	var out bytes.Buffer
	d := &doctor{w: &out}
	d.cafe24(t.Context(), c.cfg, c.store, time.Date(2026, 11, 30, 6, 0, 0, 0, time.UTC))
	return out.String(), d.failed
}

// The result of doctor for the secret and the version is Cafe24's own answer,
// if a mall is connected. An answer that says nothing about them is no failure.
func TestDoctorOfCafe24(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(t *testing.T, c *clinic)
		want   string
		failed bool
	}{
		"sound": {func(t *testing.T, c *clinic) { t.Helper(); c.connect(t) }, "ok    Cafe24 client secret\nok    API version 2026-09-01\n", false},
		"no mall": {func(*testing.T, *clinic) {}, `ok    Cafe24 client secret (cannot tell whether Cafe24 takes it: no mall is connected)
ok    API version 2026-09-01 (cannot tell whether Cafe24 takes it: no mall is connected)
`, false},
		"no database": {func(_ *testing.T, c *clinic) { c.store = nil }, `ok    Cafe24 client secret (cannot tell whether Cafe24 takes it: the database cannot be used)
ok    API version 2026-09-01 (cannot tell whether Cafe24 takes it: the database cannot be used)
`, false},
		"the secret is another": {
			func(t *testing.T, c *clinic) { t.Helper(); c.connect(t); c.sim.SetClientSecret("another") },
			`FAIL  Cafe24 client secret: Cafe24 has refused the app's client secret since 2026-11-30T06:00:00Z: set CAFE24_CLIENT_SECRET to the one that the developers console shows, for CAFE24_CLIENT_ID, and restart; no mall has to reconnect
ok    API version 2026-09-01
`, true,
		},
		"the secret of a process that runs is another": {
			func(t *testing.T, c *clinic) {
				t.Helper()
				c.connect(t)
				if _, err := c.store.NoteClientRefused(t.Context(), "0123456789abcdef", time.Now()); err != nil {
					t.Fatal(err)
				}
			},
			`warn  Cafe24 client secret: Cafe24 does not refuse this CAFE24_CLIENT_SECRET, but it refuses that of a process that runs: restart it
ok    API version 2026-09-01
`, false,
		},
		"the version is served no more": {
			func(t *testing.T, c *clinic) { t.Helper(); c.connect(t); c.offer(t, "2026-12-01") },
			`ok    Cafe24 client secret
warn  API version: Cafe24 refuses API version 2026-09-01, so 2026-12-01 is used, which it offers: set CAFE24_API_VERSION to it or a newer one
`, false,
		},
		"the version is old": {
			func(t *testing.T, c *clinic) {
				t.Helper()
				c.connect(t)
				c.offer(t, "2024-06-01")
				c.cfg.APIVersion = "2024-06-01"
			},
			`ok    Cafe24 client secret
warn  API version: 2024-06-01 is older than a year: Cafe24 refuses a version a year after the next one, so set CAFE24_API_VERSION to a newer one
`, false,
		},
		"the version is not known": {
			func(t *testing.T, c *clinic) {
				t.Helper()
				c.connect(t)
				c.offer(t, "2031-06-01")
				c.cfg.APIVersion = "2031-06-01"
			},
			`ok    Cafe24 client secret
warn  API version: 2031-06-01 is newer than 2026-09-01, the newest that this program knows
`, false,
		},
		"no version is sent": {
			func(t *testing.T, c *clinic) { t.Helper(); c.connect(t); c.cfg.APIVersion = "" },
			"ok    Cafe24 client secret\nok    API version: none is sent, the one that is chosen in the developers console holds\n", false,
		},
		"Cafe24 is down": {
			func(t *testing.T, c *clinic) {
				t.Helper()
				c.connect(t)
				f := cafe24sim.Faults{Answer: cafe24sim.AnswerUnavailable, TokenDown: true}
				if err := c.sim.SetFaults(cafe24sim.DefaultMall, f); err != nil {
					t.Fatal(err)
				}
			},
			`ok    Cafe24 client secret (cannot tell whether Cafe24 takes it: cafe24: token endpoint: "" (status 503): Service Unavailable)
ok    API version 2026-09-01 (cannot tell whether Cafe24 takes it: cafe24: GET products: status 503: Service Unavailable)
`, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClinic(t)
			test.change(t, c)
			before := c.sim.Stats(cafe24sim.DefaultMall).Refreshes
			got, failed := c.doctor(t)
			if diff := cmp.Diff(test.want, got); diff != "" || failed != test.failed {
				t.Errorf("failed %v (-want +got):\n%s", failed, diff)
			}
			if c.sim.Stats(cafe24sim.DefaultMall).Refreshes != before {
				t.Error("it renewed a pair")
			}
		})
	}
}

func (c *clinic) offer(t *testing.T, versions string) {
	t.Helper()
	if err := c.sim.SetFaults(cafe24sim.DefaultMall, cafe24sim.Faults{OfferedVersions: versions}); err != nil {
		t.Fatal(err)
	}
}

// A version that is set to the empty value sends none. A version that is not
// set is the default.
func TestReadConfigOfTheAPIVersion(t *testing.T) {
	t.Setenv("CAFE24_API_VERSION", "")
	env := complete()
	getenv := func(name string) string {
		if name == "CAFE24_API_VERSION" {
			return environment(name)
		}
		return env[name]
	}
	if cfg, err := readConfig(getenv); err != nil || cfg.APIVersion != "" || !platformConfig(cfg).NoAPIVersion {
		t.Errorf("set to nothing: %q, %v", cfg.APIVersion, err)
	}
	t.Setenv("CAFE24_API_VERSION", "2026-06-01")
	if cfg, err := readConfig(getenv); err != nil || cfg.APIVersion != "2026-06-01" {
		t.Errorf("set: %q, %v", cfg.APIVersion, err)
	}
	if cfg, err := readConfig(func(name string) string { return env[name] }); err != nil || cfg.APIVersion != cafe24.DefaultAPIVersion || platformConfig(cfg).NoAPIVersion {
		t.Errorf("not set: %q, %v", cfg.APIVersion, err)
	}
	// The empty value means "nothing" for all other variables too.
	t.Setenv("CAFE24_RATE", "")
	t.Setenv("CAFE24_RATE_FILE", "")
	nothing := func(name string) string {
		if strings.HasPrefix(name, "CAFE24_RATE") {
			return environment(name)
		}
		return env[name]
	}
	if cfg, err := readConfig(nothing); err != nil || cfg.Rate != 1.8 {
		t.Errorf("another variable set to nothing: %v, %v", cfg.Rate, err)
	}
}

// /readyz of the whole program names the variable, and the status stays 200.
func TestReadyzNamesTheRefusedSecret(t *testing.T) {
	t.Parallel()
	p := newProgram(t, newCluster(t), "readyz")
	read := func() (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+p.addr.String()+"/readyz", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		client := http.Client{Timeout: 2 * time.Minute}
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil || res.Body.Close() != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(body)
	}
	if status, body := read(); status != http.StatusOK || strings.Contains(body, "details") {
		t.Errorf("%d %s", status, body)
	}
	platform, err := cafe24.New(platformConfig(p.cfg))
	if err == nil {
		_, err = p.store.NoteClientRefused(t.Context(), platform.ClientFingerprint(), time.Now())
	}
	if err == nil {
		err = p.store.NoteVersionReplaced(t.Context(), p.cfg.APIVersion, "2026-12-01", time.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	status, body := read()
	if status != http.StatusOK || !strings.Contains(body, "CAFE24_CLIENT_SECRET") || !strings.Contains(body, "CAFE24_API_VERSION") {
		t.Errorf("%d %s", status, body)
	}
	if strings.Contains(body, p.cfg.ClientSecret.Reveal()) {
		t.Error("it shows the secret")
	}
	if err := p.store.ClientAccepted(t.Context(), time.Now(), time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, body := read(); strings.Contains(body, "CAFE24_CLIENT_SECRET") {
		t.Errorf("it is taken again: %s", body)
	}
}
