package postgres_test

import (
	"context"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

func (b *bundle) refuseRenewal(blame, client string, many bool) (since time.Time) {
	b.t.Helper()
	token, err := b.Mall(b.mall).Token(b.t.Context())
	b.ok(err)
	since, err = b.Mall(b.mall).PostponeRefused(b.t.Context(), token.Generation, connect.RenewalRefusal{
		Blame: blame, Client: client, At: b.now, NextAt: b.now.Add(5 * time.Minute), Many: many,
	})
	b.ok(err)
	return since
}

// A refused renewal is stored with whom it blames, until the pair is renewed.
func TestRefusedRenewalsAreRemembered(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.wait(time.Hour)
	first := b.now
	want(t, "since", b.refuseRenewal("token", "f1", false), first)
	want(t, "shown of a mall that may be meant", b.connection().AppRefused, time.Time{})
	b.wait(time.Minute)
	want(t, "since, in other words", b.refuseRenewal("grant", "f1", true), first)
	want(t, "shown of many", b.connection().AppRefused, first)
	b.wait(time.Minute)
	want(t, "since, for the client", b.refuseRenewal("client", "f1", false), b.now)
	want(t, "shown of a client", b.connection().AppRefused, b.now)
	b.wait(time.Minute)
	want(t, "since, for another client", b.refuseRenewal("client", "f2", false), b.now)
	token0, err := b.Mall(hansan).Token(t.Context())
	b.ok(err)
	want(t, "refused client", token0.RefusedClient, "f2")
	want(t, "due in five minutes", len(b.due(worklist.DueToken)), 0)

	_, err = b.Mall(hansan).WithToken(t.Context(), func(_ context.Context, _ connect.Token) (connect.Token, error) {
		fresh := token("access-2", b.now)
		fresh.Client = "f3"
		return fresh, nil
	})
	b.ok(err)
	want(t, "shown after a renewal", b.connection().AppRefused, time.Time{})
	_, err = b.Mall(hansan).PostponeRefused(t.Context(), token0.Generation, connect.RenewalRefusal{Blame: "client", Client: "f2", At: b.now, NextAt: b.now})
	wantCode(t, err, lowstock.CodeNotFound)
	_, err = b.Mall(hansan).RejectToken(t.Context(), token0.Generation+1, "connection.invalid_grant", b.now)
	b.ok(err)
	_, err = b.Mall(hansan).PostponeRefused(t.Context(), token0.Generation+1, connect.RenewalRefusal{Blame: "client", Client: "f2", At: b.now, NextAt: b.now})
	wantCode(t, err, lowstock.CodeNotFound)
}

// What is known of the app itself belongs to no mall, is reported as new once,
// and is deleted when a secret is accepted. Renewals that waited for that are
// then due within half a minute.
func TestAppStateIsOfNoMall(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.wait(time.Hour)
	state := func(client string) connect.AppState {
		t.Helper()
		a, err := b.AppState(t.Context(), client, "2024-06-01", b.now)
		b.ok(err)
		return a
	}
	want(t, "at first", state("f1"), connect.AppState{})
	for i, news := range []bool{true, false} {
		first, err := b.NoteClientRefused(t.Context(), "f1", noon.Add(time.Hour+time.Duration(i)*time.Minute))
		b.ok(err)
		want(t, "news", first, news)
	}
	b.wait(time.Minute)
	b.refuseRenewal("client", "f1", false)
	since := noon.Add(time.Hour)
	want(t, "as the one that is refused sees it", state("f1"), connect.AppState{SecretRefused: since, OwnSecret: true})
	want(t, "as another sees it", state("f2"), connect.AppState{SecretRefused: since})
	b.wait(16 * time.Minute)
	want(t, "as another sees it later", state("f2"), connect.AppState{})
	b.ok(b.NoteVersionReplaced(t.Context(), "2024-06-01", "2026-09-01", b.now))
	want(t, "and a version", state("f1"), connect.AppState{SecretRefused: since, OwnSecret: true, VersionRefused: b.now, VersionUsed: "2026-09-01"})

	b.refuseRenewal("client", "f1", false)
	b.ok(b.ClientAccepted(t.Context(), noon, b.now)) // a call that began before
	want(t, "after an older answer", state("f1").OwnSecret, true)
	b.ok(b.ClientAccepted(t.Context(), b.now, b.now))
	want(t, "after an answer", state("f1").SecretRefused, time.Time{})
	b.wait(31 * time.Second)
	want(t, "due", len(b.due(worklist.DueToken)), 1)
}
