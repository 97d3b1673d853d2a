package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
)

// listAhead is a list of variants that the first round trip of a snapshot also
// reads. A page knows which list it shows before it knows whether its session
// stands, and a round trip costs as much as the list.
type listAhead struct {
	query     listing.Params
	columns   inventoryColumns
	statement string
	args      []any
	rows      []listing.InventoryRow
	tx        *keptTx // in which rows were read; nil: they were not
}

// InventoryAhead reads the list of a later call of Inventory together with what
// is read first in the context's snapshot. It does so only if the list is one
// of those that keep their plans. An invalid query is left to Inventory.
func (s stockStore) InventoryAhead(ctx context.Context, q listing.Params) {
	shared := snapshotOf(ctx, s.id)
	if !inIndexOrder(q) || !shared.take() {
		return
	}
	defer shared.mu.Unlock()
	where, err := inventoryWhere(s.id, q)
	if err != nil {
		return
	}
	after, err := inventoryAfter(q)
	if err != nil {
		return
	}
	list := listAhead{query: q}
	list.columns, list.statement, err = where.list(q, after, q.Cursor != "", pageSize(q.Limit)+1)
	list.args = where.args
	if err == nil {
		shared.ahead = &list
	}
}

// queue implements [preread].
func (l *listAhead) queue(batch *pgx.Batch, tx *keptTx) {
	l.tx = nil
	batch.Queue(l.statement, l.args...).Query(func(rows pgx.Rows) (err error) {
		if l.rows, err = l.columns.collect(rows, pageSize(l.query.Limit)+1); err == nil {
			l.tx = tx
		}
		return err
	})
}

// takeAhead returns the list of a query that was read before in the same
// transaction, once. The caller holds the snapshot.
func (s stockStore) takeAhead(ctx context.Context, q listing.Params, tx pgx.Tx) (rows []listing.InventoryRow, is bool) {
	kept, is := tx.(*keptTx)
	n := snapshotOf(ctx, s.id)
	if !is || n == nil || n.ahead == nil {
		return nil, false
	}
	list, is := n.ahead.(*listAhead)
	n.ahead = nil
	if !is || list.tx != kept || !kept.begun() || list.query != q {
		return nil, false
	}
	return list.rows, true
}
