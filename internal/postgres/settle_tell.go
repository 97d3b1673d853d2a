package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// telling is who hears of what a settlement raises, and when.
type telling struct {
	channels   []string // beside recipients
	recipients []string
	collect    time.Duration
	pending    time.Time // when deliveries that wait already are collected; zero: none wait
	firstSync  bool      // one runs, whose summary will tell what is raised meanwhile
}

func (t *telling) nobody() bool { return len(t.channels) == 0 }

// collectAt lets what is raised share the message that waits already.
func (t *telling) collectAt(raised time.Time) time.Time {
	at := raised.Add(t.collect)
	if !t.pending.IsZero() && t.pending.Before(at) {
		return t.pending
	}
	return at
}

// lockMall makes this transaction the only one that settles anything of the
// mall, and says who is to be told. It waits for another one's end. A mall that
// has left is refused with Conflict.
func lockMall(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (telling, error) {
	var t telling
	var state lowstock.MallState
	var seconds int
	err := tx.QueryRow(ctx, `
		SELECT m.state, s.collect_seconds, EXISTS (SELECT FROM syncs y WHERE y.mall_id = $1 AND y.state = 'running' AND y.first)
		  FROM settings s JOIN malls m USING (mall_id) WHERE s.mall_id = $1 FOR NO KEY UPDATE OF s`, mall).Scan(&state, &seconds, &t.firstSync)
	if err != nil {
		return t, found(err)
	}
	if state == lowstock.MallUninstalled {
		return t, lowstock.Fail(lowstock.CodeConflict, "error.uninstalled", nil)
	}
	t.collect = time.Duration(seconds) * time.Second
	// A statement of its own: only now can it see what the one before us left.
	rows, err := tx.Query(ctx, `
		SELECT 'email', email, NULL::timestamptz FROM recipients WHERE mall_id = $1 AND immediate AND unsubscribed_at IS NULL
		UNION ALL SELECT 'slack', 'slack', NULL FROM settings WHERE mall_id = $1 AND slack_sealed IS NOT NULL
		UNION ALL SELECT 'webhook', 'webhook', NULL FROM settings WHERE mall_id = $1 AND webhook_sealed IS NOT NULL
		UNION ALL SELECT '', '', min(collect_at) FROM deliveries WHERE mall_id = $1 AND collect_at IS NOT NULL AND NOT summary`, mall)
	if err != nil {
		return t, err
	}
	var channel, recipient string
	var pending time.Time
	_, err = pgx.ForEachRow(rows, []any{&channel, &recipient, orZero(&pending)}, func() error {
		if channel == "" {
			t.pending = pending
			return nil
		}
		t.channels, t.recipients = append(t.channels, channel), append(t.recipients, recipient)
		return nil
	})
	return t, err
}

// addIncident collects what becomes of the variant's incident.
func (w *writes) addIncident(it *item, s *settlement) {
	d := it.decision
	if d.Action == lowstock.ActionOpen {
		w.opened = append(w.opened, it)
		if !s.hold && !s.telling.nobody() {
			w.told.add(it.variant.Code, d.Kind)
		}
		return
	}
	if it.was == nil || it.was.standing == nil {
		return
	}
	i := *it.was.standing
	switch d.Action {
	case lowstock.ActionEscalate:
		i.Kind, i.EscalatedAt = d.Kind, s.at
		if i.State == lowstock.IncidentAcknowledged {
			i.State = lowstock.IncidentOpen // it is worse than what was acknowledged
		}
		// A snoozed one is told when it wakes.
		if i.State == lowstock.IncidentOpen && !s.hold && !s.telling.nobody() {
			i.Told = d.Kind
			w.told.add(it.variant.Code, d.Kind)
		}
	case lowstock.ActionResolve:
		i.State, i.ResolvedAt = lowstock.IncidentResolved, s.at
	case lowstock.ActionNone, lowstock.ActionAwait, lowstock.ActionOpen:
	}
	if !it.removed {
		i.Quantity, i.Threshold, i.ThresholdSource = it.variant.Quantity, it.threshold.Value, it.threshold.Source
	}
	if d.Action == lowstock.ActionEscalate || d.Action == lowstock.ActionResolve || i.Quantity != it.was.standing.Quantity ||
		i.Threshold != it.was.standing.Threshold || i.ThresholdSource != it.was.standing.ThresholdSource {
		it.was.standing = &i
		w.standing = append(w.standing, it)
	}
}

type toldColumns struct{ code, kind []string }

func (c *toldColumns) add(code string, kind lowstock.Kind) {
	c.code, c.kind = append(c.code, code), append(c.kind, string(kind))
}

func (s *settlement) queueIncidents(batch *pgx.Batch, w *writes) {
	if len(w.standing) > 0 {
		s.queueStanding(batch, w.standing)
	}
	if len(w.opened) == 0 {
		return
	}
	n := len(w.opened)
	codes, kinds, sources := make([]string, 0, n), make([]string, 0, n), make([]string, 0, n)
	products, quantities, thresholds := make([]int64, 0, n), make([]int32, 0, n), make([]int32, 0, n)
	for _, it := range w.opened {
		codes, kinds, sources = append(codes, it.variant.Code), append(kinds, string(it.decision.Kind)), append(sources, string(it.threshold.Source))
		products = append(products, it.variant.ProductNo)
		quantities, thresholds = append(quantities, bounded(it.variant.Quantity)), append(thresholds, bounded(it.threshold.Value))
	}
	batch.Queue(`
		INSERT INTO incidents (mall_id, product_no, variant_code, kind, state, told, quantity, threshold, threshold_source, opened_at)
		SELECT $1, u.product_no, u.code, u.kind, 'open', CASE WHEN $8 THEN u.kind ELSE '' END, u.quantity, u.threshold, u.source, $9
		  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::int[], $6::int[], $7::text[]) u(product_no, code, kind, quantity, threshold, source)`,
		s.mall, products, codes, kinds, quantities, thresholds, sources, !s.hold && !s.telling.nobody(), s.at)
}

func (s *settlement) queueStanding(batch *pgx.Batch, items []*item) {
	n := len(items)
	ids, kinds, states, told := make([]int64, 0, n), make([]string, 0, n), make([]string, 0, n), make([]string, 0, n)
	quantities, thresholds, sources := make([]int32, 0, n), make([]int32, 0, n), make([]string, 0, n)
	escalated, resolved := make([]*time.Time, 0, n), make([]*time.Time, 0, n)
	for _, it := range items {
		i := it.was.standing
		ids, kinds, states, told = append(ids, i.ID), append(kinds, string(i.Kind)), append(states, string(i.State)), append(told, string(i.Told))
		quantities, thresholds = append(quantities, bounded(i.Quantity)), append(thresholds, bounded(i.Threshold))
		sources = append(sources, string(i.ThresholdSource))
		escalated, resolved = append(escalated, orNull(i.EscalatedAt)), append(resolved, orNull(i.ResolvedAt))
	}
	batch.Queue(`
		UPDATE incidents i
		   SET kind = u.kind, state = u.state, told = u.told, quantity = u.quantity, threshold = u.threshold, threshold_source = u.source,
		       escalated_at = u.escalated_at, resolved_at = u.resolved_at,
		       acknowledged_at = CASE WHEN u.state = 'open' THEN NULL ELSE i.acknowledged_at END,
		       acknowledged_by = CASE WHEN u.state = 'open' THEN '' ELSE i.acknowledged_by END
		  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[], $9::timestamptz[], $10::timestamptz[])
		       u(incident_id, kind, state, told, quantity, threshold, source, escalated_at, resolved_at)
		 WHERE i.mall_id = $1 AND i.incident_id = ANY($2) AND i.incident_id = u.incident_id AND i.state <> 'resolved'`,
		s.mall, ids, kinds, states, told, quantities, thresholds, sources, escalated, resolved)
}

// queueDeliveries announces what was raised to everybody who wants to know at
// once.
func (s *settlement) queueDeliveries(batch *pgx.Batch, w *writes) {
	if len(w.told.code) == 0 {
		return
	}
	batch.Queue(`
		INSERT INTO deliveries (mall_id, incident_id, kind, channel, recipient, collect_at, created_at)
		SELECT $1, i.incident_id, u.kind, t.channel, t.recipient, $6, $7
		  FROM unnest($2::text[], $3::text[]) u(code, kind)
		 CROSS JOIN LATERAL (
		    SELECT incident_id FROM incidents WHERE mall_id = $1 AND variant_code = u.code AND state <> 'resolved' LIMIT 1
		 ) i
		 CROSS JOIN unnest($4::text[], $5::text[]) t(channel, recipient)
		ON CONFLICT DO NOTHING`,
		s.mall, w.told.code, w.told.kind, s.telling.channels, s.telling.recipients, s.telling.collectAt(s.at), s.at)
}
