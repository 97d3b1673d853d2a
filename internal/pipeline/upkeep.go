package pipeline

import (
	"context"
	"errors"
	"time"
)

const (
	upkeepEvery   = time.Minute
	upkeepTimeout = 10 * time.Minute

	// purgeAfter leaves two of the promised 72 hours for a program that does not
	// run just then.
	purgeAfter = 70 * time.Hour
)

// upkeepStore is what nobody waits for.
type upkeepStore interface {
	// DropLeftTokens deletes what a renewal left of malls that have gone.
	DropLeftTokens(ctx context.Context) error
	// PurgeLeft deletes one mall that left before a time, if there is one.
	PurgeLeft(ctx context.Context, before, now time.Time) (purged bool, err error)
	// KeepPartitions makes and drops partitions, when it is time.
	KeepPartitions(ctx context.Context, now time.Time) error
	// Reseal seals anew what an older key has sealed, when it is time.
	Reseal(ctx context.Context, now time.Time) error
	// AgeOut deletes what is old, when it is time.
	AgeOut(ctx context.Context, now time.Time) error
	// NoteVersionReplaced says for all processes that Cafe24 refuses an API version.
	NoteVersionReplaced(ctx context.Context, refused, used string, at time.Time) error
}

// upkeep does what nobody waits for.
type upkeep struct {
	*shared

	store upkeepStore
}

// runUpkeep keeps the database small until ctx ends. Several processes may do so
// at once: they pass over what another one holds.
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
	return errors.Join(u.noteVersion(ctx), u.store.DropLeftTokens(ctx), u.purge(ctx), u.store.KeepPartitions(ctx, u.now()), u.store.Reseal(ctx, u.now()), u.store.AgeOut(ctx, u.now()))
}

// noteVersion keeps it known to the processes that serve pages which API version
// this one uses, where Cafe24 refuses the one that is configured.
func (u *upkeep) noteVersion(ctx context.Context) error {
	v := u.platform.APIVersion()
	if v.InUse == v.Configured {
		return nil
	}
	return u.store.NoteVersionReplaced(ctx, v.Configured, v.InUse, u.now())
}

// purge deletes the malls that have left, one a transaction.
func (u *upkeep) purge(ctx context.Context) error {
	for {
		purged, err := u.store.PurgeLeft(ctx, u.now().Add(-purgeAfter), u.now())
		if err != nil || !purged {
			return err
		}
		u.log.InfoContext(ctx, "a mall that had left was purged") // its id is gone with it
	}
}
