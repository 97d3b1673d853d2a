package postgres_test

import (
	"bytes"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// TestWhatAnOlderKeyHasSealedIsSealedAnew checks that values of an older key
// are resealed, so that the key can be removed. A value that no key opens
// stays and does not stop the others.
func TestWhatAnOlderKeyHasSealedIsSealedAnew(t *testing.T) {
	t.Parallel()
	url := postgrestest.Database(t)
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	open := func(keys ...byte) *postgres.Store {
		t.Helper()
		var list [][]byte
		for _, k := range keys {
			list = append(list, bytes.Repeat([]byte{k}, 32))
		}
		ring, err := postgres.NewKeyring(list)
		ok(err)
		s, err := postgres.Open(t.Context(), url, postgres.Options{Keyring: ring, Slow: 10})
		ok(err)
		t.Cleanup(s.Close)
		return s
	}
	keep := func(s *postgres.Store, of lowstock.MallID) {
		t.Helper()
		_, err := s.Mall(of).LaunchMall(t.Context(), "ko")
		ok(err)
		ok(s.Mall(of).Connect(t.Context(), token("access-1", noon), noon))
		settings, err := s.Mall(of).Settings(t.Context())
		ok(err)
		settings.Targets = settings.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/services/1").With(lowstock.ChannelWebhook, "https://erp.example/hook")
		ok(s.Mall(of).SaveSettings(t.Context(), settings, "kim", noon))
	}
	const lost, older, newer = 1, 2, 3
	keep(open(lost), bori)
	before := open(older)
	keep(before, hansan)
	secret, err := before.Mall(hansan).Settings(t.Context())
	ok(err)

	both := open(newer, older)
	use := func(s *postgres.Store) []int {
		t.Helper()
		counts, unknown, err := s.KeyUse(t.Context())
		ok(err)
		return append(counts, unknown)
	}
	want(t, "sealed before", use(both), []int{0, 5, 5})
	ok(both.Reseal(t.Context(), noon))
	want(t, "sealed after", use(both), []int{5, 0, 5})

	after := open(newer)
	stored, err := after.Mall(hansan).Settings(t.Context())
	ok(err)
	want(t, "slack", stored.Targets.Of(lowstock.ChannelSlack).Address, secret.Targets.Of(lowstock.ChannelSlack).Address)
	want(t, "webhook", stored.Targets.Of(lowstock.ChannelWebhook).Address, secret.Targets.Of(lowstock.ChannelWebhook).Address)
	want(t, "signing secret", stored.Targets.Of(lowstock.ChannelWebhook).Signing, secret.Targets.Of(lowstock.ChannelWebhook).Signing)
	pair, err := after.Mall(hansan).Token(t.Context())
	ok(err)
	want(t, "token", pair.Refresh, token("access-1", noon).Refresh)
}
