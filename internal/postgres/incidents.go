package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

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

// IncidentsByID returns incidents without their deliveries, in the order of
// their numbers. Those that do not exist are left out.
func (s alertStore) IncidentsByID(ctx context.Context, ids []int64) (list []lowstock.Incident, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		list, _, err = loadForAct(ctx, tx, s.id, ids)
		return err
	})
	return list, err
}
