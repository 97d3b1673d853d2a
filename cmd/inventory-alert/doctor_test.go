package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"flag"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/notify"
)

var update = flag.Bool("update", false, "write the golden lines anew")

// zone is a DNS. A name that is not in it does not exist, and a name with the
// value nil cannot be looked up.
type zone map[string][]string

func (z zone) lookup(_ context.Context, name string) ([]string, error) {
	texts, ok := z[name]
	switch {
	case !ok:
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	case texts == nil:
		return nil, &net.DNSError{Err: "server misbehaving", Name: name, IsTemporary: true}
	}
	return texts, nil
}

// The expected result of doctor for the sender's domain is stored line by line,
// because it has to tell an operator what to do.
func TestDoctorOfTheSender(t *testing.T) {
	t.Parallel()
	key := func(fill byte) notify.DKIM {
		return notify.DKIM{Selector: "mail", Key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{fill}, ed25519.SeedSize))}
	}
	const spf, dmarc = "v=spf1 include:spf.mail.example ~all", "V=DMARC1; p=quarantine"
	for name, test := range map[string]struct {
		zone zone
		dkim notify.DKIM
	}{
		"good": {zone{
			"example.com": {"other=1", spf}, "_dmarc.example.com": {dmarc},
			"mail._domainkey.example.com": {key(1).Record()},
		}, key(1)},
		"nothing":     {zone{}, key(1)},
		"unsigned":    {zone{"example.com": {spf}, "_dmarc.example.com": {dmarc}}, notify.DKIM{Selector: "mail"}},
		"another_key": {zone{"example.com": {spf}, "_dmarc.example.com": {dmarc}, "mail._domainkey.example.com": {key(2).Record(), "x"}}, key(1)},
		"no_answer":   {zone{"example.com": nil, "_dmarc.example.com": nil, "mail._domainkey.example.com": nil}, key(1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			d := &doctor{w: &out, lookup: test.zone.lookup}
			d.sender(t.Context(), Config{MailFrom: "Alert <alert@example.com>", DKIM: test.dkim})
			if d.failed {
				t.Error("a missing record fails; mail is sent without it")
			}
			path := filepath.Join("testdata", "doctor_"+name+".txt")
			if *update {
				if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, out.Bytes(), 0o644)); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), out.String()); diff != "" {
				t.Errorf("mismatch (-want +got); -update writes it anew:\n%s", diff)
			}
		})
	}
}

func TestReadConfigOfDKIM(t *testing.T) {
	t.Parallel()
	env := complete()
	env["DKIM_SELECTOR"] = "K1.Alerts"
	// an Ed25519 key made for this test, on one line
	env["DKIM_KEY"] = `-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n-----END PRIVATE KEY-----`
	cfg, err := readConfig(func(name string) string { return env[name] })
	if err != nil || cfg.DKIM.Key == nil || cfg.DKIM.Selector != "k1.alerts" {
		t.Errorf("read %+v, %v", cfg.DKIM.Selector, err)
	}
	path := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(env["DKIM_KEY"], `\n`, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	delete(env, "DKIM_KEY")
	env["DKIM_KEY_FILE"] = path
	if cfg, err = readConfig(func(name string) string { return env[name] }); err != nil || cfg.DKIM.Key == nil {
		t.Errorf("from a file: %v", err)
	}
	env["DKIM_KEY"], env["DKIM_SELECTOR"] = "MC4CAQAwBQYDK2VwBCIEIAEB", "under_score"
	_, err = readConfig(func(name string) string { return env[name] })
	if err == nil || !strings.Contains(err.Error(), "DKIM_KEY cannot be used") || !strings.Contains(err.Error(), "DKIM_SELECTOR is not") || strings.Contains(err.Error(), "MC4C") {
		t.Errorf("nonsense: %v", err)
	}
}
