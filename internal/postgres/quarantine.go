package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// quarantine quarantines what a reading could not read, and makes its products
// due to be read alone. A product of which only the code is known is found by
// its code. An attempt counts only when it came while the product was due; a
// reading in between, by a hint or a sweep, changes no time. An entry without
// a detail was only left unread, so it begins no quarantine: another reading
// has ended it.
const quarantine = `
	WITH met AS (
	  SELECT DISTINCT ON (list, subject) * FROM (
	    SELECT u.list, coalesce(nullif(u.product_no, 0), p.product_no) AS product_no, coalesce(nullif(u.product_no, 0)::text, p.product_no::text, u.code) AS subject,
	           u.code, u.name, u.reason, u.detail, u.n
	      FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY u(list, product_no, code, name, reason, detail, n)
	      LEFT JOIN LATERAL (
	        SELECT product_no FROM products
	         WHERE mall_id = $1 AND product_code = u.code AND u.code <> '' AND u.product_no = 0 AND u.list = 'products' LIMIT 1
	      ) p ON true
	  ) u ORDER BY list, subject, n
	), aside AS (
	  INSERT INTO quarantine AS q (mall_id, list, subject, product_no, code, name, reason, detail, times, first_at, last_at, retry_at)
	  SELECT $1, list, subject, product_no, code, name, reason, detail, 1, $8, $8, CASE WHEN product_no IS NOT NULL THEN $8::timestamptz + $9::interval END FROM met m
	   WHERE detail <> '' OR EXISTS (SELECT FROM quarantine k WHERE k.mall_id = $1 AND k.list = m.list AND k.subject = m.subject)
	  ON CONFLICT (mall_id, list, subject) DO UPDATE
	     SET code = coalesce(nullif(excluded.code, ''), q.code), name = coalesce(nullif(excluded.name, ''), q.name),
	         reason = CASE excluded.detail WHEN '' THEN q.reason ELSE excluded.reason END, detail = coalesce(nullif(excluded.detail, ''), q.detail), last_at = greatest(q.last_at, excluded.last_at),
	         times = q.times + CASE WHEN q.retry_at > $8 THEN 0 ELSE 1 END,
	         retry_at = CASE WHEN q.retry_at <= $8 THEN $8::timestamptz + least($10::interval, $9::interval * 2 ^ least(q.times, 20)) ELSE q.retry_at END
	  RETURNING product_no, retry_at
	)
	INSERT INTO dirty_products AS d (mall_id, product_no, hinted_at, due_at, first_at, via)
	SELECT $1, product_no, $8, max(retry_at), $8, 'own' FROM aside WHERE product_no IS NOT NULL GROUP BY product_no ORDER BY product_no
	ON CONFLICT (mall_id, product_no) DO UPDATE SET due_at = least(d.due_at, excluded.due_at)`

// quarantineProducts quarantines what could not be read at a time.
func quarantineProducts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, list []inbound.Unreadable, at time.Time) error {
	if len(list) == 0 {
		return nil
	}
	var lists, codes, names, reasons, details []string
	var products []int64
	for _, u := range list {
		lists, products, codes = append(lists, u.List), append(products, u.ProductNo), append(codes, storable(u.Code))
		names, reasons, details = append(names, storable(u.Name)), append(reasons, string(u.Reason)), append(details, storable(u.Detail))
	}
	_, err := tx.Exec(ctx, quarantine, mall, lists, products, codes, names, reasons, details, at, inbound.QuarantineFirst, inbound.QuarantineMost)
	return err
}

// release ends the quarantine of what this reading brought whole, or found
// gone.
func (r *reading) release(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) error {
	if !r.quarantined {
		return nil
	}
	skipped := make(map[int64]bool, len(r.unreadable))
	for _, u := range r.unreadable {
		skipped[u.ProductNo] = true
	}
	whole, codes := slices.Clone(r.gone), []string{}
	for no, p := range r.products {
		if !skipped[no] && !p.Partial {
			whole, codes = append(whole, no), append(codes, p.Product.Code)
		}
	}
	_, err := tx.Exec(ctx, `
		DELETE FROM quarantine WHERE mall_id = $1 AND list = 'products' AND (product_no = ANY($2) OR product_no IS NULL AND code <> '' AND code = ANY($3))`,
		mall, whole, codes)
	return err
}

// unreadableNos returns the products of which a reading knows only that they
// could not be read.
func (r *reading) unreadableNos() []int64 {
	var nos []int64
	for _, u := range r.unreadable {
		if u.ProductNo != 0 {
			nos = append(nos, u.ProductNo)
		}
	}
	return nos
}

// Quarantined lists what is quarantined, the longest first. Codes and names
// that are missing in an answer come from the stored products. An entry
// without any identity is left out once a product that was read alone was
// found to be it.
func (s levelStore) Quarantined(ctx context.Context) (list []inbound.Quarantined, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		list, err = quarantined(ctx, tx, s.id)
		return err
	})
	return list, err
}

func quarantined(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) ([]inbound.Quarantined, error) {
	rows, err := tx.Query(ctx, `
		SELECT q.list, coalesce(q.product_no, 0), coalesce(nullif(p.product_code, ''), q.code), coalesce(nullif(p.product_name, ''), q.name),
		       q.reason, q.detail, q.times, q.first_at, q.last_at, q.retry_at
		  FROM quarantine q LEFT JOIN products p USING (mall_id, product_no)
		 WHERE q.mall_id = $1 AND (q.subject <> '' OR NOT EXISTS (
		       SELECT FROM quarantine k WHERE k.mall_id = $1 AND k.list = q.list AND k.product_no IS NOT NULL AND k.reason IN ('shape', 'no_id')))
		 ORDER BY q.first_at, q.list, q.subject`, mall)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (q inbound.Quarantined, err error) {
		err = row.Scan(&q.List, &q.ProductNo, &q.Code, &q.Name, &q.Reason, &q.Detail, &q.Times, &q.FirstAt, &q.LastAt, orZero(&q.RetryAt))
		return q, err
	})
}

// NoteUnreadable stores what could not be read of a list other than the
// products. Where the list was read whole, entries that are no longer
// unreadable are released.
func (s levelStore) NoteUnreadable(ctx context.Context, list string, found []inbound.Unreadable, whole bool, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		if err := quarantineProducts(ctx, tx, s.id, found, now); err != nil || !whole {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM quarantine WHERE mall_id = $1 AND list = $2 AND last_at < $3`, s.id, list, now)
		return err
	})
}

// nameless says whether a sweep that began at a time met products whose
// numbers could not be read. Those of earlier sweeps are deleted.
func nameless(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, began time.Time) (met bool, err error) {
	err = tx.QueryRow(ctx, `
		WITH old AS (DELETE FROM quarantine WHERE mall_id = $1 AND list = 'products' AND product_no IS NULL AND last_at < $2)
		SELECT EXISTS (SELECT FROM quarantine WHERE mall_id = $1 AND list = 'products' AND product_no IS NULL AND last_at >= $2)`, mall, began).Scan(&met)
	return met, err
}
