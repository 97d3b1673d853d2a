package web_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/internal/web/entry"
)

// asked counts what reaches the database without a proof.
type asked struct{ tokens, codes, sessions atomic.Int64 }

// counting is the real store, which counts.
type counting struct {
	web.Store
	asked *asked
}

func (s counting) FindAPIToken(ctx context.Context, hash []byte, now time.Time) (lowstock.MallID, team.APIToken, error) {
	s.asked.tokens.Add(1)
	return s.Store.FindAPIToken(ctx, hash, now)
}

func (s counting) Mall(id lowstock.MallID) web.MallStore {
	return countingMall{s.Store.Mall(id), s.asked}
}

type countingMall struct {
	web.MallStore
	asked *asked
}

func (s countingMall) Snapshot(ctx context.Context) (shared context.Context, release, end func()) {
	s.asked.sessions.Add(1)
	return s.MallStore.Snapshot(ctx)
}

// countingCodes is the real installer, which counts.
type countingCodes struct {
	entry.Installer
	asked *asked
}

func (s countingCodes) OpenWindow(ctx context.Context, code string) (install.Window, error) {
	s.asked.codes.Add(1)
	return s.Installer.OpenWindow(ctx, code)
}

func countedBench(t *testing.T) (*bench, *asked) {
	t.Helper()
	counts := &asked{}
	return newBench(t, func(c *web.Config) {
		c.Store, c.Install = counting{c.Store, counts}, countingCodes{c.Install, counts}
	}), counts
}

// token makes a token as the settings do.
func (w *browser) token() string {
	w.t.Helper()
	return w.makeToken("ERP", "365", scopeNames()...)
}

func scopeNames() (names []string) {
	for _, scope := range team.Scopes() {
		names = append(names, string(scope))
	}
	return names
}

// oldToken stores a token as earlier versions made it, without a proof.
func (b *bench) oldToken(t *testing.T, of lowstock.MallID) string {
	t.Helper()
	value := randomToken()
	hash := sha256.Sum256([]byte(value))
	if _, err := b.store.Mall(of).CreateAPIToken(t.Context(), team.APIToken{Name: "old", Scopes: team.Scopes(), CreatedAt: b.clock.Now()}, hash[:], string(of)); err != nil {
		t.Fatal(err)
	}
	return value
}

func randomToken() string {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret)
	return merchant.APITokenPrefix + base64.RawURLEncoding.EncodeToString(secret)
}

func withToken(token string) []string { return []string{"Authorization", "Bearer " + token} }

// All addresses look the same behind a proxy that is not trusted.
func TestAFloodWithoutAProofRefusesNobody(t *testing.T) {
	t.Parallel()
	b, counts := countedBench(t)
	b.runIntake(t)
	owner := b.owner(t, mall)
	made, known := owner.token(), b.oldToken(t, mall)
	program, stranger := b.browser(t), b.browser(t)
	program.get(whoAmI, withToken(known)...).want(http.StatusOK)
	fresh := b.browser(t)
	install := fresh.begin(otherMall)
	frame := b.framed(t)
	window := frame.launch(mall).want(http.StatusSeeOther).Header.Get("Location")
	b.clock.stop()

	for range 70 {
		stranger.get("/?mall_id=hanbit&hmac=x")
		stranger.get(whoAmI, withToken(randomToken())...)
		stranger.get(whoAmI, "Authorization", "Bearer ia_short")
		stranger.get(whoAmI, "Cookie", "__Host-session=x")
		stranger.get("/auth/callback?state=" + randomToken()[3:])
		stranger.get("/auth/consent?code=" + randomToken()[3:])
		stranger.get("/auth/window?code=" + randomToken()[3:])
		stranger.get("/confirm/x")
		stranger.get("/open/x")
		stranger.post("/unsubscribe/x", "")
		stranger.post("/webhooks/cafe24", `{"event_no":90075}`, "X-Api-Key", "wrong")
		stranger.get("/healthz").want(http.StatusOK)
	}
	stranger.get("/?mall_id=hanbit&hmac=x").want(http.StatusTooManyRequests)
	stranger.get(whoAmI, withToken(randomToken())...).want(http.StatusTooManyRequests)
	stranger.get("/auth/window?code=" + randomToken()[3:]).want(http.StatusTooManyRequests)
	if n := counts.tokens.Load(); n > 61 {
		t.Errorf("the database was asked for %d tokens", n)
	}

	b.browser(t).launch(mall).to("/stock")
	stale := b.sim.LaunchURL(string(mall), cafe24sim.Launch{At: b.clock.Now().Add(-6 * time.Minute)})
	owner.get(stale).to("/stock")
	owner.get(whoAmI).want(http.StatusOK)
	program.get(whoAmI, withToken(made)...).want(http.StatusOK)
	program.get(whoAmI, withToken(known)...).want(http.StatusOK)
	fresh.get(b.agree(t, otherMall, install)).to("/stock")
	if _, code, found := strings.Cut(window, "window="); !found {
		t.Errorf("no code in %s", window)
	} else {
		b.browser(t).get("/auth/window?code=" + code).to("/stock")
	}
	link := b.links.Sign(notify.Link{Action: notify.LinkOpen, Mall: mall, Locale: "ko"})
	b.browser(t).get("/open/" + link).want(http.StatusOK)
	b.browser(t).post("/webhooks/cafe24", `{"event_no":90075,"resource":{"mall_id":"hanbit"}}`, "X-Api-Key", cafe24sim.DefaultWebhookKey).want(http.StatusOK)
}

// TestTokensFloodBesideAnotherMall floods with bad tokens, all at once, while
// another mall's program calls from the same address.
func TestTokensFloodBesideAnotherMall(t *testing.T) {
	t.Parallel()
	b, counts := countedBench(t)
	good := b.owner(t, mall).token()
	b.clock.stop()
	var all sync.WaitGroup
	var refused, limited atomic.Int64
	for range 8 {
		w := b.browser(t)
		all.Go(func() {
			for range 50 {
				switch w.get(whoAmI, withToken(randomToken())...).StatusCode {
				case http.StatusUnauthorized:
					refused.Add(1)
				case http.StatusTooManyRequests:
					limited.Add(1)
				}
			}
		})
	}
	w := b.browser(t)
	for range 50 {
		w.get(whoAmI, withToken(good)...).want(http.StatusOK)
	}
	all.Wait()
	if refused.Load() != 60 || limited.Load() != 340 || counts.tokens.Load() != 60+50 {
		t.Errorf("%d refused, %d limited, %d questions to the database", refused.Load(), limited.Load(), counts.tokens.Load())
	}
	over := w.get(whoAmI, withToken(randomToken())...).want(http.StatusTooManyRequests)
	problem(t, over.object(), "RATE_LIMITED")
	if over.Header.Get("Retry-After") != "60" {
		t.Errorf("Retry-After %q", over.Header.Get("Retry-After"))
	}
	b.clock.advance(time.Minute)
	w.get(whoAmI, withToken(randomToken())...).want(http.StatusUnauthorized)
}

// A credential of this app that has ended is counted by itself, since its
// address may be everybody's.
func TestEndedCredentialsAreLimited(t *testing.T) {
	t.Parallel()
	b, counts := countedBench(t)
	owner := b.owner(t, mall)
	revoked, other := owner.token(), owner.makeToken("other", "365", scopeNames()...)
	if _, err := b.store.Pool().Exec(t.Context(), `DELETE FROM api_tokens WHERE token_id = (SELECT min(token_id) FROM api_tokens)`); err != nil {
		t.Fatal(err)
	}
	gone := b.owner(t, otherMall)
	if err := b.store.Mall(otherMall).Uninstall(t.Context(), b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	b.clock.stop()
	counts.tokens.Store(0)
	counts.sessions.Store(0)
	w := b.browser(t)
	for range 60 {
		w.get(whoAmI, withToken(revoked)...).want(http.StatusUnauthorized)
		gone.get(whoAmI).want(http.StatusUnauthorized)
	}
	w.get(whoAmI, withToken(revoked)...).want(http.StatusTooManyRequests)
	gone.get(whoAmI).want(http.StatusTooManyRequests)
	w.get(whoAmI, withToken(other)...).want(http.StatusOK)
	owner.get(whoAmI).want(http.StatusOK)
	if counts.tokens.Load() != 61 || counts.sessions.Load() > 70 {
		t.Errorf("%d questions for tokens, %d snapshots", counts.tokens.Load(), counts.sessions.Load())
	}
}

// TestWhatIsKnownOfOneLaunchIsNotTheMalls sends a launch that somebody has seen
// again and again. The mall's own launches are not used up.
func TestWhatIsKnownOfOneLaunchIsNotTheMalls(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	used := b.sim.LaunchURL(string(mall), cafe24sim.Launch{})
	b.browser(t).get(used).to("/stock")
	b.clock.advance(3 * time.Second)
	b.clock.stop()
	stale := b.sim.LaunchURL(string(mall), cafe24sim.Launch{At: b.clock.Now().Add(-time.Hour)})
	thief := b.browser(t)
	for range 60 {
		thief.get(used)
		thief.get(stale).want(http.StatusForbidden)
	}
	thief.get(used).want(http.StatusTooManyRequests)
	thief.get(stale).want(http.StatusTooManyRequests)
	b.browser(t).launch(mall).to("/stock")
}

func TestARefusalByTheLimitIsAFramedPage(t *testing.T) {
	t.Parallel()
	b := framedBench(t)
	live := b.framed(t)
	b.connect(t, mall)
	live.launch(mall).to("/stock")
	b.clock.stop()
	w := b.framed(t)
	for range 60 {
		w.get("/?mall_id=hanbit").want(http.StatusForbidden)
	}
	for range 70 {
		b.browser(t).launch(mall)
	}
	for range 200 {
		live.get("/api/v1/incidents/x")
	}
	own := b.sim.LaunchURL(string(mall), cafe24sim.Launch{Extra: map[string]string{"auth_config": "more"}})
	for name, page := range map[string]reply{
		"by the mall": w.get(own), "by the session": live.get("/stock"), "by the address, with a session": live.get("/?mall_id=hanbit"),
	} {
		page.want(http.StatusTooManyRequests).has("요청이 너무 많아요")
		if page.mayFrame() != "https://hanbit.cafe24.com" || page.Header.Get("Retry-After") == "" || !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: %v", name, page.Header)
		}
	}
	w.get("/?mall_id=hanbit&lang=en_US").want(http.StatusTooManyRequests).has("Too many requests")
}

// TestSpoofedAddressesMakeNoCounters sends other addresses in every header that
// proxies use.
func TestSpoofedAddressesMakeNoCounters(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	for i := range 70 {
		spoofed := netip.AddrFrom4([4]byte{198, 51, 100, byte(i)}).String()
		got := w.get("/?mall_id=hanbit", "X-Forwarded-For", spoofed, "X-Real-Ip", spoofed, "Forwarded", "for="+spoofed).StatusCode
		if want := map[bool]int{true: http.StatusForbidden, false: http.StatusTooManyRequests}[i < 60]; got != want {
			t.Fatalf("request %d: status %d, want %d", i, got, want)
		}
	}
}
