package install_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/team"
)

// street is several connected malls of one app, and the log of its processes.
type street struct {
	*bench

	malls []lowstock.MallID
	log   *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func newStreet(t *testing.T, n int) *street {
	t.Helper()
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("mall%02d", i))
	}
	s := &street{bench: newBenchOf(t, names), log: &lockedBuffer{}}
	p := s.process(t, s.store, cafe24sim.DefaultClientSecret)
	for _, name := range names {
		id := lowstock.MallID(name)
		_, err := s.store.Mall(id).LaunchMall(t.Context(), "ko")
		if err == nil {
			err = s.consent(t, p, id)
		}
		if err != nil {
			t.Fatal(err)
		}
		s.malls = append(s.malls, id)
		s.clock.advance(time.Second)
	}
	return s
}

// process is a process that was started with a client secret.
type process struct {
	*install.Installer

	platform *cafe24.Platform
	metrics  *prometheus.Registry
}

func (s *street) process(t *testing.T, store *postgres.Store, secret redact.Secret) process {
	t.Helper()
	p := process{platform: s.platformOf(t, secret), metrics: prometheus.NewRegistry()}
	p.Installer = install.New(install.Config{
		Store: stores.Install(store), Platform: p.platform, Now: s.clock.Now, Log: slog.New(slog.NewTextHandler(s.log, nil)), Registerer: p.metrics,
	})
	return p
}

// metric returns the sum of one of the process's metrics.
func (p process) metric(t *testing.T, name string) (sum float64) {
	t.Helper()
	families, err := p.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() != name {
			continue
		}
		for _, m := range family.GetMetric() {
			sum += m.GetGauge().GetValue() + m.GetCounter().GetValue()
		}
	}
	return sum
}

// consent is a merchant's consent, without a browser.
func (s *street) consent(t *testing.T, p process, id lowstock.MallID) error {
	t.Helper()
	address, cookie, err := p.Begin(t.Context(), id, team.Operator{ID: "owner"}, false)
	if err != nil {
		return err
	}
	back, err := s.sim.Consent(string(id), address)
	if err != nil {
		return err
	}
	_, err = p.Callback(t.Context(), queryOf(t, back), cookie)
	return err
}

// minutes runs the processes for n minutes. In each minute they do the due work
// of every mall and request its token.
func (s *street) minutes(t *testing.T, n int, processes ...process) {
	t.Helper()
	for minute := range n {
		for i, id := range s.malls {
			p := processes[(minute+i)%len(processes)]
			if err := p.RefreshDue(t.Context(), id); err != nil && !cafe24.Temporary(err) && !errors.Is(err, install.ErrReconnect) {
				t.Errorf("%s is renewed: %v", id, err)
			}
			if _, err := p.Source(id)(t.Context(), ""); err != nil && !cafe24.Temporary(err) && !errors.Is(err, install.ErrReconnect) {
				t.Errorf("%s is read: %v", id, err)
			}
		}
		s.clock.advance(time.Minute)
	}
}

// reconnecting returns the malls that have to reconnect.
func (s *street) reconnecting(t *testing.T) (list []lowstock.MallID) {
	t.Helper()
	for _, id := range s.malls {
		m, err := s.store.Mall(id).Info(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if m.State == lowstock.MallReconnect {
			list = append(list, id)
		}
	}
	return list
}

func (s *street) calls() (n int) {
	for _, id := range s.malls {
		n += s.sim.Stats(string(id)).Calls["POST oauth/token"]
	}
	return n
}

// fault gives all malls a fault.
func (s *street) fault(t *testing.T, f cafe24sim.Faults, malls ...lowstock.MallID) {
	t.Helper()
	for _, id := range malls {
		if err := s.sim.SetFaults(string(id), f); err != nil {
			t.Fatal(err)
		}
	}
}

// appState returns the state of the app itself, as a process sees it.
func (s *street) appState(t *testing.T, p process) connect.AppState {
	t.Helper()
	state, err := s.store.AppState(t.Context(), p.platform.ClientFingerprint(), "", s.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// The client secret is changed at Cafe24 first, and in the programs two hours
// later, when every access token has expired. No mall has to reconnect. The
// token endpoint is called from time to time and not for every mall. All malls
// continue by themselves with the first process that knows the new secret.
func TestReissuedSecretReconnectsNobody(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"invalid_grant", "invalid_client"} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			s := newStreet(t, 6)
			s.fault(t, cafe24sim.Faults{SecretWord: word}, s.malls...)
			old := []process{s.process(t, s.store, cafe24sim.DefaultClientSecret), s.process(t, postgrestest.Connect(t, s.database), cafe24sim.DefaultClientSecret)}
			s.sim.SetClientSecret("the new one")
			before := s.calls()
			s.clock.advance(50 * time.Minute)
			s.minutes(t, 75, old...)
			if list := s.reconnecting(t); len(list) > 0 {
				t.Errorf("%v have to reconnect", list)
			}
			if n := s.calls() - before; n == 0 || n > 30 {
				t.Errorf("the token endpoint was asked %d times", n)
			}
			if n := strings.Count(s.log.String(), "level=ERROR"); n != 1 || !strings.Contains(s.log.String(), "CAFE24_CLIENT_SECRET") {
				t.Errorf("said %d times", n)
			}
			if strings.Contains(s.log.String(), "the new one") || strings.Contains(s.log.String(), cafe24sim.DefaultClientSecret) {
				t.Error("a log shows a secret")
			}
			if n := old[0].metric(t, "inventory_alert_client_secret_refused"); n != 1 {
				t.Errorf("the gauge says %v", n)
			}
			if n := old[0].metric(t, "inventory_alert_token_refusals_total"); n < 1 {
				t.Errorf("%v refusals are counted", n)
			}
			if s.appState(t, old[0]).SecretRefused.IsZero() {
				t.Error("it is not known that the secret is refused")
			}
			conn, err := s.store.Mall(s.malls[0]).Connection(t.Context(), s.clock.Now())
			if err != nil || conn.AppRefused.IsZero() {
				t.Errorf("the page does not show it: %v", err)
			}

			right := s.process(t, s.store, "the new one")
			s.minutes(t, 4, right)
			for _, id := range s.malls {
				if token, err := s.store.Mall(id).Token(t.Context()); err != nil || !token.AccessExpiresAt.After(s.clock.Now()) {
					t.Errorf("%s is not renewed, %v", id, err)
				}
				conn, err := s.store.Mall(id).Connection(t.Context(), s.clock.Now())
				if err != nil || !conn.AppRefused.IsZero() || conn.Mall.State != lowstock.MallActive {
					t.Errorf("%s is %s, refused since %s, %v", id, conn.Mall.State, conn.AppRefused, err)
				}
			}
			if got := s.appState(t, right); !got.SecretRefused.IsZero() {
				t.Errorf("still refused: %+v", got)
			}
		})
	}
}

// The secret at Cafe24 is corrected: no process has to be restarted.
func TestSecretThatIsRightAgainNeedsNoRestart(t *testing.T) {
	t.Parallel()
	s := newStreet(t, 3)
	p := s.process(t, s.store, cafe24sim.DefaultClientSecret)
	s.sim.SetClientSecret("another")
	s.clock.advance(55 * time.Minute)
	s.minutes(t, 70, p)
	s.sim.SetClientSecret("")
	s.minutes(t, 13, p)
	for _, id := range s.malls {
		if token, err := s.store.Mall(id).Token(t.Context()); err != nil || !token.AccessExpiresAt.After(s.clock.Now()) || token.Generation < 2 {
			t.Errorf("%s is not renewed, %v", id, err)
		}
	}
	if list := s.reconnecting(t); len(list) > 0 || !s.appState(t, p).SecretRefused.IsZero() {
		t.Errorf("%v have to reconnect", list)
	}
	if !strings.Contains(s.log.String(), "takes the app's client secret again") {
		t.Error("not said")
	}
}

// A merchant who consents in the meantime reads that the operator has to act,
// and the same consent succeeds later.
func TestConsentWithAWrongSecretBlamesTheOperator(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"invalid_grant", "invalid_client"} {
		s := newStreet(t, 2)
		p := s.process(t, s.store, cafe24sim.DefaultClientSecret)
		s.fault(t, cafe24sim.Faults{WrongSecret: true, SecretWord: word}, s.malls...)
		if err := s.consent(t, p, s.malls[0]); keyOf(err) != "error.consent_client" {
			t.Errorf("%s: %v", word, err)
		}
		if s.appState(t, p).SecretRefused.IsZero() || strings.Count(s.log.String(), "level=ERROR") != 1 {
			t.Errorf("%s: not known that the secret is refused", word)
		}
		s.fault(t, cafe24sim.Faults{}, s.malls...)
		if err := s.consent(t, p, s.malls[0]); err != nil {
			t.Errorf("%s: %v", word, err)
		}
		if !s.appState(t, p).SecretRefused.IsZero() {
			t.Errorf("%s: still refused", word)
		}
	}
}

// A dead refresh token is recognized, whatever error word the refusal uses.
func TestDeadRefreshTokenAsksToReconnect(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"invalid_request", "invalid_grant", "access_denied"} {
		b := newBench(t)
		b.connect(t)
		b.setFaults(t, cafe24sim.Faults{DeadRefresh: word})
		b.clock.advance(halfLife)
		if err := b.RefreshDue(t.Context(), mall); !errors.Is(err, install.ErrReconnect) {
			t.Errorf("%s: %v", word, err)
		}
		if m := b.state(t); m.State != lowstock.MallReconnect || m.ReconnectReason != "connection.invalid_grant" {
			t.Errorf("%s: mall is %s for %q", word, m.State, m.ReconnectReason)
		}
	}
}

// Many malls are refused within minutes with an unknown error word. None of
// them is rejected, however long it lasts. When it is over, the one that is
// really dead is found.
func TestManyRefusedRenewalsRejectNobody(t *testing.T) {
	t.Parallel()
	s := newStreet(t, 6)
	processes := []process{s.process(t, s.store, cafe24sim.DefaultClientSecret), s.process(t, postgrestest.Connect(t, s.database), cafe24sim.DefaultClientSecret)}
	s.fault(t, cafe24sim.Faults{RefreshFails: true}, s.malls...)
	s.clock.advance(58 * time.Minute)
	s.minutes(t, 70, processes...)
	if list := s.reconnecting(t); len(list) > 0 {
		t.Errorf("%v have to reconnect", list)
	}
	conn, err := s.store.Mall(s.malls[0]).Connection(t.Context(), s.clock.Now())
	if err != nil || conn.AppRefused.IsZero() {
		t.Errorf("the page does not show it: %v", err)
	}
	s.fault(t, cafe24sim.Faults{}, s.malls[1:]...)
	s.minutes(t, 25, processes...)
	if list := s.reconnecting(t); len(list) != 1 || list[0] != s.malls[0] {
		t.Errorf("%v have to reconnect", list)
	}
	for _, id := range s.malls[1:] {
		if token, err := s.store.Mall(id).Token(t.Context()); err != nil || !token.AccessExpiresAt.After(s.clock.Now()) {
			t.Errorf("%s is not renewed, %v", id, err)
		}
	}
}

// One dead mall of many is known within minutes: the renewal of another mall is
// made due earlier and shows that only this mall is refused.
func TestOneDeadMallOfManyIsFoundSoon(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]cafe24sim.Faults{"plain": {DeadRefresh: "invalid_request"}, "bare": {RefreshFails: true}} {
		s := newStreet(t, 6)
		p := s.process(t, s.store, cafe24sim.DefaultClientSecret)
		s.clock.advance(30 * time.Minute)
		for _, id := range s.malls[1:] { // due long after the dead one
			if err := s.consent(t, p, id); err != nil {
				t.Fatal(err)
			}
		}
		s.clock.advance(29 * time.Minute)
		s.fault(t, f, s.malls[0])
		s.minutes(t, 5, p)
		if list := s.reconnecting(t); len(list) != 1 || list[0] != s.malls[0] {
			t.Errorf("%s: %v have to reconnect", name, list)
		}
	}
}

// After the restore of an old backup all refresh tokens are dead, with the
// documented error word, and the access tokens too. After a while every mall
// has to reconnect.
func TestAllDeadInPlainWordsAreBelieved(t *testing.T) {
	t.Parallel()
	s := newStreet(t, 5)
	p := s.process(t, s.store, cafe24sim.DefaultClientSecret)
	s.clock.advance(3 * time.Hour)
	s.fault(t, cafe24sim.Faults{DeadRefresh: "invalid_grant"}, s.malls...)
	s.minutes(t, 15, p)
	if list := s.reconnecting(t); len(list) > 0 {
		t.Errorf("at once: %v", list)
	}
	s.minutes(t, 20, p)
	if list := s.reconnecting(t); len(list) != len(s.malls) {
		t.Errorf("after a while: %v", list)
	}
}
