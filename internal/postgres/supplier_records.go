package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// recordsSince is how far back a supplier's own delay is looked for.
const recordsSince = 365 * 24 * time.Hour

// recordsAsked reads the lines of the orders that were sent to the suppliers $2
// since $3. Days are those of the zone $4. Receipts that were taken back, and
// those that take them back, are left out.
const recordsAsked = `
	SELECT o.supplier_code, o.order_id, o.origin, (o.sent_at AT TIME ZONE $4)::date, l.promised_on, l.ordered, l.confirmed, l.given_up,
	       (least(o.closed_at, o.cancelled_at) AT TIME ZONE $4)::date, r.days, r.units
	  FROM purchase_orders o
	  JOIN purchase_lines l ON l.mall_id = o.mall_id AND l.order_id = o.order_id
	 CROSS JOIN LATERAL (
	       SELECT array_agg(c.came_on ORDER BY c.came_on, c.receipt_id) AS days, array_agg(c.units ORDER BY c.came_on, c.receipt_id) AS units
	         FROM purchase_receipts c
	        WHERE c.mall_id = o.mall_id AND c.order_id = o.order_id AND c.line_no = l.line_no AND c.corrects IS NULL
	          AND NOT EXISTS (SELECT FROM purchase_receipts u WHERE u.mall_id = c.mall_id AND u.corrects = c.receipt_id)) r
	 WHERE o.mall_id = $1 AND o.supplier_code = ANY($2) AND o.sent_at >= $3
	 ORDER BY o.sent_at, o.order_id, l.line_no`

// records returns what is known of the lines of orders that were sent to
// suppliers, by the supplier's code.
func records(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, codes []string, since time.Time, zone *time.Location) (map[string][]purchase.Record, error) {
	rows, err := tx.Query(ctx, recordsAsked, mall, codes, since, zone.String())
	if err != nil {
		return nil, err
	}
	of := map[string][]purchase.Record{}
	for rows.Next() {
		var code string
		var r purchase.Record
		var promised, ended *time.Time
		var days []time.Time
		var units []int
		if err := rows.Scan(&code, &r.Order, &r.Origin, &r.SentOn, &promised, &r.Ordered, &r.Confirmed, &r.GivenUp, &ended, &days, &units); err != nil {
			rows.Close()
			return nil, err
		}
		if promised != nil {
			r.PromisedOn = *promised
		}
		if ended != nil {
			r.EndedOn = *ended
		}
		for i := range days {
			r.Came = append(r.Came, purchase.Came{On: days[i], Units: units[i]})
		}
		of[code] = append(of[code], r)
	}
	return of, rows.Err()
}

// addRecords adds to suppliers what is known of their past orders.
func addRecords(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, list []purchase.Supplier, since time.Time, zone *time.Location) error {
	codes := make([]string, len(list))
	for i := range list {
		codes[i] = list[i].Code
	}
	of, err := records(ctx, tx, mall, codes, since, zone)
	for i := range list {
		list[i].Records = of[list[i].Code]
	}
	return err
}

// SupplierRecords returns what is known of the lines of the orders that were
// sent to one supplier since a time.
func (s supplierStore) SupplierRecords(ctx context.Context, code string, since time.Time, zone *time.Location) (list []purchase.Record, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		of, err := records(ctx, tx, s.id, []string{storable(code)}, since, zone)
		list = of[storable(code)]
		return err
	})
	return list, err
}

// supplierDelay returns how many calendar days after the first promise four of
// five lines of a supplier were complete, for [purchase.CoverUntil]; nil where
// too little is known.
func supplierDelay(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, code string, today time.Time, zone *time.Location) (*int, error) {
	if code == "" {
		return nil, nil //nolint:nilnil // goods without a supplier have no delay of their own
	}
	of, err := records(ctx, tx, mall, []string{code}, today.Add(-recordsSince), zone)
	if err != nil {
		return nil, err
	}
	if delay, known := purchase.DelayOf(of[code], today); known {
		return &delay, nil
	}
	return nil, nil //nolint:nilnil // too few lines
}
