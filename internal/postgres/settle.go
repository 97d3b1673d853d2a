package postgres

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// settle evaluates items and queues everything that follows; the caller sends
// the batch.
func (s *settlement) settle(ctx context.Context, items []*item) error {
	var batch pgx.Batch
	w := writes{awaiting: map[int64]time.Time{}, products: map[int64]bool{}}
	for _, it := range items {
		s.decide(it)
		w.add(it, s)
	}
	many := len(w.opened.code)+len(w.notified.code) >= checkedTogether
	if many {
		batch.Queue(deferChecks)
	}
	s.queueVariants(&batch, &w)
	queueIncidents(&batch, s.mall, w.standing)
	w.timeline.queue(&batch, s.mall)
	w.opened.queue(&batch, s.mall, s.at)
	w.notified.queue(&batch, s.mall, s.collectAt(), s.at)
	s.queueProductTotals(&batch, &w)
	s.queueCounts(&batch, &w)
	s.found.queue(&batch, s.mall)
	if many {
		queueChecks(&batch)
	}
	s.awaiting = w.awaiting
	if batch.Len() == 0 {
		return nil
	}
	return s.tx.SendBatch(ctx, &batch).Close()
}

// checkedTogether is the number of new rows from which their foreign keys are
// checked together at the end.
const checkedTogether = 100

const deferChecks = "SET CONSTRAINTS ALL DEFERRED"

// queueChecks checks the foreign keys of what was inserted since
// [deferChecks]. Under [Open]'s plan_cache_mode each check of each row is
// planned again, which took four fifths of the time of a mass raise. A kept
// plan must be one that uses the index: a table that was small when the plan
// was made may grow.
func queueChecks(batch *pgx.Batch) {
	for _, statement := range []string{
		"SET LOCAL enable_seqscan = off", "SET LOCAL plan_cache_mode = force_generic_plan",
		"SET CONSTRAINTS ALL IMMEDIATE",
		"SET LOCAL plan_cache_mode = force_custom_plan", "SET LOCAL enable_seqscan = on",
	} {
		batch.Queue(statement)
	}
}

func (s *settlement) decide(it *item) {
	it.threshold = resolve(s.rules, it.product, &it.variant, it.sales())
	situation := it.situation(s)
	it.decision, it.silence = lowstock.Evaluate(situation), lowstock.Silence(situation)
	low := it.decision.Status == lowstock.StatusOut || it.decision.Status == lowstock.StatusLow
	it.silent = low && it.silence != ""
	switch it.decision.Action {
	case lowstock.ActionOpen:
		s.applied.Opened++
	case lowstock.ActionEscalate:
		s.applied.Escalated++
	case lowstock.ActionResolve:
		s.applied.Resolved++
	case lowstock.ActionAwait:
		s.applied.Await++
	case lowstock.ActionNone:
	}
}

// writes is everything that a batch of decisions writes.
type writes struct {
	insert, update []*item
	decided        []*item  // the reading is the stored one, only the decision is new; see updateJudged
	touch          []string // codes of variants whose time of reading alone is new
	touchedAt      time.Time
	touchedBy      lowstock.Source
	history        []*item
	risen          []string // codes of variants whose quantity rose
	texts          []*item
	gone           []string // codes whose searchable text is deleted
	opened         openedColumns
	standing       []*changedIncident
	timeline       timelineColumns
	notified       deliveryColumns
	awaiting       map[int64]time.Time // product → its earliest unconfirmed raise
	products       map[int64]bool      // products whose totals may have changed
	counts         counts
}

func (w *writes) add(it *item, s *settlement) {
	d := it.decision
	if d.Action == lowstock.ActionAwait {
		no := it.variant.ProductNo
		if seen, ok := w.awaiting[no]; !ok || d.RaiseSeenAt.Before(seen) {
			w.awaiting[no] = d.RaiseSeenAt
		}
	}
	w.addIncident(it, s)
	w.addHistory(it, s)
	switch {
	case it.was == nil:
		w.insert = append(w.insert, it.leaving(s.at))
	case !it.same() && !it.reread():
		w.decided = append(w.decided, it)
		w.counts.add(it)
		if it.decision.Status != it.was.status {
			w.products[it.variant.ProductNo] = true
		}
		return
	case !it.same():
		w.update = append(w.update, it.leaving(s.at))
	default:
		if it.observed.After(it.was.observed) {
			w.touch, w.touchedAt, w.touchedBy = append(w.touch, it.variant.Code), it.observed, it.source
		}
		return
	}
	w.products[it.variant.ProductNo] = true
	if it.was != nil {
		w.products[it.was.variant.ProductNo] = true
	}
	w.counts.add(it)
	w.addText(it)
}

// same says that only the time and the source of the reading are new.
func (it *item) same() bool {
	was, d := it.was, it.decision
	return !it.retext && it.removed == !was.removedAt.IsZero() && sameVariant(&it.variant, &was.variant) &&
		it.threshold.Value == was.threshold.Value && it.threshold.Source == was.threshold.Source &&
		it.threshold.Days == was.threshold.Days && it.threshold.Muted == was.threshold.Muted &&
		d.Status == was.status && it.silence == was.silence && it.silent == was.silent &&
		d.Dismissed == was.dismissed && d.RaiseSeenAt.Equal(was.raiseSeenAt)
}

// reread says that the item comes from another reading than the stored one.
func (it *item) reread() bool {
	was := it.was
	return was == nil || it.retext || !it.observed.Equal(was.observed) || it.source != was.source ||
		it.removed == was.removedAt.IsZero() || !sameVariant(&it.variant, &was.variant)
}

// leaving sets when the item was removed from the catalogue, if it was.
func (it *item) leaving(now time.Time) *item {
	switch {
	case !it.removed:
	case it.was != nil && !it.was.removedAt.IsZero():
		it.removedAt = it.was.removedAt
	default:
		it.removedAt = now
	}
	return it
}

// addHistory adds a level that is new to the level history. Untracked stock
// has no level.
func (w *writes) addHistory(it *item, s *settlement) {
	if it.removed || !it.variant.Tracked {
		return
	}
	if was := it.was; was != nil && was.variant.Tracked && was.variant.Quantity == it.variant.Quantity {
		return
	}
	s.applied.Changed++
	w.history = append(w.history, it)
	if was := it.was; was != nil && was.variant.Tracked && it.variant.Quantity > was.variant.Quantity {
		w.risen = append(w.risen, it.variant.Code)
	}
	s.found.add(it, &s.applied)
}

func (w *writes) addText(it *item) {
	switch {
	case it.removed:
		w.gone = append(w.gone, it.variant.Code)
	case it.was == nil || it.retext || !it.was.removedAt.IsZero():
		w.texts = append(w.texts, it)
	}
}

// counts is by how many variants each of the mall's statuses grows.
type counts struct{ out, low, ok, untracked, silent int }

func (c *counts) add(it *item) {
	if it.was != nil && it.was.removedAt.IsZero() {
		c.count(it.was.status, it.was.silent, -1)
	}
	if !it.removed {
		c.count(it.decision.Status, it.silent, 1)
	}
}

func (c *counts) count(status lowstock.Status, silent bool, n int) {
	switch status {
	case lowstock.StatusOut:
		c.out += n
	case lowstock.StatusLow:
		c.low += n
	case lowstock.StatusOK:
		c.ok += n
	case lowstock.StatusUntracked:
		c.untracked += n
	}
	if silent {
		c.silent += n
	}
}

func (s *settlement) queueVariants(batch *pgx.Batch, w *writes) {
	if len(w.insert) > 0 {
		batch.Queue(insertVariants, writtenVariants.args(s.mall, w.insert)...)
	}
	if len(w.update) > 0 {
		batch.Queue(updateVariants, writtenVariants.args(s.mall, w.update)...)
	}
	if len(w.decided) > 0 {
		batch.Queue(updateJudged, judgedVariants.args(s.mall, w.decided)...)
	}
	if len(w.touch) > 0 {
		batch.Queue(`UPDATE variants SET observed_at = $3, source = $4 WHERE mall_id = $1 AND variant_code = ANY($2)`,
			s.mall, w.touch, w.touchedAt, w.touchedBy)
	}
	if len(w.history) > 0 {
		batch.Queue(`INSERT INTO stock_history (mall_id, `+historyColumns.names()+`) SELECT $1, u.* FROM `+historyColumns.rows()+` ON CONFLICT DO NOTHING`,
			historyColumns.args(s.mall, w.history)...)
	}
	if len(w.risen) > 0 {
		batch.Queue(goodsRise, s.mall, w.risen, s.at)
	}
	if len(w.texts) > 0 {
		batch.Queue(`
			INSERT INTO variant_texts AS t (mall_id, `+textColumns.names()+`) SELECT $1, u.* FROM `+textColumns.rows()+`
			ON CONFLICT (mall_id, variant_code) DO UPDATE SET search = excluded.search, key = excluded.key
			 WHERE t.search <> excluded.search OR t.key IS DISTINCT FROM excluded.key`, textColumns.args(s.mall, w.texts)...)
	}
	if len(w.gone) > 0 {
		batch.Queue(`DELETE FROM variant_texts WHERE mall_id = $1 AND variant_code = ANY($2)`, s.mall, w.gone)
	}
}

// goodsRise makes the look due at $3 after the quantity of some variants rose of
// which goods are on their way. One that is due by then stays as it is.
const goodsRise = `
	UPDATE malls SET next_goods_at = $3 WHERE mall_id = $1 AND next_goods_at > $3
	   AND EXISTS (SELECT FROM ` + goodsComing + ` l WHERE mall_id = $1 AND variant_code = ANY($2))`

// queueProductTotals stores what a product's row says of its variants. The
// condition that removed variants do not count is not in WHERE. There, while
// the statistics do not know the mall yet, the planner would choose a partial
// index by the mall alone and read the whole catalogue for every product.
func (s *settlement) queueProductTotals(batch *pgx.Batch, w *writes) {
	if len(w.products) == 0 {
		return
	}
	batch.Queue(`
		UPDATE products p SET variant_count = t.variants, total_quantity = t.quantity, status = t.status
		  FROM unnest($2::bigint[]) u(product_no) CROSS JOIN LATERAL (
		    SELECT count(*) FILTER (WHERE removed_at IS NULL) AS variants,
		           coalesce(sum(quantity) FILTER (WHERE removed_at IS NULL AND tracked), 0) AS quantity,
		           CASE min(status_rank) FILTER (WHERE removed_at IS NULL)
		             WHEN 0 THEN 'out' WHEN 1 THEN 'low' WHEN 2 THEN 'ok' ELSE 'untracked' END AS status
		      FROM variants v WHERE v.mall_id = $1 AND v.product_no = u.product_no
		  ) t
		 WHERE p.mall_id = $1 AND p.product_no = ANY($2) AND p.product_no = u.product_no
		   AND (p.variant_count, p.total_quantity, p.status) IS DISTINCT FROM (t.variants, t.quantity, t.status)`,
		s.mall, slices.Collect(maps.Keys(w.products)))
}

func (s *settlement) queueCounts(batch *pgx.Batch, w *writes) {
	if w.counts == (counts{}) {
		return
	}
	batch.Queue(`
		INSERT INTO stock_counts AS c (mall_id, out, low, ok, untracked, silent) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (mall_id) DO UPDATE
		   SET out = c.out + excluded.out, low = c.low + excluded.low, ok = c.ok + excluded.ok,
		       untracked = c.untracked + excluded.untracked, silent = c.silent + excluded.silent, morning_at = NULL`,
		s.mall, w.counts.out, w.counts.low, w.counts.ok, w.counts.untracked, w.counts.silent)
}
