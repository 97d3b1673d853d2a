package install

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
)

// TurnStore is what [Turns] needs of the database.
type TurnStore interface {
	TakeTurn(ctx context.Context, mall lowstock.MallID, endpoint string, ask lowstock.CallAsk) (lowstock.CallTurn, error)
	StopCalls(ctx context.Context, mall lowstock.MallID, d time.Duration) error
}

// Turns keeps Cafe24's limits in the store, so that all processes on one
// database keep them together.
func Turns(store TurnStore) cafe24.Turns { return turns{store} }

type turns struct{ store TurnStore }

// TakeTurn implements [cafe24.Turns].
func (t turns) TakeTurn(ctx context.Context, mall, endpoint string, ask cafe24.Ask) (cafe24.Turn, error) {
	turn, err := t.store.TakeTurn(ctx, lowstock.MallID(mall), endpoint, lowstock.CallAsk(ask))
	return cafe24.Turn(turn), err
}

// Stop implements [cafe24.Turns].
func (t turns) Stop(ctx context.Context, mall string, d time.Duration) error {
	return t.store.StopCalls(ctx, lowstock.MallID(mall), d)
}
