package pipeline_test

import (
	"fmt"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/redact"
)

// Two processes work for five malls. The client secret is changed at Cafe24
// first, just before the malls' token pairs are renewed. The programs get the
// new secret ten minutes later. No mall has to reconnect, stock is read all the
// time, and the pairs are renewed as soon as a process knows the new secret.
func TestSecretReplacedTenMinutesLaterReconnectsNobody(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"invalid_grant", "invalid_client"} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			malls := []string{string(mall), "mall01", "mall02", "mall03", "mall04"}
			b := newBench(t, options{products: 2, malls: malls, idle: true})
			for _, id := range malls {
				if _, err := b.store.Mall(lowstock.MallID(id)).LaunchMall(t.Context(), "ko"); err != nil {
					t.Fatal(err)
				}
				b.consent(t, lowstock.MallID(id))
				if err := b.sim.SetFaults(id, cafe24sim.Faults{SecretWord: word}); err != nil {
					t.Fatal(err)
				}
			}
			second := connectStore(t, b.database)
			one, two := b.process(t, b.store, options{}), b.process(t, second, options{})
			b.start(t, one)
			b.start(t, two)
			b.synced(t)
			code := b.stocked(t, 50)[0]
			b.clock.advance(59 * time.Minute)

			b.sim.SetClientSecret("the new one")
			for minute := range 11 {
				b.clock.advance(time.Minute)
				b.setStock(t, code, 40-minute)
				b.hintProduct(t, code)
				until(t, func() string {
					return missing(b.known(t, code) == 40-minute && b.renewalsDue(t) == 0, "%d pieces, %d renewals due", b.known(t, code), b.renewalsDue(t))
				})
			}
			b.wantConnected(t, malls, 1)
			calls := 0
			for _, id := range malls {
				calls += b.sim.Stats(id).Calls["POST oauth/token"]
			}
			if calls == 0 || calls > 15 {
				t.Errorf("the token endpoint was asked %d times", calls)
			}
			b.stop(t, one)
			b.stop(t, two)

			b.platform = b.platformOf(t, "the new one")
			b.start(t, b.process(t, b.store, options{}))
			b.start(t, b.process(t, second, options{}))
			b.clock.advance(4 * time.Minute)
			until(t, func() string {
				n := 0
				for _, id := range malls {
					n += b.sim.Stats(id).Refreshes
				}
				return missing(n == len(malls) && b.renewalsDue(t) == 0, "%d of %d renewed", n, len(malls))
			})
			b.wantConnected(t, malls, 2)
			b.clock.advance(61 * time.Minute) // the earlier pairs have expired
			b.setStock(t, code, 7)
			b.hintProduct(t, code)
			until(t, func() string {
				return missing(b.known(t, code) == 7, "%d pieces", b.known(t, code))
			})
		})
	}
}

func (b *bench) renewalsDue(t *testing.T) (n int) {
	t.Helper()
	if err := b.store.Pool().QueryRow(t.Context(), `SELECT count(*) FROM tokens WHERE next_refresh_at <= $1`, b.clock.Now()).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (b *bench) wantConnected(t *testing.T, malls []string, generation int64) {
	t.Helper()
	for _, id := range malls {
		m, err := b.store.Mall(lowstock.MallID(id)).Info(t.Context())
		if err != nil || m.State != lowstock.MallActive {
			t.Errorf("%s is %s for %q, %v", id, m.State, m.ReconnectReason, err)
		}
		token, err := b.store.Mall(lowstock.MallID(id)).Token(t.Context())
		if err != nil || token.Rejected || token.Generation < generation {
			t.Errorf("%s has pair %d, rejected %v, %v", id, token.Generation, token.Rejected, err)
		}
	}
}

// An API version that Cafe24 no longer serves stops nothing: the first sync
// continues with the version that Cafe24 offers.
func TestRefusedVersionStopsNoSync(t *testing.T) {
	t.Parallel()
	b := newBench(t, options{products: 5, idle: true})
	b.faults(t, cafe24sim.Faults{OfferedVersions: "2027-03-01"})
	b.start(t, b.work)
	if sync := b.synced(t); sync.State != inbound.SyncDone || sync.ProductsDone != 5 {
		t.Errorf("sync is %s with %d products, %s", sync.State, sync.ProductsDone, sync.Error)
	}
	if got := fmt.Sprint(b.platform.APIVersion()); got != "{2026-09-01 2027-03-01}" {
		t.Errorf("versions %s", got)
	}
	b.clock.advance(time.Hour) // other processes know it for as long as this one runs
	if err := b.work.Upkeep(t.Context()); err != nil {
		t.Fatal(err)
	}
	state, err := b.store.AppState(t.Context(), "", "2026-09-01", b.clock.Now())
	if err != nil || state.VersionUsed != "2027-03-01" {
		t.Errorf("known of it: %+v, %v", state, err)
	}
}

// platformOf returns Cafe24 as a process with this client secret sees it.
func (b *bench) platformOf(t *testing.T, secret redact.Secret) *cafe24.Platform {
	t.Helper()
	platform, err := cafe24.New(cafe24.Config{
		ClientID: cafe24sim.DefaultClientID, ClientSecret: secret, WebhookKey: cafe24sim.DefaultWebhookKey,
		RedirectURI: "https://app.test/auth/callback", APIURL: b.sim.APIURL(), Transport: b.cut, Now: b.clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return platform
}
