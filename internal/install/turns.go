package install

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/callrate"
	"cafe24-inventory-alert/internal/lowstock"
)

// TurnStore is what [Turns] needs of the database.
type TurnStore interface {
	Mall(id lowstock.MallID) TurnMall
}

// TurnMall is what [Turns] needs of one mall.
type TurnMall interface {
	TakeTurn(ctx context.Context, endpoint string, ask callrate.Ask) (callrate.Turn, error)
	StopCalls(ctx context.Context, d time.Duration) error
}

// Turns keeps Cafe24's rate limits in the store, so that all processes on one
// database share them.
func Turns(store TurnStore) cafe24.Turns { return turns{store} }

type turns struct{ store TurnStore }

// TakeTurn implements [cafe24.Turns].
func (t turns) TakeTurn(ctx context.Context, mall, endpoint string, ask callrate.Ask) (callrate.Turn, error) {
	turn, err := t.store.Mall(lowstock.MallID(mall)).TakeTurn(ctx, endpoint, ask)
	return turn, err
}

// Stop implements [cafe24.Turns].
func (t turns) Stop(ctx context.Context, mall string, d time.Duration) error {
	return t.store.Mall(lowstock.MallID(mall)).StopCalls(ctx, d)
}
