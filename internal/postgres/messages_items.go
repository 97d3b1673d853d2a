package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
)

// The items of a message: the deliveries that it carries decide what it names,
// and what it names decides which of the deliveries are sent.

// announcedItems returns the incidents that a message was made for and that
// are still worth sending, neither over nor snoozed since, each with the
// newest reason for which this message announces it. The reasons are a query
// of their own. In a join the planner believes that a message has a handful of
// items, and looks through all of them for each.
func announcedItems(ctx context.Context, tx pgx.Tx, m *outgoing.Message) ([]lowstock.Incident, error) {
	return namedItems(ctx, tx, m, `
		SELECT incident_id, reason, counted OR summary AND $3 FROM deliveries WHERE mall_id = $1 AND message_id = $2 ORDER BY delivery_id`,
		m.Mall, m.ID, m.Purpose == outgoing.PurposeDigest)
}

// waitingItems returns what a digest would list as new if it were made now.
func waitingItems(ctx context.Context, tx pgx.Tx, m *outgoing.Message) ([]lowstock.Incident, error) {
	return namedItems(ctx, tx, m, `
		SELECT d.incident_id, d.reason, d.summary FROM recipients r JOIN deliveries d ON d.mall_id = r.mall_id
		 WHERE r.mall_id = $1 AND r.email = $3 AND (`+waitsForDigest+` OR `+onlyCounted+`) ORDER BY d.delivery_id`,
		m.Mall, m.CreatedAt, m.Recipient)
}

// announced is why a message announces an incident, and whether the first sync's
// summary only counts it.
type announced struct {
	incident int64
	reason   lowstock.Reason
	counted  bool
}

func namedItems(ctx context.Context, tx pgx.Tx, m *outgoing.Message, deliveries string, args ...any) ([]lowstock.Incident, error) {
	rows, err := tx.Query(ctx, deliveries, args...)
	if err != nil {
		return nil, err
	}
	newest := map[int64]announced{}
	var ids []int64
	var s announced
	if _, err := pgx.ForEachRow(rows, []any{&s.incident, &s.reason, &s.counted}, func() error {
		newest[s.incident], ids = s, append(ids, s.incident)
		return nil
	}); err != nil {
		return nil, err
	}
	rows, err = tx.Query(ctx, `SELECT `+incidentColumns+` FROM `+incidentTables+`
		 WHERE i.mall_id = $1 AND i.state NOT IN ('resolved', 'snoozed') AND i.incident_id = ANY($2)
		 ORDER BY i.kind DESC, i.product_no, i.variant_code`, m.Mall, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (lowstock.Incident, error) {
		i, err := scanIncident(row)
		i.Announced, i.Counted = newest[i.ID].reason, newest[i.ID].counted
		return i, err
	})
}

// digestItems returns what a digest lists as new, and then all other
// unresolved incidents that the recipient may be notified of. It leaves out
// incidents that are snoozed and incidents that a message of the same digest
// names.
func digestItems(ctx context.Context, tx pgx.Tx, m *outgoing.Message, fresh []lowstock.Incident) ([]lowstock.Incident, error) {
	recipients, err := loadRecipients(ctx, tx, m.Mall)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(recipients, func(r preference.Recipient) bool { return r.Email == m.Recipient })
	if at < 0 {
		return nil, nil
	}
	named, err := continuedItems(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	for _, i := range fresh {
		named[i.ID] = true
	}
	reader := preference.Listener{Categories: recipients[at].Categories, Suppliers: recipients[at].Suppliers, First: true}
	rows, err := tx.Query(ctx, `
		SELECT `+incidentColumns+`, coalesce(p.category_nos, '{}'), coalesce(p.supplier_code, '') FROM `+incidentTables+`
		 WHERE i.mall_id = $1 AND i.state IN ('open', 'acknowledged')
		 ORDER BY i.kind DESC, i.product_no, i.variant_code`, m.Mall)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	items := fresh
	for rows.Next() {
		var i lowstock.Incident
		var p lowstock.Product
		if err := rows.Scan(append(shownFields(&i), &p.CategoryNos, &p.SupplierCode)...); err != nil {
			return nil, err
		}
		if !named[i.ID] && reader.Receives(&p, lowstock.ReasonRaised) {
			items = append(items, i)
		}
	}
	return items, rows.Err()
}

// continuedItems returns the incidents that the continuations of this message
// name.
func continuedItems(ctx context.Context, tx pgx.Tx, m *outgoing.Message) (map[int64]bool, error) {
	rows, err := tx.Query(ctx, `
		SELECT d.incident_id FROM messages g JOIN deliveries d ON d.mall_id = g.mall_id AND d.message_id = g.message_id
		 WHERE g.mall_id = $1 AND g.continues = $2`, m.Mall, m.ID)
	if err != nil {
		return nil, err
	}
	named := map[int64]bool{}
	var id int64
	_, err = pgx.ForEachRow(rows, []any{&id}, func() error {
		named[id] = true
		return nil
	})
	return named, err
}

// DivideMessage decides, before an attempt hands a message over, which of its
// incidents the message names: those of the first part. Each further part goes
// into a message of its own to the same recipient, due now. All of them are
// one announcement, so neither the pace nor the day's cap delays them again.
// Of the first sync's summary the rest stays in the summary, and is counted
// there. It returns Conflict when the attempt is not the newest, or is
// finished.
func (s messageStore) DivideMessage(ctx context.Context, id int64, attempt int, parts [][]int64, now time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		var purpose outgoing.Purpose
		err := tx.QueryRow(ctx, `
			SELECT purpose FROM messages g WHERE mall_id = $1 AND message_id = $2 AND attempts = $3 AND next_attempt_at IS NOT NULL
			   AND NOT EXISTS (SELECT FROM message_attempts a WHERE a.mall_id = $1 AND a.message_id = $2 AND a.attempt = $3)
			   FOR UPDATE`, s.id, id, attempt).Scan(&purpose)
		if lowstock.ErrorCode(found(err)) == lowstock.CodeNotFound {
			return fenced(0, nil)
		}
		if err != nil {
			return err
		}
		var batch pgx.Batch
		if purpose == outgoing.PurposeSummary {
			batch.Queue(`
				UPDATE deliveries SET counted = true WHERE mall_id = $1 AND message_id = $2 AND incident_id <> ALL($3)`, s.id, id, parts[0])
			return tx.SendBatch(ctx, &batch).Close()
		}
		var incidents []int64
		var ordinals []int32
		for n, part := range parts[1:] {
			for _, incident := range part {
				incidents, ordinals = append(incidents, incident), append(ordinals, bounded(n+1))
			}
		}
		batch.Queue(`
			WITH next AS (
			  INSERT INTO messages (mall_id, channel, recipient, purpose, period, next_attempt_at, created_at, recorded, continues)
			  SELECT mall_id, channel, recipient, purpose, period, $6, $6, recorded, coalesce(continues, message_id)
			    FROM messages CROSS JOIN generate_series(1, $5::int) WHERE mall_id = $1 AND message_id = $2
			  RETURNING message_id
			), numbered AS (
			  SELECT message_id, row_number() OVER (ORDER BY message_id) AS n FROM next
			)
			UPDATE deliveries d SET message_id = numbered.message_id, state = 'pending'
			  FROM unnest($3::bigint[], $4::int[]) u(incident_id, n) JOIN numbered USING (n)
			 WHERE d.mall_id = $1 AND d.message_id = $2 AND d.incident_id = u.incident_id AND d.state <> 'suppressed'`,
			s.id, id, incidents, ordinals, len(parts)-1, now)
		return tx.SendBatch(ctx, &batch).Close()
	})
}

// suppressRecovered marks the deliveries that this message leaves out as
// suppressed. A delivery of an attempt with an unknown outcome stays unknown.
func suppressRecovered(ctx context.Context, tx pgx.Tx, m *outgoing.Message) error {
	_, err := tx.Exec(ctx, `
		UPDATE deliveries d SET state = 'suppressed'
		  FROM incidents i
		 WHERE d.mall_id = $1 AND d.message_id = $2 AND d.state IN ('pending', 'retrying')
		   AND i.mall_id = $1 AND i.incident_id = d.incident_id AND i.state IN ('resolved', 'snoozed')`, m.Mall, m.ID)
	return err
}

// renameReorder puts the current names of the items and of the supplier into a
// reorder sheet, as alerts do. The numbers stay those of the time when the
// sheet was made.
func renameReorder(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, sheet *outlook.ReorderSheet) error {
	lines := make(map[string]*outlook.ReorderLine, len(sheet.Lines))
	codes := make([]string, len(sheet.Lines))
	for i := range sheet.Lines {
		codes[i] = sheet.Lines[i].VariantCode
		lines[codes[i]] = &sheet.Lines[i]
	}
	rows, err := tx.Query(ctx, `
		SELECT v.variant_code, p.product_name, v.options
		  FROM variants v JOIN products p ON p.mall_id = v.mall_id AND p.product_no = v.product_no
		 WHERE v.mall_id = $1 AND v.variant_code = ANY($2)`, mall, codes)
	if err != nil {
		return err
	}
	var code, name string
	var options []lowstock.Option
	if _, err := pgx.ForEachRow(rows, []any{&code, &name, &options}, func() error {
		lines[code].ProductName, lines[code].Options = name, options
		options = nil // the next row's own
		return nil
	}); err != nil {
		return err
	}
	return tx.QueryRow(ctx, `SELECT coalesce((SELECT name FROM suppliers WHERE mall_id = $1 AND supplier_code = $2), $3)`,
		mall, sheet.SupplierCode, sheet.Supplier).Scan(&sheet.Supplier)
}
