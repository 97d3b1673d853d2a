package postgres

import (
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// judgedColumns are variants whose reading is the stored one and of which only
// the judgement is new, as after a changed rule: there may be as many as the
// catalogue holds, so that nothing else of their rows is written again.
type judgedColumns struct {
	code                               []string
	threshold, days                    []int32
	source, status, silence, dismissed []string
	muted, silent                      []bool
	raiseSeen                          []*time.Time
}

func (c *judgedColumns) add(it *item) {
	c.code = append(c.code, it.variant.Code)
	c.threshold, c.days = append(c.threshold, bounded(it.threshold.Value)), append(c.days, bounded(it.threshold.Days))
	c.source, c.status = append(c.source, string(it.threshold.Source)), append(c.status, string(it.decision.Status))
	c.silence, c.dismissed = append(c.silence, it.silence), append(c.dismissed, string(it.decision.Dismissed))
	c.muted, c.silent = append(c.muted, it.threshold.Muted), append(c.silent, it.silent)
	c.raiseSeen = append(c.raiseSeen, orNull(it.decision.RaiseSeenAt))
}

func (c *judgedColumns) queue(batch *pgx.Batch, mall lowstock.MallID) {
	if len(c.code) == 0 {
		return
	}
	batch.Queue(`
		UPDATE variants v
		   SET threshold = u.threshold, threshold_days = nullif(u.days, 0), threshold_source = u.source, muted = u.muted, status = u.status,
		       silence = u.silence, silent = u.silent, raise_seen_at = u.raise_seen_at, dismissed = u.dismissed
		  FROM unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bool[], $10::bool[], $11::timestamptz[])
		       u(code, threshold, days, source, status, silence, dismissed, muted, silent, raise_seen_at)
		 WHERE v.mall_id = $1 AND v.variant_code = ANY($2) AND v.variant_code = u.code`,
		mall, c.code, c.threshold, c.days, c.source, c.status, c.silence, c.dismissed, c.muted, c.silent, c.raiseSeen)
}

// reread says that the item is another reading than the stored one.
func (it *item) reread() bool {
	was := it.was
	return was == nil || it.retext || !it.observed.Equal(was.observed) || it.source != was.source ||
		it.removed == was.removedAt.IsZero() || !sameVariant(&it.variant, &was.variant)
}
