package postgres_test

import (
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/worklist"
)

func (b *bundle) refuse() (since time.Time, state lowstock.MallState) {
	b.t.Helper()
	since, state, err := b.Mall(b.mall).NoteRefusal(b.t.Context(), "connection.scope", b.now)
	b.ok(err)
	return since, state
}

// A refusal is stored until a good answer about products, or a new consent. A
// late refusal is not about the new connection.
func TestRefusalsAreRemembered(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first := b.now
	since, state := b.refuse()
	want(t, "since", since, first)
	want(t, "state", state, lowstock.MallActive)
	b.wait(time.Minute)
	since, _ = b.refuse()
	want(t, "since, a minute later", since, first)
	b.wait(time.Minute)
	b.apply(read(1, 5))
	b.wait(time.Minute)
	since, _ = b.refuse()
	want(t, "since, after an answer", since, b.now)
	b.ok(b.Mall(hansan).FinishWatch(t.Context(), b.now.Add(time.Second)))
	b.wait(time.Minute)
	since, _ = b.refuse()
	want(t, "since, after a watch that found nothing", since, b.now)
	c, err := b.Mall(hansan).Connection(t.Context(), b.now)
	b.ok(err)
	want(t, "shown", c.Refusal, connect.Refusal{Since: b.now, LookAt: b.now.Add(connect.RefusalGap)})

	late := b.now
	b.wait(time.Minute)
	b.ok(b.Mall(hansan).Connect(t.Context(), token("access-2", b.now), b.now))
	_, _, err = b.Mall(hansan).NoteRefusal(t.Context(), "connection.scope", late)
	wantCode(t, err, lowstock.CodeNotFound)
	want(t, "left after a consent", one[int](b, "select count(*)::int from refusals"), 0)
	b.refuse()
	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now.Add(time.Minute)))
	want(t, "left after an uninstallation", one[int](b, "select count(*)::int from refusals"), 0)
	_, _, err = b.Mall(hansan).NoteRefusal(t.Context(), "connection.scope", b.now.Add(2*time.Minute))
	wantCode(t, err, lowstock.CodeNotFound)
}

// A mall that has to reconnect is checked at growing intervals, by one process
// at a time, and is active again after the first good answer.
func TestRefusedMallIsLookedAtAndComesBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.refuse()
	want(t, "looks due at once", len(b.due(worklist.DueLook)), 0)
	b.wait(connect.RefusalGap)
	want(t, "looks due after the gap", b.due(worklist.DueLook), []worklist.Due{{Kind: worklist.DueLook, Mall: hansan}})
	state, err := b.Mall(hansan).ClaimLook(t.Context(), b.now)
	b.ok(err)
	want(t, "state", state, lowstock.MallActive)
	_, err = b.Mall(hansan).ClaimLook(t.Context(), b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	b.refuse()
	b.ok(b.Mall(hansan).MarkReconnect(t.Context(), "connection.scope", b.now))

	var waits []time.Duration
	last := b.now
	for range 8 {
		at := one[time.Time](b, "select next_look_at from refusals")
		b.wait(at.Sub(b.now))
		waits = append(waits, b.now.Sub(last))
		last = b.now
		state, err := b.Mall(hansan).ClaimLook(t.Context(), b.now)
		b.ok(err)
		want(t, "state", state, lowstock.MallReconnect)
		_, state = b.refuse()
		want(t, "state of a refusal more", state, lowstock.MallReconnect)
	}
	const m = time.Minute
	want(t, "looked at after", waits, []time.Duration{10 * m, 20 * m, 40 * m, 80 * m, 160 * m, 320 * m, 360 * m, 360 * m})

	asked := b.now.Add(-time.Second) // before the newest refusal
	back, err := b.Mall(hansan).Answered(t.Context(), asked, b.now)
	b.ok(err)
	want(t, "an answer older than the refusal", back, false)
	b.wait(time.Minute)
	back, err = b.Mall(hansan).Answered(t.Context(), b.now, b.now)
	b.ok(err)
	want(t, "an answer", back, true)
	mall, err := b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "state", mall.State, lowstock.MallActive)
	want(t, "reason", mall.ReconnectReason, "")
	want(t, "sweeps due", len(b.due(worklist.DueSweep)), 1)
	want(t, "watches due", len(b.due(worklist.DueWatch)), 1)
	want(t, "left", one[int](b, "select count(*)::int from refusals"), 0)
	back, err = b.Mall(hansan).Answered(t.Context(), b.now, b.now)
	b.ok(err)
	want(t, "once more", back, false)
}

// A running sync ends when the connection is lost, and a new one is due when
// the mall is active again.
func TestReconnectEndsTheSync(t *testing.T) {
	t.Parallel()
	b := setup(t)
	y, err := b.Mall(hansan).StartSync(t.Context(), b.now)
	b.ok(err)
	b.refuse()
	b.ok(b.Mall(hansan).MarkReconnect(t.Context(), "connection.app_removed", b.now))
	ended, err := b.Mall(hansan).LatestSync(t.Context())
	b.ok(err)
	want(t, "sync", ended.ID, y.ID)
	want(t, "state", ended.State, inbound.SyncFailed)
	want(t, "error", ended.Error, "sync.error.auth")
	b.wait(time.Minute)
	_, err = b.Mall(hansan).Answered(t.Context(), b.now, b.now)
	b.ok(err)
	next, err := b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
	b.ok(err)
	want(t, "a new one", next.ID > y.ID, true)
}

// The check needs a token: without one only a consent helps.
func TestRejectedMallIsNotLookedAt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.refuse()
	_, err := b.Mall(hansan).RejectToken(t.Context(), 1, "connection.invalid_grant", b.now)
	b.ok(err)
	b.wait(24 * time.Hour)
	want(t, "looks due", len(b.due(worklist.DueLook)), 0)
}

// Malls that the version before has disconnected because of one refusal are
// checked too.
func TestMallsOfTheVersionBeforeAreLookedAt(t *testing.T) {
	t.Parallel()
	url := postgrestest.Empty(t)
	b := &bundle{t: t, url: url, mall: hansan, now: noon}
	b.ok(postgres.Migrate(t.Context(), url))
	for slices.Contains(b.tables(), "refusals") {
		b.ok(postgres.MigrateDown(t.Context(), url))
	}
	for _, mall := range []string{"refused", "rejected", "sound"} {
		b.admin(`INSERT INTO malls (mall_id, state, reconnect_reason) VALUES ($1, 'reconnect', 'connection.app_removed')`, mall)
		b.admin(`
			INSERT INTO tokens (mall_id, generation, access_sealed, refresh_sealed, issued_at, access_expires_at, refresh_expires_at, next_refresh_at)
			VALUES ($1, 1, '', '', now(), now(), now(), now())`, mall)
	}
	b.admin(`UPDATE malls SET state = 'active', reconnect_reason = '' WHERE mall_id = 'sound'`)
	b.admin(`UPDATE tokens SET rejected_at = now() WHERE mall_id = 'rejected'`)
	b.ok(postgres.Migrate(t.Context(), url))
	b.Store, b.now = postgrestest.Connect(t, url), time.Now().Add(time.Minute)
	want(t, "looks due", b.due(worklist.DueLook), []worklist.Due{{Kind: worklist.DueLook, Mall: "refused"}})
}
