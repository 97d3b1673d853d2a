package crashlab

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// The last items of the mall are ordered in every cycle, without a document. Nothing is sold of them.
const (
	goodsItems = 6
	lateItem   = itemCount + goodsItems - 1 // its order never comes
)

// delivery is goods of an order that come at a time.
type delivery struct {
	at          time.Duration
	item, units int
}

// drawGoods draws the deliveries of a cycle. It has random numbers of its own: the rest of the plan does not depend on it.
func drawGoods(seed uint64, cycle int) (list []delivery) {
	rng := rand.New(rand.NewPCG(seed, 1<<32+uint64(cycle)))
	for item := itemCount; item < lateItem; item++ {
		list = append(list, delivery{at: time.Duration(rng.Int64N(int64(span))), item: item, units: 3 + rng.IntN(40)})
	}
	slices.SortFunc(list, func(a, b delivery) int { return cmp.Compare(a.at, b.at) })
	return list
}

// orderGoods orders what will be delivered, makes the order that never comes late, and makes the look at the orders due,
// as half an hour would.
func (l *lab) orderGoods(ctx context.Context, list []delivery) {
	l.t.Helper()
	for _, d := range list {
		l.order(ctx, d.item, d.units, "current_date + 3")
	}
	l.lateGoods(ctx, lateItem)
}

func (l *lab) order(ctx context.Context, item, units int, day string) {
	l.t.Helper()
	p := l.items[item]
	l.exec(ctx, fmt.Sprintf(`SELECT note_purchase('%s', %d, '%s', %d, (%s)::date, NULL, NULL, 'kim', now())`, mall, p.No, p.Variants[0].Code, units, day))
}

// lateGoods orders goods of an item that should have come, in place of those of the cycle before, and makes another day
// begin, so that they are announced.
func (l *lab) lateGoods(ctx context.Context, item int) {
	l.t.Helper()
	l.order(ctx, item, 7, "current_date - 3")
	l.exec(ctx, `UPDATE settings SET digest_at = '00:00'`)
	l.exec(ctx, `UPDATE malls SET goods_late_on = NULL, next_goods_at = now()`)
}

// deliver raises the quantities at their times.
func (l *lab) deliver(ctx context.Context, list []delivery, notify func(product int)) error {
	began := time.Now()
	for _, d := range list {
		if err := rest(ctx, d.at-time.Since(began)); err != nil {
			return err
		}
		code := l.items[d.item].Variants[0].Code
		has, err := l.sim.Stock(string(mall), code)
		if err != nil {
			return err
		}
		if err := l.sim.SetStock(string(mall), code, has+d.units); err != nil {
			return err
		}
		notify(l.items[d.item].No)
	}
	return nil
}

// settleGoods waits until all goods that came are booked and the late ones are announced. It skips the time between two
// looks.
func (l *lab) settleGoods(ctx context.Context, began time.Time) (wrong []string) {
	err := until(ctx, mailsWithin, func(ctx context.Context) string {
		_, pool := l.db.now()
		if _, err := pool.Exec(ctx, `UPDATE malls SET next_goods_at = now() WHERE next_goods_at > now()`); err != nil {
			return err.Error()
		}
		var open, late int
		err := pool.QueryRow(ctx, `
			SELECT count(*) FILTER (WHERE expected_on >= current_date), count(*) FILTER (WHERE expected_on < current_date AND late_on IS NULL)
			  FROM purchase_lines WHERE coming AND rest > 0`).Scan(&open, &late)
		return missing(err == nil && open+late == 0, "%d orders are not booked, %d late ones are not announced, %v", open, late, err)
	})
	if err != nil {
		wrong = append(wrong, fmt.Sprintf("I9 goods: %v", err))
	}
	return append(wrong, l.checkGoods(ctx, began)...)
}

// checkGoods is check I9: of each order exactly what came is booked, in one receipt, and late goods are announced once.
func (l *lab) checkGoods(ctx context.Context, began time.Time) []string {
	_, pool := l.db.now()
	wrong, err := collect[string](ctx, pool, `
		SELECT format('I9 order %s of %s pieces: %s received in %s receipts, %s expected', l.order_id, l.ordered, l.received, r.n, l.rest)
		  FROM purchase_lines l CROSS JOIN LATERAL (SELECT count(*) AS n FROM purchase_receipts r WHERE r.order_id = l.order_id) r
		 WHERE l.expected_on >= l.promised_on AND l.promised_on > current_date AND (l.received, r.n, l.rest) <> (l.ordered, 1, 0)
		UNION ALL
		SELECT format('I9 order %s is announced as late %s times', order_id, count(*)) FROM purchase_events WHERE kind = 'late' GROUP BY order_id HAVING count(*) <> 1
		UNION ALL
		SELECT format('I9 %s messages about late goods', count(*)) FROM messages WHERE purpose = 'goods_late' AND created_at > $1 HAVING count(*) <> 1`, began)
	if err != nil {
		return []string{"I9 " + err.Error()}
	}
	l.counts.doubleEffects += len(wrong)
	booked, err := l.number(ctx, `SELECT count(*) FROM purchase_receipts`)
	if err != nil {
		return append(wrong, "I9 "+err.Error())
	}
	l.counts.booked = booked
	return wrong
}

// sceneLateGoods has goods that are late, and several looks at them on one day.
func sceneLateGoods(ctx context.Context, l *lab) []string {
	began := time.Now()
	l.lateGoods(ctx, 2)
	for range 4 {
		l.must(ctx, "no look at the orders", func(ctx context.Context) string {
			n, err := l.number(ctx, `SELECT count(*) FROM malls WHERE next_goods_at > now() + interval '1 minute'`)
			return missing(err == nil && n == 1, "the look is due, %v", err)
		})
		before := l.lines(l.replicas[0], "goods") + l.lines(l.replicas[1], "goods")
		l.exec(ctx, `UPDATE malls SET next_goods_at = now()`)
		l.must(ctx, "no line about the look", func(context.Context) string {
			return missing(l.lines(l.replicas[0], "goods")+l.lines(l.replicas[1], "goods") > before, "no line")
		})
	}
	wrong := l.settleMails(ctx)
	wrong = append(wrong, l.checkGoods(ctx, began)...)
	return append(wrong, l.checkMails(ctx, began, map[int]bool{2: true})...)
}
