package postgres

import (
	"context"
	"hash/fnv"
	"math"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// reckoned is how many variants' histories are read at once.
const reckoned = 2000

// Velocity reckons how fast a variant sold between two times from its levels,
// which are led by the one that held at the first.
type Velocity = func(points []lowstock.Point, since, until time.Time) lowstock.Sales

// UpdateSales reckons for every variant how fast it sold within the window
// before now, and decides anew on those that a rule of days of cover is for:
// only here do their thresholds move, so that no alert comes and goes with a
// sale. It sets the mall's next night, a little apart from other malls'.
// NotFound when it is not due.
func (s *Store) UpdateSales(ctx context.Context, mall lowstock.MallID, window time.Duration, now time.Time, velocity Velocity, decide func(lowstock.Situation) lowstock.Decision) (applied lowstock.Applied, err error) {
	if err := s.salesDue(ctx, mall, now); err != nil {
		return applied, err
	}
	sold := soldColumns{velocity: velocity, since: now.Add(-window), until: now}
	for more := true; more; { // not in one transaction: nobody waits for what is only read
		err := s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) (err error) {
			more, err = sold.read(ctx, tx, mall)
			return err
		})
		if err != nil {
			return applied, err
		}
	}
	err = s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		applied, err = sold.write(ctx, tx, mall, now, decide)
		return err
	})
	return applied, err
}

func (s *Store) salesDue(ctx context.Context, mall lowstock.MallID, now time.Time) error {
	return s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		var due bool
		return found(tx.QueryRow(ctx, `SELECT true FROM malls WHERE mall_id = $1 AND state = 'active' AND next_sales_at <= $2`, mall, now).Scan(&due))
	})
}

// soldColumns is what changes, as unnest takes it.
type soldColumns struct {
	velocity     Velocity
	since, until time.Time
	after        string // the last code that was looked at

	code   []string
	perDay []*float64
}

// read reckons a piece of the catalogue and says whether there is more.
func (c *soldColumns) read(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (more bool, err error) {
	rows, err := tx.Query(ctx, `
		SELECT variant_code, tracked, daily_sales FROM variants WHERE mall_id = $1 AND variant_code > $2 ORDER BY variant_code LIMIT $3`,
		mall, c.after, reckoned)
	if err != nil {
		return false, err
	}
	type row struct {
		code    string
		tracked bool
		was     lowstock.Sales
	}
	list, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (v row, err error) {
		err = r.Scan(&v.code, &v.tracked, orUnknown(&v.was))
		return v, err
	})
	if err != nil || len(list) == 0 {
		return false, err
	}
	codes := make([]string, 0, len(list))
	for _, v := range list {
		codes = append(codes, v.code)
	}
	runs, err := loadHistory(ctx, tx, mall, codes, c.since)
	if err != nil {
		return false, err
	}
	for _, v := range list {
		var sales lowstock.Sales
		if v.tracked {
			sales = c.velocity(runs[v.code], c.since, c.until)
			sales.PerDay = math.Round(sales.PerDay*1000) / 1000
		}
		if sales != v.was {
			c.add(v.code, sales)
		}
	}
	c.after = codes[len(codes)-1]
	return len(list) == reckoned, nil
}

func (c *soldColumns) add(code string, sales lowstock.Sales) {
	var perDay *float64
	if sales.Known {
		perDay = &sales.PerDay
	}
	c.code, c.perDay = append(c.code, code), append(c.perDay, perDay)
}

func (c *soldColumns) write(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time, decide decideFunc) (lowstock.Applied, error) {
	telling, err := lockMall(ctx, tx, mall)
	if err != nil {
		return lowstock.Applied{}, err
	}
	var zone string
	if err := tx.QueryRow(ctx, `SELECT timezone FROM settings WHERE mall_id = $1`, mall).Scan(&zone); err != nil {
		return lowstock.Applied{}, err
	}
	settings := lowstock.Settings{Timezone: zone}
	tag, err := tx.Exec(ctx, `UPDATE malls SET next_sales_at = $3 WHERE mall_id = $1 AND next_sales_at <= $2`, mall, now, settings.NextNight(now).Add(apart(mall)))
	if err := touchedOne(tag.RowsAffected(), err); err != nil {
		return lowstock.Applied{}, err // another process was quicker
	}
	if len(c.code) == 0 {
		return lowstock.Applied{}, nil
	}
	_, err = tx.Exec(ctx, `
		UPDATE variants v SET daily_sales = u.per_day FROM unnest($2::text[], $3::float8[]) u(code, per_day)
		 WHERE v.mall_id = $1 AND v.variant_code = ANY($2) AND v.variant_code = u.code`, mall, c.code, c.perDay)
	if err != nil {
		return lowstock.Applied{}, err
	}
	rows, err := tx.Query(ctx, `SELECT `+ruleColumns+` FROM rules WHERE mall_id = $1 AND days IS NOT NULL`, mall)
	if err != nil {
		return lowstock.Applied{}, err
	}
	rules, err := pgx.CollectRows(rows, scanRule)
	if err != nil || len(rules) == 0 {
		return lowstock.Applied{}, err
	}
	settling := settlement{tx: tx, mall: mall, decide: decide, at: now, telling: telling, hold: telling.firstSync}
	err = settling.reevaluate(ctx, coveredBy(mall, rules...))
	return settling.applied, err
}

// apart spreads the malls of one time zone over an hour, always in the same way.
func apart(mall lowstock.MallID) time.Duration {
	h := fnv.New32a()
	_, _ = h.Write([]byte(mall)) // a hash never fails
	return time.Duration(h.Sum32()%3600) * time.Second
}
