package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/typed"
)

// inventoryKey is a place in the stock list; Sort says in which of its orders.
type inventoryKey struct {
	Sort     listing.Sort `json:"s"`
	First    bool         `json:"x,omitempty"` // whether the search names the row by its code
	Rank     int          `json:"r,omitempty"`
	Urgency  float64      `json:"u,omitempty"`
	Quantity int          `json:"q,omitempty"`
	Name     string       `json:"n,omitempty"`
	Cover    float64      `json:"d,omitempty"`
	At       time.Time    `json:"t,omitzero"`
	Money    int64        `json:"m,omitempty"`
	Tenths   int          `json:"l,omitempty"`
	Code     string       `json:"c"`
}

func keyOf(q *listing.Params, r *listing.InventoryRow) inventoryKey {
	key := inventoryKey{Sort: q.Sort, Code: r.Code}
	switch q.Sort {
	case listing.SortUrgent:
		key.Rank, key.Urgency, key.Quantity = urgentRank(r), r.Cover, r.Quantity
		if r.Status == lowstock.StatusOut {
			key.Urgency = -r.Sales.PerDay
		}
		if r.Status == lowstock.StatusOut && r.SellsAtZero {
			key.Urgency = -1e9 - r.Sales.PerDay
		}
	case listing.SortQuantity, listing.SortQuantityDesc:
		key.Quantity = r.Quantity
	case listing.SortName:
		key.Name = r.ProductName
	case listing.SortCover:
		key.Cover = r.Cover
	case listing.SortObserved:
		key.At = r.ObservedAt
	case listing.SortRisk:
		loss := r.Loss(q.Today)
		key.Money, key.Tenths = loss.Money, loss.Tenths
	case listing.SortCode:
	}
	return key
}

// urgentRank computes the generated column urgent_rank: sold out first, then
// low, then in stock, then variants that send no alert.
func urgentRank(r *listing.InventoryRow) int {
	switch {
	case r.Status == lowstock.StatusUntracked:
		return 4
	case r.Status == lowstock.StatusOK:
		return 2
	case r.Silence != "":
		return 3
	}
	return statusRank(r.Status)
}

// Inventory lists the variants of the catalogue. Muted selects those that
// would alert but are muted; Silent selects all that never alert.
func (s stockStore) Inventory(ctx context.Context, q listing.Params) (list []listing.InventoryRow, next string, err error) {
	if q.Sort == "" {
		q.Sort = listing.SortCode
	}
	where, err := inventoryWhere(s.id, q)
	if err != nil {
		return nil, "", err
	}
	after, err := inventoryAfter(q)
	if err != nil {
		return nil, "", err
	}
	if q.Sort == listing.SortRisk && q.Today.IsZero() {
		return nil, "", errNoDay
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		found, err := find(ctx, tx, s.id, q.Q)
		if err != nil {
			return err
		}
		var firsts int
		list, firsts, err = firstOf(found.namesVariants(), q.Cursor != "", after.First, q.Limit, func(first, behind bool, capacity int) ([]listing.InventoryRow, error) {
			where := where.clone()
			found.variants(where)
			found.firstVariants(where, first)
			columns, statement, err := where.list(q, after, behind, capacity)
			if err != nil {
				return nil, err
			}
			if inIndexOrder(q) {
				if read, is := s.takeAhead(ctx, q, tx); is {
					return read, nil
				}
				return columns.askKept(ctx, tx, statement, where.args, capacity)
			}
			rows, err := tx.Query(ctx, statement, where.args...)
			if err != nil {
				return nil, err
			}
			return columns.collect(rows, capacity)
		})
		inFirst := pageSize(q.Limit) <= firsts
		list, next = page(list, q.Limit, func(r *listing.InventoryRow) any {
			key := keyOf(&q, r)
			key.First = inFirst
			return key
		})
		return err
	})
	return list, next, err
}

// list returns the statement for rows of the stock list, of which there are at
// most capacity. It adds the condition "behind after" where isBehind asks for
// it.
func (w *where) list(q listing.Params, after inventoryKey, isBehind bool, capacity int) (columns inventoryColumns, statement string, err error) {
	order, err := w.inventoryOrder(q.Sort, after, isBehind)
	columns, selected := inventoryOf(q)
	if q.Sort == listing.SortRisk {
		selected += w.atRisk(q.Today)
	}
	return columns, selected + w.sql("v") + order + atMost(capacity), err
}

// inIndexOrder says whether an index holds the rows of a list in the list's
// order, so that the right plan is the same at any size.
func inIndexOrder(q listing.Params) bool {
	whole := listing.Params{ProductNo: q.ProductNo, Sort: q.Sort, Cursor: q.Cursor, Limit: q.Limit, Brief: q.Brief}
	switch q.Sort {
	case listing.SortUrgent, listing.SortQuantity, listing.SortQuantityDesc, listing.SortCover:
		return q == whole && q.ProductNo == 0
	case listing.SortCode:
		return q == whole
	case listing.SortName, listing.SortObserved, listing.SortRisk:
	}
	return false
}

func (c inventoryColumns) askKept(ctx context.Context, tx pgx.Tx, statement string, args []any, capacity int) (list []listing.InventoryRow, err error) {
	err = askKept(ctx, tx, func(batch *pgx.Batch) {
		batch.Queue(statement, args...).Query(func(rows pgx.Rows) (err error) {
			list, err = c.collect(rows, capacity)
			return err
		})
	})
	return list, err
}

// VariantsNamed finds variants by their code or by the merchant's own code,
// both as [typed.Shortened] writes them. Where several variants have a code,
// it returns all of them.
func (s stockStore) VariantsNamed(ctx context.Context, codes []string) (list []listing.InventoryRow, err error) {
	own, short := make([]string, len(codes)), make([]string, len(codes))
	for i, code := range codes {
		own[i], short[i] = storable(typed.Code(code)), storable(typed.Shortened(code))
	}
	err = s.readFor(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, selectWholeInventory+`
			 WHERE v.mall_id = $1 AND v.removed_at IS NULL
			   AND v.variant_code = ANY($2 || ARRAY(SELECT variant_code FROM coded_variants($1, $3, NULL)))
			 ORDER BY v.variant_code`, s.id, own, short)
		if err != nil {
			return err
		}
		list, err = wholeInventory.collect(rows, len(codes))
		return err
	})
	return list, err
}

func inventoryWhere(mall lowstock.MallID, q listing.Params) (*where, error) {
	w := newWhere(mall)
	w.add("v.removed_at IS NULL")
	if err := w.status("v", q.Status); err != nil {
		return nil, err
	}
	w.urgentRanks(q.Status)
	if q.ProductNo != 0 {
		w.add("v.product_no = ?", q.ProductNo)
	}
	if q.Muted {
		w.add("v.silent")
	}
	if q.Silent {
		w.add("v.silence <> ''")
	}
	if q.StillSelling {
		w.add(stillSelling)
	}
	if q.Important {
		w.add("v.important")
	}
	if q.Source != "" {
		w.add("v.threshold_source = ?", q.Source)
	}
	if q.OrderFrom.Is {
		w.add(orderedFrom+" = ?", q.OrderFrom.Code)
	}
	if err := w.outlook(q.Outlook, q.Today); err != nil {
		return nil, err
	}
	if q.LateHeld {
		if err := w.lateHeld(q.Today); err != nil {
			return nil, err
		}
	}
	if err := w.held(q); err != nil {
		return nil, err
	}
	w.catalogue(q)
	return w, nil
}

// urgentRanks repeats the condition on the status of v for the column that has
// an index.
func (w *where) urgentRanks(status lowstock.Status) {
	switch status {
	case lowstock.StatusOut:
		w.add("v.urgent_rank IN (0, 3)")
	case lowstock.StatusLow:
		w.add("v.urgent_rank IN (1, 3)")
	case lowstock.StatusOK:
		w.add("v.urgent_rank = 2")
	case lowstock.StatusUntracked:
		w.add("v.urgent_rank = 4")
	}
}

// inventoryAfter returns the place that the cursor names.
func inventoryAfter(q listing.Params) (after inventoryKey, err error) {
	if err := readCursor(q.Cursor, &after); err != nil {
		return after, err
	}
	if q.Cursor != "" && after.Sort != q.Sort {
		return after, lowstock.Invalid("error.cursor")
	}
	_, err = newWhere("").inventoryOrder(q.Sort, after, false)
	return after, err
}

// inventoryOrder adds the condition "behind after", where isBehind asks for
// it, and returns the ORDER BY that has an index with the same columns.
func (w *where) inventoryOrder(sort listing.Sort, after inventoryKey, isBehind bool) (string, error) {
	behind := func(condition string, args ...any) {
		if isBehind {
			w.add(condition, args...)
		}
	}
	switch sort {
	case listing.SortUrgent:
		behind("(v.urgent_rank, v.urgent_order, v.quantity, v.variant_code) > (?::smallint, ?::float8, ?::int, ?)", after.Rank, after.Urgency, after.Quantity, after.Code)
		return " ORDER BY v.urgent_rank, v.urgent_order, v.quantity, v.variant_code ", nil
	case listing.SortQuantity:
		behind("(v.quantity, v.variant_code) > (?::int, ?)", after.Quantity, after.Code)
		return " ORDER BY v.quantity, v.variant_code ", nil
	case listing.SortQuantityDesc:
		behind("(v.quantity, v.variant_code) < (?::int, ?)", after.Quantity, after.Code)
		return " ORDER BY v.quantity DESC, v.variant_code DESC ", nil
	case listing.SortName:
		w.add("p.removed_at IS NULL") // the condition of the partial index
		behind("(p.product_name, v.variant_code) > (?, ?)", after.Name, after.Code)
		return " ORDER BY p.product_name, v.variant_code ", nil
	case listing.SortCover:
		behind("(v.cover, v.variant_code) > (?::float8, ?)", after.Cover, after.Code)
		return " ORDER BY v.cover, v.variant_code ", nil
	case listing.SortObserved:
		behind("(v.observed_at, v.variant_code) > (?::timestamptz, ?)", after.At, after.Code)
		return " ORDER BY v.observed_at, v.variant_code ", nil
	case listing.SortRisk:
		behind("(-r.money, -r.tenths, v.variant_code) > (?::bigint, ?::int, ?)", -after.Money, -after.Tenths, after.Code)
		return " ORDER BY -r.money, -r.tenths, v.variant_code ", nil
	case listing.SortCode:
		behind("v.variant_code > ?", after.Code)
		return " ORDER BY v.variant_code ", nil
	}
	return "", lowstock.InvalidFields(map[string]string{"sort": "error.sort"})
}

// Counts returns how many variants have each status. These numbers are stored,
// not counted on reading.
func (s stockStore) Counts(ctx context.Context) (c listing.Counts, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return found(tx.QueryRow(ctx, countsAsked, s.id).Scan(countFields(&c)...))
	})
	return c, err
}

const (
	countColumns = `n.out, n.low, n.ok, n.untracked, n.silent,
	       (SELECT row(count(*), count(*) FILTER (WHERE state = 'open')) FROM incidents WHERE mall_id = $1 AND state <> 'resolved'),
	       (SELECT count(*) FROM variants v WHERE v.mall_id = $1 AND v.removed_at IS NULL AND ` + stillSelling + `)`
	countsAsked = `SELECT ` + countColumns + ` FROM stock_counts n WHERE n.mall_id = $1`
)

func countFields(c *listing.Counts) []any {
	return []any{&c.Out, &c.Low, &c.OK, &c.Untracked, &c.Silent, &record{fields: []any{&c.Standing, &c.Unanswered}}, &c.StillSelling}
}

// Situation returns the input of a decision on the stored level of a variant,
// for an explanation. A removed variant has one. An unknown variant, or one of
// another product, is NotFound.
func (s stockStore) Situation(ctx context.Context, productNo int64, variantCode string) (situation lowstock.Situation, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+storedVariantColumns+` FROM variants v `+standingIncident+`
			 WHERE v.mall_id = $1 AND v.variant_code = $2 AND v.product_no = $3`, s.id, storable(variantCode), productNo)
		if err != nil {
			return err
		}
		v, err := pgx.CollectExactlyOneRow(rows, scanStored)
		if err != nil {
			return found(err)
		}
		products, err := loadProducts(ctx, tx, s.id, []int64{productNo})
		if err != nil {
			return err
		}
		p := products[productNo]
		if p == nil {
			return lowstock.NotFound()
		}
		rules, err := loadRules(ctx, tx, s.id, []int64{productNo})
		situation = lowstock.Situation{
			Product: p.product, Variant: v.variant, Removed: !v.removedAt.IsZero(), Threshold: resolve(rules, &p.product, &v.variant, v.sales),
			Sales: v.sales, Standing: v.standing, Dismissed: v.dismissed, RaiseSeenAt: v.raiseSeenAt, ReadAt: v.observed, Source: v.source,
		}
		return err
	})
	return situation, err
}
