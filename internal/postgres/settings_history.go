package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// SettingChanges returns the newest changes of the mall's settings, at most
// limit, the newest first.
func (s settingStore) SettingChanges(ctx context.Context, limit int) (list []preference.SettingChange, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT changed_at, changed_by, what, subject, value_from, value_to
			  FROM setting_changes WHERE mall_id = $1 ORDER BY change_id DESC LIMIT $2`, s.id, limit)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[preference.SettingChange])
		return err
	})
	return list, err
}

// recordSettings records what somebody has set, in the transaction that sets
// it, and deletes the oldest changes beyond [preference.SettingsKept].
func recordSettings(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, changes []preference.SettingChange, by string, now time.Time) error {
	if len(changes) == 0 {
		return nil
	}
	var batch pgx.Batch
	for _, c := range changes {
		batch.Queue(`
			INSERT INTO setting_changes (mall_id, changed_at, changed_by, what, subject, value_from, value_to) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			mall, now, storable(by), c.What, storable(c.Subject), storable(c.From), storable(c.To))
	}
	batch.Queue(`
		DELETE FROM setting_changes WHERE mall_id = $1 AND change_id < (
		  SELECT change_id FROM setting_changes WHERE mall_id = $1 ORDER BY change_id DESC OFFSET $2 LIMIT 1)`, mall, preference.SettingsKept-1)
	return tx.SendBatch(ctx, &batch).Close()
}
