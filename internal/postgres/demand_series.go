package postgres

import (
	"context"
	"encoding/binary"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
)

// demandPage is of how many variants the sales history is read at once.
const demandPage = 2000

// Demand returns what each of the named variants sold on the calendar days
// from one to another, both included, in the order of the codes. An unknown
// variant has sold nothing; a day that is not counted is Unknown.
func (s demandStore) Demand(ctx context.Context, codes []string, from, to time.Time) (list []demand.Series, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		days, err := loadDays(ctx, tx, s.id, from, to)
		if err != nil {
			return err
		}
		list, err = days.load(ctx, tx, codes, `variant_code = ANY($2)`, codes)
		return err
	})
	return list, err
}

// demandSpan is the days that are asked for, and what is known of each day for
// all variants.
type demandSpan struct {
	mall     lowstock.MallID
	from, to time.Time
	states   []demand.State

	reused bool         // the series of a load are valid until the next one
	days   []demand.Day // of the last load, if reused
}

// slab returns n days to be filled, for all variants of a load: one allocation,
// or none.
func (d *demandSpan) slab(n int) []demand.Day {
	if !d.reused {
		return make([]demand.Day, n)
	}
	if len(d.days) < n {
		d.days = make([]demand.Day, n)
	}
	return d.days[:n]
}

func loadDays(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, from, to time.Time) (*demandSpan, error) {
	d := &demandSpan{mall: mall, from: from, to: to, states: make([]demand.State, demand.Range{From: from, To: to}.Days())}
	rows, err := tx.Query(ctx, `
		SELECT day - $2::date FROM demand_days WHERE mall_id = $1 AND day BETWEEN $2 AND $3 AND source <> 'none'`, mall, from, to)
	if err != nil {
		return nil, err
	}
	var n int
	_, err = pgx.ForEachRow(rows, []any{&n}, func() error {
		d.states[n] = demand.InStock
		return nil
	})
	return d, err
}

// load fills the series of codes with the rows that a condition on $2 selects.
func (d *demandSpan) load(ctx context.Context, tx pgx.Tx, codes []string, condition string, of []string) ([]demand.Series, error) {
	list := make([]demand.Series, len(codes))
	days := d.slab(len(codes) * len(d.states))
	at := make(map[string][]demand.Day, len(codes))
	for i, code := range codes {
		own := days[i*len(d.states) : (i+1)*len(d.states) : (i+1)*len(d.states)]
		for n, state := range d.states {
			own[n] = demand.Day{State: state}
		}
		list[i], at[code] = demand.Series{VariantCode: code, From: d.from, Days: own}, own
	}
	rows, err := tx.Query(ctx, `
		SELECT variant_code, month - $4::date, units, out_days, partial_days
		  FROM demand WHERE mall_id = $1 AND `+condition+` AND month BETWEEN $5 AND $3`,
		d.mall, of, d.to, d.from, d.from.AddDate(0, 0, 1-d.from.Day()))
	if err != nil {
		return nil, err
	}
	var code string
	var first int              // of the month, in days since the range's first day
	var raw pgtype.DriverBytes // valid until the next row
	var out, partial int32
	units := make([]int32, 31)
	_, err = pgx.ForEachRow(rows, []any{&code, &first, &raw, &out, &partial}, func() error {
		own := at[code]
		if _, err := binary.Decode(raw, binary.BigEndian, units); err != nil {
			return err
		}
		for i, n := range units {
			if day := first + i; day >= 0 && day < len(own) && own[day].State != demand.Unknown {
				own[day] = demand.Day{Units: n, State: stateOn(i, out, partial)}
			}
		}
		return nil
	})
	return list, err
}

func stateOn(i int, out, partial int32) demand.State {
	switch bit := int32(1) << i; {
	case out&bit != 0:
		return demand.Out
	case partial&bit != 0:
		return demand.Partial
	}
	return demand.InStock
}
