package postgres

import (
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// addIncident collects the change of the variant's incident.
func (w *writes) addIncident(it *item, s *settlement) {
	d := it.decision
	if d.Action == lowstock.ActionOpen {
		t := lowstock.Opened(it.situation(s), d, s.at)
		w.announce(it, &t, s)
		w.opened.add(&t.Incident, it, s)
		return
	}
	if it.was == nil || it.was.standing == nil {
		return
	}
	before := *it.was.standing
	t := before.Read(it.situation(s), d, s.at)
	w.announce(it, &t, s)
	if t.Event == "" && !levelDiffers(&before, &t.Incident) {
		return
	}
	it.was.standing = &t.Incident
	w.standing = append(w.standing, &changedIncident{t.Incident, t.Incident.AnswerBy(s.notification.answer)})
	if t.Event != "" {
		w.timeline.add(before.ID, s.event(&t, it))
	}
}

func levelDiffers(a, b *lowstock.Incident) bool {
	return a.Quantity != b.Quantity || a.Threshold != b.Threshold || a.ThresholdSource != b.ThresholdSource
}

// announce makes the deliveries that a transition asks for. An incident counts
// as notified only when a recipient is notified of it.
func (w *writes) announce(it *item, t *lowstock.Transition, s *settlement) {
	if t.Announce == "" || s.hold {
		return
	}
	i := &t.Incident
	if w.notified.add(announcement{it.variant.Code, i.Kind, t.Announce, i.Round}, it.product, &s.notification) {
		i.Notified = i.Kind
	}
}

// event returns the timeline entry of a transition that a reading, or a
// changed rule, caused.
func (s *settlement) event(t *lowstock.Transition, it *item) *lowstock.Event {
	e := &lowstock.Event{
		At: s.at, Kind: t.Event, Quantity: t.Incident.Quantity, Threshold: t.Incident.Threshold,
		Detail: lowstock.EventDetail{
			ReadAt: it.observed, Source: it.source, Scope: it.threshold.Source, Days: it.threshold.Days,
			Selling: it.variant.SellsAtZero && t.Incident.Quantity <= 0,
		},
	}
	if it.was != nil {
		from := it.was.variant.Quantity
		e.Detail.From = &from
	}
	return e
}

// openedColumns are incidents to be made, with the first entry of their
// timeline.
type openedColumns struct {
	product                              []int64
	code, kind, notified, source, detail []string
	quantity, threshold                  []int32
	answerBy                             []*time.Time
}

func (c *openedColumns) add(i *lowstock.Incident, it *item, s *settlement) {
	c.product, c.code = append(c.product, i.ProductNo), append(c.code, i.VariantCode)
	c.kind, c.notified = append(c.kind, string(i.Kind)), append(c.notified, string(i.Notified))
	c.quantity, c.threshold = append(c.quantity, bounded(i.Quantity)), append(c.threshold, bounded(i.Threshold))
	c.source = append(c.source, string(i.ThresholdSource))
	c.answerBy = append(c.answerBy, orNull(i.AnswerBy(s.notification.answer)))
	e := s.event(&lowstock.Transition{Incident: *i, Event: lowstock.EventOpened}, it)
	c.detail = append(c.detail, detailJSON(&e.Detail))
}

func (c *openedColumns) queue(batch *pgx.Batch, mall lowstock.MallID, at time.Time) {
	if len(c.code) == 0 {
		return
	}
	batch.Queue(`
		WITH u AS MATERIALIZED (
		  SELECT * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[], $9::timestamptz[], $10::text[])
		         u(product_no, code, kind, told, quantity, threshold, source, answer_by, detail)
		), opened AS (
		  INSERT INTO incidents (mall_id, product_no, variant_code, kind, state, told, quantity, threshold, threshold_source, opened_at, answer_by)
		  SELECT $1, product_no, code, kind, 'open', told, quantity, threshold, source, $11::timestamptz, answer_by FROM u
		  RETURNING incident_id, variant_code
		)
		INSERT INTO incident_events (mall_id, incident_id, at, kind, quantity, threshold, detail)
		SELECT $1, opened.incident_id, $11, 'opened', u.quantity, u.threshold, u.detail::jsonb FROM opened JOIN u ON u.code = opened.variant_code`,
		mall, c.product, c.code, c.kind, c.notified, c.quantity, c.threshold, c.source, c.answerBy, c.detail, at)
}
