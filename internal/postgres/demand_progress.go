package postgres

import (
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/demand"
)

// tallyAsked adds up the counted days as [demand.Plan] does, without reading
// them one by one: pages show the progress for as long as an item has no pace.
// OFFSET 0 makes the server compute today once, and not for every day.
//
// To add up 760 days takes 0.4 ms of the server's processor. The result depends
// on the days, on today, and on the first day of the levels. A transaction that
// changes a day that counts also updates the mall's row of demand_reads, so a
// version of that row names the days. Where the result for all three is known,
// which is named by $6, the days are not read.
const tallyAsked = `
	SELECT g.orders, g.today, g.levels, n.known, n.counted, n.before, n.since, n.older,
	       (SELECT min(finished_at) FROM syncs WHERE mall_id = $1 AND first AND state = 'done'), coalesce(m.next_sales_at <= $2, false), v.days
	  FROM demand_reads d
	  JOIN malls m ON m.mall_id = d.mall_id
	  JOIN settings s ON s.mall_id = d.mall_id
	  LEFT JOIN tokens t ON t.mall_id = d.mall_id
	 CROSS JOIN LATERAL (
	   SELECT coalesce($3 = ANY(t.scopes), false) AND coalesce(d.refused_at < $2::timestamptz - interval '1 day', true) AS orders,
	          ($2 AT TIME ZONE s.timezone)::date AS today,
	          ((SELECT min(started_at) FROM syncs WHERE mall_id = $1) AT TIME ZONE s.timezone)::date AS levels OFFSET 0) g
	 CROSS JOIN LATERAL (SELECT concat_ws(' ', d.xmin, d.ctid, g.today, g.levels) AS days OFFSET 0) v
	 CROSS JOIN LATERAL (
	   SELECT count(*) FILTER (WHERE first) AS known, count(*) FILTER (WHERE first AND (source = 'orders' OR read_on = g.today)) AS counted,
	          count(*) FILTER (WHERE first AND day < g.levels) AS before, min(day) FILTER (WHERE first AND source <> 'none') AS since,
	          count(*) FILTER (WHERE NOT first AND (source <> 'levels' OR read_on = g.today)) AS older
	     FROM (SELECT day, source, read_on, day >= g.today - $4::int AS first
	             FROM demand_days WHERE mall_id = $1 AND day BETWEEN g.today - $5::int AND g.today - 1 AND v.days <> $6) d) n
	 WHERE d.mall_id = $1`

func (s *tenant) queueProgress(batch *pgx.Batch, now time.Time, progress *demand.Progress) {
	known := s.tallies.of(s.id)
	batch.Queue(tallyAsked, s.id, now, orderScope, demand.FirstDays, demand.Days, known.days).QueryRow(func(row pgx.Row) error {
		var t demand.Tally
		var began time.Time
		var computing bool
		var days string
		err := row.Scan(&t.Orders, &t.Today, orZero(&t.LevelsFrom), &t.Known, &t.Counted, &t.Before, orZero(&t.Since), &t.Older, orZero(&began), &computing, &days)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if days == known.days {
			k := known.tally
			t.Known, t.Counted, t.Before, t.Since, t.Older = k.Known, k.Counted, k.Before, k.Since, k.Older
		} else {
			s.tallies.keep(s.id, talliedDays{days, t})
		}
		*progress = t.Progress()
		progress.Began, progress.Computing = began, computing
		return nil
	})
}
