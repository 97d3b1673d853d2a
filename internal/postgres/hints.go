package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// hintRow is a hint as recordHints reads it from its one JSON parameter:
// arrays of different lengths cannot be unnested.
type hintRow struct {
	Ord          int              `json:"ord"`
	First        bool             `json:"first"` // the first of its key in the batch
	Mall         lowstock.MallID  `json:"mall_id"`
	Kind         inbound.HintKind `json:"kind"`
	EventType    string           `json:"event_type"`
	EventKey     *string          `json:"event_key"`
	ProductNos   []int64          `json:"product_nos"`
	ProductCodes []string         `json:"product_codes"`
	VariantCode  string           `json:"variant_code"`
	OrderIDs     []string         `json:"order_ids"`
	ReceivedAt   time.Time        `json:"received_at"`
	Via          inbound.Via      `json:"via"`
}

// recordHints stores a whole batch in one statement: which malls are known,
// which hints are new, which products they mean, and when those are due. Locks
// are taken in the order of mall and product, so that two replicas never wait
// for each other in a circle. It never compares hints with each other, since a
// batch has a thousand of them.
const recordHints = `
	WITH hint AS MATERIALIZED (
	  SELECT * FROM json_to_recordset($1) AS h(ord int, first bool, mall_id text, kind text, event_type text, event_key text,
	    product_nos bigint[], product_codes text[], variant_code text, order_ids text[], received_at timestamptz, via text)
	), mall AS MATERIALIZED (
	  SELECT mall_id FROM malls
	   WHERE mall_id IN (SELECT mall_id FROM hint) AND state <> 'uninstalled'
	   ORDER BY mall_id FOR NO KEY UPDATE
	), known AS MATERIALIZED (
	  SELECT h.*, w.week, (SELECT true FROM hints o WHERE o.mall_id = h.mall_id AND o.event_key = h.event_key AND o.week < w.week LIMIT 1) AS repeated
	    FROM hint h JOIN mall USING (mall_id)
	   CROSS JOIN LATERAL (SELECT (date_trunc('week', h.received_at AT TIME ZONE 'UTC'))::date AS week) w
	), recorded AS (
	  INSERT INTO hints (mall_id, week, event_key, event_type, product_nos, variant_code, order_ids, received_at)
	  SELECT mall_id, week, event_key, event_type, product_nos, variant_code, order_ids, received_at
	    FROM known WHERE repeated IS NULL ORDER BY mall_id, event_key, ord
	  ON CONFLICT (mall_id, event_key, week) DO NOTHING
	  RETURNING mall_id, event_key, received_at
	), counted AS (
	  INSERT INTO hint_counts AS c (mall_id, bucket, hints)
	  SELECT mall_id, date_bin('10 minutes', received_at, '2000-01-01 00:00+00'), count(*) FROM recorded GROUP BY 1, 2 ORDER BY 1, 2
	  ON CONFLICT (mall_id, bucket) DO UPDATE SET hints = c.hints + excluded.hints
	), fresh AS MATERIALIZED (
	  SELECT * FROM known
	   WHERE event_key IS NULL OR first AND (mall_id, event_key) IN (SELECT mall_id, event_key FROM recorded)
	), named AS MATERIALIZED (
	  SELECT mall_id, ord, kind, unnest(product_nos) AS product_no, received_at, via FROM fresh WHERE kind IN ('product', 'order')
	  UNION
	  SELECT h.mall_id, h.ord, h.kind, p.product_no, h.received_at, h.via
	    FROM fresh h CROSS JOIN unnest(h.product_codes) c(code)
	   CROSS JOIN LATERAL (SELECT product_no FROM products WHERE mall_id = h.mall_id AND product_code = c.code OFFSET 0) p
	   WHERE h.kind IN ('product', 'order') AND c.code <> ''
	  UNION
	  SELECT h.mall_id, h.ord, h.kind, v.product_no, h.received_at, h.via
	    FROM fresh h CROSS JOIN LATERAL (SELECT product_no FROM variants WHERE mall_id = h.mall_id AND variant_code = h.variant_code OFFSET 0) v
	   WHERE h.kind IN ('product', 'order') AND h.variant_code <> ''
	), meant AS MATERIALIZED (
	  SELECT mall_id, ord, product_no, received_at, via FROM named
	  UNION -- who orders a set orders its parts
	  SELECT n.mall_id, n.ord, r.part_no, n.received_at, n.via
	    FROM named n CROSS JOIN LATERAL (SELECT part_no FROM set_parts WHERE mall_id = n.mall_id AND set_no = n.product_no OFFSET 0) r
	   WHERE n.kind = 'order'
	), marked AS (
	  INSERT INTO dirty_products AS d (mall_id, product_no, hinted_at, due_at, first_at, via)
	  SELECT mall_id, product_no, max(received_at), min(received_at) + $2::interval, min(received_at), min(via)
	    FROM meant GROUP BY mall_id, product_no ORDER BY mall_id, product_no
	  ON CONFLICT (mall_id, product_no) DO UPDATE
	     SET hinted_at = greatest(d.hinted_at, excluded.hinted_at), due_at = least(d.due_at, excluded.due_at),
	         first_at = least(d.first_at, excluded.first_at), via = least(d.via, excluded.via) -- in the order of the alphabet a hint comes first
	), heard AS (
	  UPDATE malls m
	     SET last_hint_at = greatest(m.last_hint_at, f.received_at),
	         next_watch_at = CASE WHEN m.state = 'active' THEN least(m.next_watch_at, f.sold_at + $2::interval) ELSE m.next_watch_at END,
	         next_lists_at = CASE WHEN m.state = 'active' AND f.changed_at IS NOT NULL
	           THEN least(m.next_lists_at, greatest(f.changed_at + $5::interval, m.lists_read_at + $6::interval)) ELSE m.next_lists_at END
	    FROM (SELECT mall_id, max(received_at) FILTER (WHERE via = 'hint') AS received_at, min(received_at) FILTER (WHERE kind = 'catalogue') AS changed_at,
	                 min(received_at) FILTER (WHERE kind = 'order' AND ord NOT IN (SELECT ord FROM meant)) AS sold_at
	            FROM fresh GROUP BY mall_id) f
	   WHERE m.mall_id = f.mall_id
	), sold AS (
	  UPDATE unpaid_reads u
	     SET next_at = greatest(f.at + $3::interval, u.read_at + $4::interval)
	    FROM (SELECT mall_id, min(received_at) AS at FROM fresh WHERE kind = 'order' GROUP BY mall_id) f
	   WHERE u.mall_id = f.mall_id AND u.read_at IS NOT NULL AND u.next_at > greatest(f.at + $3::interval, u.read_at + $4::interval)
	)
	SELECT h.ord, m.mall_id IS NOT NULL AS known, f.ord IS NOT NULL AS fresh
	  FROM hint h LEFT JOIN mall m USING (mall_id) LEFT JOIN fresh f ON f.ord = h.ord`

// RecordHints stores webhooks whose signature was verified, of any malls, in
// one transaction. A new one makes its products due for a reading delay after
// it came. An order that names no product makes the watch near the thresholds
// due earlier. Any order makes the reading of unpaid orders due. HintCatalogue
// makes the reading of what rules refer to due. HintLeft uninstalls the mall,
// and HintOperator ends sessions.
// The results are in the order of hints. When the transaction had to run
// twice, a hint without an event key may be stored twice, and a hint with one
// may be reported as a duplicate.
func (s *Store) RecordHints(ctx context.Context, hints []inbound.Hint, delay time.Duration) ([]inbound.HintResult, error) {
	input, results, err := hintInput(hints)
	if err != nil || input == nil {
		return results, err
	}
	leaving := slices.ContainsFunc(hints, func(h inbound.Hint) bool { return h.Kind == inbound.HintLeft || h.Kind == inbound.HintOperator })
	if !leaving {
		err = s.inOneTrip(ctx, recordHints, hintArgs(input, delay), func(answer pgx.Rows) error { return readHintResults(answer, results) })
	}
	if leaving || deadlocked(err) || broken(err) && ctx.Err() == nil {
		err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
			answer, err := tx.Query(ctx, recordHints, hintArgs(input, delay)...)
			if err != nil {
				return err
			}
			if err := readHintResults(answer, results); err != nil {
				return err
			}
			return leave(ctx, tx, hints, results)
		})
	}
	if err != nil {
		return nil, known(err)
	}
	return results, nil
}

// hintArgs are the arguments of recordHints.
func hintArgs(input []byte, delay time.Duration) []any {
	return []any{input, delay, demand.UnpaidSoon, demand.UnpaidGap, inbound.CatalogueSoon, inbound.CatalogueGap}
}

// hintInput returns the JSON that recordHints reads, and the slice of its
// results. The results of hints with an invalid mall id are already set.
func hintInput(hints []inbound.Hint) (input []byte, results []inbound.HintResult, err error) {
	results = make([]inbound.HintResult, len(hints))
	rows := make([]hintRow, 0, len(hints))
	seen := make(map[[2]string]bool, len(hints))
	for i, h := range hints {
		results[i] = inbound.HintUnknownMall
		if _, err := lowstock.ParseMallID(string(h.Mall)); err != nil {
			continue
		}
		row := newHintRow(i, h)
		if row.EventKey != nil {
			key := [2]string{string(h.Mall), *row.EventKey}
			row.First, seen[key] = !seen[key], true
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, results, nil
	}
	if input, err = json.Marshal(rows); err != nil {
		return nil, nil, fmt.Errorf("postgres: hints: %w", err)
	}
	return input, results, nil
}

func newHintRow(ord int, h inbound.Hint) hintRow {
	row := hintRow{
		Ord: ord, Mall: h.Mall, Kind: h.Kind, EventType: storable(h.EventType), ProductNos: h.ProductNos,
		ProductCodes: make([]string, 0, len(h.ProductCodes)), OrderIDs: make([]string, 0, len(h.OrderIDs)),
		VariantCode: storable(h.VariantCode), ReceivedAt: h.ReceivedAt, Via: inbound.ViaHint,
	}
	if h.Via != "" {
		row.Via = h.Via
	}
	if key := storable(h.EventKey); key != "" {
		row.EventKey = &key
	}
	if row.ProductNos == nil {
		row.ProductNos = []int64{}
	}
	for _, code := range h.ProductCodes {
		row.ProductCodes = append(row.ProductCodes, storable(code))
	}
	for _, id := range h.OrderIDs {
		row.OrderIDs = append(row.OrderIDs, storable(id))
	}
	return row
}

func readHintResults(rows pgx.Rows, results []inbound.HintResult) error {
	var ord int
	var isKnown, fresh bool
	_, err := pgx.ForEachRow(rows, []any{&ord, &isKnown, &fresh}, func() error {
		switch {
		case fresh:
			results[ord] = inbound.HintRecorded
		case isKnown:
			results[ord] = inbound.HintDuplicate
		default:
			results[ord] = inbound.HintUnknownMall
		}
		return nil
	})
	return err
}

// leave uninstalls the malls that a recorded hint says have removed the app,
// and ends the sessions of operators who were changed or deleted.
func leave(ctx context.Context, tx pgx.Tx, hints []inbound.Hint, results []inbound.HintResult) error {
	for i, h := range hints {
		if h.Kind == inbound.HintOperator && results[i] == inbound.HintRecorded {
			if err := endOperators(ctx, tx, h.Mall, h.Operator, h.ReceivedAt); err != nil {
				return err
			}
		}
		if h.Kind != inbound.HintLeft || results[i] != inbound.HintRecorded {
			continue
		}
		at := h.LeftAt
		if at.IsZero() {
			at = h.ReceivedAt
		}
		if _, err := endInstallation(ctx, tx, h.Mall, at, h.ReceivedAt); err != nil {
			return err
		}
	}
	return nil
}
