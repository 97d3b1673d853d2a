package postgres

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// timelineColumns are rows of incident_events, of incidents that exist.
type timelineColumns struct {
	incident            []int64
	at                  []time.Time
	kind, by, detail    []string
	quantity, threshold []int32
}

func (c *timelineColumns) add(id int64, e *lowstock.Event) {
	c.incident, c.at = append(c.incident, id), append(c.at, e.At)
	c.kind, c.by, c.detail = append(c.kind, string(e.Kind)), append(c.by, e.By), append(c.detail, detailJSON(&e.Detail))
	c.quantity, c.threshold = append(c.quantity, bounded(e.Quantity)), append(c.threshold, bounded(e.Threshold))
}

func (c *timelineColumns) queue(batch *pgx.Batch, mall lowstock.MallID) {
	if len(c.incident) == 0 {
		return
	}
	batch.Queue(`
		INSERT INTO incident_events (mall_id, incident_id, at, kind, by, quantity, threshold, detail)
		SELECT $1, u.incident_id, u.at, u.kind, u.by, u.quantity, u.threshold, u.detail::jsonb
		  FROM unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[])
		       u(incident_id, at, kind, by, quantity, threshold, detail)`,
		mall, c.incident, c.at, c.kind, c.by, c.quantity, c.threshold, c.detail)
}

func detailJSON(d *lowstock.EventDetail) string {
	b, err := json.Marshal(d)
	if err != nil {
		return "{}" // times and words always marshal, in any year that PostgreSQL stores
	}
	return string(b)
}

// Timeline returns the timeline of an incident, oldest first, and every attempt
// to send the messages about it. It returns NotFound for an unknown incident.
func (s alertStore) Timeline(ctx context.Context, id int64) (events []lowstock.Event, attempts []outgoing.Attempt, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var is bool
		if err := tx.QueryRow(ctx, `SELECT true FROM incidents WHERE mall_id = $1 AND incident_id = $2`, s.id, id).Scan(&is); err != nil {
			return found(err)
		}
		rows, err := tx.Query(ctx, `
			SELECT at, kind, by, coalesce(quantity, 0), coalesce(threshold, 0), detail FROM incident_events
			 WHERE mall_id = $1 AND incident_id = $2 ORDER BY at, event_id`, s.id, id)
		if err != nil {
			return err
		}
		if events, err = pgx.CollectRows(rows, pgx.RowToStructByPos[lowstock.Event]); err != nil {
			return err
		}
		rows, err = tx.Query(ctx, `
			SELECT message_id, attempt, at, state, error, answer FROM message_attempts
			 WHERE mall_id = $1 AND message_id IN (SELECT message_id FROM deliveries WHERE mall_id = $1 AND incident_id = $2)
			 ORDER BY at, message_id, attempt`, s.id, id)
		if err != nil {
			return err
		}
		attempts, err = pgx.CollectRows(rows, pgx.RowToStructByPos[outgoing.Attempt])
		return err
	})
	return events, attempts, err
}

// maxVariantEvents limits the events of one variant: a variant that goes up
// and down all day has more than anybody reads.
const maxVariantEvents = 200

// VariantEvents returns when a variant's incidents began, got worse and ended
// since a time, oldest first; of very many the newest 200.
func (s alertStore) VariantEvents(ctx context.Context, productNo int64, variantCode string, since time.Time) (events []lowstock.Event, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT e.at, e.kind, e.by, coalesce(e.quantity, 0), coalesce(e.threshold, 0), e.detail
			  FROM incidents i JOIN incident_events e ON e.mall_id = i.mall_id AND e.incident_id = i.incident_id
			 WHERE i.mall_id = $1 AND i.product_no = $2 AND i.variant_code = $3 AND e.at >= $4 AND e.kind = ANY($5)
			 ORDER BY e.at DESC, e.event_id DESC LIMIT $6`,
			s.id, productNo, storable(variantCode), since,
			[]string{string(lowstock.EventOpened), string(lowstock.EventWorse), string(lowstock.EventResolved)}, maxVariantEvents)
		if err != nil {
			return err
		}
		events, err = pgx.CollectRows(rows, pgx.RowToStructByPos[lowstock.Event])
		slices.Reverse(events)
		return err
	})
	return events, err
}
