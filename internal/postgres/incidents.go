package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// Incidents lists incidents with their deliveries, newest first. It uses q's
// State, ProductNo, MessageID, Cursor and Limit.
func (s alertStore) Incidents(ctx context.Context, q listing.Params) (list []lowstock.Incident, next string, err error) {
	var after int64Key
	if err := readCursor(q.Cursor, &after); err != nil {
		return nil, "", err
	}
	where := newWhere(s.id)
	if err := where.inState(q.State); err != nil {
		return nil, "", err
	}
	if q.ProductNo != 0 {
		where.add("i.product_no = ?", q.ProductNo)
	}
	if q.MessageID != 0 {
		where.add("i.incident_id IN (SELECT d.incident_id FROM deliveries d WHERE d.mall_id = i.mall_id AND d.message_id = ?)", q.MessageID)
	}
	if q.Cursor != "" {
		where.add("i.incident_id < ?", after.Key)
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+incidentColumns+` FROM `+incidentTables+where.sql("i")+
			` ORDER BY i.incident_id DESC `+where.limit(q.Limit), where.args...)
		if err != nil {
			return err
		}
		if list, err = pgx.CollectRows(rows, scanIncident); err != nil {
			return err
		}
		list, next = page(list, q.Limit, func(i *lowstock.Incident) any { return int64Key{i.ID} })
		return addDeliveries(ctx, tx, s.id, list)
	})
	return list, next, err
}

// inState filters the list to incidents of a state; "" is every state.
func (w *where) inState(state lowstock.IncidentState) error {
	switch state {
	case "":
	case lowstock.IncidentStanding:
		w.add("i.state <> 'resolved'")
	case lowstock.IncidentOpen, lowstock.IncidentAcknowledged, lowstock.IncidentSnoozed, lowstock.IncidentResolved:
		w.add("i.state = ?", state)
	default:
		return lowstock.InvalidFields(map[string]string{"state": "error.state"})
	}
	return nil
}

// IncidentCount returns how many incidents a state has, and the newest of
// them; 0 and 0 where there is none.
func (s alertStore) IncidentCount(ctx context.Context, state lowstock.IncidentState) (n int, newest int64, err error) {
	where := newWhere(s.id)
	if err := where.inState(state); err != nil {
		return 0, 0, err
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `SELECT count(*), coalesce(max(i.incident_id), 0) FROM incidents i`+where.sql("i"), where.args...).Scan(&n, &newest)
	})
	return n, newest, err
}

// Incident returns an incident with its deliveries, or NotFound.
func (s alertStore) Incident(ctx context.Context, id int64) (i lowstock.Incident, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		i, err = loadIncident(ctx, tx, s.id, id)
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
		SELECT d.incident_id, d.delivery_id, d.kind, d.reason, d.channel, d.recipient, d.state, d.attempts, d.created_at, g.created_at, d.sent_at,
		       CASE WHEN d.state IN ('pending', 'retrying', 'unknown') THEN coalesce(d.collect_at, g.next_attempt_at) END,
		       coalesce(g.error, ''), coalesce(d.message_id, 0)
		  FROM deliveries d LEFT JOIN messages g ON g.mall_id = d.mall_id AND g.message_id = d.message_id
		 WHERE d.mall_id = $1 AND d.incident_id = ANY($2) ORDER BY d.delivery_id`, mall, ids)
	if err != nil {
		return err
	}
	var incident int64
	var d lowstock.Delivery
	fields := []any{
		&incident, &d.ID, &d.Kind, &d.Reason, &d.Channel, &d.Recipient, &d.State, &d.Attempts, &d.CreatedAt,
		orZero(&d.CollectedAt), orZero(&d.SentAt), orZero(&d.DueAt),
		&d.Error, &d.MessageID,
	}
	_, err = pgx.ForEachRow(rows, fields, func() error {
		at[incident].Deliveries = append(at[incident].Deliveries, d)
		return nil
	})
	return err
}
