package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
)

// lookStore keeps when a mall that Cafe24 has refused is looked at again.
type lookStore interface {
	ClaimLook(ctx context.Context, mall lowstock.MallID, now time.Time) (lowstock.MallState, error)
	Answered(ctx context.Context, mall lowstock.MallID, began, now time.Time) (back bool, err error)
}

// look asks for one product of a mall that Cafe24 has refused: some minutes
// after the first refusal, so that it is known soon whether it stands, and now
// and then while the mall has to reconnect, so that nobody has to open the app
// where Cafe24 answers again by itself.
func (p *Pipeline) look(ctx context.Context, work lowstock.Due, line *logLine) error {
	state, err := p.store.ClaimLook(ctx, work.Mall, p.now())
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	line.add("state", state)
	began := p.now()
	q := cafe24.ProductQuery{Limit: 1, Fields: []string{"product_no"}}
	if _, err := p.client(work.Mall).As(cafe24.Prompt).Products(ctx, q); err != nil {
		line.add("verdict", p.refused(ctx, work.Mall, err))
		return err
	}
	back, err := p.store.Answered(ctx, work.Mall, began, p.now())
	line.add("back", back)
	if back {
		p.poke()
	}
	return err
}
