package install

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/typed"
)

// launchMemory is how long a used launch is remembered. No platform accepts an
// older one: the documented window is two hours at most.
const launchMemory = 24 * time.Hour

// launchTwins is the maximum age of a used launch that counts as a twin.
// Cafe24's timestamps have a resolution of one second, so two windows opened by
// one double click have the same signed text.
const launchTwins = 2 * time.Second

// ErrLaunchUsed is the answer to a replayed launch if the browser has no
// session of that mall to continue.
var ErrLaunchUsed = lowstock.Fail(lowstock.CodeForbidden, "error.launch_used", nil)

// ErrLaunchTwin is ErrLaunchUsed for a launch that was first used a moment ago.
// It opens nothing either, but the same browser may be about to get the session
// of the first.
var ErrLaunchTwin = lowstock.Fail(lowstock.CodeForbidden, "error.launch_twin", nil)

// Launch verifies an opening of the app by the raw query as received. It
// returns the mall, which it creates if necessary, and the person who opened
// it. Replay is true if this very launch was used before, as by a reloaded
// page. A replay must not open a session, but may continue a session of the
// same mall. The error returned with it is the answer for a browser without a
// session; nil means [ErrLaunchUsed].
//
// The error of an invalid launch has [lowstock.CodeForbidden]. A launch that is
// only too old is also a replay. Of its result only the mall's ID is set.
func (i *Installer) Launch(ctx context.Context, rawQuery string) (
	mall lowstock.Mall, operator team.Operator, replay bool, err error,
) {
	launch, stale := i.platform.VerifyLaunch(rawQuery)
	if stale != nil && !errors.Is(stale, cafe24.ErrLaunchStale) {
		return mall, operator, false, launchError(stale)
	}
	id, err := lowstock.ParseMallID(launch.MallID)
	if err != nil {
		return mall, operator, false, launchError(fmt.Errorf("%w: %w", cafe24.ErrLaunchMalformed, err))
	}
	if stale != nil {
		return lowstock.Mall{ID: id}, operator, true, launchError(stale)
	}
	nonce, err := hex.DecodeString(launch.Nonce)
	if err != nil {
		return mall, operator, false, launchError(fmt.Errorf("%w: %w", cafe24.ErrLaunchMalformed, err))
	}
	operator = team.Operator{ID: launch.UserID, Name: typed.Text(launch.UserName), Type: launch.UserType, Lang: launch.Lang}
	fresh, err := i.store.Mall(id).UseLaunch(ctx, nonce, launch.Timestamp.Add(launchMemory))
	if err != nil {
		return mall, operator, false, fmt.Errorf("use launch: %w", err)
	}
	if !fresh { // read only: a replay must not restore a mall that was uninstalled since
		mall, err = i.store.Mall(id).Info(ctx)
		if err == nil && mall.State != lowstock.MallUninstalled && i.now().Sub(launch.Timestamp) < launchTwins {
			err = ErrLaunchTwin
		}
		return mall, operator, true, replayError(err)
	}
	mall, err = i.store.Mall(id).LaunchMall(ctx, locale(launch.Lang))
	return mall, operator, false, err
}

func launchError(err error) error {
	key := "error.launch_malformed"
	switch {
	case errors.Is(err, cafe24.ErrLaunchSignature):
		key = "error.launch_signature"
	case errors.Is(err, cafe24.ErrLaunchStale):
		key = "error.launch_stale"
	}
	return lowstock.Fail(lowstock.CodeForbidden, key, err)
}

func replayError(err error) error {
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return ErrLaunchUsed
	}
	return err
}

// locale returns the language that a new mall starts with. The product has two.
func locale(lang string) string {
	if lang == "" || strings.HasPrefix(strings.ToLower(lang), "ko") {
		return "ko"
	}
	return "en"
}
