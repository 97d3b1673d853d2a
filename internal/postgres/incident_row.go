package postgres

import (
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// incidentState is an incident's own columns; NULLs of an outer join read as
// the zero Incident.
const incidentState = `
	coalesce(i.kind, ''), coalesce(i.state, ''), coalesce(i.told, ''), coalesce(i.quantity, 0), coalesce(i.threshold, 0),
	coalesce(i.threshold_source, ''), i.opened_at, i.escalated_at, i.acknowledged_at, coalesce(i.acknowledged_by, ''),
	i.snoozed_until, coalesce(i.until_restock, false), coalesce(i.ordered_quantity, 0), coalesce(to_char(i.expected_on, 'YYYY-MM-DD'), ''),
	coalesce(i.round, 0), i.woken_at, i.unanswered_at, i.resolved_at, coalesce(i.resolved_by, '')`

func incidentFields(i *lowstock.Incident) []any {
	return []any{
		&i.Kind, &i.State, &i.Told, &i.Quantity, &i.Threshold,
		&i.ThresholdSource, orZero(&i.OpenedAt), orZero(&i.EscalatedAt), orZero(&i.AcknowledgedAt), &i.AcknowledgedBy,
		orZero(&i.SnoozedUntil), &i.UntilRestock, &i.Order.Quantity, &i.Order.ExpectedOn,
		&i.Round, orZero(&i.WokenAt), orZero(&i.UnansweredAt), orZero(&i.ResolvedAt), &i.ResolvedBy,
	}
}

// incidentColumns is an incident as lists and letters show it.
const incidentColumns = `
	i.incident_id, i.product_no, i.variant_code,` + incidentState + `,
	coalesce(v.custom_variant_code, ''), coalesce(p.product_name, ''), coalesce(p.image_url, ''), coalesce(p.price, ''), coalesce(v.options, '[]'),
	coalesce(v.daily_sales, 0), v.daily_sales IS NOT NULL, coalesce(v.sells_at_zero, false)`

// incidentTables shows the item as it is called now.
const incidentTables = `incidents i
	LEFT JOIN products p ON p.mall_id = i.mall_id AND p.product_no = i.product_no
	LEFT JOIN variants v ON v.mall_id = i.mall_id AND v.variant_code = i.variant_code`

func scanIncident(row pgx.CollectableRow) (i lowstock.Incident, err error) {
	err = row.Scan(shownFields(&i)...)
	return i, err
}

func shownFields(i *lowstock.Incident) []any {
	fields := append([]any{&i.ID, &i.ProductNo, &i.VariantCode}, incidentFields(i)...)
	return append(fields, &i.CustomCode, &i.ProductName, &i.ImageURL, &i.Price, &i.Options, &i.Sales.PerDay, &i.Sales.Known, &i.SellsAtZero)
}

// changedIncident is an incident as a transition left it, to be written.
type changedIncident struct {
	incident lowstock.Incident
	answerBy time.Time // see lowstock.Incident.AnswerBy
}

// queueIncidents writes incidents that stand, or stood until now. One that was
// resolved by somebody else meanwhile stays so.
func queueIncidents(batch *pgx.Batch, mall lowstock.MallID, changed []changedIncident) {
	if len(changed) == 0 {
		return
	}
	c := incidentArrays{}
	for i := range changed {
		c.add(&changed[i])
	}
	batch.Queue(`
		UPDATE incidents i
		   SET kind = u.kind, state = u.state, told = u.told, quantity = u.quantity, threshold = u.threshold, threshold_source = u.source,
		       escalated_at = u.escalated_at, acknowledged_at = u.acknowledged_at, acknowledged_by = u.acknowledged_by,
		       snoozed_until = u.snoozed_until, until_restock = u.until_restock, ordered_quantity = nullif(u.ordered, 0),
		       expected_on = nullif(u.expected_on, '')::date, round = u.round, woken_at = u.woken_at, answer_by = u.answer_by,
		       unanswered_at = u.unanswered_at, resolved_at = u.resolved_at, resolved_by = u.resolved_by
		  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[], $9::timestamptz[], $10::timestamptz[],
		              $11::text[], $12::timestamptz[], $13::bool[], $14::int[], $15::text[], $16::int[], $17::timestamptz[], $18::timestamptz[],
		              $19::timestamptz[], $20::timestamptz[], $21::text[])
		       u(incident_id, kind, state, told, quantity, threshold, source, escalated_at, acknowledged_at,
		         acknowledged_by, snoozed_until, until_restock, ordered, expected_on, round, woken_at, answer_by,
		         unanswered_at, resolved_at, resolved_by)
		 WHERE i.mall_id = $1 AND i.incident_id = ANY($2) AND i.incident_id = u.incident_id AND i.state <> 'resolved'`,
		mall, c.id, c.kind, c.state, c.told, c.quantity, c.threshold, c.source, c.escalated, c.acknowledged,
		c.acknowledgedBy, c.snoozed, c.restock, c.ordered, c.expected, c.round, c.woken, c.answerBy,
		c.unanswered, c.resolved, c.resolvedBy)
}

// incidentArrays are rows of incidents, column by column as unnest takes them.
type incidentArrays struct {
	id                                                                      []int64
	kind, state, told, source, acknowledgedBy, expected, resolvedBy         []string
	quantity, threshold, ordered, round                                     []int32
	restock                                                                 []bool
	escalated, acknowledged, snoozed, woken, answerBy, unanswered, resolved []*time.Time
}

func (c *incidentArrays) add(changed *changedIncident) {
	i := &changed.incident
	c.id = append(c.id, i.ID)
	c.kind, c.state, c.told = append(c.kind, string(i.Kind)), append(c.state, string(i.State)), append(c.told, string(i.Told))
	c.source, c.acknowledgedBy = append(c.source, string(i.ThresholdSource)), append(c.acknowledgedBy, i.AcknowledgedBy)
	c.expected, c.resolvedBy = append(c.expected, i.Order.ExpectedOn), append(c.resolvedBy, i.ResolvedBy)
	c.quantity, c.threshold = append(c.quantity, bounded(i.Quantity)), append(c.threshold, bounded(i.Threshold))
	c.ordered, c.round = append(c.ordered, bounded(i.Order.Quantity)), append(c.round, bounded(i.Round))
	c.restock = append(c.restock, i.UntilRestock)
	c.escalated, c.acknowledged = append(c.escalated, orNull(i.EscalatedAt)), append(c.acknowledged, orNull(i.AcknowledgedAt))
	c.snoozed, c.woken = append(c.snoozed, orNull(i.SnoozedUntil)), append(c.woken, orNull(i.WokenAt))
	c.answerBy, c.unanswered = append(c.answerBy, orNull(changed.answerBy)), append(c.unanswered, orNull(i.UnansweredAt))
	c.resolved = append(c.resolved, orNull(i.ResolvedAt))
}
