package postgres

import (
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// changedIncident is an incident after a transition, to be written.
type changedIncident struct {
	incident lowstock.Incident
	answerBy time.Time // see lowstock.Incident.AnswerBy
}

// incidentColumn is a column of incidents: how a changed incident is written
// to it, and how and where it is read.
type incidentColumn struct {
	column[changedIncident]
	read string // the SQL that reads it; it turns the NULLs of an outer join into the zero Incident
	to   func(*lowstock.Incident) any
}

// text, number and moment make columns that are written and read in the same
// form.
func text(name string, value func(*lowstock.Incident) string, to func(*lowstock.Incident) any) incidentColumn {
	return incidentColumn{col(name, "text", func(c *changedIncident) string { return value(&c.incident) }), "coalesce(i." + name + ", '')", to}
}

func number(name string, value func(*lowstock.Incident) *int) incidentColumn {
	return incidentColumn{
		col(name, "int", func(c *changedIncident) int32 { return bounded(*value(&c.incident)) }), "coalesce(i." + name + ", 0)",
		func(i *lowstock.Incident) any { return value(i) },
	}
}

func moment(name string, value func(*lowstock.Incident) *time.Time) incidentColumn {
	return incidentColumn{
		col(name, "timestamptz", func(c *changedIncident) *time.Time { return orNull(*value(&c.incident)) }), "i." + name,
		func(i *lowstock.Incident) any { return orZero(value(i)) },
	}
}

// incidentTable is every column of incidents that a transition writes or reads.
var incidentTable = []incidentColumn{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	{column: col("incident_id", "bigint", func(c *changedIncident) int64 { return c.incident.ID })},
	text("kind", func(i *lowstock.Incident) string { return string(i.Kind) }, func(i *lowstock.Incident) any { return &i.Kind }),
	text("state", func(i *lowstock.Incident) string { return string(i.State) }, func(i *lowstock.Incident) any { return &i.State }),
	text("told", func(i *lowstock.Incident) string { return string(i.Notified) }, func(i *lowstock.Incident) any { return &i.Notified }),
	number("quantity", func(i *lowstock.Incident) *int { return &i.Quantity }),
	number("threshold", func(i *lowstock.Incident) *int { return &i.Threshold }),
	text("threshold_source", func(i *lowstock.Incident) string { return string(i.ThresholdSource) }, func(i *lowstock.Incident) any { return &i.ThresholdSource }),
	{column[changedIncident]{name: "opened_at"}, "i.opened_at", func(i *lowstock.Incident) any { return orZero(&i.OpenedAt) }},
	moment("escalated_at", func(i *lowstock.Incident) *time.Time { return &i.EscalatedAt }),
	moment("acknowledged_at", func(i *lowstock.Incident) *time.Time { return &i.AcknowledgedAt }),
	text("acknowledged_by", func(i *lowstock.Incident) string { return i.AcknowledgedBy }, func(i *lowstock.Incident) any { return &i.AcknowledgedBy }),
	moment("snoozed_until", func(i *lowstock.Incident) *time.Time { return &i.SnoozedUntil }),
	{
		col("until_restock", "bool", func(c *changedIncident) bool { return c.incident.UntilRestock }), "coalesce(i.until_restock, false)",
		func(i *lowstock.Incident) any { return &i.UntilRestock },
	},
	{
		col("ordered_quantity", "int", func(c *changedIncident) *int32 { return positive(c.incident.Order.Quantity) }), "coalesce(i.ordered_quantity, 0)",
		func(i *lowstock.Incident) any { return &i.Order.Quantity },
	},
	{
		cast("::date", col("expected_on", "text", func(c *changedIncident) *string { return orNoText(c.incident.Order.ExpectedOn) })),
		"coalesce(to_char(i.expected_on, 'YYYY-MM-DD'), '')", func(i *lowstock.Incident) any { return &i.Order.ExpectedOn },
	},
	{
		col("purchase_id", "bigint", func(c *changedIncident) *int64 { return orNoID(c.incident.Order.Purchase) }), "coalesce(i.purchase_id, 0)",
		func(i *lowstock.Incident) any { return &i.Order.Purchase },
	},
	number("round", func(i *lowstock.Incident) *int { return &i.Round }),
	moment("woken_at", func(i *lowstock.Incident) *time.Time { return &i.WokenAt }),
	moment("unanswered_at", func(i *lowstock.Incident) *time.Time { return &i.UnansweredAt }),
	moment("resolved_at", func(i *lowstock.Incident) *time.Time { return &i.ResolvedAt }),
	text("resolved_by", func(i *lowstock.Incident) string { return i.ResolvedBy }, func(i *lowstock.Incident) any { return &i.ResolvedBy }),
	{column: col("answer_by", "timestamptz", func(c *changedIncident) *time.Time { return orNull(c.answerBy) })},
}

// orNoText returns nil for "", so that "" is stored as NULL.
func orNoText(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// orNoID returns nil for 0, so that 0 is stored as NULL.
func orNoID(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

var writtenIncidents = func() (list columns[changedIncident]) { //nolint:gochecknoglobals // made of a table, and constant
	for i := range incidentTable {
		if incidentTable[i].array != nil {
			list = append(list, incidentTable[i].column)
		}
	}
	return list
}()

// updateIncidents leaves an incident that was resolved meanwhile as it is.
//
//nolint:gochecknoglobals // made of a table, and constant
var updateIncidents = restoreIncidents + ` AND i.state <> 'resolved'`

// restoreIncidents also opens resolved incidents again.
//
//nolint:gochecknoglobals // made of a table, and constant
var restoreIncidents = `
	UPDATE incidents i SET ` + writtenIncidents.without("incident_id").assigned() + ` FROM ` + writtenIncidents.rows() + `
	 WHERE i.mall_id = $1 AND i.incident_id = ANY($2) AND i.incident_id = u.incident_id`

// incidentState selects what incidentFields reads of an incident i.
var incidentState = func() string { //nolint:gochecknoglobals // made of a table, and constant
	var list []string
	for i := range incidentTable {
		if c := &incidentTable[i]; c.to != nil {
			list = append(list, c.read)
		}
	}
	return strings.Join(list, ", ")
}()

func incidentFields(i *lowstock.Incident) []any {
	fields := make([]any, 0, len(incidentTable)+12)
	for c := range incidentTable {
		if to := incidentTable[c].to; to != nil {
			fields = append(fields, to(i))
		}
	}
	return fields
}
