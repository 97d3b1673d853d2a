package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// variables returns the names that the program reads from the environment.
func variables() []string {
	var names []string
	_, _ = readConfig(func(name string) string {
		if !strings.HasSuffix(name, "_FILE") && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return ""
	})
	return names
}

func document(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestEveryVariableIsDocumentedAndPassedOn checks that each variable of the
// program is in docs/configuration.md, in .env.example with a comment, and in
// docker-compose.yml from .env. No other variables may be there.
func TestEveryVariableIsDocumentedAndPassedOn(t *testing.T) {
	t.Parallel()
	table, example, compose := document(t, "docs/configuration.md"), document(t, ".env.example"), document(t, "docker-compose.yml")
	names := variables()
	if len(names) < 30 {
		t.Fatalf("the program reads %d variables only", len(names))
	}
	for _, name := range names {
		if !strings.Contains(table, "`"+name+"`") {
			t.Errorf("docs/configuration.md does not have %s", name)
		}
		if !regexp.MustCompile(`(?m)^# \S.*\n(# )?` + name + `=`).MatchString(example) {
			t.Errorf(".env.example does not have %s with a comment above it", name)
		}
		if !regexp.MustCompile(`(?m)^      ` + name + `: \$\{` + name + `\b`).MatchString(compose) {
			t.Errorf("docker-compose.yml does not pass %s on from .env", name)
		}
	}
	ofTheDatabase := []string{"POSTGRES_PASSWORD", "DATABASE_OWNER_PASSWORD", "DATABASE_APP_PASSWORD", "MIGRATE_DATABASE_URL"}
	for where, found := range map[string][][]string{
		".env.example":       regexp.MustCompile(`(?m)^(?:# )?([A-Z][A-Z0-9_]*)=`).FindAllStringSubmatch(example, -1),
		"docker-compose.yml": regexp.MustCompile(`\$\{([A-Z][A-Z0-9_]*)`).FindAllStringSubmatch(compose, -1),
	} {
		for _, match := range found {
			if name := match[1]; !slices.Contains(names, name) && !slices.Contains(ofTheDatabase, name) {
				t.Errorf("%s has %s, which the program does not read", where, name)
			}
		}
	}
}

// TestTheExampleIsAConfiguration checks that the values and defaults of the
// example are accepted. Only the required variables may be missing.
func TestTheExampleIsAConfiguration(t *testing.T) {
	t.Parallel()
	example := document(t, ".env.example")
	for _, shown := range []bool{false, true} {
		env := complete()
		for _, match := range regexp.MustCompile(`(?m)^(# )?([A-Z][A-Z0-9_]*)=(.+)$`).FindAllStringSubmatch(example, -1) {
			if match[1] == "" || shown {
				env[match[2]] = match[3]
			}
		}
		got, err := readConfig(func(name string) string { return env[name] })
		if err != nil {
			t.Fatalf("with the defaults %t: %v", shown, err)
		}
		plain, err := readConfig(func(name string) string { return complete()[name] })
		if err != nil {
			t.Fatal(err)
		}
		if got.FrameAncestors != plain.FrameAncestors || got.SweepInterval != plain.SweepInterval || got.Rate != plain.Rate ||
			got.APIVersion != plain.APIVersion || !slices.Equal(got.Scopes, plain.Scopes) || got.APIURL != plain.APIURL ||
			got.LaunchMaxAge != plain.LaunchMaxAge || got.HintDelay != plain.HintDelay || got.ConfirmDelay != plain.ConfirmDelay ||
			got.WatchInterval != plain.WatchInterval || got.DrainDelay != plain.DrainDelay || got.SlackAPIURL != plain.SlackAPIURL ||
			got.ListenAddr != plain.ListenAddr || got.OpsAddr != plain.OpsAddr || got.LogLevel != plain.LogLevel || got.DKIM.Selector != plain.DKIM.Selector {
			t.Errorf("with the defaults %t the example is another configuration than none", shown)
		}
	}
}

func TestSlackAddressOfNewMalls(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"": true, "https://hooks.slack.com/services/T0/B0/token": true, "https://evil.example/services/T0/B0/token": false,
		"http://hooks.slack.com/services/T0/B0/token": false, "https://hooks.slack.com@evil.example/token": false, "https://hooks.slack.com/": false, "token": false,
	} {
		env := complete()
		env["SLACK_WEBHOOK_URL"] = address
		cfg, err := readConfig(func(name string) string { return env[name] })
		if (err == nil) != good || err == nil && cfg.SlackURL.Reveal() != address {
			t.Errorf("%q: read %q, %v", address, cfg.SlackURL.Reveal(), err)
		}
		if err != nil && strings.Contains(err.Error(), "token") {
			t.Errorf("the error shows the address: %v", err)
		}
	}
	env := complete()
	env["SLACK_API_URL"], env["SLACK_WEBHOOK_URL"] = "https://proxy.example/slack", "https://proxy.example/slack/T0"
	if _, err := readConfig(func(name string) string { return env[name] }); err != nil {
		t.Error(err)
	}
}

func TestAWildcardInTheFrameIsWarnedOf(t *testing.T) {
	t.Parallel()
	for sources, wide := range map[string]bool{"": false, "https://{mall_id}.cafe24.com": false, "https://{mall_id}.cafe24.com https://*.cafe24.com": true, "*": true, "https:": true} {
		env := complete()
		env["CAFE24_FRAME_ANCESTORS"] = sources
		cfg, err := readConfig(func(name string) string { return env[name] })
		if err != nil || (cfg.openFrame() != "") != wide {
			t.Errorf("%q: warned %q, %v", sources, cfg.openFrame(), err)
		}
	}
}

// TestAProxyThatIsNotTrustedIsWarnedOf reads what serve logs at its start, before
// it reaches the database, and what doctor prints.
func TestAProxyThatIsNotTrustedIsWarnedOf(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		appURL, trusted string
		warned          string
	}{
		"https, none":      {"https://app.example", "", "TRUSTED_PROXIES is empty"},
		"https, a proxy":   {"https://app.example", "10.0.0.0/8", ""},
		"http, none":       {"http://localhost:8080", "", ""},
		"everybody":        {"https://app.example", "10.0.0.0/8,0.0.0.0/0", "trusts every address"},
		"everybody's IPv6": {"http://localhost:8080", "::/0", "trusts every address"},
	} {
		env := complete()
		env["APP_URL"], env["TRUSTED_PROXIES"], env["DATABASE_URL"] = tc.appURL, tc.trusted, "postgres://127.0.0.1:1/nothing"
		getenv := func(name string) string { return env[name] }
		cfg, err := readConfig(getenv)
		if err != nil {
			t.Fatal(err)
		}
		var log, checked bytes.Buffer
		if err := serveCommand(t.Context(), []string{"--work"}, getenv, io.Discard, &log); err == nil {
			t.Fatal("serves without a database")
		}
		(&doctor{w: &checked}).access(cfg)
		line := map[bool]string{true: "ok    proxy trust\n", false: "warn  proxy trust: "}[tc.warned == ""]
		if strings.Contains(log.String(), "proxy trust") != (tc.warned != "") || !strings.Contains(log.String(), tc.warned) ||
			!strings.Contains(checked.String(), line) || !strings.Contains(checked.String(), tc.warned) {
			t.Errorf("%s: log %q, doctor %q", name, log.String(), checked.String())
		}
	}
}
