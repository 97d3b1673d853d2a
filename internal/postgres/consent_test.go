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
