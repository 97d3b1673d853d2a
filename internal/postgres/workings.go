package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/callrate"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
)

// raisedRead is how many of a week's alerts are read, the newest ones.
const raisedRead = 5_000

// Workings returns how well the app has watched over the mall recently.
func (s mallStore) Workings(ctx context.Context, now time.Time) (w overview.Workings, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		w = overview.Workings{}
		settings, err := settingStore(s).loadSettings(ctx, tx)
		if err != nil {
			return err
		}
		if w.Sweeps, err = sweepsFound(ctx, tx, s.id, now); err != nil {
			return err
		}
		raised, err := raisedOf(ctx, tx, s.id, now)
		if err != nil {
			return err
		}
		w.Delay = settings.NotificationDelays(raised)
		if w.Mails, w.Others, err = sentOf(ctx, tx, s.id, now); err != nil {
			return err
		}
		var batch pgx.Batch
		queueQuota(&batch, s.id, &w.Quota)
		s.queueProgress(&batch, now, &w.Night.Progress)
		batch.Queue(`SELECT learning_failed_at, forecasts_failed FROM malls WHERE mall_id = $1`, s.id).QueryRow(func(row pgx.Row) error {
			return found(row.Scan(orZero(&w.Night.LearningFailed), &w.Night.NotComputed))
		})
		return tx.SendBatch(ctx, &batch).Close()
	})
	return w, err
}

// sweepsFound counts what the last full sweeps read and found changed. A sweep
// older than the stored findings would seem to have found nothing, so it is
// left out.
func sweepsFound(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) ([]overview.SweepFound, error) {
	rows, err := tx.Query(ctx, `
		SELECT y.started_at, y.finished_at, y.products_done,
		       (SELECT count(DISTINCT d.product_no) FROM drifts d
		         WHERE d.mall_id = $1 AND d.found_by = 'sweep' AND d.found_at BETWEEN y.started_at AND y.finished_at)
		  FROM syncs y WHERE y.mall_id = $1 AND y.state = 'done' AND NOT y.first AND y.started_at > $2
		 ORDER BY y.sync_id DESC LIMIT $3`, mall, now.Add(-inbound.DriftKept), overview.SweepsShown)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[overview.SweepFound])
}

// raisedOf returns the alerts of a week that were sent by mail, except those
// beyond the day's limit, which wait for the next digest on purpose.
func raisedOf(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) ([]preference.Raised, error) {
	rows, err := tx.Query(ctx, `
		SELECT min(d.created_at), min(m.created_at), min(m.sent_at)
		  FROM messages m JOIN deliveries d ON d.mall_id = m.mall_id AND d.message_id = m.message_id
		 WHERE m.mall_id = $1 AND m.created_at > $2 AND m.channel = 'email' AND m.purpose = 'alert' AND m.sent_at IS NOT NULL
		   AND d.state = 'sent' AND d.reason IN ('raised', 'worse') AND NOT d.held AND d.round = 0
		 GROUP BY d.incident_id, d.reason ORDER BY 1 DESC LIMIT $3`, mall, now.Add(-overview.NotifiedWithin), raisedRead)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[preference.Raised])
}

func sentOf(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) (mails, others map[lowstock.DeliveryState]int, err error) {
	rows, err := tx.Query(ctx, `
		SELECT channel = 'email', state, count(*) FROM messages WHERE mall_id = $1 AND created_at > $2 GROUP BY 1, 2`, mall, now.Add(-24*time.Hour))
	if err != nil {
		return nil, nil, err
	}
	mails, others = map[lowstock.DeliveryState]int{}, map[lowstock.DeliveryState]int{}
	var mail bool
	var state lowstock.DeliveryState
	var n int
	_, err = pgx.ForEachRow(rows, []any{&mail, &state, &n}, func() error {
		if mail {
			mails[state] = n
		} else {
			others[state] = n
		}
		return nil
	})
	return mails, others, err
}

// queueQuota reads what all processes know of the quota of the mall's calls.
// Its time is the database's clock, which wrote it.
func queueQuota(batch *pgx.Batch, mall lowstock.MallID, q *overview.QuotaUse) {
	batch.Queue(`
		SELECT coalesce((SELECT max(level - $2 * extract(epoch FROM clock_timestamp() - level_at)) FROM call_buckets WHERE mall_id = m.mall_id), 0)::float8 / $3,
		       coalesce(g.usage, 0), g.usage_at,
		       CASE WHEN g.stopped_until > clock_timestamp() THEN extract(epoch FROM g.stopped_until - clock_timestamp()) ELSE 0 END::float8
		  FROM malls m LEFT JOIN call_gates g USING (mall_id) WHERE m.mall_id = $1`, mall, float64(callrate.Drain), float64(callrate.Bucket)).QueryRow(func(row pgx.Row) error {
		var stopped float64
		err := row.Scan(&q.Bucket, &q.Usage, orZero(&q.AnsweredAt), &stopped)
		q.Bucket, q.Stopped = min(1, max(0, q.Bucket)), roundedUp(stopped)
		return found(err)
	})
}
