package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/monthly"
	"cafe24-inventory-alert/internal/selfcheck"
)

// reportFalls selects the levels within a time that are 0 or below where the
// level before was above. Levels are looked up one by one, by their key, since
// an item has few that are 0.
const reportFalls = `
	SELECT o.variant_code, coalesce(v.product_no, 0), o.observed_at, n.observed_at,
	       CASE WHEN v.removed_at IS NOT NULL OR v.mall_id IS NULL THEN 'removed' ELSE v.silence END, coalesce(v.threshold, 0)
	  FROM stock_history o
	 CROSS JOIN LATERAL (
	   SELECT quantity FROM stock_history p
	    WHERE p.mall_id = $1 AND p.variant_code = o.variant_code AND p.observed_at < o.observed_at AND p.observed_at >= $4
	    ORDER BY p.observed_at DESC LIMIT 1
	 ) p
	  LEFT JOIN LATERAL (
	   SELECT observed_at FROM stock_history n
	    WHERE n.mall_id = $1 AND n.variant_code = o.variant_code AND n.observed_at > o.observed_at AND n.quantity > 0
	    ORDER BY n.observed_at LIMIT 1
	 ) n ON true
	  LEFT JOIN variants v ON v.mall_id = $1 AND v.variant_code = o.variant_code
	 WHERE o.mall_id = $1 AND o.observed_at >= $2 AND o.observed_at < $3 AND o.quantity <= 0 AND p.quantity > 0
	 ORDER BY o.observed_at, o.variant_code`

// reportAlerts selects the incidents that can matter to a month: all that were
// unresolved in it or in the 30 days before.
const reportAlerts = `
	WITH i AS MATERIALIZED (
	  SELECT * FROM incidents WHERE mall_id = $1 AND opened_at < $3 AND (resolved_at IS NULL OR resolved_at >= $2::timestamptz - $4::interval)
	)
	SELECT i.incident_id, i.product_no, i.variant_code, i.kind, coalesce(e.threshold, i.threshold), i.opened_at, i.escalated_at, i.resolved_at,
	       i.resolved_by <> '', d.told_at, coalesce(d.n, 0)::int, coalesce(d.failed, false), coalesce(d.waiting, false), coalesce(d.uncertain, false), e.handled_at, e.put_off_at
	  FROM i
	  LEFT JOIN LATERAL (
	    SELECT min(sent_at) FILTER (WHERE state = 'sent') AS told_at, count(*) AS n, bool_or(state = 'failed') AS failed,
	           bool_or(state IN ('pending', 'retrying', 'summarized')) AS waiting, bool_or(state = 'unknown') AS uncertain
	      FROM deliveries WHERE mall_id = $1 AND incident_id = i.incident_id
	  ) d ON true
	  LEFT JOIN LATERAL (
	    SELECT min(threshold) FILTER (WHERE kind = 'opened') AS threshold,
	           min(at) FILTER (WHERE kind IN ('acknowledged', 'snoozed', 'until_restock', 'ordered') OR kind = 'resolved' AND by <> '') AS handled_at,
	           min(at) FILTER (WHERE kind IN ('snoozed', 'until_restock', 'ordered')) AS put_off_at
	      FROM incident_events WHERE mall_id = $1 AND incident_id = i.incident_id
	  ) e ON true
	 ORDER BY i.incident_id`

// ReportRecord reads what a report of a month needs: see [monthly.Count]. From
// and to are its ends in the mall's own time.
func (s alertStore) ReportRecord(ctx context.Context, from, to, now time.Time) (r monthly.Record, err error) {
	err = s.readFor(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		r = monthly.Record{From: from, To: to}
		kept := now.Add(-monthly.LevelsKept)
		err := tx.QueryRow(ctx, `SELECT min(started_at) FROM syncs WHERE mall_id = $1`, s.id).Scan(orZero(&r.KnownFrom))
		if err != nil {
			return err
		}
		if !r.KnownFrom.IsZero() && r.KnownFrom.Before(kept) {
			r.KnownFrom = kept
		}
		if r.SellOuts, err = sellOuts(ctx, tx, s.id, from, to, kept); err != nil {
			return err
		}
		if r.Alerts, err = alertRecords(ctx, tx, s.id, from, to); err != nil {
			return err
		}
		if err = addWork(ctx, tx, s.id, &r); err != nil {
			return err
		}
		return addRises(ctx, tx, s.id, &r)
	})
	return r, err
}

func sellOuts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, from, to, kept time.Time) ([]monthly.SellOut, error) {
	rows, err := tx.Query(ctx, reportFalls, mall, from, to, kept)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (o monthly.SellOut, err error) {
		err = row.Scan(&o.VariantCode, &o.ProductNo, &o.At, orZero(&o.BackAt), &o.Silence, &o.Threshold)
		return o, err
	})
}

func alertRecords(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, from, to time.Time) ([]monthly.AlertRecord, error) {
	rows, err := tx.Query(ctx, reportAlerts, mall, from, to, monthly.Undisturbed)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a monthly.AlertRecord, err error) {
		err = row.Scan(&a.ID, &a.ProductNo, &a.VariantCode, &a.Kind, &a.Threshold, &a.OpenedAt, orZero(&a.EscalatedAt), orZero(&a.ResolvedAt),
			&a.ByHand, orZero(&a.NotifiedAt), &a.Deliveries, &a.Failed, &a.Waiting, &a.Uncertain, orZero(&a.HandledAt), orZero(&a.SnoozedAt))
		return a, err
	})
}

// addRises reads whether the level has risen since, for alerts that nothing
// else has followed.
func addRises(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, r *monthly.Record) error {
	var codes []string
	var which []*monthly.AlertRecord
	for i := range r.Alerts {
		lastAnswer := r.Alerts[i]
		lastAnswer.NotifiedAt = lastAnswer.FirstNotified(r.Digests)
		if lastAnswer.Ignored(r.From, r.To) {
			codes, which = append(codes, lastAnswer.VariantCode), append(which, &r.Alerts[i])
		}
	}
	if len(which) == 0 {
		return nil
	}
	runs, err := loadLevels(ctx, tx, mall, codes, r.From.Add(-monthly.Undisturbed), r.To)
	for _, a := range which {
		points, notified := runs[a.VariantCode], a.FirstNotified(r.Digests)
		for n := 1; n < len(points) && a.RoseAt.IsZero(); n++ {
			if p := points[n]; p.Quantity > points[n-1].Quantity && p.At.After(notified) && p.At.Before(notified.Add(monthly.Undisturbed)) {
				a.RoseAt = p.At
			}
		}
	}
	return err
}

// addWork adds the app's own work: mails, digests, times in which it could not
// read, and how long finding a change took.
func addWork(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, r *monthly.Record) error {
	rows, err := tx.Query(ctx, `
		SELECT channel, recipient, (count(*) FILTER (WHERE state = 'sent'))::int, (count(*) FILTER (WHERE state = 'failed'))::int
		  FROM messages
		 WHERE mall_id = $1 AND created_at >= $2 AND created_at < $3 AND purpose IN ('alert', 'summary', 'digest', 'overflow') AND state IN ('sent', 'failed')
		 GROUP BY channel, recipient ORDER BY 3 DESC, channel, recipient`, mall, r.From, r.To)
	if err != nil {
		return err
	}
	if r.Messages, err = pgx.CollectRows(rows, pgx.RowToStructByPos[monthly.MessageCount]); err != nil {
		return err
	}
	rows, err = tx.Query(ctx, `
		SELECT min(sent_at) FROM messages
		 WHERE mall_id = $1 AND created_at >= $2::timestamptz - $4::interval AND created_at < $3 AND purpose = 'digest' AND state = 'sent' AND NOT recorded
		 GROUP BY period ORDER BY 1`,
		mall, r.From, r.To, 2*monthly.Undisturbed)
	if err != nil {
		return err
	}
	if r.Digests, err = pgx.CollectRows(rows, pgx.RowTo[time.Time]); err != nil {
		return err
	}
	rows, err = tx.Query(ctx, `
		SELECT opened_at, closed_at FROM health
		 WHERE mall_id = $1 AND kind = ANY($2) AND opened_at < $4 AND coalesce(closed_at >= $3::timestamptz - interval '1 day', true)`,
		mall, []selfcheck.Kind{selfcheck.HealthConnection, selfcheck.HealthRefresh, selfcheck.HealthApp, selfcheck.HealthScope, selfcheck.HealthStale}, r.From, r.To)
	if err != nil {
		return err
	}
	r.Blind, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (b monthly.Span, err error) {
		err = row.Scan(&b.From, orZero(&b.To))
		return b, err
	})
	if err != nil {
		return err
	}
	rows, err = tx.Query(ctx, `
		SELECT way, seconds, sum(changes)::int FROM detections WHERE mall_id = $1 AND hour >= $2 AND hour < $3 GROUP BY way, seconds`, mall, r.From, r.To)
	if err != nil {
		return err
	}
	r.Detections, err = pgx.CollectRows(rows, scanDetection)
	return err
}
