package postgres

import (
	"context"
	"strconv"
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
	lost      []*string // arrays of different lengths cannot be unnested
	covers    []*string
	idle      []*time.Time
	model     [][]byte
	learnt    []string
	forgotten []string // codes of variants of which nothing is known any longer
}

func (c *forecastColumns) add(code string, known bool, n outlook.NightlyForecast) {
	suggested := n.Class != "" || n.Learnt.Is()
	if !known && !suggested && n.IdleSince.IsZero() {
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
	c.ahead, c.model = append(c.ahead, bytesOrNull(n.Ahead)), append(c.model, bytesOrNull(n.Model))
	c.learnt = append(c.learnt, learntText(n.Learnt))
	c.lost, c.covers, c.idle = append(c.lost, orNoArray(n.Lost)), append(c.covers, orNoArray(n.Covers)), append(c.idle, orNull(n.IdleSince))
}

// orNoArray returns an array as PostgreSQL writes it; nil for an empty one.
func orNoArray(numbers []int32) *string {
	if len(numbers) == 0 {
		return nil
	}
	text := make([]byte, 0, 4*len(numbers)+2)
	for i, n := range numbers {
		text = strconv.AppendInt(append(text, "{,"[min(i, 1)]), int64(n), 10)
	}
	return new(string(append(text, '}')))
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
		                       proof_windows, proof_kept, proof_above, slowed_from, slowed_to, ahead, season, idle_since, proof_point, lost, covers, model, learnt)
		SELECT $1, u.code, u.reckoned_on, u.pace, u.steady_until, u.class, u.lead_days, u.level, u.base, u.point, u.expected,
		       u.windows, u.kept, u.above, u.slowed_from, u.slowed_to, u.ahead, u.season, u.idle_since, CASE WHEN u.class <> '' THEN u.point END, u.lost::int[], u.covers::int[], u.model, u.learnt FROM unnest($2::text[], $3::date[], $4::float8[], $5::date[], $6::text[], $7::int[], $8::int[], $9::int[], $10::int[], $11::int[],
		       $12::int[], $13::float8[], $14::int[], $15::float8[], $16::float8[], $17::bytea[], $18::float8[],
		       $19::date[], $20::text[], $21::text[], $22::bytea[], $23::text[])
		       u(code, reckoned_on, pace, steady_until, class, lead_days, level, base, point, expected, windows, kept, above, slowed_from, slowed_to, ahead, season, idle_since, lost, covers, model, learnt)
		 WHERE EXISTS (SELECT FROM malls WHERE mall_id = $1 AND state = 'active')
		ON CONFLICT (mall_id, variant_code) DO UPDATE
		   SET reckoned_on = excluded.reckoned_on, pace = excluded.pace, steady_until = excluded.steady_until, class = excluded.class,
		       lead_days = excluded.lead_days, level = excluded.level, base = excluded.base, point = excluded.point, expected = excluded.expected,
		       proof_point = excluded.proof_point, proof_windows = excluded.proof_windows, proof_kept = excluded.proof_kept, proof_above = excluded.proof_above,
		       slowed_from = excluded.slowed_from, slowed_to = excluded.slowed_to, ahead = excluded.ahead, season = excluded.season,
		       idle_since = excluded.idle_since, lost = excluded.lost, covers = excluded.covers, model = excluded.model, learnt = excluded.learnt`,
		c.mall, c.code, c.on, c.pace, c.steady, c.class, c.lead, c.level, c.base, c.point, c.expected,
		c.windows, c.kept, c.above, c.from, c.to, c.ahead, c.season, c.idle, c.lost, c.covers, c.model, c.learnt)
	return err
}
