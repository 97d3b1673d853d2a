package postgres

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
)

// targetPlace and signingPlace return what a channel's secrets are bound to.
// They name settings, where the secrets of Slack and of the webhook were
// stored before, so that a value sealed there still opens.
func targetPlace(c lowstock.Channel) string { return "settings|" + string(c) }

func signingPlace(c lowstock.Channel) string {
	if c == lowstock.ChannelWebhook {
		return "settings|signing"
	}
	return "settings|" + string(c) + "|signing"
}

// sealedTargets selects the channels of a mall as they are stored, for a query
// that has settings s: names, targets and signing secrets, in the same order.
const sealedTargets = `
	LEFT JOIN LATERAL (
	  SELECT array_agg(channel ORDER BY channel) AS names, array_agg(target_sealed ORDER BY channel) AS targets, array_agg(signing_sealed ORDER BY channel) AS signing
	    FROM channels WHERE mall_id = s.mall_id
	) c ON true`

// openTargets opens what was read by [settingsAsked]. It includes channels
// that this program does not know, so that saving settings keeps them.
func (s settingStore) openTargets(sealed sealedChannels) (list preference.Targets, err error) {
	for i, name := range sealed.names {
		t := preference.Target{Channel: name}
		if t.Address, err = s.keys.openMaybe(sealed.targets[i], targetPlace(name), s.id); err != nil {
			return nil, err
		}
		if t.Signing, err = s.keys.openMaybe(sealed.signing[i], signingPlace(name), s.id); err != nil {
			return nil, err
		}
		if t.Address != "" || t.Signing != "" {
			list = append(list, t)
		}
	}
	return list, nil
}

// saveTargets writes the channels whose address has changed. The caller holds
// the lock on the mall's settings. A channel for programs gets a secret that
// its messages are signed with, unless it already has one.
func (s settingStore) saveTargets(ctx context.Context, tx pgx.Tx, was, is preference.Targets) error {
	var batch pgx.Batch
	for _, c := range is.Changed(was) {
		if err := s.queueTarget(&batch, is.Of(c)); err != nil {
			return err
		}
	}
	return tx.SendBatch(ctx, &batch).Close()
}

func (s settingStore) queueTarget(batch *pgx.Batch, t preference.Target) error {
	target, err := s.keys.sealMaybe(t.Address, targetPlace(t.Channel), s.id)
	if err != nil {
		return err
	}
	var signing []byte
	if t.Address != "" && t.Channel.ForPrograms() {
		if signing, err = s.keys.seal(newSigningSecret(), signingPlace(t.Channel), s.id); err != nil {
			return err
		}
	}
	batch.Queue(`
		INSERT INTO channels AS c (mall_id, channel, target_sealed, signing_sealed) VALUES ($1, $2, $3, $4)
		ON CONFLICT (mall_id, channel) DO UPDATE SET target_sealed = excluded.target_sealed, signing_sealed = coalesce(c.signing_sealed, excluded.signing_sealed)`,
		s.id, t.Channel, target, signing)
	return nil
}

// newSigningSecret is 32 random bytes in the form of Standard Webhooks.
func newSigningSecret() redact.Secret {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails; see crypto/rand
	return redact.Secret("whsec_" + base64.StdEncoding.EncodeToString(b))
}

// RotateWebhookSecret replaces the secret that outgoing webhooks are signed
// with. The old secret is no longer used.
func (s settingStore) RotateWebhookSecret(ctx context.Context, by string, now time.Time) (redact.Secret, error) {
	const channel = lowstock.ChannelWebhook
	secret := newSigningSecret()
	sealed, err := s.keys.seal(secret, signingPlace(channel), s.id)
	if err != nil {
		return "", err
	}
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE settings SET updated_at = $2 WHERE mall_id = $1`, s.id, now)
		if err := touchedOne(tag.RowsAffected(), err); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO channels (mall_id, channel, signing_sealed) VALUES ($1, $2, $3)
			ON CONFLICT (mall_id, channel) DO UPDATE SET signing_sealed = excluded.signing_sealed`, s.id, channel, sealed)
		if err != nil {
			return err
		}
		return recordSettings(ctx, tx, s.id, []preference.SettingChange{{What: preference.SettingSecret}}, by, now)
	})
	return secret, err
}

// setChannels returns the channels of the mall that have a target. Who can be
// notified does not depend on the targets' addresses, so nothing is unsealed
// here.
func setChannels(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (targets preference.Targets, err error) {
	rows, err := tx.Query(ctx, `SELECT channel FROM channels WHERE mall_id = $1 AND target_sealed IS NOT NULL ORDER BY channel`, mall)
	if err != nil {
		return nil, err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[lowstock.Channel])
	for _, name := range names {
		targets = append(targets, preference.Target{Channel: name, Address: "set"})
	}
	return targets, err
}

// sentBy is the channel by which a row of messages is sent: that of the row, but
// the recipient of a row of [outgoing.ChannelPosts].
const sentBy = `CASE channel WHEN 'posts' THEN recipient ELSE channel END`

// sendable returns the channels that a statement may take messages of: those
// that this program can send by. A message that a newer program has written
// for another channel is left to that program.
func (s *database) sendable() []string {
	var names []string
	for _, c := range s.channels {
		names = append(names, string(c))
	}
	return names
}
