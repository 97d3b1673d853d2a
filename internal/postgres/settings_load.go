package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

func (s settingStore) loadSettings(ctx context.Context, tx pgx.Tx) (v preference.Settings, err error) {
	var sealed sealedChannels
	if err := scanSettings(tx.QueryRow(ctx, settingsAsked, s.id), &v, &sealed, new(time.Time)); err != nil {
		return v, found(err)
	}
	if v.Targets, err = s.openTargets(sealed); err != nil {
		return v, err
	}
	v.Recipients, err = loadRecipients(ctx, tx, s.id)
	return v, err
}

// lockSettings locks the settings and reads them. No settlement of the mall
// runs until the transaction ends.
func (s settingStore) lockSettings(ctx context.Context, tx pgx.Tx) (preference.Settings, error) {
	if _, err := lockMall(ctx, tx, s.id); err != nil {
		return preference.Settings{}, err
	}
	return s.loadSettings(ctx, tx)
}

// settingsAsked reads the settings with their channels, for [scanSettings].
const settingsAsked = `
	SELECT ` + settingsColumns + `
	  FROM settings s` + sealedTargets + ` WHERE s.mall_id = $1`

const settingsColumns = `s.locale, s.timezone, s.collect_seconds, s.daily_cap, s.second_after_hours, s.quiet_from, s.quiet_to, s.digest_at,
	       c.names, c.targets, c.signing, s.subs_change_rules, s.updated_at, s.first_steps_at`

// sealedChannels are the channels' secrets as they are stored, in the same order.
type sealedChannels struct {
	names            []lowstock.Channel
	targets, signing [][]byte
}

func scanSettings(row pgx.Row, v *preference.Settings, sealed *sealedChannels, firstSteps *time.Time) error {
	return row.Scan(settingsFields(v, sealed, firstSteps)...)
}

func settingsFields(v *preference.Settings, sealed *sealedChannels, firstSteps *time.Time) []any {
	return []any{
		&v.Locale, &v.Timezone, &v.CollectSeconds, &v.DailyCap, &v.SecondAfterHours, &v.QuietFrom, &v.QuietTo, &v.DigestAt,
		&sealed.names, &sealed.targets, &sealed.signing, &v.SubsChangeRules, &v.UpdatedAt, orZero(firstSteps),
	}
}
