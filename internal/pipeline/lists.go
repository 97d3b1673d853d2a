package pipeline

import (
	"context"
	"errors"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
)

// lists reads what rules refer to, and the shop's name, because a webhook says
// that it has changed. The next sweep would have read it too. What the mall does
// not allow to be read is left; what cannot be read now is tried again.
func (p *Pipeline) lists(ctx context.Context, work lowstock.Due, line *logLine) error {
	now := p.now()
	until := now.Add(longTimeout)
	err := p.store.ClaimLists(ctx, work.Mall, now, until)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	if err := p.readLists(ctx, work.Mall); err != nil {
		return errors.Join(err, p.listsFailed(ctx, work.Mall, err))
	}
	line.add("read", true)
	return p.store.FinishLists(ctx, work.Mall, now, until)
}

// readLists reads each of them, whatever becomes of the others.
func (p *Pipeline) readLists(ctx context.Context, mall lowstock.MallID) error {
	var failed []error
	for _, read := range []func(context.Context, lowstock.MallID) error{p.readCategories, p.readSuppliers, p.readShop, p.planMembers} {
		err := read(ctx, mall)
		if _, forbidden := errors.AsType[*cafe24.ForbiddenError](err); forbidden { // as in a sweep, that is no verdict
			p.log.InfoContext(ctx, "list not allowed to be read", "mall", mall, "error", err)
			continue
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// listsFailed puts the reading off, as long as Cafe24 asks for at least.
func (p *Pipeline) listsFailed(ctx context.Context, mall lowstock.MallID, cause error) error {
	what, wait := p.troubleOf(ctx, mall, cause, lowstock.CatalogueGap)
	if what != byPlatform {
		wait = time.Minute
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	return p.store.DelayLists(ctx, mall, p.now().Add(wait))
}
