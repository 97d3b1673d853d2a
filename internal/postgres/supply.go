package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// Supply returns how a mall's goods come in; the defaults where nothing was
// set.
func (s supplyStore) Supply(ctx context.Context) (supply preference.Supply, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		supply, err = loadSupply(ctx, tx, s.id)
		return err
	})
	return supply, err
}

func loadSupply(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (preference.Supply, error) {
	s := preference.Supply{
		LeadDays: preference.DefaultLeadDays, Level: preference.DefaultLevel, OrderDays: preference.DefaultOrderDays,
		Suppliers: map[string]int{}, Products: map[int64]int{},
	}
	err := tx.QueryRow(ctx, `SELECT lead_days, level, order_days FROM supply WHERE mall_id = $1`, mall).Scan(&s.LeadDays, &s.Level, &s.OrderDays)
	if err = found(err); err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return s, err
	}
	rows, err := tx.Query(ctx, `SELECT supplier_code, product_no, lead_days FROM lead_times WHERE mall_id = $1`, mall)
	if err != nil {
		return s, err
	}
	var l preference.LeadTime
	_, err = pgx.ForEachRow(rows, []any{&l.SupplierCode, &l.ProductNo, &l.Days}, func() error {
		if l.ProductNo != 0 {
			s.Products[l.ProductNo] = l.Days
		} else {
			s.Suppliers[l.SupplierCode] = l.Days
		}
		return nil
	})
	return s, err
}

// SaveSupply stores the mall's own terms and makes the forecast due soon. The
// lead times of suppliers and products stay as they are. It records the
// changes with the operator named by.
func (s supplyStore) SaveSupply(ctx context.Context, supply preference.Supply, by string, now time.Time) error {
	if err := supply.Check(); err != nil {
		return err
	}
	return s.foreseen(ctx, now, func(ctx context.Context, tx pgx.Tx) error {
		was, err := loadSupply(ctx, tx, s.id)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO supply (mall_id, lead_days, level, order_days) VALUES ($1, $2, $3, $4)
			ON CONFLICT (mall_id) DO UPDATE SET lead_days = $2, level = $3, order_days = $4`, s.id, supply.LeadDays, supply.Level, supply.OrderDays)
		if err != nil {
			return err
		}
		return recordSettings(ctx, tx, s.id, preference.SupplyChanges(was, supply), by, now)
	})
}

// SaveLeadTime stores how long the orders of a supplier or product take, or
// deletes it, and makes the forecast due soon.
func (s supplyStore) SaveLeadTime(ctx context.Context, l preference.LeadTime, now time.Time) error {
	if err := l.Check(); err != nil {
		return err
	}
	return s.foreseen(ctx, now, func(ctx context.Context, tx pgx.Tx) error {
		was, err := loadSupply(ctx, tx, s.id)
		if err != nil {
			return err
		}
		if err := recordSettings(ctx, tx, s.id, l.Changes(was), l.By, now); err != nil {
			return err
		}
		if l.Days == 0 {
			_, err := tx.Exec(ctx, `DELETE FROM lead_times WHERE mall_id = $1 AND supplier_code = $2 AND product_no = $3`, s.id, l.SupplierCode, l.ProductNo)
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO lead_times (mall_id, supplier_code, product_no, lead_days, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (mall_id, supplier_code, product_no) DO UPDATE SET lead_days = $4, updated_by = $5, updated_at = $6`,
			s.id, storable(l.SupplierCode), l.ProductNo, l.Days, l.By, now)
		return err
	})
}

// foreseen makes a change that forecasts depend on, and makes the forecast due
// soon.
func (s supplyStore) foreseen(ctx context.Context, now time.Time, change func(ctx context.Context, tx pgx.Tx) error) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if err := change(ctx, tx); err != nil {
			return err
		}
		return forecastSoon(ctx, tx, s.id, now)
	})
}

// forecastSoon makes the mall's forecast due.
func forecastSoon(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE malls SET next_sales_at = least(next_sales_at, $2) WHERE mall_id = $1`, mall, now)
	return err
}
