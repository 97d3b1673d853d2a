package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/morning"
)

// AnswerMorning records an answer about an item of the list, under the mall's
// lock, and changes the item's incident where it has one. The same request
// again returns the answer that stands. The error has Conflict if the item
// needs no answer any more: error.morning_gone if its stock is enough again,
// error.morning_changed for any other reason.
func (s morningStore) AnswerMorning(ctx context.Context, r morning.Request) (answer morning.Answer, err error) {
	r.VariantCode, r.Version, r.By = storable(r.VariantCode), storable(r.Version), storable(r.By)
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		t, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		again, err := loadAnswers(ctx, tx, `a.mall_id = $1 AND a.variant_code = $2 AND a.version = $3 AND a.answer = $4 AND a.undone_at IS NULL`, 1,
			s.id, r.VariantCode, r.Version, r.Kind)
		if err != nil {
			return err
		}
		if len(again) > 0 {
			answer = again[0]
			return nil
		}
		list, err := loadMorning(ctx, tx, morningOfItem, s.id, r.Today, r.Now, r.ProductNo, r.VariantCode)
		if err != nil {
			return err
		}
		if len(list.Items) == 0 || list.Items[0].Version != r.Version {
			return s.unanswerable(ctx, tx, &r)
		}
		if item := &list.Items[0]; r.Kind == morning.Ordered && item.Document != 0 {
			return lowstock.Fail(lowstock.CodeConflict, "error.morning_changed", nil) // it would be counted twice
		}
		answer, err = s.answer(ctx, tx, &t, &r, &list.Items[0])
		return err
	})
	return answer, err
}

// unanswerable returns why an item takes no answer.
func (s morningStore) unanswerable(ctx context.Context, tx pgx.Tx, r *morning.Request) error {
	var enough bool
	err := tx.QueryRow(ctx, `
		SELECT v.quantity > 0 AND NOT EXISTS (SELECT FROM incidents i WHERE i.mall_id = v.mall_id AND i.variant_code = v.variant_code AND i.state <> 'resolved')
		   AND NOT EXISTS (SELECT FROM morning_answers h WHERE h.mall_id = v.mall_id AND h.variant_code = v.variant_code AND h.undone_at IS NULL
		          AND h.ended_at IS NULL AND h.until > $4)
		  FROM variants v WHERE v.mall_id = $1 AND v.product_no = $2 AND v.variant_code = $3`, s.id, r.ProductNo, r.VariantCode, r.Now).Scan(&enough)
	switch {
	case err != nil:
		return found(err)
	case enough:
		return lowstock.Fail(lowstock.CodeConflict, "error.morning_gone", nil)
	}
	return lowstock.Fail(lowstock.CodeConflict, "error.morning_changed", nil)
}

func (s morningStore) answer(ctx context.Context, tx pgx.Tx, t *notification, r *morning.Request, item *morning.Item) (answer morning.Answer, err error) {
	until, alert := r.Until(item)
	var incident *int64
	var former *lowstock.Former
	if alert {
		before, err := loadIncident(ctx, tx, s.id, item.Incident)
		if err != nil {
			return answer, err
		}
		was := before.Former()
		incident, former = &before.ID, &was
		if err := stepAll(ctx, tx, s.id, t, []lowstock.Incident{before}, r.By, r.Now, func(i lowstock.Incident) (lowstock.Transition, error) { return r.Step(&i) }); err != nil {
			return answer, err
		}
	}
	if r.Kind == morning.Ordered || r.Kind == morning.Fine && item.Class == morning.ClassLate {
		if _, err := tx.Exec(ctx, `UPDATE morning_answers i SET ended_at = $3 WHERE i.mall_id = $1 AND i.variant_code = $2 AND `+ownOrder, s.id, r.VariantCode, r.Now); err != nil {
			return answer, err
		}
	}
	purchase, err := s.note(ctx, tx, r, item, incident)
	if err != nil {
		return answer, err
	}
	var order lowstock.Order
	if r.Kind == morning.Ordered {
		order = r.Hold.Order
	}
	var id int64
	err = tx.QueryRow(ctx, `
		WITH changed AS (`+morningChanged+`)
		INSERT INTO morning_answers (mall_id, product_no, variant_code, class, answer, version, quantity, threshold, until, ordered_quantity, expected_on, incident_id, former,
		       answered_at, answered_by, purchase_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::date, $12, $13, $14, $15, $16) RETURNING answer_id`,
		s.id, r.ProductNo, r.VariantCode, item.Class, r.Kind, r.Version, bounded(item.Quantity), bounded(item.Threshold), orNull(until), positive(order.Quantity), orNoText(order.ExpectedOn),
		incident, former, r.Now, r.By, orNoID(purchase)).Scan(&id)
	if err != nil {
		return answer, err
	}
	list, err := loadAnswers(ctx, tx, `a.mall_id = $1 AND a.answer_id = $2`, 1, s.id, id)
	if err != nil || len(list) == 0 {
		return answer, found(err)
	}
	return list[0], nil
}

// note notes what an answer says about goods on their way, and returns the order
// that it made; 0: none. That of an alert is noted with the alert.
func (s morningStore) note(ctx context.Context, tx pgx.Tx, r *morning.Request, item *morning.Item, incident *int64) (order int64, err error) {
	switch {
	case r.Kind == morning.Ordered && incident == nil:
		return noteOrder(ctx, tx, s.id, r.ProductNo, r.VariantCode, r.Hold.Order, r.By, r.Now)
	case r.Kind == morning.Ordered:
		err = tx.QueryRow(ctx, `SELECT coalesce(purchase_id, 0) FROM incidents WHERE mall_id = $1 AND incident_id = $2`, s.id, *incident).Scan(&order)
		return order, err
	case r.Kind == morning.Fine && item.Class == morning.ClassLate:
		return 0, giveUpNoted(ctx, tx, s.id, r.VariantCode, r.Today, r.By, r.Now)
	}
	return 0, nil
}

// UndoMorning takes an answer back: the incident, or the order that the answer
// replaced, is as it was before. A second call changes nothing. The error has
// Conflict if the incident is resolved or has changed since.
func (s morningStore) UndoMorning(ctx context.Context, id int64, by string, now time.Time) (answer morning.Answer, err error) {
	by = storable(by)
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		t, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		list, err := loadAnswers(ctx, tx, `a.mall_id = $1 AND a.answer_id = $2`, 1, s.id, id)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return lowstock.NotFound()
		}
		answer = list[0]
		var former *lowstock.Former
		var undone, ended bool
		var purchase int64
		err = tx.QueryRow(ctx, `SELECT former, undone_at IS NOT NULL, ended_at IS NOT NULL, coalesce(purchase_id, 0) FROM morning_answers WHERE mall_id = $1 AND answer_id = $2`, s.id, id).
			Scan(&former, &undone, &ended, &purchase)
		switch {
		case err != nil:
			return err
		case undone:
			return nil
		case ended:
			return lowstock.Fail(lowstock.CodeConflict, "error.act_changed", nil)
		}
		if former != nil {
			before, err := loadIncident(ctx, tx, s.id, answer.Incident)
			if err != nil {
				return err
			}
			step := func(i lowstock.Incident) (lowstock.Transition, error) { return i.Undo(*former, answer.At) }
			if err := stepAll(ctx, tx, s.id, &t, []lowstock.Incident{before}, by, now, step); err != nil {
				return err
			}
		}
		if err := s.unnote(ctx, tx, &answer, purchase, by, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `WITH changed AS (`+morningChanged+`) UPDATE morning_answers SET undone_at = $3, undone_by = $4 WHERE mall_id = $1 AND answer_id = $2`, s.id, id, now, by); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE morning_answers SET ended_at = NULL
			 WHERE mall_id = $1 AND variant_code = $2 AND answer = 'ordered' AND incident_id IS NULL AND ended_at = $3 AND undone_at IS NULL`, s.id, answer.VariantCode, answer.At)
		return err
	})
	return answer, err
}

// unnote takes back what an answer noted. That of an alert is taken back with the
// alert.
func (s morningStore) unnote(ctx context.Context, tx pgx.Tx, a *morning.Answer, purchase int64, by string, now time.Time) error {
	switch {
	case a.Kind == morning.Ordered && a.Incident == 0 && purchase != 0:
		_, err := tx.Exec(ctx, `SELECT undo_noted($1, $2, $3, $4)`, s.id, purchase, by, now)
		return err
	case a.Kind == morning.Fine && a.Class == morning.ClassLate:
		return reopenNoted(ctx, tx, s.id, a.VariantCode, a.At, by, now)
	}
	return nil
}
