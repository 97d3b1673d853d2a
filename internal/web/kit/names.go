package kit

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// DemandProgress is how far past orders have been counted; nothing where the
// mall has not been connected.
func (k *Kit) DemandProgress(ctx context.Context, mall lowstock.MallID, now time.Time) (lowstock.DemandProgress, error) {
	progress, err := k.store.Mall(mall).DemandProgress(ctx, now)
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return lowstock.DemandProgress{}, nil
	}
	return progress, err
}
