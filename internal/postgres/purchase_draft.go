package postgres

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// SaveDrafts stores drafts, all or none, and returns them in the same order. A
// new draft whose key is known returns the order of that key as it is now. The
// error has Conflict (error.purchase_changed) if a draft has changed since
// Version, or was sent.
func (s purchaseStore) SaveDrafts(ctx context.Context, drafts []purchase.Draft) (orders []purchase.Order, err error) {
	for i := range drafts {
		if err := drafts[i].Check(); err != nil {
			return nil, err
		}
	}
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		ids, err := s.beginDrafts(ctx, tx, drafts)
		if err != nil {
			return err
		}
		orders, err = loadPurchases(ctx, tx, s.id, ids)
		return err
	})
	return orders, err
}

// A new draft without addresses begins with those that an operator saved for the
// supplier, never with what Cafe24 has, and with the address to which the mall had
// the replies to its last order sent. The form of the draft shows both, and its
// mail goes to what the form shows.
const (
	draftTo    = `CASE WHEN cardinality($7::text[]) > 0 THEN $7 ELSE coalesce((SELECT t.emails[1:5] FROM supplier_terms t WHERE t.mall_id = $1 AND t.supplier_code = $3), '{}') END`
	draftReply = `coalesce(nullif($8, ''), (SELECT purchase_reply_to FROM malls WHERE mall_id = $1), '')`
)

// beginDrafts stores drafts and returns their ids.
func (s purchaseStore) beginDrafts(ctx context.Context, tx pgx.Tx, drafts []purchase.Draft) ([]int64, error) {
	ids := make([]int64, len(drafts))
	var batch, rest pgx.Batch
	for i := range drafts {
		d := &drafts[i]
		if ids[i] = d.ID; d.ID != 0 {
			continue
		}
		// Where the key is known, the statement waits for a request that is using it.
		batch.Queue(`
			INSERT INTO purchase_orders (mall_id, origin, request_key, supplier_code, supplier_name, currency, note, send_to, reply_to, lead_days, created_at, created_by)
			SELECT $1, 'sheet', $2, $3, $4, $5, $6, `+draftTo+`, `+draftReply+`, $9, $10, $11 ON CONFLICT (mall_id, request_key) DO NOTHING RETURNING order_id`,
			s.id, orNoText(storable(d.Key)), storable(d.SupplierCode), storable(d.SupplierName), cmp.Or(d.Currency, "KRW"), storable(d.Note), storables(d.To), storable(d.ReplyTo),
			bounded(d.LeadDays), d.Now, storable(d.By)).QueryRow(func(row pgx.Row) error {
			err := row.Scan(&ids[i])
			if errors.Is(err, pgx.ErrNoRows) {
				rest.Queue(`SELECT order_id FROM purchase_orders WHERE mall_id = $1 AND request_key = $2`, s.id, storable(d.Key)).
					QueryRow(func(row pgx.Row) error { return row.Scan(&ids[i]) })
				return nil
			}
			if err == nil {
				queuePurchaseLines(&rest, s.id, draftLines(ids[i], d))
				queuePurchaseEvents(&rest, s.id, ids[i], []purchase.Event{{Kind: purchase.EventCreated}}, d.By, d.Now)
			}
			return err
		})
	}
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return nil, err
	}
	if err := tx.SendBatch(ctx, &rest).Close(); err != nil {
		return nil, err
	}
	for i := range drafts {
		if drafts[i].ID != 0 {
			if err := s.changeDraft(ctx, tx, &drafts[i]); err != nil {
				return nil, err
			}
		}
	}
	return ids, nil
}

// changeDraft replaces what a draft holds.
func (s purchaseStore) changeDraft(ctx context.Context, tx pgx.Tx, d *purchase.Draft) error {
	if err := s.lockDraft(ctx, tx, d.ID, d.Version); err != nil {
		return err
	}
	var batch pgx.Batch
	batch.Queue(`
		UPDATE purchase_orders SET version = version + 1, supplier_code = $3, supplier_name = $4, currency = $5, note = $6, send_to = $7, reply_to = $8, lead_days = $9
		 WHERE mall_id = $1 AND order_id = $2`,
		s.id, d.ID, storable(d.SupplierCode), storable(d.SupplierName), cmp.Or(d.Currency, "KRW"), storable(d.Note), storables(d.To), storable(d.ReplyTo), bounded(d.LeadDays))
	batch.Queue(`DELETE FROM purchase_lines WHERE mall_id = $1 AND order_id = $2`, s.id, d.ID)
	queuePurchaseLines(&batch, s.id, draftLines(d.ID, d))
	queuePurchaseEvents(&batch, s.id, d.ID, []purchase.Event{{Kind: purchase.EventChanged}}, d.By, d.Now)
	return tx.SendBatch(ctx, &batch).Close()
}

// lockDraft locks a draft that is as the person saw it.
func (s purchaseStore) lockDraft(ctx context.Context, tx pgx.Tx, id int64, seen int) error {
	var version int
	var sent bool
	err := tx.QueryRow(ctx, `SELECT version, sent_at IS NOT NULL FROM purchase_orders WHERE mall_id = $1 AND order_id = $2 FOR UPDATE`, s.id, id).Scan(&version, &sent)
	switch {
	case err != nil:
		return found(err)
	case sent || seen != 0 && seen != version:
		return purchase.Changed()
	}
	return nil
}

// DeleteDraft deletes a draft. An order that was sent, or a draft that has
// changed since a version, is Conflict.
func (s purchaseStore) DeleteDraft(ctx context.Context, id int64, version int, _ string, _ time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		if err := s.lockDraft(ctx, tx, id, version); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM purchase_orders WHERE mall_id = $1 AND order_id = $2`, s.id, id)
		return err
	})
}

func draftLines(id int64, d *purchase.Draft) []*purchaseLine {
	lines := make([]*purchaseLine, 0, len(d.Lines))
	for i := range d.Lines {
		line := d.Lines[i].Draft(i + 1)
		lines = append(lines, &purchaseLine{order: id, line: &line})
	}
	return lines
}

//nolint:gochecknoglobals // made of a table, and constant
var (
	writePurchaseLines = `
		INSERT INTO purchase_lines AS l (mall_id, ` + purchaseLineTable.names() + `) SELECT $1, ` + purchaseLineTable.values() + ` FROM ` + purchaseLineTable.rows() + `
		ON CONFLICT (mall_id, order_id, line_no) DO UPDATE SET ` + purchaseLineTable.without("order_id", "line_no").excluded() + `,
		   late_on = CASE WHEN l.expected_on IS NOT DISTINCT FROM excluded.expected_on THEN l.late_on END`
	writePurchaseEvents = `
		INSERT INTO purchase_events (mall_id, order_id, at, by, ` + purchaseEventTable.names() + `)
		SELECT $1, ` + purchaseEventTable.behind() + `, ` + place(len(purchaseEventTable)+3) + `, ` + place(len(purchaseEventTable)+4) + `, ` + purchaseEventTable.values() + `
		  FROM ` + purchaseEventTable.rows()
	writePurchaseReceipts = `
		INSERT INTO purchase_receipts (mall_id, ` + purchaseReceiptTable.names() + `) SELECT $1, ` + purchaseReceiptTable.values() + ` FROM ` + purchaseReceiptTable.rows()
)

func queuePurchaseLines(batch *pgx.Batch, mall lowstock.MallID, lines []*purchaseLine) {
	if len(lines) > 0 {
		batch.Queue(writePurchaseLines, purchaseLineTable.args(mall, lines)...)
	}
}

func queuePurchaseEvents(batch *pgx.Batch, mall lowstock.MallID, order int64, events []purchase.Event, by string, at time.Time) {
	rows := make([]*purchase.Event, 0, len(events))
	for i := range events {
		rows = append(rows, &events[i])
	}
	batch.Queue(writePurchaseEvents, append(purchaseEventTable.args(mall, rows), order, at, storable(by))...)
}

// storables returns texts that can be stored, never nil.
func storables(texts []string) []string {
	list := make([]string, 0, len(texts))
	for _, text := range texts {
		list = append(list, storable(text))
	}
	return list
}
