package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

const (
	goodsDays   = 14  // calendar days that are compared with orders
	goodsSample = 300 // variants from which it is learnt who writes the quantities
	goodsReview = 10  // units: a smaller difference of a day may be orders that are paid on another day
)

// soldDays is what variants sold on calendar days that are counted from orders,
// and their levels since the first of these days began.
type soldDays struct {
	zone   *time.Location
	first  time.Time                    // the first calendar day that is read
	known  map[time.Time]bool           // calendar days that are counted from orders
	sold   map[string]map[time.Time]int // by code
	levels map[string][]lowstock.Point
}

func readSoldDays(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, codes []string, zone *time.Location, now time.Time) (*soldDays, error) {
	today := localtime.DayOf(now, zone)
	d := &soldDays{zone: zone, first: today.AddDate(0, 0, -goodsDays), known: map[time.Time]bool{}, sold: map[string]map[time.Time]int{}}
	last := today.AddDate(0, 0, -1)
	rows, err := tx.Query(ctx, `SELECT day FROM demand_days WHERE mall_id = $1 AND day BETWEEN $2 AND $3 AND source = 'orders'`, mall, d.first, last)
	if err != nil {
		return nil, err
	}
	var day time.Time
	if _, err := pgx.ForEachRow(rows, []any{&day}, func() error { d.known[day] = true; return nil }); err != nil || len(d.known) == 0 {
		return d, err
	}
	span, err := loadDays(ctx, tx, mall, d.first, last)
	if err != nil {
		return nil, err
	}
	series, err := span.load(ctx, tx, codes, `variant_code = ANY($2)`, codes)
	if err != nil {
		return nil, err
	}
	for i := range series {
		own := map[time.Time]int{}
		for n := range series[i].Days {
			own[d.first.AddDate(0, 0, n)] = int(series[i].Days[n].Units)
		}
		d.sold[series[i].VariantCode] = own
	}
	d.levels, err = loadHistory(ctx, tx, mall, codes, d.start(d.first))
	return d, err
}

func (d *soldDays) start(day time.Time) time.Time {
	return localtime.StartOfDay(day.Year(), day.Month(), day.Day(), d.zone)
}

// levelAt returns the level that held at a time; false: none is known.
func (d *soldDays) levelAt(code string, at time.Time) (quantity int, known bool) {
	for _, p := range d.levels[code] {
		if p.At.After(at) {
			break
		}
		quantity, known = p.Quantity, true
	}
	return quantity, known
}

// balances compares the falls of each day with its orders.
func (d *soldDays) balances() (list []purchase.DayBalance) {
	for code, points := range d.levels {
		own := map[time.Time]*purchase.DayBalance{}
		for day := range d.known {
			if _, known := d.levelAt(code, d.start(day)); known {
				own[day] = &purchase.DayBalance{Code: code, Day: day, Sold: d.sold[code][day]}
			}
		}
		for i := 1; i < len(points); i++ {
			b := own[localtime.DayOf(points[i].At, d.zone)]
			if b == nil {
				continue
			}
			b.Fallen += max(0, points[i-1].Quantity-points[i].Quantity)
			b.Rose = b.Rose || points[i].Quantity > points[i-1].Quantity
		}
		for _, b := range own {
			list = append(list, *b)
		}
	}
	return list
}

// LearnGoods learns once a day whether another program writes the mall's
// quantities.
func (s goodsStore) LearnGoods(ctx context.Context, now time.Time) (overwritten bool, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		overwritten = false
		var zoneName string
		var learnt *time.Time
		err := tx.QueryRow(ctx, `
			SELECT s.timezone, m.overwritten, m.overwritten_on FROM malls m JOIN settings s USING (mall_id) WHERE m.mall_id = $1 FOR NO KEY UPDATE OF m`, s.id).
			Scan(&zoneName, &overwritten, &learnt)
		if err != nil {
			return found(err)
		}
		zone, err := time.LoadLocation(zoneName)
		if err != nil {
			zone = time.UTC
		}
		today := localtime.DayOf(now, zone)
		if learnt != nil && !learnt.Before(today) {
			return nil
		}
		rows, err := tx.Query(ctx, `
			SELECT variant_code FROM variants WHERE mall_id = $1 AND tracked AND removed_at IS NULL AND daily_sales > 0 ORDER BY daily_sales DESC LIMIT $2`, s.id, goodsSample)
		if err != nil {
			return err
		}
		codes, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		days, err := readSoldDays(ctx, tx, s.id, codes, zone, now)
		if err != nil {
			return err
		}
		overwritten = purchase.Overwritten(days.balances())
		_, err = tx.Exec(ctx, `UPDATE malls SET overwritten = $2, overwritten_on = $3 WHERE mall_id = $1`, s.id, overwritten, today)
		return err
	})
	return overwritten, err
}

// readOrders adds what orders say: what other channels sell where another
// program writes the quantities; else the days that were counted since the last
// look.
func (g *goodsReading) readOrders(ctx context.Context, overwritten bool) error {
	days, err := readSoldDays(ctx, g.tx, g.mall, g.codes, g.zone, g.now)
	if err != nil || len(days.known) == 0 {
		return err
	}
	if overwritten {
		for code, drain := range purchase.Drains(days.balances()) {
			if w := g.of[code]; w != nil {
				purchase.AddElsewhere(w.Readings, drain)
			}
		}
		return nil
	}
	for _, w := range g.of {
		w.addDays(days)
	}
	return nil
}

// addDays adds the days that are counted and were not compared yet, from the day
// after the first sending. Receipts of a day that are known are no difference.
func (w *goodsWatch) addDays(d *soldDays) {
	if len(w.Lines) == 0 {
		return
	}
	sent := w.Lines[0].SentAt
	for i := range w.Lines {
		sent = earlier(sent, w.Lines[i].SentAt)
	}
	day := localtime.DayOf(sent, w.zone).AddDate(0, 0, 1)
	for _, first := range []time.Time{d.first, w.daysAt.AddDate(0, 0, 1)} {
		if first.After(day) {
			day = first
		}
	}
	for !d.known[day] && day.Before(d.first.AddDate(0, 0, goodsDays)) {
		day = day.AddDate(0, 0, 1)
	}
	quantity, known := d.levelAt(w.code, d.start(day))
	if !known || !d.known[day] {
		return
	}
	w.days = []purchase.Reading{{At: d.start(day), Quantity: quantity}}
	for ; d.known[day]; day = day.AddDate(0, 0, 1) {
		end := d.start(day.AddDate(0, 0, 1))
		if w.Until.Before(end) { // its level at the end is not known
			break
		}
		quantity, _ = d.levelAt(w.code, end)
		r := purchase.Reading{At: end, Quantity: quantity, Known: true, Sold: d.sold[w.code][day]}
		for _, b := range w.Booked {
			if localtime.DayOf(b.At, w.zone).Equal(day) {
				r.Sold -= b.Units
			}
		}
		w.days, w.daysUntil = append(w.days, r), day
	}
}

// review compares whole days with their orders: goods that were sold as they
// came raise no quantity. Only what is the rest of a line is booked, and nothing
// where the look itself has found something or waits for the end of a rise, or a
// person has entered something.
func (l *look) review(ctx context.Context, busy bool) error {
	w := l.watch
	if busy {
		w.daysUntil = time.Time{} // compared by the next look
		return nil
	}
	if len(w.Credits) > 0 || len(w.days) < 2 {
		return nil
	}
	daily := w.Watch
	daily.Readings, daily.MaxGap, daily.Until, daily.Booked = w.days, 24*time.Hour, w.days[len(w.days)-1].At, nil
	list, _ := purchase.Detect(&daily)
	for i := range list {
		f := &list[i]
		if f.Verdict != purchase.VerdictReceived || f.Units < goodsReview {
			continue
		}
		f.Evidence.To = f.Evidence.To.Add(-time.Second) // on that day, not at the beginning of the next
		if err := l.settle(ctx, f); err != nil {
			return err
		}
	}
	return nil
}
