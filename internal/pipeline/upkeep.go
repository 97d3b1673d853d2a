package pipeline

import (
	"context"
	"errors"
	"time"

	"cafe24-inventory-alert/internal/retention"
)

const (
	upkeepEvery   = time.Minute
	upkeepTimeout = 10 * time.Minute

	// purgeAfter is two hours less than what is promised, in case the program is
	// not running just then.
	purgeAfter = retention.Uninstalled - 2*time.Hour
)

// upkeepStore does maintenance that no person waits for.
type upkeepStore interface {
	// DropLeftTokens deletes tokens that a renewal left behind for uninstalled
	// malls.
	DropLeftTokens(ctx context.Context) error
	// PurgeLeft deletes one mall that was uninstalled before a time, if there
	// is one.
	PurgeLeft(ctx context.Context, before, now time.Time) (purged bool, err error)
	// KeepPartitions creates and drops partitions, when it is time.
	KeepPartitions(ctx context.Context, now time.Time) error
	// Reseal encrypts with the current key what an older key has encrypted,
	// when it is time.
	Reseal(ctx context.Context, now time.Time) error
	// AgeOut deletes old data, when it is time.
	AgeOut(ctx context.Context, now time.Time) error
	// AdoptNoted takes over what an older program notes as ordered.
	AdoptNoted(ctx context.Context, now time.Time) error
	// NoteVersionReplaced stores for all processes that Cafe24 refuses an API
	// version.
	NoteVersionReplaced(ctx context.Context, refused, used string, at time.Time) error
}

// upkeep does maintenance that no person waits for.
type upkeep struct {
	*shared

	store upkeepStore
}

// runUpkeep keeps the database small until ctx ends. Several processes may do
// so at once: each skips the rows that another one holds.
func (u *upkeep) runUpkeep(ctx context.Context) {
	tick := time.NewTicker(upkeepEvery)
	defer tick.Stop()
	for {
		if err := u.once(ctx); err != nil && ctx.Err() == nil {
			u.log.ErrorContext(ctx, "upkeep", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func (u *upkeep) once(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, upkeepTimeout)
	defer cancel()
	return errors.Join(u.noteVersion(ctx), u.store.DropLeftTokens(ctx), u.purge(ctx), u.store.KeepPartitions(ctx, u.now()), u.store.Reseal(ctx, u.now()), u.store.AgeOut(ctx, u.now()),
		u.store.AdoptNoted(ctx, u.now()))
}

// noteVersion stores which API version this process uses if Cafe24 refuses the
// configured one. The processes that serve pages read it there.
func (u *upkeep) noteVersion(ctx context.Context) error {
	v := u.platform.APIVersion()
	if v.InUse == v.Configured {
		return nil
	}
	return u.store.NoteVersionReplaced(ctx, v.Configured, v.InUse, u.now())
}

// purge deletes the uninstalled malls, each in a transaction of its own.
func (u *upkeep) purge(ctx context.Context) error {
	for {
		purged, err := u.store.PurgeLeft(ctx, u.now().Add(-purgeAfter), u.now())
		if err != nil || !purged {
			return err
		}
		u.log.InfoContext(ctx, "a mall that had left was purged") // its id is deleted with it
	}
}
