package install

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	invalidGrant = "connection.invalid_grant"

	// keepTimeout is how long the app tries to store a renewed pair whose first
	// storing failed. Cafe24 has revoked the old pair, so a lost pair costs the
	// merchant a new consent. A database that restarts is available again much
	// sooner.
	keepTimeout = 2 * time.Minute
	keepPause   = 200 * time.Millisecond
)

// keep stores a pair whose transaction was lost with the database, as soon as
// the database is available again.
func (i *Installer) keep(ctx context.Context, mall lowstock.MallID, used int64, fresh connect.Token, cause error) (connect.Token, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepTimeout)
	defer cancel()
	i.log.WarnContext(ctx, "renewed token not stored yet", "mall", mall, "error", cause)
	for {
		token, err := i.store.Mall(mall).KeepToken(ctx, used, fresh, invalidGrant, i.now())
		switch {
		case err == nil:
			return token, nil
		case lowstock.ErrorCode(err) == lowstock.CodeNotFound: // the mall was uninstalled in the meantime
			return token, err
		}
		pause := time.NewTimer(keepPause)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			i.log.ErrorContext(ctx, "renewed token lost", "mall", mall, "error", err)
			return fresh, err
		}
	}
}
