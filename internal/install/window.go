package install

import (
	"context"
	"fmt"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

// Window is a session that goes on in a window of its own: whose it is, and since
// when it runs.
type Window struct {
	Mall     lowstock.Mall
	Operator team.Operator
	Started  time.Time
}

// WindowCode returns a code with which the app leaves the frame without a cookie:
// it works once, for 60 seconds, and is good for nothing but
// [Installer.OpenWindow]. What w holds was proven by a launch or a living session.
func (i *Installer) WindowCode(ctx context.Context, w Window) (code string, err error) {
	code = secret()
	err = i.store.PutCode(ctx, connect.ConsentCode{
		Mall: w.Mall.ID, Hash: hash(code), Purpose: purposeWindow, Operator: w.Operator,
		Epoch: w.Mall.SessionEpoch, Started: w.Started, ExpiresAt: i.now().Add(handoffLife),
	})
	if err != nil {
		return "", fmt.Errorf("keep window: %w", err)
	}
	return code, nil
}

// OpenWindow spends a code of [Installer.WindowCode]. One that is unknown, used
// or too old, or whose mall has left or ended its sessions since, is
// [lowstock.CodeForbidden] with "error.window_code".
func (i *Installer) OpenWindow(ctx context.Context, code string) (Window, error) {
	kept, err := i.take(ctx, purposeWindow, code)
	if err != nil {
		return Window{}, windowError(err)
	}
	mall, err := i.store.Mall(kept.Mall).Info(ctx)
	switch {
	case err != nil:
		return Window{}, err
	case mall.SessionEpoch != kept.Epoch, mall.State == lowstock.MallUninstalled:
		return Window{}, windowError(lowstock.Fail(lowstock.CodeForbidden, "error.window_code", nil))
	}
	return Window{Mall: mall, Operator: kept.Operator, Started: kept.Started}, nil
}

func windowError(err error) error {
	if lowstock.ErrorCode(err) == lowstock.CodeForbidden {
		return lowstock.Fail(lowstock.CodeForbidden, "error.window_code", err)
	}
	return err
}
