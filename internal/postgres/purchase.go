package postgres

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"golang.org/x/text/unicode/norm"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// purchaseStore is the purchase orders to suppliers: drafts, sending, answers
// and receipts.
type purchaseStore struct{ *tenant }

// purchaseState is the state of an order o with the sums of its lines l, as
// [purchase.Order.State] computes it.
const purchaseState = `CASE
	WHEN o.cancelled_at IS NOT NULL THEN 'cancelled'
	WHEN o.sent_at IS NULL THEN 'draft'
	WHEN o.closed_at IS NOT NULL AND l.received > 0 THEN 'closed'
	WHEN o.closed_at IS NOT NULL THEN 'cancelled'
	WHEN l.rest > 0 AND l.received > 0 THEN 'partly'
	WHEN l.rest > 0 AND o.confirmed_at IS NULL THEN 'sent'
	WHEN l.rest > 0 THEN 'confirmed'
	WHEN l.received = 0 THEN 'cancelled'
	WHEN l.short THEN 'closed'
	ELSE 'received' END`

// purchaseSums adds to an order o what its state and its lateness rest on. $2 is
// the calendar day.
const purchaseSums = `CROSS JOIN LATERAL (
	SELECT coalesce(sum(received), 0) AS received, coalesce(sum(rest) FILTER (WHERE coming), 0) AS rest, coalesce(bool_or(received < ordered), false) AS short,
	       coalesce(bool_or(coming AND rest > 0 AND expected_on < $2::date), false) AS late
	  FROM purchase_lines WHERE mall_id = o.mall_id AND order_id = o.order_id) l`

// Purchases returns a page of orders, and how many orders of each state there
// are.
func (s purchaseStore) Purchases(ctx context.Context, q purchase.Query) (page purchase.Page, err error) {
	var behind int64Key
	if err := readCursor(q.Cursor, &behind); err != nil {
		return page, err
	}
	where := newWhere(s.id)
	where.arg(q.Today)
	if q.Supplier != nil {
		where.add("o.supplier_code = ?", storable(*q.Supplier))
	}
	if q.Variant != "" {
		where.add("EXISTS (SELECT FROM purchase_lines v WHERE v.mall_id = o.mall_id AND v.order_id = o.order_id AND v.variant_code = ?)", storable(q.Variant))
	}
	if text := norm.NFC.String(strings.ToLower(strings.TrimSpace(storable(q.Search)))); text != "" {
		at := where.arg(text)
		where.add(`(strpos(lower(coalesce(o.number, '') || ' ' || o.supplier_name), ` + at + `) > 0 OR EXISTS (SELECT FROM purchase_lines v
			WHERE v.mall_id = o.mall_id AND v.order_id = o.order_id AND strpos(lower(concat_ws(' ', v.product_name, v.variant_code, v.custom_code)), ` + at + `) > 0))`)
	}
	chosen := `WITH found AS MATERIALIZED (SELECT o.order_id, ` + purchaseState + ` AS state, l.late FROM purchase_orders o ` + purchaseSums + where.sql("o") + `)`
	states := make([]string, len(q.States))
	for i, state := range q.States {
		states[i] = string(state)
	}
	list := chosen + `, page AS (
		SELECT order_id FROM found WHERE (cardinality(` + where.arg(states) + `::text[]) = 0 OR state = ANY(` + last(where) + `)) AND (NOT ` + where.arg(q.Late) + ` OR late)
		   AND (` + where.arg(behind.Key) + ` = 0 OR order_id < ` + last(where) + `) ORDER BY order_id DESC ` + where.limit(q.Limit) + `)
		SELECT 'counts', state, count(*), count(*) FILTER (WHERE late) FROM found GROUP BY state
		UNION ALL
		SELECT 'order', '', order_id, 0 FROM page`
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		page = purchase.Page{Counts: map[purchase.State]int{}}
		var ids []int64
		var what, state string
		var n, late int64
		rows, err := tx.Query(ctx, list, where.args...)
		if err != nil {
			return err
		}
		_, err = pgx.ForEachRow(rows, []any{&what, &state, &n, &late}, func() error {
			if what == "order" {
				ids = append(ids, n)
				return nil
			}
			page.Counts[purchase.State(state)] = int(n)
			page.Late += int(late)
			return nil
		})
		if err != nil {
			return err
		}
		slices.SortFunc(ids, func(a, b int64) int { return int(b - a) })
		ids, page.Next = pageOf(ids, q.Limit)
		page.Orders, err = loadPurchases(ctx, tx, s.id, ids)
		return err
	})
	return page, err
}

// last is the place of the argument that was added last.
func last(w *where) string { return "$" + strconv.Itoa(len(w.args)) }

func pageOf(ids []int64, limit int) ([]int64, string) {
	return page(ids, limit, func(id *int64) any { return int64Key{*id} })
}

// loadPurchases returns orders with their lines, in the order of ids.
func loadPurchases(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, ids []int64) (orders []purchase.Order, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var batch pgx.Batch
	batch.Queue(`SELECT `+purchaseColumns+` FROM `+purchaseTables+` WHERE o.mall_id = $1 AND o.order_id = ANY($2) ORDER BY array_position($2, o.order_id)`, mall, ids).
		Query(func(rows pgx.Rows) error {
			orders, err = pgx.CollectRows(rows, scanPurchase)
			return err
		})
	batch.Queue(purchaseLinesOf, mall, ids).Query(func(rows pgx.Rows) error { return addPurchaseLines(rows, orders) })
	return orders, tx.SendBatch(ctx, &batch).Close()
}

const purchaseLinesOf = `SELECT ` + purchaseLineColumns + ` FROM purchase_lines l WHERE l.mall_id = $1 AND l.order_id = ANY($2) ORDER BY l.order_id, l.line_no`

func scanPurchase(row pgx.CollectableRow) (o purchase.Order, err error) {
	err = row.Scan(purchaseFields(&o)...)
	return o, err
}

func addPurchaseLines(rows pgx.Rows, orders []purchase.Order) error {
	at := map[int64]*purchase.Order{}
	for i := range orders {
		at[orders[i].ID] = &orders[i]
	}
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l purchaseLine, err error) {
		l.line = new(purchase.Line)
		err = row.Scan(purchaseLineFields(&l.order, l.line)...)
		return l, err
	})
	for _, l := range lines {
		if o := at[l.order]; o != nil {
			o.Lines = append(o.Lines, *l.line)
		}
	}
	return err
}

// Purchase returns an order with its receipts, answers and events.
func (s purchaseStore) Purchase(ctx context.Context, id int64) (o purchase.Order, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		o, err = loadPurchase(ctx, tx, s.id, id, "")
		return err
	})
	return o, err
}

// loadPurchase returns a whole order. The text lock is "" or the end of a SELECT
// that locks the row of the order o.
func loadPurchase(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, id int64, lock string) (o purchase.Order, err error) {
	var batch pgx.Batch
	batch.Queue(`SELECT `+purchaseColumns+` FROM `+purchaseTables+` WHERE o.mall_id = $1 AND o.order_id = $2`+lock, mall, id).Query(func(rows pgx.Rows) error {
		o, err = pgx.CollectExactlyOneRow(rows, scanPurchase)
		return found(err)
	})
	batch.Queue(purchaseLinesOf, mall, []int64{id}).Query(func(rows pgx.Rows) error {
		orders := []purchase.Order{o}
		err := addPurchaseLines(rows, orders)
		o = orders[0]
		return err
	})
	batch.Queue(`
		SELECT r.receipt_id, r.order_id, r.line_no, r.units, r.came_on, r.source, coalesce(r.evidence, '{}'), coalesce(r.corrects, 0), r.unseen, r.seen_units, r.at, r.by,
		       EXISTS (SELECT FROM purchase_receipts c WHERE c.mall_id = $1 AND c.corrects = r.receipt_id)
		  FROM purchase_receipts r WHERE r.mall_id = $1 AND r.order_id = $2 ORDER BY r.receipt_id DESC`, mall, id).Query(func(rows pgx.Rows) error {
		o.Receipts, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r purchase.Receipt, err error) {
			err = row.Scan(&r.ID, &r.Order, &r.Line, &r.Units, &r.CameOn, (*string)(&r.Source), &r.Evidence, &r.Corrects, &r.Unseen, &r.Shown, &r.At, &r.By, &r.Undone)
			return r, err
		})
		return err
	})
	batch.Queue(`SELECT a.answer_id, a.revision, a.source, a.at, a.by, a.body FROM purchase_answers a WHERE a.mall_id = $1 AND a.order_id = $2 ORDER BY a.answer_id DESC`, mall, id).
		Query(func(rows pgx.Rows) error {
			o.Answers, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (a purchase.Answer, err error) {
				var body purchase.Answer
				err = row.Scan(&a.ID, &a.Revision, (*string)(&a.Source), &a.At, &a.By, &body)
				a.Lines, a.Message = body.Lines, body.Message
				return a, err
			})
			return err
		})
	batch.Queue(`
		SELECT e.at, e.kind, e.by, e.source, e.line_no, e.units, e."on", e.text FROM purchase_events e
		 WHERE e.mall_id = $1 AND e.order_id = $2 ORDER BY e.event_id DESC`, mall, id).Query(func(rows pgx.Rows) error {
		o.Events, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (e purchase.Event, err error) {
			err = row.Scan(&e.At, (*string)(&e.Kind), &e.By, (*string)(&e.Source), &e.Line, &e.Units, orZero(&e.On), &e.Text)
			return e, err
		})
		return err
	})
	err = tx.SendBatch(ctx, &batch).Close()
	return o, err
}
