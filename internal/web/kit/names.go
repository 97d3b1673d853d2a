package kit

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
)

// DemandProgress returns how far past orders have been counted. It is the zero
// value for a mall that has not been connected.
func (k *Kit) DemandProgress(ctx context.Context, mall lowstock.MallID, now time.Time) (demand.Progress, error) {
	progress, err := k.store.Mall(mall).DemandProgress(ctx, now)
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return demand.Progress{}, nil
	}
	return progress, err
}
