package postgres_test

import (
	"crypto/sha256"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
)

// operator stores an operator as a launch does.
func (b *bundle) operator(mall lowstock.MallID, id, kind string) {
	b.t.Helper()
	b.admin(`INSERT INTO operators (mall_id, operator_id, kind, opened_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (mall_id, operator_id) DO UPDATE SET kind = excluded.kind`, mall, id, kind, b.now)
}

func TestAPITokens(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(bori)
	hash := sha256.Sum256([]byte("value"))
	b.operator(bori, "kim", "P") // another mall's person with the same name
	scopes := []team.Scope{team.ScopeRead, team.ScopeAlerts}
	made, err := b.Mall(hansan).CreateAPIToken(t.Context(), team.APIToken{Name: "erp", Scopes: scopes, CreatedAt: b.now, ExpiresAt: b.now.AddDate(1, 0, 0)}, hash[:], "kim")
	b.ok(err)
	list, err := b.Mall(hansan).APITokens(t.Context())
	b.ok(err)
	want(t, "list", list, []team.APIToken{made})

	mall, token, err := b.FindAPIToken(t.Context(), hash[:], b.now)
	b.ok(err)
	want(t, "whose", mall, hansan)
	want(t, "token", token, made)
	want(t, "made by somebody who was not seen", token.Maker, team.Maker{})
	b.operator(hansan, "kim", "A")
	_, token, err = b.FindAPIToken(t.Context(), hash[:], b.now)
	b.ok(err)
	want(t, "made by a sub-operator", token.Maker, team.Maker{Seen: true, Type: "A"})

	used := func() time.Time {
		list, err := b.Mall(hansan).APITokens(t.Context())
		b.ok(err)
		return list[0].LastUsedAt
	}
	first := b.now
	want(t, "last used", used(), first)
	b.wait(4 * time.Minute)
	_, _, err = b.FindAPIToken(t.Context(), hash[:], b.now)
	b.ok(err)
	want(t, "last used, stored a little ago", used(), first)
	b.wait(time.Minute)
	_, _, err = b.FindAPIToken(t.Context(), hash[:], b.now)
	b.ok(err)
	want(t, "last used, some minutes later", used(), b.now)
	last := b.now
	b.wait(366 * 24 * time.Hour)
	_, token, err = b.FindAPIToken(t.Context(), hash[:], b.now)
	b.ok(err)
	want(t, "ended", token.Expired(b.now), true)
	want(t, "last used, after it has ended", used(), last)

	wantCode(t, b.Mall(bori).DeleteAPIToken(t.Context(), made.ID, "kim", b.now), lowstock.CodeNotFound)
	b.ok(b.Mall(hansan).DeleteAPIToken(t.Context(), made.ID, "lee", b.now))
	_, _, err = b.FindAPIToken(t.Context(), hash[:], b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	changes, err := b.Mall(hansan).SettingChanges(t.Context(), 2)
	b.ok(err)
	want(t, "record", changes, []preference.SettingChange{
		{At: b.now, By: "lee", What: preference.SettingTokenDeleted, Subject: "erp", From: made.Terms()},
		{At: made.CreatedAt, By: "kim", What: preference.SettingTokenMade, Subject: "erp", To: made.Terms()},
	})
}

// The statements of the version before scopes. They are kept word for word,
// because that version runs on this schema while processes are replaced, and
// after a rollback.
const (
	earlierFind = `
		SELECT t.mall_id, t.token_id, t.name, t.last_used_at, coalesce(o.kind, '')
		  FROM api_tokens t JOIN malls m USING (mall_id) LEFT JOIN operators o ON o.mall_id = t.mall_id AND o.operator_id = t.created_by
		 WHERE t.token_hash = $1 AND m.state <> 'uninstalled'`
	earlierMake = `
		INSERT INTO api_tokens (mall_id, name, token_hash, created_by) VALUES ($1, $2, $3, $4)
		RETURNING token_id`
)

// TestTokensOfTwoVersions checks that an earlier version does not know a token
// with scopes, instead of giving it all rights, and that its own tokens work
// in both.
func TestTokensOfTwoVersions(t *testing.T) {
	t.Parallel()
	b := setup(t)
	scoped, old := sha256.Sum256([]byte("scoped")), sha256.Sum256([]byte("old"))
	_, err := b.Mall(hansan).CreateAPIToken(t.Context(), team.APIToken{Name: "new", Scopes: []team.Scope{team.ScopeRead}, CreatedAt: b.now}, scoped[:], "kim")
	b.ok(err)
	known := func(hash [32]byte) int { return one[int](b, "select count(*) from ("+earlierFind+") found", hash[:]) }
	want(t, "the earlier version knows a token with scopes", known(scoped), 0)

	one[int64](b, earlierMake, hansan, "old", old[:], "kim")
	want(t, "the earlier version knows its own token", known(old), 1)
	_, token, err := b.FindAPIToken(t.Context(), old[:], b.now)
	b.ok(err)
	if token.Scopes != nil || !token.ExpiresAt.IsZero() || token.Right(false) != team.RightOwn {
		t.Errorf("a token of the earlier version is now %+v", token)
	}
	b.operator(hansan, "kim", "A")
	_, token, err = b.FindAPIToken(t.Context(), old[:], b.now)
	b.ok(err)
	want(t, "right of one that a sub-operator made", token.Right(false), team.RightAct)
	// What is stored in the column of the hash does not work as a hash itself.
	stored := one[[]byte](b, "select token_hash from api_tokens where name = 'new'")
	_, _, err = b.FindAPIToken(t.Context(), stored, b.now)
	wantCode(t, err, lowstock.CodeNotFound)
}
