package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
)

// Compute computes what is ahead of a variant, and how fast it sells from now
// on. Held is the sales rate that holds until then. A result that is Failed
// leaves what is stored about the variant as it is.
type Compute = func(recorded outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast)

// UpdateForecasts computes for every variant how fast it sells, from its
// levels within the window before now and from its demand, and what is
// suggested for it. Then it evaluates again the variants under a rule of days
// of cover. Their thresholds move only here, so that no alert comes and goes
// with a sale. What it raises this way stays raised until steady has passed.
// It sets the mall's next nightly forecast, at a time a little different from
// other malls'. If it stops before the thresholds have moved, they move a
// night later. It returns NotFound when the forecast is not due.
func (s demandStore) UpdateForecasts(ctx context.Context, window time.Duration, now time.Time, compute Compute, steady func(today time.Time) time.Time) (applied lowstock.Applied, err error) {
	n := nightlyForecast{mall: s.id, now: now, since: now.Add(-window), compute: compute}
	if err := s.read(ctx, n.begin); err != nil {
		return applied, err
	}
	for more := true; more; { // not in one transaction: reads alone hold no lock that others wait for
		var piece []historyRow
		err := s.readFor(ctx, patience, func(ctx context.Context, tx pgx.Tx) (err error) {
			piece, err = n.read(ctx, tx)
			return err
		})
		if err == nil { // in pieces: they move no threshold yet, and others wait for a short time only
			more = n.look(piece)
			err = s.inMall(ctx, patience, n.forecasts.write)
		}
		if err != nil {
			return applied, err
		}
	}
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		applied, err = n.write(ctx, tx, steady)
		return err
	})
	if err == nil && len(n.sold.code) >= analyzedFrom {
		s.analyzeStock(ctx)
	}
	return applied, err
}

// nightlyForecast is a running nightly forecast.
type nightlyForecast struct {
	mall       lowstock.MallID
	now, since time.Time
	compute    Compute

	today    time.Time
	whole    bool
	zone     string
	location *time.Location
	supply   preference.Supply
	days     *demandSpan
	after    string // the last code that was read
	failed   int    // variants that could not be computed

	sold      soldColumns
	forecasts forecastColumns
}

func (n *nightlyForecast) begin(ctx context.Context, tx pgx.Tx) error {
	err := tx.QueryRow(ctx, `
		SELECT s.timezone FROM malls m JOIN settings s USING (mall_id)
		 WHERE m.mall_id = $1 AND m.state = 'active' AND m.next_sales_at <= $2`, n.mall, n.now).Scan(&n.zone)
	if err != nil {
		return found(err)
	}
	if n.location, err = time.LoadLocation(n.zone); err != nil {
		n.location = time.UTC // UTC, as for every other time of the mall
	}
	n.today = localtime.DayOf(n.now, n.location)
	if n.supply, err = loadSupply(ctx, tx, n.mall); err != nil {
		return err
	}
	plan, err := loadDemandPlan(ctx, tx, n.mall, n.now)
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	if err == nil {
		n.whole = plan.Progress(n.now).Whole()
	}
	if n.days, err = loadDays(ctx, tx, n.mall, n.today.AddDate(0, 0, -demand.Days), n.today.AddDate(0, 0, -1)); err != nil {
		return err
	}
	n.days.reused = true // compute keeps nothing of a variant
	return nil
}

// historyRow is a variant as it was before the nightly forecast.
type historyRow struct {
	recorded outlook.SalesHistory
	held     lowstock.Sales
}

// read reads a piece of the catalogue. It may run a second time.
func (n *nightlyForecast) read(ctx context.Context, tx pgx.Tx) ([]historyRow, error) {
	list, err := n.rows(ctx, tx)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	codes := make([]string, 0, len(list))
	for i := range list {
		codes = append(codes, list[i].recorded.VariantCode)
	}
	runs, err := loadHistory(ctx, tx, n.mall, codes, n.since)
	if err != nil {
		return nil, err
	}
	// A range of codes and not a list: a list would make every partition be read
	// to its end.
	between := []string{codes[0], codes[len(codes)-1]}
	demand, err := n.days.load(ctx, tx, codes, `variant_code BETWEEN ($2::text[])[1] AND ($2::text[])[2]`, between)
	for i := range demand {
		p := &list[i].recorded
		p.Points, p.Demand = runs[p.VariantCode], demand[i]
	}
	return list, err
}

// look computes the forecasts of a piece of the catalogue and says whether there
// is more. No transaction waits for it.
func (n *nightlyForecast) look(list []historyRow) (more bool) {
	n.forecasts = forecastColumns{mall: n.mall}
	for i := range list {
		p := &list[i].recorded
		n.after = p.VariantCode
		p.Since, p.Until, p.Today, p.Whole = n.since, n.now.In(n.location), n.today, n.whole
		p.LeadDays = n.supply.Lead(p.ProductNo, p.SupplierCode)
		p.Level = n.supply.Level
		sales, nightly := n.compute(*p, list[i].held)
		if nightly.Failed {
			n.failed++
			continue
		}
		if sales != list[i].held {
			n.sold.add(p.VariantCode, sales)
		}
		if p.Last != nil || sales.Known || nightly.Class != "" || nightly.Learnt.Is() || !nightly.IdleSince.IsZero() {
			n.forecasts.add(p.VariantCode, sales.Known, nightly)
		}
	}
	return len(list) == demandPage
}

func (n *nightlyForecast) rows(ctx context.Context, tx pgx.Tx) ([]historyRow, error) {
	rows, err := tx.Query(ctx, `
		SELECT v.variant_code, v.product_no, coalesce(p.category_nos, '{}'), coalesce(p.supplier_code, ''), v.tracked, v.daily_sales,
		       f.reckoned_on, coalesce(f.pace, 0), f.steady_until, coalesce(f.class, ''), coalesce(f.lead_days, 0), coalesce(f.level, 0),
		       coalesce(f.base, 0), coalesce(f.point, 0), coalesce(f.expected, 0),
		       coalesce(f.proof_windows, 0), coalesce(f.proof_kept, 0), coalesce(f.proof_above, 0), coalesce(f.slowed_from, 0), coalesce(f.slowed_to, 0), coalesce(f.season, 0),
		       coalesce(f.proof_point = f.point, false), f.idle_since, CASE WHEN f.class = '' THEN f.learnt END
		  FROM variants v
		  LEFT JOIN products p USING (mall_id, product_no)
		  LEFT JOIN forecasts f USING (mall_id, variant_code)
		 WHERE v.mall_id = $1 AND v.variant_code > $2 AND v.removed_at IS NULL ORDER BY v.variant_code LIMIT $3`,
		n.mall, n.after, demandPage)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r historyRow, err error) {
		var on, steady, idle *time.Time
		var proven bool
		var last outlook.NightlyForecast
		err = row.Scan(&r.recorded.VariantCode, &r.recorded.ProductNo, &r.recorded.CategoryNos, &r.recorded.SupplierCode, &r.recorded.Tracked, orUnknown(&r.held),
			&on, &last.Pace, &steady, &last.Class, &last.LeadDays, &last.Level, &last.Base, &last.Point, &last.Expected,
			&last.Proof.Windows, &last.Proof.Kept, &last.Proof.Above, &last.Proof.From, &last.Proof.To, &last.Proof.Season, &proven, &idle, (*storedLearnt)(&last.Learnt))
		if !proven {
			last.Proof = outlook.Proof{}
		}
		if on != nil {
			last.On, r.recorded.Last = *on, &last
		}
		if steady != nil {
			last.SteadyUntil = *steady
		}
		if idle != nil {
			last.IdleSince = *idle
		}
		return r, err
	})
}

func (n *nightlyForecast) write(ctx context.Context, tx pgx.Tx, steady func(time.Time) time.Time) (lowstock.Applied, error) {
	notification, err := lockMall(ctx, tx, n.mall)
	if err != nil {
		return lowstock.Applied{}, err
	}
	settings := preference.Settings{Timezone: n.zone}
	next := settings.NextNightlyRun(n.now).Add(apart(n.mall) + afterDemand)
	tag, err := tx.Exec(ctx, `UPDATE malls SET next_sales_at = $3, forecasts_failed = $4 WHERE mall_id = $1 AND next_sales_at <= $2`, n.mall, n.now, next, n.failed)
	if err := touchedOne(tag.RowsAffected(), err); err != nil {
		return lowstock.Applied{}, err // another process was faster
	}
	if len(n.sold.code) == 0 {
		return lowstock.Applied{}, nil
	}
	if err := n.sold.write(ctx, tx, n.mall); err != nil {
		return lowstock.Applied{}, err
	}
	rows, err := tx.Query(ctx, `SELECT `+ruleColumns+` FROM rules WHERE mall_id = $1 AND days IS NOT NULL`, n.mall)
	if err != nil {
		return lowstock.Applied{}, err
	}
	rules, err := pgx.CollectRows(rows, scanRule)
	if err != nil || len(rules) == 0 {
		return lowstock.Applied{}, err
	}
	settling := settlement{tx: tx, mall: n.mall, at: n.now, notification: notification, hold: notification.firstSync}
	err = settling.decideAnew(ctx, targetsIn(rules), cause{steady: steady(n.today)})
	return settling.applied, err
}

// afterDemand is how long after the counting of demand a nightly forecast is
// due at the latest. The end of the counting makes it due at once.
const afterDemand = time.Hour
