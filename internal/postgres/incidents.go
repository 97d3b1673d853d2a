package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

const incidentColumns = `
	i.incident_id, i.product_no, i.variant_code, i.kind, i.state, i.told, i.quantity, i.threshold, i.threshold_source,
	i.opened_at, i.escalated_at, i.acknowledged_at, i.acknowledged_by, i.snoozed_until, i.resolved_at, i.resolved_by,
	coalesce(p.product_name, ''), coalesce(p.image_url, ''), coalesce(v.options, '[]')`

// incidentTables shows the item as it is called now.
const incidentTables = `incidents i
	LEFT JOIN products p ON p.mall_id = i.mall_id AND p.product_no = i.product_no
	LEFT JOIN variants v ON v.mall_id = i.mall_id AND v.variant_code = i.variant_code`

func scanIncident(row pgx.CollectableRow) (i lowstock.Incident, err error) {
	err = row.Scan(&i.ID, &i.ProductNo, &i.VariantCode, &i.Kind, &i.State, &i.Told, &i.Quantity, &i.Threshold, &i.ThresholdSource,
		&i.OpenedAt, orZero(&i.EscalatedAt), orZero(&i.AcknowledgedAt), &i.AcknowledgedBy, orZero(&i.SnoozedUntil), orZero(&i.ResolvedAt),
		&i.ResolvedBy, &i.ProductName, &i.ImageURL, &i.Options)
	return i, err
}

// Incidents lists incidents with their deliveries, newest first. q's State,
// ProductNo, Cursor and Limit count.
func (s *Store) Incidents(ctx context.Context, mall lowstock.MallID, q lowstock.ListQuery) (list []lowstock.Incident, next string, err error) {
	var after int64Key
	if err := readCursor(q.Cursor, &after); err != nil {
		return nil, "", err
	}
	where := newWhere(mall)
	switch q.State {
	case "":
	case lowstock.IncidentStanding:
		where.add("i.state <> 'resolved'")
	case lowstock.IncidentOpen, lowstock.IncidentAcknowledged, lowstock.IncidentSnoozed, lowstock.IncidentResolved:
		where.add("i.state = ?", q.State)
	default:
		return nil, "", lowstock.InvalidFields(map[string]string{"state": "error.state"})
	}
	if q.ProductNo != 0 {
		where.add("i.product_no = ?", q.ProductNo)
	}
	if q.Cursor != "" {
		where.add("i.incident_id < ?", after.Key)
	}
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+incidentColumns+` FROM `+incidentTables+where.sql("i")+
			` ORDER BY i.incident_id DESC `+where.limit(q.Limit), where.args...)
		if err != nil {
			return err
		}
		if list, err = pgx.CollectRows(rows, scanIncident); err != nil {
			return err
		}
		list, next = page(list, q.Limit, func(i *lowstock.Incident) any { return int64Key{i.ID} })
		return addDeliveries(ctx, tx, mall, list)
	})
	return list, next, err
}

// Incident returns one with its deliveries, or NotFound.
func (s *Store) Incident(ctx context.Context, mall lowstock.MallID, id int64) (i lowstock.Incident, err error) {
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		i, err = loadIncident(ctx, tx, mall, id)
		return err
	})
	return i, err
}

func loadIncident(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, id int64) (lowstock.Incident, error) {
	rows, err := tx.Query(ctx, `SELECT `+incidentColumns+` FROM `+incidentTables+` WHERE i.mall_id = $1 AND i.incident_id = $2`, mall, id)
	if err != nil {
		return lowstock.Incident{}, err
	}
	one, err := pgx.CollectExactlyOneRow(rows, scanIncident)
	if err != nil {
		return one, found(err)
	}
	list := []lowstock.Incident{one}
	err = addDeliveries(ctx, tx, mall, list)
	return list[0], err
}

func addDeliveries(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, list []lowstock.Incident) error {
	at := make(map[int64]*lowstock.Incident, len(list))
	ids := make([]int64, 0, len(list))
	for i := range list {
		at[list[i].ID], ids = &list[i], append(ids, list[i].ID)
	}
	rows, err := tx.Query(ctx, `
		SELECT d.incident_id, d.delivery_id, d.kind, d.channel, d.recipient, d.state, d.attempts, d.sent_at, coalesce(g.error, '')
		  FROM deliveries d LEFT JOIN messages g ON g.mall_id = d.mall_id AND g.message_id = d.message_id
		 WHERE d.mall_id = $1 AND d.incident_id = ANY($2) ORDER BY d.delivery_id`, mall, ids)
	if err != nil {
		return err
	}
	var incident int64
	var d lowstock.Delivery
	fields := []any{&incident, &d.ID, &d.Kind, &d.Channel, &d.Recipient, &d.State, &d.Attempts, orZero(&d.SentAt), &d.Error}
	_, err = pgx.ForEachRow(rows, fields, func() error {
		at[incident].Deliveries = append(at[incident].Deliveries, d)
		return nil
	})
	return err
}

// AcknowledgeIncident notes who took it on. The second time changes nothing; on
// a resolved one it is Conflict.
func (s *Store) AcknowledgeIncident(ctx context.Context, mall lowstock.MallID, id int64, by string, now time.Time) (lowstock.Incident, error) {
	return s.act(ctx, mall, id, `
		UPDATE incidents SET state = 'acknowledged', acknowledged_at = $3, acknowledged_by = $4, snoozed_until = NULL
		 WHERE mall_id = $1 AND incident_id = $2 AND state IN ('open', 'snoozed')`, now, storable(by))
}

// SnoozeIncident puts an incident off until a time after now. On a resolved one
// it is Conflict.
func (s *Store) SnoozeIncident(ctx context.Context, mall lowstock.MallID, id int64, until time.Time, by string, now time.Time) (lowstock.Incident, error) {
	if !until.After(now) {
		return lowstock.Incident{}, lowstock.InvalidFields(map[string]string{"until": "error.until"})
	}
	return s.act(ctx, mall, id, `
		UPDATE incidents SET state = 'snoozed', snoozed_until = $3, acknowledged_by = $4, acknowledged_at = $5
		 WHERE mall_id = $1 AND incident_id = $2 AND state <> 'resolved'`, until, storable(by), now)
}

// ResolveIncident ends an incident by hand. Its variant does not alert again at
// this kind until it has recovered. On a resolved one it is Conflict.
func (s *Store) ResolveIncident(ctx context.Context, mall lowstock.MallID, id int64, by string, now time.Time) (lowstock.Incident, error) {
	return s.act(ctx, mall, id, `
		WITH ended AS (
		  UPDATE incidents SET state = 'resolved', resolved_at = $3, resolved_by = $4
		   WHERE mall_id = $1 AND incident_id = $2 AND state <> 'resolved'
		  RETURNING variant_code, kind
		)
		UPDATE variants v SET dismissed = ended.kind, raise_seen_at = NULL FROM ended
		 WHERE v.mall_id = $1 AND v.variant_code = ended.variant_code`, now, storable(by))
}

// act runs one change of one incident while no settlement of the mall runs.
func (s *Store) act(ctx context.Context, mall lowstock.MallID, id int64, change string, args ...any) (i lowstock.Incident, err error) {
	err = s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockMall(ctx, tx, mall); err != nil {
			return err
		}
		before, err := loadIncident(ctx, tx, mall, id)
		if err != nil {
			return err
		}
		if before.State == lowstock.IncidentResolved {
			return lowstock.Fail(lowstock.CodeConflict, "error.incident_resolved", nil)
		}
		if _, err := tx.Exec(ctx, change, append([]any{mall, id}, args...)...); err != nil {
			return err
		}
		i, err = loadIncident(ctx, tx, mall, id)
		return err
	})
	return i, err
}
