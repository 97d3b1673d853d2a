package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

// lookStore stores when a mall that Cafe24 has refused is tried again.
type lookStore interface {
	ClaimLook(ctx context.Context, now time.Time) (lowstock.MallState, error)
	Answered(ctx context.Context, began, now time.Time) (back bool, err error)
}

// looker checks whether Cafe24 answers again.
type looker struct {
	*shared

	store malls[lookStore]
}

// look asks for one product of a mall that Cafe24 has refused. It does so some
// minutes after the first refusal, so that the app soon knows whether the
// refusal lasts. It repeats this from time to time while the mall has to
// reconnect, so that nobody has to open the app if Cafe24 answers again.
func (l *looker) look(ctx context.Context, work worklist.Due, line *logLine) error {
	state, err := l.store.Mall(work.Mall).ClaimLook(ctx, l.now())
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	line.add("state", state)
	began := l.now()
	q := cafe24.ProductQuery{Limit: 1, Fields: []string{"product_no"}}
	if _, err := l.client(work.Mall).As(cafe24.Prompt).Products(ctx, q); err != nil {
		line.add("verdict", l.refused(ctx, work.Mall, err))
		return err
	}
	back, err := l.store.Mall(work.Mall).Answered(ctx, began, l.now())
	line.add("back", back)
	if back {
		l.poke()
	}
	return err
}
