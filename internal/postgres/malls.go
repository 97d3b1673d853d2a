package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
)

const mallColumns = `m.mall_id, m.state, m.reconnect_reason, m.session_epoch, m.shop_name, m.currency, m.store_email, m.connected_at, m.last_hint_at, m.next_sweep_at`

func scanMall(row pgx.Row) (lowstock.Mall, error) {
	var m lowstock.Mall
	err := row.Scan(mallFields(&m)...)
	return m, found(err)
}

func mallFields(m *lowstock.Mall) []any {
	return []any{
		&m.ID, &m.State, &m.ReconnectReason, &m.SessionEpoch, &m.ShopName, &m.Currency, &m.StoreEmail,
		orZero(&m.ConnectedAt), orZero(&m.LastHintAt), orZero(&m.NextSweepAt),
	}
}

// LaunchMall creates the mall and its settings when the mall is seen for the
// first time, with the channels of [Options]. An uninstalled mall becomes new,
// with the settings it had; its old sessions stay invalid.
func (s mallStore) LaunchMall(ctx context.Context, locale string) (lowstock.Mall, error) {
	if locale != "en" {
		locale = "ko"
	}
	var channels []string
	var sealed [][]byte
	for _, t := range s.fresh {
		target, err := s.keys.sealMaybe(t.Address, targetPlace(t.Channel), s.id)
		if err != nil {
			return lowstock.Mall{}, err
		}
		channels, sealed = append(channels, string(t.Channel)), append(sealed, target)
	}
	var m lowstock.Mall
	err := s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		// Each statement reads what the one before wrote, so they are three and not a CTE.
		var batch pgx.Batch
		batch.Queue(`
			INSERT INTO malls AS m (mall_id) VALUES ($1)
			ON CONFLICT (mall_id) DO UPDATE
			   SET state = 'new', reconnect_reason = '', session_epoch = m.session_epoch + 1, first_sync_due = true
			 WHERE m.state = 'uninstalled'`, s.id)
		batch.Queue(`
			WITH fresh AS (INSERT INTO settings (mall_id, locale) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING mall_id)
			INSERT INTO channels (mall_id, channel, target_sealed) SELECT mall_id, channel, target FROM fresh, unnest($3::text[], $4::bytea[]) u(channel, target)`,
			s.id, locale, channels, sealed)
		batch.Queue(`INSERT INTO stock_counts (mall_id) VALUES ($1) ON CONFLICT DO NOTHING`, s.id)
		batch.Queue(`SELECT `+mallColumns+` FROM malls m WHERE m.mall_id = $1`, s.id).QueryRow(func(row pgx.Row) error {
			var err error
			m, err = scanMall(row)
			return err
		})
		return tx.SendBatch(ctx, &batch).Close()
	})
	return m, err
}

// Info returns the mall and how it is connected, or NotFound.
func (s mallStore) Info(ctx context.Context) (m lowstock.Mall, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		m, err = scanMall(tx.QueryRow(ctx, `SELECT `+mallColumns+` FROM malls m WHERE m.mall_id = $1`, s.id))
		return err
	})
	return m, err
}

// SaveShop stores the names that Cafe24 gives the mall, and its address. The
// address is only ever proposed to the merchant.
func (s mallStore) SaveShop(ctx context.Context, shopName, email string) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE malls SET shop_name = $2, store_email = $3 WHERE mall_id = $1`,
			s.id, storable(shopName), storable(email))
		return touchedOne(tag.RowsAffected(), err)
	})
}

// SaveCurrency stores the ISO 4217 currency of the mall's prices.
func (s mallStore) SaveCurrency(ctx context.Context, currency string) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE malls SET currency = $2 WHERE mall_id = $1`, s.id, storable(currency))
		return touchedOne(tag.RowsAffected(), err)
	})
}

// MarkReconnect stores that the merchant has to consent again, and why, as of
// at. Data, sessions and tokens stay. Only an active mall changes, and none
// that was connected after at: the refusal was about an earlier connection.
// The mall's checkup is due at once, so that people are notified, and the app
// itself checks from time to time whether Cafe24 answers again.
func (s mallStore) MarkReconnect(ctx context.Context, reasonKey string, at time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		if err := markReconnect(ctx, tx, s.id, reasonKey, at); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO refusals AS r (mall_id, reason, since, last_at, next_look_at)
			SELECT mall_id, $2, $3, $3, $4 FROM malls WHERE mall_id = $1 AND state = 'reconnect'
			ON CONFLICT (mall_id) DO UPDATE SET looks = 0, next_look_at = excluded.next_look_at WHERE r.looks = 0`,
			s.id, reasonKey, at, connect.NextLook(lowstock.MallReconnect, 0, at))
		return err
	})
}

// markReconnect also ends the running sync. The next one is due as soon as the
// mall is active again, and reads everything.
func markReconnect(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, reasonKey string, at time.Time) error {
	tag, err := tx.Exec(ctx, `
		UPDATE malls SET state = 'reconnect', reconnect_reason = $2, next_health_at = $3, next_sweep_at = coalesce(next_sweep_at, $3)
		 WHERE mall_id = $1 AND state = 'active' AND coalesce(connected_at <= $3, true)`, mall, reasonKey, at)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE syncs SET state = 'failed', error = 'sync.error.auth', finished_at = greatest($2, started_at), resume_at = NULL
		 WHERE mall_id = $1 AND state = 'running'`, mall, at)
	return err
}
