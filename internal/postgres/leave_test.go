package postgres_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// left returns the webhook that says that the mall has removed the app.
func left(at time.Time) inbound.Hint {
	return inbound.Hint{Mall: hansan, Kind: inbound.HintLeft, EventType: "90077", EventKey: "left-" + at.String(), LeftAt: at}
}

// of returns the part of everything that belongs to a mall.
func (b *bundle) of(mall lowstock.MallID) map[string]string {
	b.t.Helper()
	all := b.everything()
	for table, content := range all {
		var own []string
		for row := range strings.SplitSeq(content, "\n") {
			if strings.Contains(row, `"mall_id": "`+string(mall)+`"`) {
				own = append(own, row)
			}
		}
		all[table] = strings.Join(own, "\n")
	}
	return all
}

const purgeAfter = 70 * time.Hour

func (b *bundle) purge() bool {
	b.t.Helper()
	purged, err := b.PurgeLeft(b.t.Context(), b.now.Add(-purgeAfter), b.now)
	b.ok(err)
	return purged
}

// The data of an uninstalled mall is deleted within 72 hours, with a receipt
// that names nobody. Another mall is unchanged, and late writes restore
// nothing.
func TestALeftMallIsPurged(t *testing.T) {
	t.Parallel()
	b := filled(t)
	b.wait(time.Hour)
	b.admin(`INSERT INTO river_job (kind, args, max_attempts, state, queue, priority) VALUES ('refresh', '{"mall": "hansan"}', 3, 'available', 'default', 1)`)
	neighbour := b.of(bori)
	b.hint(left(b.now))
	m, err := b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "state", m.State, lowstock.MallUninstalled)
	_, err = b.Mall(hansan).Token(t.Context())
	wantCode(t, err, lowstock.CodeNotFound)
	b.wait(purgeAfter - time.Minute)
	want(t, "purged too early", b.purge(), false)
	b.wait(2 * time.Minute)
	want(t, "purged", b.purge(), true)
	want(t, "purged twice", b.purge(), false)

	check := func(when string) {
		t.Helper()
		for table, rows := range b.of(hansan) {
			if rows != "" {
				t.Errorf("%s: left in %s: %s", when, table, rows)
			}
		}
		equalTables(t, "the neighbour's "+when, neighbour, b.of(bori))
	}
	check("after the purge")
	want(t, "jobs", one[int](b, `SELECT count(*) FROM river_job WHERE args->>'mall' = 'hansan'`), 0)
	receipt := one[string](b, `SELECT to_jsonb(r)::text FROM purge_receipts r`)
	if strings.Contains(receipt, "hansan") || strings.Contains(receipt, "@") || !strings.Contains(receipt, `"recipients": 1`) {
		t.Errorf("receipt: %s", receipt)
	}
	want(t, "late webhooks", b.hint(inbound.Hint{Mall: hansan, Kind: inbound.HintProduct, ProductNos: []int64{1}}, left(b.now)),
		[]inbound.HintResult{inbound.HintUnknownMall, inbound.HintUnknownMall})
	_, err = b.Mall(hansan).ApplyLevels(t.Context(), inbound.Levels{StartedAt: b.now, Readings: []inbound.ProductReading{read(1, 5)}})
	wantCode(t, err, lowstock.CodeNotFound)
	check("after late webhooks")
}

// A mall that comes back in time keeps its data and is not purged. A late
// webhook of its first uninstallation has no effect; the webhook of a second
// one has.
func TestAMallThatComesBackIsKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@shop.example")
	b.threshold(3)
	b.apply(read(1, 0))
	b.wait(time.Hour)
	gone := b.now
	b.hint(left(gone))
	b.wait(71 * time.Hour)
	b.connect(hansan)
	back := b.of(hansan)
	want(t, "purged", b.purge(), false)
	b.wait(time.Minute)
	late := left(gone)
	late.EventKey = "the same again"
	b.hint(late)
	m, err := b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "state after the late webhook", m.State, lowstock.MallActive)
	if _, err := b.Mall(hansan).Token(t.Context()); err != nil {
		t.Errorf("token: %v", err)
	}
	for _, table := range []string{"products", "variants", "rules", "recipients", "stock_history", "incidents"} {
		if back[table] == "" || back[table] != b.of(hansan)[table] {
			t.Errorf("%s was not kept", table)
		}
	}
	want(t, "mails of before", len(b.mails()), 0)
	b.wait(24 * time.Hour)
	b.hint(left(b.now))
	m, err = b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "state after the second leaving", m.State, lowstock.MallUninstalled)
}

// Opening the app again is not a consent. A late webhook does not end a
// consent that is in progress, and the old data is still purged.
func TestAMallThatOnlyLooksInIsPurged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 5))
	gone := b.now
	b.hint(left(gone))
	b.wait(time.Hour)
	launched, err := b.Mall(hansan).LaunchMall(t.Context(), "ko")
	b.ok(err)
	late := left(gone)
	late.EventKey = "the same again"
	b.hint(late)
	m, err := b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "state", m.State, launched.State)
	want(t, "session epoch", m.SessionEpoch, launched.SessionEpoch)
	b.wait(72 * time.Hour)
	want(t, "purged", b.purge(), true)
	want(t, "malls", one[int](b, `SELECT count(*) FROM malls`), 0)
}

// The uninstallation webhook of a mall whose tokens are being renewed waits
// for nothing, and neither do the hints in the same transaction. The pair that
// the renewal brings is not stored.
func TestLeavingDoesNotWaitForARefresh(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.wait(time.Hour)
	other := postgrestest.Connect(t, b.url)
	_, err := b.Mall(hansan).WithToken(t.Context(), func(ctx context.Context, held connect.Token) (connect.Token, error) {
		quick, cancel := context.WithTimeout(ctx, 10*time.Second) // a wait for the row would last as long
		defer cancel()
		h := left(b.now)
		h.ReceivedAt = b.now
		if _, err := other.RecordHints(quick, []inbound.Hint{h}, 0); err != nil {
			t.Errorf("the webhook: %v", err)
		}
		return token("access-2", b.now), nil
	})
	b.ok(err)
	_, err = b.Mall(hansan).Token(t.Context())
	wantCode(t, err, lowstock.CodeNotFound)
	_, err = b.Mall(hansan).WithToken(t.Context(), nil)
	wantCode(t, err, lowstock.CodeNotFound)
	b.ok(b.DropLeftTokens(t.Context()))
	want(t, "pairs", one[int](b, `SELECT count(*) FROM tokens`), 0)
	b.wait(time.Hour)
	b.connect(hansan)
	fresh, err := b.Mall(hansan).Token(t.Context())
	b.ok(err)
	want(t, "generation", fresh.Generation, 3)
}
