package postgres_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/worklist"
)

// sealed returns a value as it is stored.
func (b *bundle) sealed(sql string) []byte {
	b.t.Helper()
	return one[[]byte](b, "select ("+sql+")")
}

const (
	slackColumn   = "select slack_sealed from settings where mall_id = 'hansan'"
	webhookColumn = "select webhook_sealed from settings where mall_id = 'hansan'"
	signingColumn = "select webhook_secret_sealed from settings where mall_id = 'hansan'"
	slackRow      = "select target_sealed from channels where mall_id = 'hansan' and channel = 'slack'"
	webhookRow    = "select target_sealed from channels where mall_id = 'hansan' and channel = 'webhook'"
	signingRow    = "select signing_sealed from channels where mall_id = 'hansan' and channel = 'webhook'"
)

// inStep fails the test where the columns of settings differ from channels.
func (b *bundle) inStep(when string) {
	b.t.Helper()
	for column, row := range map[string]string{slackColumn: slackRow, webhookColumn: webhookRow, signingColumn: signingRow} {
		if !slices.Equal(b.sealed(column), b.sealed(row)) {
			b.t.Errorf("%s: not the same: %s; %s", when, column, row)
		}
	}
}

// sealedBefore returns a secret as the version before sealed it for hansan:
// the key's name, a nonce, and AES-256-GCM bound to a place of settings.
func sealedBefore(t *testing.T, place, secret string) []byte {
	t.Helper()
	key := sha256.Sum256([]byte("postgrestest")) // of postgrestest.Keyring
	block, err := aes.NewCipher(key[:])
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	name := sha256.Sum256(key[:])
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce)
	return aead.Seal(append(name[:4:4], nonce...), nonce, []byte(secret), []byte("settings|"+place+"|hansan"))
}

// TestChannelsOfTheVersionBeforeMoveWithoutAKey: a value that a mall has
// sealed in columns of settings is in channels after the migration, and opens.
func TestChannelsOfTheVersionBeforeMoveWithoutAKey(t *testing.T) {
	t.Parallel()
	url := postgrestest.Empty(t)
	b := &bundle{t: t, url: url, mall: hansan, now: noon}
	b.ok(postgres.Migrate(t.Context(), url))
	b.Store = postgrestest.Connect(t, url)
	b.connect(hansan)
	b.connect(bori)
	const slack, hook, signing = "https://hooks.slack.com/services/T/B/1", "https://erp.example/hook", "whsec_c2VjcmV0"
	for slices.Contains(b.tables(), "channels") {
		b.ok(postgres.MigrateDown(t.Context(), url))
	}
	sealed := sealedBefore(t, "slack", slack)
	b.admin(`UPDATE settings SET slack_sealed = $1, webhook_sealed = $2, webhook_secret_sealed = $3 WHERE mall_id = 'hansan'`,
		sealed, sealedBefore(t, "webhook", hook), sealedBefore(t, "signing", signing))
	b.ok(postgres.Migrate(t.Context(), url))
	b.inStep("after the migration")
	want(t, "moved as it is", b.sealed(slackRow), sealed)
	got := b.targets()
	want(t, "slack", got.Of(lowstock.ChannelSlack).Address.Reveal(), slack)
	want(t, "webhook", got.Of(lowstock.ChannelWebhook).Address.Reveal(), hook)
	want(t, "signing secret", got.Of(lowstock.ChannelWebhook).Signing.Reveal(), signing)
	want(t, "rows of a mall without channels", one[int](b, "select count(*) from channels where mall_id = 'bori'"), 0)
}

func (b *bundle) targets() preference.Targets {
	b.t.Helper()
	s, err := b.Mall(b.mall).Settings(b.t.Context())
	b.ok(err)
	return s.Targets
}

// TestTheVersionBeforeAndThisOneSeeTheSameChannels writes channels with either
// version and reads them with the other one.
func TestTheVersionBeforeAndThisOneSeeTheSameChannels(t *testing.T) {
	t.Parallel()
	b := setup(t)
	set := func(c lowstock.Channel, address redact.Secret) {
		t.Helper()
		b.save(func(s *preference.Settings) { s.Targets = s.Targets.With(c, address) })
		b.inStep("after " + string(c) + " was saved")
	}
	set(lowstock.ChannelSlack, "https://hooks.slack.com/services/T/B/1")
	set(lowstock.ChannelWebhook, "https://erp.example/hook")
	signing := b.sealed(signingColumn)
	_, err := b.Mall(hansan).RotateWebhookSecret(t.Context(), "kim", b.now)
	b.ok(err)
	b.inStep("after the secret was rotated")
	want(t, "rotated for the version before too", slices.Equal(b.sealed(signingColumn), signing), false)
	set(lowstock.ChannelWebhook, "")
	want(t, "the signing secret stays", len(b.sealed(signingRow)) > 0, true)

	// As the version before writes: all columns in one statement.
	other := b.sealed(slackRow)
	b.admin("update settings set slack_sealed = null, webhook_sealed = $1, webhook_secret_sealed = coalesce(webhook_secret_sealed, $1), updated_at = now() where mall_id = 'hansan'", other)
	b.inStep("after the version before has saved")
	want(t, "removed by the version before", b.sealed(slackRow), nil)
	b.admin("update settings set webhook_sealed = null where mall_id = 'hansan'")
	want(t, "channels that are set", b.targets().Set(), nil)
	b.admin("update settings set webhook_secret_sealed = null where mall_id = 'hansan'")
	b.inStep("after the version before has taken everything")
	b.admin("insert into malls (mall_id) values ('hanbit')")
	b.admin("insert into settings (mall_id, slack_sealed) values ('hanbit', 'x')")
	want(t, "a mall that the version before made", one[int](b, "select count(*) from channels where mall_id = 'hanbit' and target_sealed = 'x'"), 1)
	b.admin("delete from channels where mall_id = 'hanbit'")
	want(t, "deleted", one[bool](b, "select slack_sealed is null from settings where mall_id = 'hanbit'"), true)
}

// TestAChannelThatOnlyANewerProgramKnowsIsLeftToIt: alerts are announced to
// it, saving settings keeps it, and its messages wait, unchanged, for a
// program that can send them.
func TestAChannelThatOnlyANewerProgramKnowsIsLeftToIt(t *testing.T) {
	t.Parallel()
	newer := setup(t)
	const fax = lowstock.Channel("fax")
	newer.notifyByEmail(func(s *preference.Settings) {
		s.CollectSeconds, s.Targets = 0, s.Targets.With(fax, "02-123-4567")
	}, "kim@hansan.example")
	ring := postgrestest.Keyring(t)
	store, err := postgres.Open(t.Context(), newer.url, postgres.Options{Keyring: ring, Channels: notify.Channels(), Slow: 10})
	newer.ok(err)
	t.Cleanup(store.Close)
	older := *newer
	older.Store = store

	older.save(func(s *preference.Settings) { s.DigestAt = "08:00" })
	want(t, "kept", newer.targets().Of(fax).Address.Reveal(), "02-123-4567")
	older.threshold(5)
	older.apply(read(1, 0))
	older.wait(time.Minute)
	newer.now = older.now
	older.collect()
	id := one[int64](newer, "select message_id from messages where channel = 'fax'")
	before := one[string](newer, "select to_jsonb(m)::text from messages m where channel = 'fax'")

	want(t, "due to the older", len(older.due(worklist.DueDeliver)), 1)
	want(t, "due to the newer", len(newer.due(worklist.DueDeliver)), 2)
	_, err = older.Mall(hansan).ClaimMessage(t.Context(), id, older.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)
	older.wait(72 * time.Hour)
	_, err = older.Mall(hansan).ClaimMessage(t.Context(), id, older.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)
	want(t, "what the older leaves", one[string](newer, "select to_jsonb(m)::text from messages m where channel = 'fax'"), before)

	m, err := newer.Mall(hansan).ClaimMessage(t.Context(), id, older.now, time.Minute)
	newer.ok(err)
	want(t, "target", m.Target.Reveal(), "02-123-4567")
	want(t, "items", len(m.Items), 1)
}

// TestEveryChannelIsKept does with every channel of the registry what the
// store can do with a channel: set it, notify it, claim a message with its
// target, lose it, restore it, test it, record its change, reseal it and
// remove it.
func TestEveryChannelIsKept(t *testing.T) {
	t.Parallel()
	for _, k := range notify.Kinds() {
		t.Run(string(k.Channel), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			const address = "https://x.kr/secret"
			b.notifyByEmail(func(s *preference.Settings) { s.Targets = s.Targets.With(k.Channel, address) })
			want(t, "in the clear", one[bool](b, "select position('secret'::bytea in target_sealed) > 0 from channels"), false)
			want(t, "signed", b.targets().Of(k.Channel).Signing != "", k.Channel.ForPrograms())
			_, err := b.Mall(hansan).MakeTest(t.Context(), k.Channel, "", b.now)
			b.ok(err)
			b.raise(1, 0)
			purposes := map[outgoing.Purpose]redact.Secret{}
			for _, m := range b.mails() {
				purposes[m.Purpose] = m.Target
				b.finish(&m, outgoing.Outcome{State: lowstock.DeliveryFailed, Error: k.Channel.ErrorKey(lowstock.FaultGone)})
			}
			want(t, "sent to", purposes, map[outgoing.Purpose]redact.Secret{outgoing.PurposeTest: address, outgoing.PurposeAlert: address})

			b.wait(time.Hour)
			opened := b.checkup().Opened
			want(t, "gone", len(opened) == 1 && opened[0].Subject == string(k.Channel) && opened[0].Reason == k.Channel.ErrorKey(lowstock.FaultGone), true)
			b.save(func(s *preference.Settings) { s.Targets = s.Targets.With(k.Channel, "") })
			want(t, "notified when removed", b.raise(2, 0), 0)
			_, err = b.Mall(hansan).MakeTest(t.Context(), k.Channel, "", b.now)
			wantCode(t, err, lowstock.CodeNotFound)
			want(t, "health of a removed channel", len(b.checkupAfter(10*time.Minute).Closed), 1)
			changes, err := b.Mall(hansan).SettingChanges(t.Context(), 10)
			b.ok(err)
			var record []string
			for _, c := range changes {
				if c.What == preference.Setting(k.Channel) {
					record = append(record, c.From+" to "+c.To)
				}
			}
			want(t, "on record", record, []string{"on to ", " to on"})
		})
	}
}
