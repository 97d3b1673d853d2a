package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const someKey = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=" // 32 bytes

func complete() map[string]string {
	return map[string]string{
		"DATABASE_URL": "postgres://u:p@db/x", "APP_URL": "https://app.example.com",
		"CAFE24_CLIENT_ID": "id", "CAFE24_CLIENT_SECRET": "client-secret", "CAFE24_WEBHOOK_KEY": "webhook-key",
		"SESSION_KEYS": someKey, "ENCRYPTION_KEYS": someKey + "," + someKey,
		"SMTP_URL": "smtp://user:smtp-password@mail.example.com:587", "MAIL_FROM": "Alert <alert@example.com>",
	}
}

func TestReadConfigDefaults(t *testing.T) {
	t.Parallel()
	env := complete()
	cfg, err := readConfig(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	if cfg.RedirectURI != "https://app.example.com/auth/callback" || cfg.HintDelay != 2*time.Second ||
		cfg.ConfirmDelay != 8*time.Second || cfg.Rate != 1.8 || cfg.OpsAddr != "127.0.0.1:9090" ||
		len(cfg.EncryptionKeys) != 2 || len(cfg.Scopes) != 6 {
		t.Errorf("defaults are not those of docs/configuration.md: %+v", cfg)
	}
}

// Every problem is reported, not only the first, and no secret is shown.
func TestReadConfigNamesEveryProblem(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ value, want string }{
		"DATABASE_URL":     {"", "DATABASE_URL is required"},
		"APP_URL":          {"http://app.example.com", "APP_URL must be https"},
		"SESSION_KEYS":     {"c2hvcnQ=", "SESSION_KEYS key 1 is not base64 of 32 bytes"},
		"ENCRYPTION_KEYS":  {"", "ENCRYPTION_KEYS is required"},
		"SMTP_URL":         {"mail.example.com", "SMTP_URL is not like"},
		"CONFIRM_DELAY":    {"8", "CONFIRM_DELAY is not a duration"},
		"SWEEP_INTERVAL":   {"-1h", "SWEEP_INTERVAL is not a duration"},
		"CAFE24_RATE":      {"0", "CAFE24_RATE is not a number"},
		"TRUSTED_PROXIES":  {"10.0.0.1", "TRUSTED_PROXIES is not a list of CIDRs"},
		"LOG_LEVEL":        {"loud", "LOG_LEVEL is not one of"},
		"LOG_FORMAT":       {"xml", "LOG_FORMAT is not one of"},
		"DEBUG":            {"perhaps", "DEBUG is not true or false"},
		"CAFE24_ADMIN_URL": {"admin", "CAFE24_ADMIN_URL is not an address"},
		"LISTEN_ADDR":      {"8080", "LISTEN_ADDR is not an address"},
		"OPS_ADDR":         {"localhost", "OPS_ADDR is not an address"},
		"MAIL_FROM":        {"alert", "MAIL_FROM is not like"},
		"APP_NAME":         {"Stock\r\nBcc: x", "APP_NAME is not a name"},

		"CAFE24_FRAME_ANCESTORS": {"https://a.example; script-src *", "CAFE24_FRAME_ANCESTORS is not a list of sources"},
		"SUPPORT_EMAIL":          {"Help <help@shop.example>", "SUPPORT_EMAIL is not an address"},
		"SUPPORT_URL":            {"javascript:alert(1)", "SUPPORT_URL is not an address"},
		"SLACK_WEBHOOK_URL":      {"https://evil.example/slack-token", "SLACK_WEBHOOK_URL is not a Slack webhook"},

		"CAFE24_REDIRECT_URI": {"/auth/callback", "CAFE24_REDIRECT_URI is not an address"},
	}
	env := complete()
	for name, test := range tests {
		env[name] = test.value
	}
	_, err := readConfig(func(name string) string { return env[name] })
	if err == nil {
		t.Fatal("accepted")
	}
	for name, test := range tests {
		if !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s=%q is not refused with %q:\n%v", name, test.value, test.want, err)
		}
	}
	for _, secret := range []string{"smtp-password", "client-secret", "webhook-key", someKey, "slack-token"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows %q", secret)
		}
	}
}

// The parser's error text would quote the address with its password.
func TestReadConfigOfUnreadableDatabase(t *testing.T) {
	t.Parallel()
	for _, database := range []string{"nonsense", "postgres://app:db-password@db:port/x"} {
		env := complete()
		env["DATABASE_URL"] = database
		_, err := readConfig(func(name string) string { return env[name] })
		if err == nil || !strings.Contains(err.Error(), "DATABASE_URL is not like") || strings.Contains(err.Error(), "db-password") {
			t.Errorf("%s: %v", database, err)
		}
	}
}

func TestReadConfigSwitchesOpsOff(t *testing.T) {
	t.Parallel()
	env := complete()
	env["OPS_ADDR"] = "off"
	cfg, err := readConfig(func(name string) string { return env[name] })
	if err != nil || cfg.OpsAddr != "" {
		t.Errorf("read %q, %v", cfg.OpsAddr, err)
	}
}

func TestReadConfigFromFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte("from-a-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := complete()
	delete(env, "CAFE24_CLIENT_SECRET")
	env["CAFE24_CLIENT_SECRET_FILE"] = path
	cfg, err := readConfig(func(name string) string { return env[name] })
	if err != nil || cfg.ClientSecret.Reveal() != "from-a-file" {
		t.Errorf("read %q, %v", cfg.ClientSecret.Reveal(), err)
	}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	empty := func(string) string { return "" }
	for name, test := range map[string]struct {
		args []string
		want int
	}{
		"nothing":             {nil, 2},
		"unknown command":     {[]string{"sevre"}, 2},
		"unknown flag":        {[]string{"serve", "--webb"}, 2},
		"empty configuration": {[]string{"serve"}, 2},
		"doctor of nothing":   {[]string{"doctor"}, 1},
		"version":             {[]string{"version"}, 0},
		"help":                {[]string{"help"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			if got := run(t.Context(), test.args, empty, &out, &errs); got != test.want {
				t.Errorf("exit code %d, want %d\n%s%s", got, test.want, out.String(), errs.String())
			}
		})
	}
}
