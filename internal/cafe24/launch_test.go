package cafe24_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/redact"
)

// launches are test vectors made by another program; see testdata/README.md.
type launches struct {
	Secret string
	Now    int64
	Cases  []struct{ Name, Query, Want string }
}

func readLaunches(tb testing.TB) (launches, *cafe24.Platform) {
	tb.Helper()
	var l launches
	if err := json.Unmarshal(readFile(tb, "launch.json"), &l); err != nil {
		tb.Fatal(err)
	}
	cfg := config()
	cfg.ClientSecret = redact.Secret(l.Secret)
	cfg.Now = func() time.Time { return time.Unix(l.Now, 0) }
	p, err := cafe24.New(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	return l, p
}

func (l launches) query(t *testing.T, name string) string {
	t.Helper()
	for _, c := range l.Cases {
		if c.Name == name {
			return c.Query
		}
	}
	t.Fatalf("no launch %q", name)
	return ""
}

func TestVerifyLaunch(t *testing.T) {
	t.Parallel()
	l, p := readLaunches(t)
	want := map[string]error{
		"ok": nil, "signature": cafe24.ErrLaunchSignature, "stale": cafe24.ErrLaunchStale, "malformed": cafe24.ErrLaunchMalformed,
	}
	if len(l.Cases) < 50 {
		t.Fatalf("only %d cases", len(l.Cases))
	}
	for _, c := range l.Cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			expected, known := want[c.Want]
			if !known {
				t.Fatalf("unknown result %q", c.Want)
			}
			launch, err := p.VerifyLaunch(c.Query)
			if !errors.Is(err, expected) {
				t.Fatalf("got %v, want %v", err, expected)
			}
			if err != nil && launch != (cafe24.Launch{}) && !errors.Is(err, cafe24.ErrLaunchStale) {
				t.Errorf("a refused launch still says %+v", launch)
			}
			if err != nil && launch.Nonce != "" {
				t.Errorf("a stale launch could be used: %+v", launch)
			}
			if err != nil && strings.Contains(err.Error(), "samplemall") {
				t.Errorf("error repeats what was sent: %v", err)
			}
		})
	}
}

func TestLaunchNamesTheOperator(t *testing.T) {
	t.Parallel()
	l, p := readLaunches(t)
	got, err := p.VerifyLaunch(l.query(t, "oldest allowed"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Nonce) != 64 {
		t.Errorf("nonce %q", got.Nonce)
	}
	got.Nonce = ""
	want := cafe24.Launch{
		MallID: "samplemall", UserID: "samplemall", UserName: "대표 관리자", UserType: "P", Lang: "ko_KR", ShopNo: 1,
		Timestamp: time.Unix(l.Now-300, 0).UTC(),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A replay has the same nonce, whatever the encoding of its signature. Another launch has another nonce.
func TestLaunchNonce(t *testing.T) {
	t.Parallel()
	l, p := readLaunches(t)
	nonce := func(name string) string {
		launch, err := p.VerifyLaunch(l.query(t, name))
		if err != nil {
			t.Fatal(err)
		}
		return launch.Nonce
	}
	first := nonce("as Cafe24 sends it")
	for _, same := range []string{"bare plus and slash in hmac", "plus turned into a space", "lower-case escapes of hmac", "hmac first", "hmac in the middle"} {
		if nonce(same) != first {
			t.Errorf("%s: another nonce", same)
		}
	}
	if nonce("oldest allowed") == first {
		t.Error("another launch has the same nonce")
	}
}

func TestLaunchMaxAgeIsConfigurable(t *testing.T) {
	t.Parallel()
	l, _ := readLaunches(t)
	p := newPlatform(t, func(c *cafe24.Config) {
		c.ClientSecret, c.LaunchMaxAge = redact.Secret(l.Secret), 2*time.Hour
		c.Now = func() time.Time { return time.Unix(l.Now, 0) }
	})
	if _, err := p.VerifyLaunch(l.query(t, "two hours old")); err != nil {
		t.Error(err)
	}
}
