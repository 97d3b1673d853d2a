package postgres

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
)

// DaysOf splits a variant's levels into the days between bounds; see
// forecast.DaysOfLevels.
type DaysOf = func(points []lowstock.Point, bounds []time.Time) []demand.Day

const demandWritten = 20_000 // rows of one statement

// SaveDemand replaces what was known of a range by what the range sold, so
// that a range that is read again counts once, and keeps the claim until a
// time. Whether a variant could be bought comes from its levels where they are
// stored. What it sold also comes from them where the range's source is
// levels. When only days are left that no forecast waits for, it makes the
// forecast due. SaveDemand returns Conflict when another process has claimed the
// counting since, or the mall was uninstalled.
func (s demandStore) SaveDemand(ctx context.Context, plan *demand.Plan, reading demand.Reading, now, until time.Time, days DaysOf) error {
	c := newDemandColumns(plan, reading)
	if !plan.LevelsAt.IsZero() && !reading.To.Before(localtime.DayOf(plan.LevelsAt, plan.Zone)) {
		for more := true; more; { // not in one transaction: reads alone hold no lock that others wait for
			err := s.read(ctx, func(ctx context.Context, tx pgx.Tx) (err error) {
				more, err = c.readLevels(ctx, tx, s.id, days)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if err := holdDemand(ctx, tx, s.id, plan.Fence); err != nil {
			return err
		}
		for _, m := range c.months {
			if err := m.write(ctx, tx, s.id); err != nil {
				return err
			}
		}
		if err := c.finish(ctx, tx, s.id, localtime.DayOf(now, plan.Zone), until); err != nil || !plan.Begins(reading.Range, now) {
			return err
		}
		return forecastSoon(ctx, tx, s.id, now)
	})
}

// demandColumns is a range by month, as the table has it.
type demandColumns struct {
	r      demand.Range
	bounds []time.Time
	months []*demandMonth // in order
	after  string         // the last code whose levels were looked at
}

// demandMonth is the part of a range that lies in one month: its days from low
// to high.
type demandMonth struct {
	month     time.Time
	low, high int
	rows      map[string]*demandRow
}

type demandRow struct {
	units        [31]int32
	out, partial int32
}

func newDemandColumns(plan *demand.Plan, reading demand.Reading) *demandColumns {
	c := &demandColumns{r: reading.Range, bounds: reading.Bounds(plan.Zone)}
	for day := reading.From; !day.After(reading.To); day = day.AddDate(0, 0, 1) {
		if n := len(c.months); n > 0 && c.months[n-1].month.Month() == day.Month() {
			c.months[n-1].high = day.Day()
			continue
		}
		c.months = append(c.months, &demandMonth{
			month: day.AddDate(0, 0, 1-day.Day()), low: day.Day(), high: day.Day(), rows: map[string]*demandRow{},
		})
	}
	for code, units := range reading.Units {
		c.each(func(n int, m *demandMonth, day int) {
			if units[n] > 0 {
				m.row(storable(code)).units[day-1] += units[n]
			}
		})
	}
	return c
}

// each calls do for the days of the range: the number of the day in the range,
// its month, and its day in the month.
func (c *demandColumns) each(do func(n int, m *demandMonth, day int)) {
	n := 0
	for _, m := range c.months {
		for day := m.low; day <= m.high; day++ {
			do(n, m, day)
			n++
		}
	}
}

func (m *demandMonth) row(code string) *demandRow {
	row, ok := m.rows[code]
	if !ok {
		row = &demandRow{}
		m.rows[code] = row
	}
	return row
}

// readLevels reads a piece of the catalogue and says whether there is more. An
// untracked variant has no level, so it cannot be out of stock.
func (c *demandColumns) readLevels(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, days DaysOf) (more bool, err error) {
	rows, err := tx.Query(ctx, `
		SELECT variant_code, tracked FROM variants WHERE mall_id = $1 AND variant_code > $2 ORDER BY variant_code LIMIT $3`, mall, c.after, demandPage)
	if err != nil {
		return false, err
	}
	type variant struct {
		Code    string
		Tracked bool
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[variant])
	if err != nil || len(list) == 0 {
		return false, err
	}
	var codes []string
	for _, v := range list {
		if v.Tracked {
			codes = append(codes, v.Code)
		}
	}
	first, end := c.bounds[0], c.bounds[len(c.bounds)-1]
	runs, err := loadLevels(ctx, tx, mall, codes, first, end.Add(24*time.Hour)) // for this long a fall may be taken back
	if err != nil {
		return false, err
	}
	for code, points := range runs {
		c.addLevels(code, days(points, c.bounds))
	}
	c.after = list[len(list)-1].Code
	return len(list) == demandPage, nil
}

func (c *demandColumns) addLevels(code string, days []demand.Day) {
	c.each(func(n int, m *demandMonth, day int) {
		d := days[n]
		if c.r.Source == demand.FromLevels && d.Units > 0 {
			m.row(code).units[day-1] = d.Units
		}
		bit := int32(1) << (day - 1)
		switch d.State {
		case demand.Out:
			if row := m.row(code); row.units[day-1] > 0 { // a variant that sold on a day was on sale on that day
				row.partial |= bit
			} else {
				row.out |= bit
			}
		case demand.Partial:
			m.row(code).partial |= bit
		case demand.Unknown, demand.InStock:
		}
	})
}

// loadLevels returns the levels that held at the time since and the changes
// from there until another time.
func loadLevels(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, codes []string, since, until time.Time) (map[string][]lowstock.Point, error) {
	rows, err := tx.Query(ctx, `
		SELECT c.code, h.observed_at, h.quantity
		  FROM unnest($2::text[]) c(code)
		 CROSS JOIN LATERAL (
		   (SELECT observed_at, quantity FROM stock_history
		     WHERE mall_id = $1 AND variant_code = c.code AND observed_at < $3 ORDER BY observed_at DESC LIMIT 1)
		   UNION ALL
		   SELECT observed_at, quantity FROM stock_history
		    WHERE mall_id = $1 AND variant_code = c.code AND observed_at >= $3 AND observed_at < $4
		 ) h ORDER BY c.code, h.observed_at`, mall, codes, since, until)
	if err != nil {
		return nil, err
	}
	runs := make(map[string][]lowstock.Point, len(codes))
	var code string
	var p lowstock.Point
	_, err = pgx.ForEachRow(rows, []any{&code, &p.At, &p.Quantity}, func() error {
		runs[code] = append(runs[code], p)
		return nil
	})
	return runs, err
}

// write replaces the days of the month's range, for the variants that have
// something to store now and for those that had something before.
func (m *demandMonth) write(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) error {
	codes := make([]string, 0, len(m.rows))
	for code := range m.rows {
		codes = append(codes, code)
	}
	slices.Sort(codes) // in the order of reading: neighbours share a page
	// For 31 days the subtraction wraps around, to 31 ones.
	mask := (int32(1)<<m.high - 1) &^ (int32(1)<<(m.low-1) - 1)
	first, nothing := 4*(m.low-1)+1, packed(make([]int32, m.high-m.low+1))
	for piece := range slices.Chunk(codes, demandWritten) {
		units, out, partial := make([][]byte, len(piece)), make([]int32, len(piece)), make([]int32, len(piece))
		for i, code := range piece {
			row := m.rows[code]
			units[i], out[i], partial[i] = packed(row.units[:]), row.out, row.partial
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO demand AS d (mall_id, variant_code, month, units, out_days, partial_days)
			SELECT $1, u.code, $2, u.units, u.out_days, u.partial_days
			  FROM unnest($3::text[], $4::bytea[], $5::integer[], $6::integer[]) u(code, units, out_days, partial_days)
			ON CONFLICT (mall_id, variant_code, month) DO UPDATE
			   SET units = overlay(d.units PLACING substring(excluded.units FROM $7::integer FOR $8::integer) FROM $7::integer FOR $8::integer),
			       out_days = (d.out_days & ~$9::integer) | excluded.out_days, partial_days = (d.partial_days & ~$9::integer) | excluded.partial_days
			 WHERE substring(d.units FROM $7::integer FOR $8::integer) <> substring(excluded.units FROM $7::integer FOR $8::integer)
			    OR (d.out_days & $9) <> excluded.out_days OR (d.partial_days & $9) <> excluded.partial_days`,
			mall, m.month, piece, units, out, partial, first, len(nothing), mask)
		if err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `
		UPDATE demand d
		   SET units = overlay(d.units PLACING $4::bytea FROM $5::integer FOR length($4::bytea)),
		       out_days = d.out_days & ~$6::integer, partial_days = d.partial_days & ~$6::integer
		 WHERE d.mall_id = $1 AND d.month = $2 AND d.variant_code <> ALL($3)
		   AND (substring(d.units FROM $5::integer FOR length($4::bytea)) <> $4::bytea OR (d.out_days | d.partial_days) & $6 <> 0)`,
		mall, m.month, codes, nothing, first, mask)
	return err
}

// totals returns what all variants sold on each day of the range: the sum of
// their units, and the sum of the roots of their units.
func (c *demandColumns) totals() (units []int64, roots []float64) {
	units, roots = make([]int64, c.r.Days()), make([]float64, c.r.Days())
	n := 0
	for _, m := range c.months {
		days := m.high - m.low + 1
		for _, row := range m.rows {
			addRoots(roots[n:n+days], row.units[m.low-1:m.high])
			for i, sold := range row.units[m.low-1 : m.high] {
				units[n+i] += int64(sold)
			}
		}
		n += days
	}
	return units, roots
}

// packed returns numbers in the form that the table stores them in; see
// migration 00012.
func packed(units []int32) []byte {
	bytes, _ := binary.Append(make([]byte, 0, 4*len(units)), binary.BigEndian, units) // a fixed size: it cannot fail
	return bytes
}

// finish stores which days are counted, and deletes the orders that were
// stored for the range.
func (c *demandColumns) finish(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, today, until time.Time) error {
	var batch pgx.Batch
	units, roots := c.totals()
	batch.Queue(`
		INSERT INTO demand_days (mall_id, day, source, read_on, units, roots)
		SELECT $1, $2::date + n::integer - 1, $3, $4, u, r FROM unnest($5::bigint[], $6::float8[]) WITH ORDINALITY t(u, r, n)
		ON CONFLICT (mall_id, day) DO UPDATE
		   SET source = excluded.source, read_on = excluded.read_on, units = excluded.units, roots = excluded.roots`,
		mall, c.r.From, c.r.Source, today, units, roots)
	batch.Queue(`DELETE FROM demand_orders WHERE mall_id = $1 AND day BETWEEN $2 AND $3`, mall, c.r.From, c.r.To)
	batch.Queue(`UPDATE demand_reads SET next_at = $2 WHERE mall_id = $1`, mall, until)
	return tx.SendBatch(ctx, &batch).Close()
}

// SkipDemand stores that the days of a range cannot be counted. A day that was
// counted before keeps its units. It returns Conflict as SaveDemand does.
func (s demandStore) SkipDemand(ctx context.Context, plan *demand.Plan, r demand.Range, now, until time.Time) error {
	return s.inDemand(ctx, plan, func(ctx context.Context, tx pgx.Tx) error {
		var batch pgx.Batch
		batch.Queue(`
			INSERT INTO demand_days (mall_id, day, source, read_on)
			SELECT $1, d::date, $4, $5 FROM generate_series($2::date, $3::date, '1 day') d
			ON CONFLICT (mall_id, day) DO UPDATE SET read_on = excluded.read_on`,
			s.id, r.From, r.To, demand.FromNone, localtime.DayOf(now, plan.Zone))
		batch.Queue(`UPDATE demand_reads SET next_at = $2 WHERE mall_id = $1`, s.id, until)
		return tx.SendBatch(ctx, &batch).Close()
	})
}
