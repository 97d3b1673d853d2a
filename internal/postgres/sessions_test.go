package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/team"
)

// An ended session is known as ended until its cookie is too old anyway. Its
// row is then deleted.
func TestSessionsAreDeletedAfterTheirEnd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for hash, since := range map[string]time.Time{"old": b.now.Add(-37 * time.Hour), "ended": b.now.Add(-time.Hour), "new": b.now} {
		_, err := b.Mall(hansan).OpenSession(t.Context(), team.Session{Operator: team.Operator{ID: "kim", Type: "P"}, Hash: []byte(hash), Since: since}, since)
		b.ok(err)
	}
	b.ok(b.Mall(hansan).EndSession(t.Context(), []byte("ended"), b.now))
	b.ok(b.AgeOut(t.Context(), b.now))
	want(t, "rows", one[string](b, "select string_agg(convert_from(id_hash, 'UTF8'), ' ' order by made_at) from sessions"), "ended new")
	list, err := b.Mall(hansan).Sessions(t.Context(), "", b.now)
	b.ok(err)
	want(t, "signed in", len(list), 1)
}
