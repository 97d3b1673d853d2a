package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
)

// mark is what is known of why a product has to be read again.
type mark struct {
	via   inbound.Via
	first time.Time // when the first of the waiting hints came
}

func loadMarks(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, products []int64) (map[int64]mark, error) {
	rows, err := tx.Query(ctx, `SELECT product_no, via, first_at FROM dirty_products WHERE mall_id = $1 AND product_no = ANY($2)`, mall, products)
	if err != nil {
		return nil, err
	}
	marks := map[int64]mark{}
	var no int64
	var m mark
	_, err = pgx.ForEachRow(rows, []any{&no, &m.via, &m.first}, func() error {
		marks[no] = m
		return nil
	})
	return marks, err
}

// watched is what the last completed watch has shown: at that time every
// variant that was not in its list was above a level.
type watched struct {
	at    time.Time
	level *int
}

// loadWatched also says whether anything of the mall is quarantined.
func loadWatched(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (w watched, quarantined bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT watched_at, watched_level, EXISTS (SELECT FROM quarantine WHERE mall_id = $1) FROM malls WHERE mall_id = $1`, mall).
		Scan(orZero(&w.at), &w.level, &quarantined)
	return w, quarantined, found(err)
}

// since returns the latest time at which a variant is known to have had a
// quantity other than now.
func (w watched) since(was *storedVariant, now int) time.Time {
	if w.level != nil && was.variant.Quantity > *w.level && now <= *w.level && w.at.After(was.observed) {
		return w.at
	}
	return was.observed
}

// findings are the changes of quantities that a reading brought: how they were
// found, how long that took, and which of them no webhook had announced.
type findings struct {
	marks  map[int64]mark // by product
	before watched
	at     time.Time // when the answer came
	counts map[detection]int32
	drifts driftColumns
}

type detection struct {
	way    inbound.Way
	atMost time.Duration
}

type driftColumns struct {
	code          []string
	product       []int64
	from, to      []int32
	by            []string
	found, before []time.Time
}

// add records a change. A variant that is new, was removed, or had no level
// has not changed.
func (f *findings) add(it *item, applied *lowstock.Applied) {
	was := it.was
	if f == nil || was == nil || !was.removedAt.IsZero() || !was.variant.Tracked {
		return
	}
	m := f.marks[it.variant.ProductNo]
	way := inbound.WayOf(it.source, m.via)
	took := f.at.Sub(m.first)
	switch way {
	case "":
		return
	case inbound.WayWatch, inbound.WaySweep:
		took = f.at.Sub(f.before.since(was, it.variant.Quantity))
	case inbound.WayHint, inbound.WayLog:
	}
	if f.counts == nil {
		f.counts = map[detection]int32{}
	}
	f.counts[detection{way, inbound.DetectionStep(took)}]++
	if way == inbound.WayHint {
		return
	}
	applied.Drifts++
	d := &f.drifts
	d.code, d.product = append(d.code, it.variant.Code), append(d.product, it.variant.ProductNo)
	d.from, d.to = append(d.from, bounded(was.variant.Quantity)), append(d.to, bounded(it.variant.Quantity))
	d.by, d.found, d.before = append(d.by, string(way)), append(d.found, f.at), append(d.before, was.observed)
}

// queue writes the findings. The mall's settlements run one after another, so
// no other transaction writes its rows of the hour.
func (f *findings) queue(batch *pgx.Batch, mall lowstock.MallID) {
	if f == nil || len(f.counts) == 0 {
		return
	}
	var ways []string
	var seconds, changes []int32
	for d, n := range f.counts {
		ways, seconds, changes = append(ways, string(d.way)), append(seconds, int32(d.atMost/time.Second)), append(changes, n) //nolint:gosec // G115: two days at most
	}
	batch.Queue(`
		INSERT INTO detections AS d (mall_id, hour, way, seconds, changes)
		SELECT $1, date_trunc('hour', $2::timestamptz, 'UTC'), u.* FROM unnest($3::text[], $4::int[], $5::int[]) u
		ON CONFLICT (mall_id, hour, way, seconds) DO UPDATE SET changes = d.changes + excluded.changes`, mall, f.at, ways, seconds, changes)
	if d := &f.drifts; len(d.code) > 0 {
		batch.Queue(`
			INSERT INTO drifts (mall_id, variant_code, product_no, quantity_from, quantity_to, found_by, found_at, read_before)
			SELECT $1, u.* FROM unnest($2::text[], $3::bigint[], $4::int[], $5::int[], $6::text[], $7::timestamptz[], $8::timestamptz[]) u
			ON CONFLICT DO NOTHING`, mall, d.code, d.product, d.from, d.to, d.by, d.found, d.before)
	}
}

// dropFindings deletes findings older than before.
func dropFindings(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, before time.Time) error {
	var batch pgx.Batch
	batch.Queue(`DELETE FROM drifts WHERE mall_id = $1 AND found_at < $2`, mall, before)
	batch.Queue(`DELETE FROM detections WHERE mall_id = $1 AND hour < $2`, mall, before)
	return tx.SendBatch(ctx, &batch).Close()
}

const driftShown = 8

// findingsOf fills in what the ledger of findings says: the numbers of the
// last 24 hours, and how long finding took since the mall's midnight.
func findingsOf(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time, c *overview.Connection) error {
	rows, err := tx.Query(ctx, `SELECT found_by, count(*) FROM drifts WHERE mall_id = $1 AND found_at > $2 GROUP BY found_by`, mall, now.Add(-24*time.Hour))
	if err != nil {
		return err
	}
	c.Drifts24h = map[inbound.Way]int{}
	var way inbound.Way
	var n int
	if _, err = pgx.ForEachRow(rows, []any{&way, &n}, func() error {
		c.Drifts24h[way] = n
		return nil
	}); err != nil {
		return err
	}
	if c.Drifts, err = newestDrifts(ctx, tx, mall, now.Add(-24*time.Hour)); err != nil {
		return err
	}
	var s preference.Settings
	if err := tx.QueryRow(ctx, `SELECT timezone FROM settings WHERE mall_id = $1`, mall).Scan(&s.Timezone); err != nil {
		return err
	}
	today := localDay(&s, now)
	rows, err = tx.Query(ctx, `
		SELECT way, seconds, sum(changes)::int FROM detections WHERE mall_id = $1 AND hour >= $2 GROUP BY way, seconds`,
		mall, localtime.StartOfDay(today.Year(), today.Month(), today.Day(), today.Location()))
	if err != nil {
		return err
	}
	c.Detections, err = pgx.CollectRows(rows, scanDetection)
	return err
}

func scanDetection(row pgx.CollectableRow) (d inbound.Detection, err error) {
	var seconds int
	err = row.Scan(&d.Way, &seconds, &d.Changes)
	d.AtMost = time.Duration(seconds) * time.Second
	return d, err
}

func newestDrifts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, since time.Time) ([]inbound.Drift, error) {
	rows, err := tx.Query(ctx, `
		SELECT d.variant_code, d.product_no, coalesce(p.product_name, ''), coalesce(v.options, '[]'), d.quantity_from, d.quantity_to, d.found_by, d.found_at, d.read_before
		  FROM (SELECT * FROM drifts WHERE mall_id = $1 AND found_at > $2 ORDER BY found_at DESC, variant_code LIMIT $3) d
		  LEFT JOIN variants v ON v.mall_id = d.mall_id AND v.variant_code = d.variant_code
		  LEFT JOIN products p ON p.mall_id = d.mall_id AND p.product_no = d.product_no
		 ORDER BY d.found_at DESC, d.variant_code`, mall, since, driftShown)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (d inbound.Drift, err error) {
		err = row.Scan(&d.VariantCode, &d.ProductNo, &d.ProductName, &d.Options, &d.From, &d.To, &d.FoundBy, &d.FoundAt, &d.ReadBefore)
		return d, err
	})
}
