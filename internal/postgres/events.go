package postgres

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
)

// Events returns all days of the mall on which demand is expected to differ: its
// promotions, the earliest first, its holidays, and the record from which its
// season is computed. It also returns the pool of the last nightly forecast.
func (s supplyStore) Events(ctx context.Context) (plan outlook.EventPlan, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var batch pgx.Batch
		batch.Queue(`
			SELECT promotion_id, name, from_day, to_day, percent, coalesce(product_no, 0), coalesce(category_no, 0), coalesce(supplier_code, ''),
			       created_by, created_at
			  FROM promotions WHERE mall_id = $1 ORDER BY from_day, promotion_id`, s.id).Query(func(rows pgx.Rows) (err error) {
			plan.Promotions, err = pgx.CollectRows(rows, pgx.RowToStructByPos[outlook.Promotion])
			return err
		})
		batch.Queue(`SELECT kind, percent, updated_by, updated_at FROM holiday_percents WHERE mall_id = $1 ORDER BY kind`, s.id).Query(func(rows pgx.Rows) (err error) {
			plan.Holidays, err = pgx.CollectRows(rows, pgx.RowToStructByPos[outlook.HolidayPercent])
			return err
		})
		queueRecord(&batch, s.id, &plan.Record)
		queuePool(&batch, s.id, &plan.Pool)
		return tx.SendBatch(ctx, &batch).Close()
	})
	return plan, err
}

// AddPromotion plans a promotion and returns it with its number. It returns
// NotFound for a product, category or supplier the mall does not have, and
// Invalid with the field from where there are already [outlook.MaxPromotions].
func (s supplyStore) AddPromotion(ctx context.Context, p outlook.Promotion, now time.Time) (outlook.Promotion, error) {
	p.Name = storable(strings.TrimSpace(p.Name))
	if err := p.Check(); err != nil {
		return p, err
	}
	p.At = now
	err := s.foreseen(ctx, now, func(ctx context.Context, tx pgx.Tx) error {
		// One at a time: two at once would exceed the limit.
		if _, err := tx.Exec(ctx, `SELECT FROM malls WHERE mall_id = $1 FOR NO KEY UPDATE`, s.id); err != nil {
			return err
		}
		var planned int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM promotions WHERE mall_id = $1`, s.id).Scan(&planned); err != nil {
			return err
		}
		if planned >= outlook.MaxPromotions {
			return lowstock.InvalidFields(map[string]string{"name": "error.promotions_full"})
		}
		of := lowstock.RuleChange{ProductNo: p.ProductNo, CategoryNo: p.CategoryNo, SupplierCode: p.SupplierCode}
		if _, err := findTargets(ctx, tx, s.id, []lowstock.RuleChange{of}); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `
			INSERT INTO promotions (mall_id, name, from_day, to_day, percent, product_no, category_no, supplier_code, created_by, created_at)
			VALUES ($1, $2, $3, $4, $5, nullif($6::bigint, 0), nullif($7::integer, 0), nullif($8, ''), $9, $10) RETURNING promotion_id`,
			s.id, p.Name, p.From, p.To, p.Percent, p.ProductNo, bounded(p.CategoryNo), storable(p.SupplierCode), storable(p.By), now).Scan(&p.ID)
		if err != nil {
			return err
		}
		change := preference.SettingChange{What: preference.SettingPromotionAdded, Subject: p.Name, To: strconv.Itoa(p.Percent)}
		return recordSettings(ctx, tx, s.id, []preference.SettingChange{change}, p.By, now)
	})
	return p, err
}

// DeletePromotion deletes a promotion from the plan, and makes the forecast
// due soon. It returns NotFound for an unknown promotion. It records that the
// operator named by did it.
func (s supplyStore) DeletePromotion(ctx context.Context, id int64, by string, now time.Time) error {
	return s.foreseen(ctx, now, func(ctx context.Context, tx pgx.Tx) error {
		var name string
		if err := tx.QueryRow(ctx, `DELETE FROM promotions WHERE mall_id = $1 AND promotion_id = $2 RETURNING name`, s.id, id).Scan(&name); err != nil {
			return found(err)
		}
		return recordSettings(ctx, tx, s.id, []preference.SettingChange{{What: preference.SettingPromotionDeleted, Subject: name}}, by, now)
	})
}

// SetHolidays stores what is expected of kinds of holidays; other kinds stay
// as they are.
func (s supplyStore) SetHolidays(ctx context.Context, holidays []outlook.HolidayPercent, now time.Time) error {
	var batch pgx.Batch
	for _, h := range holidays {
		if err := h.Check(); err != nil {
			return err
		}
		batch.Queue(`
			INSERT INTO holiday_percents AS h (mall_id, kind, percent, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (mall_id, kind) DO UPDATE SET percent = excluded.percent, updated_by = excluded.updated_by, updated_at = excluded.updated_at
			 WHERE h.percent <> excluded.percent`, s.id, h.Kind, h.Percent, storable(h.By), now)
	}
	if batch.Len() == 0 {
		return nil
	}
	return s.foreseen(ctx, now, func(ctx context.Context, tx pgx.Tx) error {
		if err := recordHolidays(ctx, tx, s.id, holidays, now); err != nil {
			return err
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
}

// recordHolidays records which kinds change.
func recordHolidays(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, holidays []outlook.HolidayPercent, now time.Time) error {
	rows, err := tx.Query(ctx, `SELECT kind, percent FROM holiday_percents WHERE mall_id = $1`, mall)
	if err != nil {
		return err
	}
	was := map[outlook.HolidayKind]int{}
	var kind outlook.HolidayKind
	var percent int
	_, err = pgx.ForEachRow(rows, []any{&kind, &percent}, func() error {
		was[kind] = percent
		return nil
	})
	if err != nil {
		return err
	}
	for _, h := range holidays {
		before, set := was[h.Kind]
		if !set {
			before = outlook.OrdinaryPercent
		}
		if before == h.Percent {
			continue
		}
		change := preference.SettingChange{What: preference.SettingHoliday, Subject: string(h.Kind), From: strconv.Itoa(before), To: strconv.Itoa(h.Percent)}
		if err := recordSettings(ctx, tx, mall, []preference.SettingChange{change}, h.By, now); err != nil {
			return err
		}
	}
	return nil
}

// MallDemand returns what the whole mall sold on each of some calendar days,
// both ends included. A day that was not counted, or whose total was not
// computed, is unknown.
func (s supplyStore) MallDemand(ctx context.Context, from, to time.Time) (days []demand.MallDay, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT coalesce(d.units, 0), d.units IS NOT NULL AND d.source <> 'none'
			  FROM generate_series($2::date, $3::date, '1 day') g LEFT JOIN demand_days d ON d.mall_id = $1 AND d.day = g::date ORDER BY g`, s.id, from, to)
		if err != nil {
			return err
		}
		days, err = pgx.CollectRows(rows, pgx.RowToStructByPos[demand.MallDay])
		return err
	})
	return days, err
}
