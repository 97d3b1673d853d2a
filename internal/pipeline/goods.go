package pipeline

import (
	"context"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/worklist"
)

// goodsAtOnce is of how many variants one transaction decides: it holds the
// mall's lock.
const goodsAtOnce = 200

// goodsStore stores what arrives of purchase orders and what is late.
type goodsStore interface {
	ClaimGoods(ctx context.Context, now time.Time) (codes []string, err error)
	LearnGoods(ctx context.Context, now time.Time) (overwritten bool, err error)
	LookForGoods(ctx context.Context, codes []string, gap time.Duration, now time.Time) (purchase.Seen, error)
	AnnounceLateGoods(ctx context.Context, now time.Time) (late, messages int, err error)
}

// goodsLooker looks for ordered goods.
type goodsLooker struct {
	*shared

	store malls[goodsStore]
	sweep time.Duration // the longest time between two readings of a quantity
}

// goods looks at the quantities of what is on its way to a mall. It books
// receipts that they show, asks about others, and announces goods that are late.
// A job that is killed repeats at the next look what it has not committed.
func (g *goodsLooker) goods(ctx context.Context, work worklist.Due, line *logLine) error {
	store := g.store.Mall(work.Mall)
	codes, err := store.ClaimGoods(ctx, g.now())
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	if len(codes) == 0 {
		return nil
	}
	overwritten, err := store.LearnGoods(ctx, g.now())
	if err != nil {
		return err
	}
	var seen purchase.Seen
	for piece := range slices.Chunk(codes, goodsAtOnce) {
		more, err := store.LookForGoods(ctx, piece, g.sweep, g.now())
		if err != nil {
			return err
		}
		seen.Add(more)
	}
	line.add("variants", len(codes), "overwritten", overwritten, "booked", seen.Booked, "units", seen.Units, "asked", seen.Asked,
		"confirmed", seen.Confirmed, "reversed", seen.Reversed)
	late, messages, err := store.AnnounceLateGoods(ctx, g.now())
	line.add("late", late, "messages", messages)
	if messages > 0 {
		g.poke()
	}
	return err
}
