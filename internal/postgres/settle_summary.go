package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// summarise makes the deliveries of the unresolved incidents: of all, or only
// of those that nobody was notified of. A recipient who was notified before is
// not notified again. An announcement that was cancelled before it was sent,
// as by the mall's uninstallation, is made again. Where all recipients wait
// for digests, waiting deliveries stay as they are.
func (s *settlement) summarise(ctx context.Context, all bool) error {
	if s.notification.silent() {
		return nil // announced when somebody can be notified; see SaveSettings
	}
	rows, err := s.tx.Query(ctx, `
		SELECT `+incidentColumns+`, coalesce(p.category_nos, '{}'), coalesce(p.supplier_code, '') FROM `+incidentTables+`
		 WHERE i.mall_id = $1 AND i.state IN ('open', 'acknowledged') AND ($2 OR i.told <> i.kind)
		   AND (NOT $3 OR NOT EXISTS (SELECT FROM deliveries d WHERE d.mall_id = $1 AND d.incident_id = i.incident_id))`,
		s.mall, all, s.notification.nobody() && !all)
	if err != nil {
		return err
	}
	var notified deliveryColumns
	var changed []*changedIncident
	var i lowstock.Incident
	var p lowstock.Product
	if _, err = pgx.ForEachRow(rows, append(shownFields(&i), &p.CategoryNos, &p.SupplierCode), func() error {
		reason := lowstock.ReasonRaised
		if i.Notified == lowstock.KindLow && i.Kind == lowstock.KindOut {
			reason = lowstock.ReasonWorse // recipients who know that it is low are notified that it got worse
		}
		if notified.add(announcement{i.VariantCode, i.Kind, reason, i.Round}, &p, &s.notification) {
			i.Notified = i.Kind
			changed = append(changed, &changedIncident{i, i.AnswerBy(s.notification.answer)})
		}
		return nil
	}); err != nil {
		return err
	}
	var batch pgx.Batch
	queueIncidents(&batch, s.mall, changed)
	notified.queueSummary(&batch, s.mall, s.at)
	if batch.Len() == 0 {
		return nil
	}
	return s.tx.SendBatch(ctx, &batch).Close()
}
