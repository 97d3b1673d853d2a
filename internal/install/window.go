package install

import (
	"context"
	"fmt"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

// Window is a session that continues in a window of its own: its operator, and
// when it began.
type Window struct {
	Mall     lowstock.Mall
	Operator team.Operator
	Started  time.Time
}

// WindowCode returns a code with which the app leaves the frame without a
// cookie. The code works once, for 60 seconds, and only for
// [Installer.OpenWindow]. The contents of w were proven by a launch or a valid
// session.
func (i *Installer) WindowCode(ctx context.Context, w Window) (code string, err error) {
	code = i.codes.Make(codeRandom)
	err = i.store.PutCode(ctx, connect.ConsentCode{
		Mall: w.Mall.ID, Hash: hash(code), Purpose: purposeWindow, Operator: w.Operator,
		Epoch: w.Mall.SessionEpoch, Started: w.Started, ExpiresAt: i.now().Add(handoffLife),
	})
	if err != nil {
		return "", fmt.Errorf("keep window: %w", err)
	}
	return code, nil
}

// WindowMall returns the mall of a code that can still be used. It uses nothing
// up: the page in the frame needs to know whose admin may show it.
func (i *Installer) WindowMall(ctx context.Context, code string) (lowstock.MallID, error) {
	return i.store.MallOfCode(ctx, purposeWindow, hash(code), i.now())
}

// OpenWindow uses up a code of [Installer.WindowCode]. The code is refused with
// [lowstock.CodeForbidden] and "error.window_code" if it is unknown, used or
// too old, or if its mall was uninstalled or ended its sessions since.
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
