package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
)

func TestLaunchMakesTheMallOnce(t *testing.T) {
	t.Parallel()
	s := postgrestest.New(t)
	_, err := s.Mall(hansan).Info(t.Context())
	wantCode(t, err, lowstock.CodeNotFound)

	m, err := s.Mall(hansan).LaunchMall(t.Context(), "en")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "mall", m, lowstock.Mall{ID: hansan, State: lowstock.MallNew, SessionEpoch: 1, Currency: "KRW"})
	again, err := s.Mall(hansan).LaunchMall(t.Context(), "ko")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "second launch", again, m)
	settings, err := s.Mall(hansan).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want(t, "locale of the first launch", settings.Locale, "en")
	if _, err := s.Mall("x'; drop table malls; --").LaunchMall(t.Context(), "ko"); lowstock.ErrorCode(err) != lowstock.CodeInvalid {
		t.Errorf("a mall id that is none: %v", err)
	}
}

// TestANewMallBeginsWithTheSlackAddress checks that a new mall gets the
// address of the configuration, and that a mall's own change of it stays, also
// when the mall comes back.
func TestANewMallBeginsWithTheSlackAddress(t *testing.T) {
	t.Parallel()
	plain, url := postgrestest.Open(t)
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	slackOf := func(of lowstock.MallID) string {
		t.Helper()
		settings, err := plain.Mall(of).Settings(t.Context())
		ok(err)
		return settings.Targets.Of(lowstock.ChannelSlack).Address.Reveal()
	}
	_, err := plain.Mall(bori).LaunchMall(t.Context(), "ko")
	ok(err)
	const address = "https://hooks.slack.com/services/T0/B0/new"
	s, err := postgres.Open(t.Context(), url, postgres.Options{Keyring: postgrestest.Keyring(t), Targets: preference.Targets{}.With(lowstock.ChannelSlack, address), Slow: 10})
	ok(err)
	t.Cleanup(s.Close)
	for _, of := range []lowstock.MallID{bori, hansan} {
		_, err = s.Mall(of).LaunchMall(t.Context(), "ko")
		ok(err)
	}
	want(t, "a mall that was there", slackOf(bori), "")
	want(t, "a new mall", slackOf(hansan), address)
	settings, err := plain.Mall(hansan).Settings(t.Context())
	ok(err)
	settings.Targets = settings.Targets.With(lowstock.ChannelSlack, "")
	ok(s.Mall(hansan).SaveSettings(t.Context(), settings, "kim", noon))
	ok(s.Mall(hansan).Uninstall(t.Context(), noon))
	_, err = s.Mall(hansan).LaunchMall(t.Context(), "ko")
	ok(err)
	want(t, "a mall that comes back", slackOf(hansan), "")
}

func TestConnectMakesActiveAndStartsTheFirstSync(t *testing.T) {
	t.Parallel()
	store, url := postgrestest.Open(t)
	b := &bundle{Store: store, t: t, url: url, mall: hansan, now: noon}
	b.connect(hansan)

	m, err := b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "mall", m, lowstock.Mall{ID: hansan, State: lowstock.MallActive, SessionEpoch: 1, Currency: "KRW", ConnectedAt: noon})
	y, err := b.Mall(hansan).LatestSync(t.Context())
	b.ok(err)
	want(t, "sync", y, inbound.Sync{ID: y.ID, First: true, Asked: true, State: inbound.SyncRunning, StartedAt: noon})

	b.ok(b.Mall(hansan).Connect(t.Context(), token("access-2", b.now), b.now))
	joined, err := b.Mall(hansan).LatestSync(t.Context())
	b.ok(err)
	want(t, "consent given twice joins the sync", joined.ID, y.ID)
	tok, err := b.Mall(hansan).Token(t.Context())
	b.ok(err)
	want(t, "generation", tok.Generation, 2)
}

func TestSaveShopAndReconnect(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.ok(b.Mall(hansan).SaveShop(t.Context(), "한산모시\x00", "owner@hansan.example"))
	b.ok(b.Mall(hansan).SaveCurrency(t.Context(), "JPY"))
	b.ok(b.Mall(hansan).MarkReconnect(t.Context(), "reconnect.revoked", b.now))
	m, err := b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "mall", m, lowstock.Mall{
		ID: hansan, State: lowstock.MallReconnect, ReconnectReason: "reconnect.revoked", SessionEpoch: 1, ShopName: "한산모시", Currency: "JPY",
		StoreEmail: "owner@hansan.example", ConnectedAt: noon, NextSweepAt: noon.Add(6 * time.Hour),
	})
	if _, err := b.Mall(hansan).Token(t.Context()); err != nil {
		t.Errorf("the token is gone: %v", err)
	}
	b.ok(b.Mall(hansan).Connect(t.Context(), token("access-2", b.now), b.now))
	m, err = b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "state after consent", m.State, lowstock.MallActive)
	want(t, "reason after consent", m.ReconnectReason, "")
	y, err := b.Mall(hansan).LatestSync(t.Context())
	b.ok(err)
	want(t, "a reconnected mall has had its summary", y.First, false)
}

func TestUninstallEndsEverything(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0), read(2, 0))
	b.collect()
	b.apply(read(3, 0)) // makes a waiting delivery
	_, err := b.RecordHints(t.Context(), []inbound.Hint{{Mall: hansan, Kind: inbound.HintProduct, ProductNos: []int64{1}, ReceivedAt: b.now}}, 0)
	b.ok(err)
	_, err = b.Mall(hansan).StartSync(t.Context(), b.now)
	b.ok(err)
	_, err = b.Mall(hansan).CreateAPIToken(t.Context(), team.APIToken{Name: "erp", Scopes: team.Scopes(), CreatedAt: b.now}, []byte("hash"), "kim")
	b.ok(err)

	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now))
	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now)) // a second call has no effect

	m, err := b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "state", m.State, lowstock.MallUninstalled)
	want(t, "epoch", m.SessionEpoch, 2)
	_, err = b.Mall(hansan).Token(t.Context())
	wantCode(t, err, lowstock.CodeNotFound)
	_, _, err = b.FindAPIToken(t.Context(), []byte("hash"), b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	b.wait(30 * 24 * time.Hour)
	due, err := b.Due(t.Context(), b.now, 100)
	b.ok(err)
	want(t, "due work", due, nil)
	want(t, "mails that may still go out", one[int](b, "select count(*) from messages where state in ('pending', 'retrying')"), 0)
	want(t, "deliveries that may still go out", one[int](b, "select count(*) from deliveries where state in ('pending', 'retrying')"), 0)
	y, err := b.Mall(hansan).LatestSync(t.Context())
	b.ok(err)
	want(t, "sync", y.State, inbound.SyncFailed)
	_, err = b.Mall(hansan).ApplyLevels(t.Context(), inbound.Levels{StartedAt: b.now, Readings: []inbound.ProductReading{read(9, 0)}})
	wantCode(t, err, lowstock.CodeConflict)
	_, err = b.Mall(hansan).StartSync(t.Context(), b.now)
	wantCode(t, err, lowstock.CodeConflict)

	m, err = b.Mall(hansan).LaunchMall(t.Context(), "ko")
	b.ok(err)
	want(t, "state after the next launch", m.State, lowstock.MallNew)
	want(t, "epoch after the next launch", m.SessionEpoch, 3)
	b.connect(hansan)
	y, err = b.Mall(hansan).LatestSync(t.Context())
	b.ok(err)
	want(t, "the sync after a new install is a first one", y.First, true)
}
