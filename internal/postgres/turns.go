package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/callrate"
)

// TakeTurn takes a turn to call an endpoint of the mall's API, shared by all
// processes on this database, or returns how long to wait before asking again.
// Nothing is locked between the turn and the call.
func (s tokenStore) TakeTurn(ctx context.Context, endpoint string, ask callrate.Ask) (turn callrate.Turn, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var wait, stop float64
		err := tx.QueryRow(ctx, `SELECT taken, wait, stop FROM take_turn($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			s.id, endpoint, ask.Level, ask.Size, ask.Drain, ask.Gap.Seconds(), ask.Rate, ask.Burst, ask.Patience.Seconds(), ask.Usage, ask.UsageAge.Seconds()).
			Scan(&turn.Taken, &wait, &stop)
		turn.Wait, turn.Stop = roundedUp(wait), roundedUp(stop)
		return err
	})
	return turn, err
}

// roundedUp returns this many seconds, rounded up to the next millisecond, so
// that a caller who has waited that long has waited long enough.
func roundedUp(seconds float64) time.Duration {
	d := time.Duration(seconds * float64(time.Second))
	return (d + time.Millisecond - 1).Truncate(time.Millisecond)
}

// StopCalls stops the calls of every process to the mall's API for this long.
func (s tokenStore) StopCalls(ctx context.Context, d time.Duration) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO call_gates AS g (mall_id, last_at, stopped_until) VALUES ($1, '-infinity', clock_timestamp() + $2::interval)
			ON CONFLICT (mall_id) DO UPDATE SET stopped_until = greatest(g.stopped_until, excluded.stopped_until)`, s.id, d)
		return err
	})
}
