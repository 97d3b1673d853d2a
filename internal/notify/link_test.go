package notify_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
)

func links() notify.Links {
	return notify.Links{Key: config().LinkKey, AppURL: "https://stock.example/"}
}

func TestLinksRoundTrip(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		link  notify.Link
		space string
	}{
		{notify.Link{Action: notify.LinkUnsubscribe, Mall: "linenhouse", Email: "owner@shop.example"}, "unsubscribe"},
		{notify.Link{Action: notify.LinkConfirm, Mall: "linenhouse", Email: "사장@가게.example", ExpiresAt: noon.Add(time.Hour).UTC()}, "confirm"},
		{notify.Link{Action: notify.LinkAcknowledge, Mall: "linenhouse", Email: "a@b.example", IncidentID: 1 << 60, ExpiresAt: noon.Add(time.Second).UTC()}, "act"},
		{notify.Link{Action: notify.LinkSnooze, Mall: "linenhouse", Email: "a@b.example", IncidentID: 7, ExpiresAt: noon.Add(notify.SnoozeFor).UTC()}, "act"},
		{notify.Link{Action: notify.LinkSnooze, Mall: "linenhouse", Email: "slack", MessageID: 1 << 60, ExpiresAt: noon.Add(notify.SnoozeFor).UTC()}, "act"},
		{notify.Link{
			Action: notify.LinkOpen, Mall: "linenhouse", Locale: "ko", Place: outgoing.Place{Page: outgoing.PageAlert, Number: 1 << 60},
			ExpiresAt: noon.Add(time.Hour).UTC(),
		}, "open"},
		{notify.Link{
			Action: notify.LinkOpen, Mall: "linenhouse", Place: outgoing.Place{Page: outgoing.PageReorder, Code: "S&1 /"},
			ExpiresAt: noon.Add(time.Hour).UTC(),
		}, "open"},
		{notify.Link{
			Action: notify.LinkOpen, Mall: "linenhouse", Email: "a@b.example", Locale: "en", Place: outgoing.Place{Page: outgoing.PageSettings},
			ExpiresAt: noon.Add(time.Hour).UTC(),
		}, "open"},
		{notify.Link{Action: notify.LinkReturn, Mall: "linenhouse", Email: "a@b.example", ExpiresAt: noon.Add(time.Hour).UTC()}, "confirm"},
	} {
		t.Run(fmt.Sprint(tt.link.Action, tt.link.MessageID, tt.link.Place.Page), func(t *testing.T) {
			t.Parallel()
			address := links().URL(tt.link)
			token, ok := strings.CutPrefix(address, "https://stock.example/"+tt.space+"/")
			if !ok || strings.Trim(token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
				t.Fatalf("address %s", address)
			}
			got, err := links().Open(token, noon)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.link, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// Every link has its own hash. The hash is the same in every process and does not
// open as a token. Links in older mails still open.
func TestLinksHash(t *testing.T) {
	t.Parallel()
	one := notify.Link{Action: notify.LinkSnooze, Mall: "linenhouse", Email: "a@b.example", IncidentID: 7, ExpiresAt: noon.Add(time.Hour)}
	all := one
	all.IncidentID, all.MessageID = 0, 7
	seen := map[string]bool{}
	for _, l := range []notify.Link{one, all} {
		token := links().Sign(l)
		hash := links().Hash(token)
		if len(hash) != 32 || !bytes.Equal(hash, notify.Links{}.Hash(token)) || seen[string(hash)] {
			t.Errorf("%+v hashes to %x", l, hash)
		}
		seen[string(hash)] = true
	}
	const old = "AQthY2tub3dsZWRnZQpsaW5lbmhvdXNlC2FAYi5leGFtcGxlDsDPlLAN4KQtTxeBZyX59W1mOG-AcBIQSMU53ypXJDQOfFkY_5M"
	if _, err := links().Open(old, noon); err != nil {
		t.Errorf("a link of an older mail: %v", err)
	}
}

func TestLinksExpire(t *testing.T) {
	t.Parallel()
	token := links().Sign(notify.Link{Action: notify.LinkSnooze, Mall: "linenhouse", ExpiresAt: noon})
	if _, err := links().Open(token, noon.Add(-time.Second)); err != nil {
		t.Errorf("a second before: %v", err)
	}
	if key := keyOf(t, token, links(), noon); key != "error.link_expired" {
		t.Errorf("at the end: %q", key)
	}
	if l, _ := links().Open(token, noon); l.Mall != "linenhouse" {
		t.Errorf("an expired link does not say whose it was: %+v", l)
	}
	forever := links().Sign(notify.Link{Action: notify.LinkUnsubscribe, Mall: "linenhouse", ExpiresAt: noon})
	if _, err := links().Open(forever, noon.AddDate(50, 0, 0)); err != nil {
		t.Errorf("unsubscribe after 50 years: %v", err)
	}
}

func TestLinksTampered(t *testing.T) {
	t.Parallel()
	token := links().Sign(notify.Link{Action: notify.LinkAcknowledge, Mall: "linenhouse", Email: "a@b.example", IncidentID: 7, ExpiresAt: noon.Add(time.Hour)})
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		for bit := range 8 {
			changed := append([]byte{}, raw...)
			changed[i] ^= 1 << bit
			if key := keyOf(t, base64.RawURLEncoding.EncodeToString(changed), links(), noon); key != "error.link_broken" {
				t.Fatalf("bit %d of byte %d turned: %q", bit, i, key)
			}
		}
	}
	for name, bad := range map[string]string{
		"empty": "", "short": "AA", "cut": token[:len(token)-1], "longer": token + "A", "padded": token + "=",
		"line break": token[:10] + "\n" + token[10:], "not base64": "!!!!", "huge": strings.Repeat("A", 1<<20),
		"only a mac": base64.RawURLEncoding.EncodeToString(raw[len(raw)-32:]),
	} {
		if key := keyOf(t, bad, links(), noon); key != "error.link_broken" {
			t.Errorf("%s: %q", name, key)
		}
	}
	other := notify.Links{Key: []byte("fedcba9876543210fedcba9876543210")}
	if key := keyOf(t, token, other, noon); key != "error.link_broken" {
		t.Errorf("another key: %q", key)
	}
}

// After a rotation of the key, the links of earlier mails still open. New links
// are signed with the new key only.
func TestLinksOfAnOlderKey(t *testing.T) {
	t.Parallel()
	link := notify.Link{Action: notify.LinkUnsubscribe, Mall: "linenhouse", Email: "a@b.example"}
	old, fresh := []byte("0123456789abcdef0123456789abcdef"), []byte("fedcba9876543210fedcba9876543210")
	cfg := config()
	cfg.LinkKey, cfg.OldKeys = fresh, [][]byte{old, []byte("short")}
	rotated := newSender(t, cfg).Links()
	for _, key := range [][]byte{old, fresh} {
		if got, err := rotated.Open(notify.Links{Key: key}.Sign(link), noon); err != nil || got != link {
			t.Errorf("signed with %.4s…: %+v, %v", key, got, err)
		}
	}
	if rotated.Sign(link) != (notify.Links{Key: fresh}).Sign(link) {
		t.Error("not signed with the newest key")
	}
	if key := keyOf(t, notify.Links{Key: []byte("another key of enough bytes")}.Sign(link), rotated, noon); key != "error.link_broken" {
		t.Errorf("a key that never was: %q", key)
	}
}

// Without a secret nothing is signed and nothing opens, because with an empty key
// anybody could sign.
func TestLinksWithoutKey(t *testing.T) {
	t.Parallel()
	empty := notify.Links{AppURL: "https://stock.example"}
	if token := empty.Sign(notify.Link{Action: notify.LinkUnsubscribe}); token != "" {
		t.Errorf("signed %q without a key", token)
	}
	if key := keyOf(t, links().Sign(notify.Link{Action: notify.LinkUnsubscribe}), empty, noon); key != "error.link_broken" {
		t.Errorf("opened without a key: %q", key)
	}
	cfg := config()
	cfg.LinkKey = []byte("short")
	if _, err := notify.New(cfg); err == nil {
		t.Error("a sender without a key was made")
	}
}

func keyOf(t *testing.T, token string, ls notify.Links, now time.Time) string {
	t.Helper()
	_, err := ls.Open(token, now)
	var failure *lowstock.Error
	if !errors.As(err, &failure) {
		t.Fatalf("error %v, want a lowstock.Error", err)
	}
	return failure.Key
}

func FuzzLinksOpen(f *testing.F) {
	f.Add(links().Sign(notify.Link{Action: notify.LinkSnooze, Mall: "linenhouse", Email: "a@b.example", IncidentID: 7}))
	f.Add(links().Sign(notify.Link{Action: notify.LinkOpen, Mall: "linenhouse", Place: outgoing.Place{Page: outgoing.PageAlert, Number: 7}}))
	f.Add("")
	f.Add(strings.Repeat("A", 60))
	f.Fuzz(func(t *testing.T, token string) {
		l, err := links().Open(token, noon)
		if err == nil && links().Sign(l) != token {
			t.Errorf("%q opened as %+v, whose token is another", token, l)
		}
	})
}

// Every signed payload reads back unchanged, whatever it contains.
func FuzzLinksSign(f *testing.F) {
	f.Add("linenhouse", "a@b.example", int64(7), int64(0), int64(1_800_000_000))
	f.Add("linenhouse", "a@b.example", int64(0), int64(7), int64(1_800_000_000))
	f.Fuzz(func(t *testing.T, mall, email string, id, message, expires int64) {
		if len(mall)+len(email) > 500 || expires <= noon.Unix() || expires > 1<<40 {
			return
		}
		want := notify.Link{
			Action: notify.LinkAcknowledge, Mall: lowstock.MallID(mall), Email: email,
			IncidentID: id, MessageID: message, ExpiresAt: time.Unix(expires, 0).UTC(),
		}
		got, err := links().Open(links().Sign(want), noon)
		if err != nil || got != want {
			t.Errorf("got %+v (%v), want %+v", got, err, want)
		}
	})
}
