package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// summarise makes the deliveries of what stands: all of it, or what was told to
// nobody. Whom it reached before it does not reach again; what was cut off
// before it was sent, as by the mall's leaving, is made up for. Where everybody
// waits for digests, what waits already is left as it is.
func (s *settlement) summarise(ctx context.Context, all bool) error {
	if s.telling.silent() {
		return nil // told when somebody is there to be told; see SaveSettings
	}
	rows, err := s.tx.Query(ctx, `
		SELECT `+incidentColumns+`, coalesce(p.category_nos, '{}'), coalesce(p.supplier_code, '') FROM `+incidentTables+`
		 WHERE i.mall_id = $1 AND i.state IN ('open', 'acknowledged') AND ($2 OR i.told <> i.kind)
		   AND (NOT $3 OR NOT EXISTS (SELECT FROM deliveries d WHERE d.mall_id = $1 AND d.incident_id = i.incident_id))`,
		s.mall, all, s.telling.nobody() && !all)
	if err != nil {
		return err
	}
	var told deliveryColumns
	var changed []*changedIncident
	var i lowstock.Incident
	var p lowstock.Product
	if _, err = pgx.ForEachRow(rows, append(shownFields(&i), &p.CategoryNos, &p.SupplierCode), func() error {
		reason := lowstock.ReasonRaised
		if i.Notified == lowstock.KindLow && i.Kind == lowstock.KindOut {
			reason = lowstock.ReasonWorse // whoever was told that it is low is told the rest
		}
		if told.add(announcement{i.VariantCode, i.Kind, reason, i.Round}, &p, &s.telling) {
			i.Notified = i.Kind
			changed = append(changed, &changedIncident{i, i.AnswerBy(s.telling.answer)})
		}
		return nil
	}); err != nil {
		return err
	}
	var batch pgx.Batch
	queueIncidents(&batch, s.mall, changed)
	told.queueSummary(&batch, s.mall, s.at)
	if batch.Len() == 0 {
		return nil
	}
	return s.tx.SendBatch(ctx, &batch).Close()
}
