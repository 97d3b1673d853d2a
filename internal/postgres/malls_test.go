package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

func TestLaunchMakesTheMallOnce(t *testing.T) {
	t.Parallel()
	s := postgrestest.New(t)
	_, err := s.Mall(t.Context(), hansan)
	wantCode(t, err, lowstock.CodeNotFound)

	m, err := s.LaunchMall(t.Context(), hansan, "en")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "mall", m, lowstock.Mall{ID: hansan, State: lowstock.MallNew, SessionEpoch: 1})
	again, err := s.LaunchMall(t.Context(), hansan, "ko")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "second launch", again, m)
	settings, err := s.Settings(t.Context(), hansan)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "locale of the first launch", settings.Locale, "en")
	if _, err := s.LaunchMall(t.Context(), "x'; drop table malls; --", "ko"); lowstock.ErrorCode(err) != lowstock.CodeInvalid {
		t.Errorf("a mall id that is none: %v", err)
	}
}

// TestANewMallBeginsWithTheSlackAddress of the configuration; what a mall has
// made of it stays, also when the mall comes back.
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
		settings, err := plain.Settings(t.Context(), of)
		ok(err)
		return settings.Targets.Of(lowstock.ChannelSlack).Address.Reveal()
	}
	_, err := plain.LaunchMall(t.Context(), bori, "ko")
	ok(err)
	const address = "https://hooks.slack.com/services/T0/B0/new"
	s, err := postgres.Open(t.Context(), url, postgres.Options{Keyring: postgrestest.Keyring(t), Targets: lowstock.Targets{}.With(lowstock.ChannelSlack, address)})
	ok(err)
	t.Cleanup(s.Close)
	for _, of := range []lowstock.MallID{bori, hansan} {
		_, err = s.LaunchMall(t.Context(), of, "ko")
		ok(err)
	}
	want(t, "a mall that was there", slackOf(bori), "")
	want(t, "a new mall", slackOf(hansan), address)
	settings, err := plain.Settings(t.Context(), hansan)
	ok(err)
	settings.Targets = settings.Targets.With(lowstock.ChannelSlack, "")
	ok(s.SaveSettings(t.Context(), hansan, settings, "kim", noon))
	ok(s.Uninstall(t.Context(), hansan, noon))
	_, err = s.LaunchMall(t.Context(), hansan, "ko")
	ok(err)
	want(t, "a mall that comes back", slackOf(hansan), "")
}

func TestConnectMakesActiveAndStartsTheFirstSync(t *testing.T) {
	t.Parallel()
	store, url := postgrestest.Open(t)
	b := &bundle{Store: store, t: t, url: url, mall: hansan, now: noon}
	b.connect(hansan)

	m, err := b.Mall(t.Context(), hansan)
	b.ok(err)
	want(t, "mall", m, lowstock.Mall{ID: hansan, State: lowstock.MallActive, SessionEpoch: 1, ConnectedAt: noon})
	y, err := b.LatestSync(t.Context(), hansan)
	b.ok(err)
	want(t, "sync", y, lowstock.Sync{ID: y.ID, First: true, Asked: true, State: lowstock.SyncRunning, StartedAt: noon})

	b.ok(b.Connect(t.Context(), hansan, token("access-2", b.now), b.now))
	joined, err := b.LatestSync(t.Context(), hansan)
	b.ok(err)
	want(t, "consent given twice joins the sync", joined.ID, y.ID)
	tok, err := b.Token(t.Context(), hansan)
	b.ok(err)
	want(t, "generation", tok.Generation, 2)
}

func TestSaveShopAndReconnect(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.ok(b.SaveShop(t.Context(), hansan, "한산모시\x00", "owner@hansan.example"))
	b.ok(b.MarkReconnect(t.Context(), hansan, "reconnect.revoked", b.now))
	m, err := b.Mall(t.Context(), hansan)
	b.ok(err)
	want(t, "mall", m, lowstock.Mall{
		ID: hansan, State: lowstock.MallReconnect, ReconnectReason: "reconnect.revoked", SessionEpoch: 1, ShopName: "한산모시",
		StoreEmail: "owner@hansan.example", ConnectedAt: noon, NextSweepAt: noon.Add(6 * time.Hour),
	})
	if _, err := b.Token(t.Context(), hansan); err != nil {
		t.Errorf("the token is gone: %v", err)
	}
	b.ok(b.Connect(t.Context(), hansan, token("access-2", b.now), b.now))
	m, err = b.Mall(t.Context(), hansan)
	b.ok(err)
	want(t, "state after consent", m.State, lowstock.MallActive)
	want(t, "reason after consent", m.ReconnectReason, "")
	y, err := b.LatestSync(t.Context(), hansan)
	b.ok(err)
	want(t, "a reconnected mall has had its summary", y.First, false)
}

func TestUninstallEndsEverything(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.tellEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0), read(2, 0))
	b.collect()
	b.apply(read(3, 0)) // a delivery that waits
	_, err := b.RecordHints(t.Context(), []lowstock.Hint{{Mall: hansan, Kind: lowstock.HintProduct, ProductNos: []int64{1}, ReceivedAt: b.now}}, 0)
	b.ok(err)
	_, err = b.StartSync(t.Context(), hansan, b.now)
	b.ok(err)
	_, err = b.CreateAPIToken(t.Context(), hansan, "erp", []byte("hash"), "kim")
	b.ok(err)

	b.ok(b.Uninstall(t.Context(), hansan, b.now))
	b.ok(b.Uninstall(t.Context(), hansan, b.now)) // once more is harmless

	m, err := b.Mall(t.Context(), hansan)
	b.ok(err)
	want(t, "state", m.State, lowstock.MallUninstalled)
	want(t, "epoch", m.SessionEpoch, 2)
	_, err = b.Token(t.Context(), hansan)
	wantCode(t, err, lowstock.CodeNotFound)
	_, _, _, err = b.FindAPIToken(t.Context(), []byte("hash"), b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	b.wait(30 * 24 * time.Hour)
	due, err := b.Due(t.Context(), b.now, 100)
	b.ok(err)
	want(t, "due work", due, nil)
	want(t, "letters that may still go out", one[int](b, "select count(*) from messages where state in ('pending', 'retrying')"), 0)
	want(t, "deliveries that may still go out", one[int](b, "select count(*) from deliveries where state in ('pending', 'retrying')"), 0)
	y, err := b.LatestSync(t.Context(), hansan)
	b.ok(err)
	want(t, "sync", y.State, lowstock.SyncFailed)
	_, err = b.ApplyLevels(t.Context(), hansan, lowstock.Levels{StartedAt: b.now, Readings: []lowstock.ProductReading{read(9, 0)}})
	wantCode(t, err, lowstock.CodeConflict)
	_, err = b.StartSync(t.Context(), hansan, b.now)
	wantCode(t, err, lowstock.CodeConflict)

	m, err = b.LaunchMall(t.Context(), hansan, "ko")
	b.ok(err)
	want(t, "state after the next launch", m.State, lowstock.MallNew)
	want(t, "epoch after the next launch", m.SessionEpoch, 3)
	b.connect(hansan)
	y, err = b.LatestSync(t.Context(), hansan)
	b.ok(err)
	want(t, "the sync after a new install is a first one", y.First, true)
}
