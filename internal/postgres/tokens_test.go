package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/redact"
)

func TestTokensAreSealed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	got, err := b.Mall(hansan).Token(t.Context())
	b.ok(err)
	wanted := token("access-1", noon)
	wanted.Generation, wanted.PairsAt = 1, []time.Time{noon}
	want(t, "token", got, wanted)
	for _, column := range []string{"access_sealed", "refresh_sealed"} {
		sealed := one[[]byte](b, "select "+column+" from tokens")
		if bytes.Contains(sealed, []byte("access-1")) {
			t.Errorf("%s holds the token in the clear", column)
		}
	}
	// Another mall's sealed secret does not open, nor one in another column.
	b.connect(bori)
	b.admin("update tokens set access_sealed = (select access_sealed from tokens where mall_id = 'hansan') where mall_id = 'bori'")
	if _, err := b.Mall(bori).Token(t.Context()); err == nil {
		t.Error("a secret sealed for another mall opened")
	}
	b.admin("update tokens set access_sealed = refresh_sealed where mall_id = 'hansan'")
	if _, err := b.Mall(hansan).Token(t.Context()); err == nil {
		t.Error("a secret sealed for another column opened")
	}
}

func TestKeyring(t *testing.T) {
	t.Parallel()
	older, newer := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	for name, keys := range map[string][][]byte{"none": nil, "short": {older[:16]}, "twice": {older, older}} {
		if _, err := postgres.NewKeyring(keys); err == nil {
			t.Errorf("keys %s: no error", name)
		}
	}
	url := postgrestest.Database(t)
	open := func(keys ...[]byte) *postgres.Store {
		ring, err := postgres.NewKeyring(keys)
		if err != nil {
			t.Fatal(err)
		}
		s, err := postgres.Open(t.Context(), url, postgres.Options{Keyring: ring, Slow: 10})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		return s
	}
	before, between, after := open(older), open(newer, older), open(newer)
	if err := after.CheckKeys(t.Context()); err != nil {
		t.Errorf("keys are refused where nothing is sealed yet: %v", err)
	}
	if _, err := before.Mall(hansan).LaunchMall(t.Context(), "ko"); err != nil {
		t.Fatal(err)
	}
	if err := before.Mall(hansan).Connect(t.Context(), token("access-1", noon), noon); err != nil {
		t.Fatal(err)
	}
	if _, err := between.Mall(hansan).Token(t.Context()); err != nil {
		t.Errorf("an older key does not open: %v", err)
	}
	if _, err := after.Mall(hansan).Token(t.Context()); err == nil {
		t.Error("opened without its key")
	}
	if before.CheckKeys(t.Context()) != nil || between.CheckKeys(t.Context()) != nil || after.CheckKeys(t.Context()) == nil {
		t.Error("CheckKeys does not tell the keys that open from those that do not")
	}
	_, err := between.Mall(hansan).WithToken(t.Context(), func(_ context.Context, current connect.Token) (connect.Token, error) {
		current.Access = "access-2"
		return current, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := after.Mall(hansan).Token(t.Context()); err != nil {
		t.Errorf("the newest key does not seal: %v", err)
	}
}

func TestWithToken(t *testing.T) {
	t.Parallel()
	b := setup(t)
	same, err := b.Mall(hansan).WithToken(t.Context(), func(_ context.Context, current connect.Token) (connect.Token, error) { return current, nil })
	b.ok(err)
	want(t, "generation of an unchanged pair", same.Generation, 1)

	failure := errors.New("invalid_grant")
	_, err = b.Mall(hansan).WithToken(t.Context(), func(_ context.Context, current connect.Token) (connect.Token, error) {
		return connect.Token{}, failure
	})
	if err != failure { //nolint:errorlint // it is returned as it is
		t.Errorf("error of the refresh: %v", err)
	}
	changed, err := b.Mall(hansan).WithToken(t.Context(), func(context.Context, connect.Token) (connect.Token, error) {
		return token("access-2", noon.Add(time.Hour)), nil
	})
	b.ok(err)
	stored, err := b.Mall(hansan).Token(t.Context())
	b.ok(err)
	want(t, "stored", stored, changed)
	want(t, "generation", stored.Generation, 2)
	want(t, "access", stored.Access, redact.Secret("access-2"))

	b.ok(b.Mall(hansan).PostponeToken(t.Context(), 2, noon, noon.Add(time.Minute)))
	stored, err = b.Mall(hansan).Token(t.Context())
	b.ok(err)
	want(t, "next refresh", stored.NextRefreshAt, noon.Add(time.Minute))
	_, err = b.Mall(bori).WithToken(t.Context(), nil)
	wantCode(t, err, lowstock.CodeNotFound)
	wantCode(t, b.Mall(bori).PostponeToken(t.Context(), 1, noon, noon), lowstock.CodeNotFound)
}

// When the token endpoint hangs for many malls, the rest of the program still
// gets connections.
func TestRefreshesThatHangLeaveConnections(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var malls []lowstock.MallID
	for n := range 8 { // twice the pool
		malls = append(malls, lowstock.MallID(fmt.Sprintf("mall%d", n)))
		b.connect(malls[n])
	}
	release, begun := make(chan struct{}), make(chan struct{}, len(malls))
	var all sync.WaitGroup
	defer all.Wait()
	defer close(release)
	for _, mall := range malls {
		all.Go(func() {
			_, err := b.Mall(mall).WithToken(t.Context(), func(_ context.Context, current connect.Token) (connect.Token, error) {
				begun <- struct{}{}
				<-release
				return current, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	<-begun
	for range 20 {
		if _, err := b.Mall(hansan).Info(t.Context()); err != nil {
			t.Fatalf("while refreshes hang: %v", err)
		}
	}
}

// A rotating refresh token is used once for each expiry, however many
// processes want to renew it.
func TestOneRefreshAnExpiryAcrossReplicas(t *testing.T) {
	t.Parallel()
	b := setup(t)
	stores := []*postgres.Store{b.Store, postgrestest.Connect(t, b.url)}
	const expiries, callers = 5, 20
	var calls atomic.Int64
	for expiry := range expiries {
		current, err := b.Mall(hansan).Token(t.Context())
		b.ok(err)
		var all sync.WaitGroup
		for _, s := range stores {
			for range callers {
				all.Go(func() {
					got, err := s.Mall(hansan).WithToken(t.Context(), func(_ context.Context, held connect.Token) (connect.Token, error) {
						if held.Generation != current.Generation {
							return held, nil // another one was faster
						}
						calls.Add(1)
						return token(fmt.Sprintf("access-of-expiry-%d", expiry), b.now), nil
					})
					if err != nil {
						t.Errorf("expiry %d: %v", expiry, err)
					}
					if got.Generation != current.Generation+1 {
						t.Errorf("expiry %d: generation %d after %d", expiry, got.Generation, current.Generation)
					}
				})
			}
		}
		all.Wait()
	}
	want(t, "refreshes", calls.Load(), expiries)
}
