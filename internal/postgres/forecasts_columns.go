package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// soldColumns is what changes of how fast variants sell, in the form that
// unnest takes.
type soldColumns struct {
	code   []string
	perDay []*float64
}

func (c *soldColumns) add(code string, sales lowstock.Sales) {
	var perDay *float64
	if sales.Known {
		perDay = &sales.PerDay
	}
	c.code, c.perDay = append(c.code, code), append(c.perDay, perDay)
}

func (c *soldColumns) write(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) error {
	_, err := tx.Exec(ctx, `
		UPDATE variants v SET daily_sales = u.per_day FROM unnest($2::text[], $3::float8[]) u(code, per_day)
		 WHERE v.mall_id = $1 AND v.variant_code = ANY($2) AND v.variant_code = u.code`, mall, c.code, c.perDay)
	return err
}

// forecastColumns is what a nightly forecast computed, in the form that unnest
// takes.
type forecastColumns struct {
	mall lowstock.MallID

	code      []string
	on        []time.Time
	pace      []float64
	steady    []*time.Time
	class     []string
	lead      []int32
	level     []int32
	base      []int32
	point     []*int32
	expected  []int32
	windows   []int32
	kept      []float64
	above     []int32
	from, to  []float64
	season    []float64
	ahead     [][]byte
	learnt    []string
	forgotten []string // codes of variants of which nothing is known any longer
}

func (c *forecastColumns) add(code string, known bool, n outlook.NightlyForecast) {
	suggested := n.Class != "" || n.Learnt.Is()
	if !known && !suggested {
		c.forgotten = append(c.forgotten, code)
		return
	}
	c.code, c.on, c.pace = append(c.code, code), append(c.on, n.On), append(c.pace, n.Pace)
	c.steady = append(c.steady, orNull(n.SteadyUntil))
	c.class, c.lead, c.level = append(c.class, n.Class), append(c.lead, bounded(n.LeadDays)), append(c.level, bounded(n.Level))
	var point *int32
	if suggested {
		point = new(bounded(n.Point))
	}
	c.base, c.point, c.expected = append(c.base, bounded(n.Base)), append(c.point, point), append(c.expected, bounded(n.Expected))
	c.windows, c.kept, c.above = append(c.windows, bounded(n.Proof.Windows)), append(c.kept, n.Proof.Kept), append(c.above, bounded(n.Proof.Above))
	c.from, c.to, c.season = append(c.from, n.Proof.From), append(c.to, n.Proof.To), append(c.season, n.Proof.Season)
	var ahead []byte // NULL
	if n.Ahead != "" {
		ahead = []byte(n.Ahead)
	}
	c.ahead, c.learnt = append(c.ahead, ahead), append(c.learnt, learntText(n.Learnt))
}

// write stores what was computed, except for an uninstalled mall.
func (c *forecastColumns) write(ctx context.Context, tx pgx.Tx) error {
	if len(c.forgotten) > 0 {
		if _, err := tx.Exec(ctx, `DELETE FROM forecasts WHERE mall_id = $1 AND variant_code = ANY($2)`, c.mall, c.forgotten); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO forecasts (mall_id, variant_code, reckoned_on, pace, steady_until, class, lead_days, level, base, point, expected,
		                       proof_windows, proof_kept, proof_above, slowed_from, slowed_to, ahead, season, learnt, proof_point)
		SELECT $1, u.*, CASE WHEN u.class <> '' THEN u.point END FROM unnest($2::text[], $3::date[], $4::float8[], $5::date[], $6::text[], $7::int[], $8::int[], $9::int[], $10::int[], $11::int[],
		       $12::int[], $13::float8[], $14::int[], $15::float8[], $16::float8[], $17::bytea[], $18::float8[], $19::text[])
		       u(code, reckoned_on, pace, steady_until, class, lead_days, level, base, point, expected, windows, kept, above, slowed_from, slowed_to, ahead, season, learnt)
		 WHERE EXISTS (SELECT FROM malls WHERE mall_id = $1 AND state = 'active')
		ON CONFLICT (mall_id, variant_code) DO UPDATE
		   SET reckoned_on = excluded.reckoned_on, pace = excluded.pace, steady_until = excluded.steady_until, class = excluded.class,
		       lead_days = excluded.lead_days, level = excluded.level, base = excluded.base, point = excluded.point, expected = excluded.expected,
		       proof_point = excluded.proof_point, proof_windows = excluded.proof_windows, proof_kept = excluded.proof_kept, proof_above = excluded.proof_above,
		       slowed_from = excluded.slowed_from, slowed_to = excluded.slowed_to, ahead = excluded.ahead, season = excluded.season, learnt = excluded.learnt`,
		c.mall, c.code, c.on, c.pace, c.steady, c.class, c.lead, c.level, c.base, c.point, c.expected,
		c.windows, c.kept, c.above, c.from, c.to, c.ahead, c.season, c.learnt)
	return err
}
