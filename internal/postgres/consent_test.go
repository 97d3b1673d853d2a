package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

func TestALaunchIsUsedOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for i, wanted := range []bool{true, false} {
		fresh, err := b.Mall(hansan).UseLaunch(t.Context(), []byte("nonce"), b.now)
		b.ok(err)
		if fresh != wanted {
			t.Errorf("use %d: fresh %v", i, fresh)
		}
	}
	fresh, err := b.Mall(bori).UseLaunch(t.Context(), []byte("nonce"), b.now)
	b.ok(err)
	want(t, "another mall's launch", fresh, true)
}

func TestACodeIsTakenOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	code := connect.ConsentCode{
		Mall: bori, Hash: []byte("hash-1"), Purpose: "state", Browser: []byte("cookie"), Framed: true,
		Operator: team.Operator{ID: "kim", Name: "김", Type: "P", Lang: "ko_KR"}, ExpiresAt: b.now.Add(10 * time.Minute),
	}
	b.ok(b.PutCode(t.Context(), code))
	_, err := b.TakeCode(t.Context(), "handoff", code.Hash, b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	_, err = b.TakeCode(t.Context(), "state", code.Hash, code.ExpiresAt)
	wantCode(t, err, lowstock.CodeNotFound)
	got, err := b.TakeCode(t.Context(), "state", code.Hash, b.now)
	b.ok(err)
	want(t, "code", got, code)
	_, err = b.TakeCode(t.Context(), "state", code.Hash, b.now)
	wantCode(t, err, lowstock.CodeNotFound)
}

func TestAWindowCodeKeepsItsSession(t *testing.T) {
	t.Parallel()
	b := setup(t)
	code := connect.ConsentCode{
		Mall: bori, Hash: []byte("hash-2"), Purpose: "window", Browser: []byte{}, Operator: team.Operator{ID: "lee", Type: "A"},
		Epoch: 7, Started: b.now.Add(-time.Hour), ExpiresAt: b.now.Add(time.Minute),
	}
	b.ok(b.PutCode(t.Context(), code))
	of, err := b.MallOfCode(t.Context(), "window", code.Hash, b.now)
	b.ok(err)
	want(t, "mall", of, bori)
	got, err := b.TakeCode(t.Context(), "window", code.Hash, b.now)
	b.ok(err)
	want(t, "code", got, code)
	_, err = b.MallOfCode(t.Context(), "window", code.Hash, b.now)
	wantCode(t, err, lowstock.CodeNotFound)
}

func TestAPITokens(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(bori)
	made, err := b.Mall(hansan).CreateAPIToken(t.Context(), "erp", []byte("hash"), "kim")
	b.ok(err)
	list, err := b.Mall(hansan).APITokens(t.Context())
	b.ok(err)
	want(t, "list", list, []team.APIToken{made})

	mall, name, kind, err := b.FindAPIToken(t.Context(), []byte("hash"), b.now)
	b.ok(err)
	want(t, "whose", mall, hansan)
	want(t, "name", name, "erp")
	want(t, "made by somebody who was not seen", kind, "")
	b.ok(second(b.Mall(hansan).Launched(t.Context(), team.Session{Operator: team.Operator{ID: "kim", Type: "A"}, Hash: []byte("kim"), Since: b.now}, b.now)))
	_, _, kind, err = b.FindAPIToken(t.Context(), []byte("hash"), b.now)
	b.ok(err)
	want(t, "made by a sub-operator", kind, "A")
	list, err = b.Mall(hansan).APITokens(t.Context())
	b.ok(err)
	want(t, "last used", list[0].LastUsedAt, b.now)

	wantCode(t, b.Mall(bori).DeleteAPIToken(t.Context(), made.ID, "kim", b.now), lowstock.CodeNotFound)
	b.ok(b.Mall(hansan).DeleteAPIToken(t.Context(), made.ID, "kim", b.now))
	_, _, _, err = b.FindAPIToken(t.Context(), []byte("hash"), b.now)
	wantCode(t, err, lowstock.CodeNotFound)
}
