package pipeline

import (
	"context"
	"errors"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

// lists reads what rules refer to, and the shop's name, because a webhook says
// that it has changed. The next sweep would have read it too. What the mall does
// not allow to be read is left; what cannot be read now is tried again.
func (c *catalogue) lists(ctx context.Context, work worklist.Due, line *logLine) error {
	now := c.now()
	until := now.Add(longTimeout)
	err := c.store.Mall(work.Mall).ClaimLists(ctx, now, until)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	if err := c.readLists(ctx, work.Mall); err != nil {
		return errors.Join(err, c.listsFailed(ctx, work.Mall, err))
	}
	line.add("read", true)
	return c.store.Mall(work.Mall).FinishLists(ctx, now, until)
}

// readLists reads each of them, whatever becomes of the others.
func (c *catalogue) readLists(ctx context.Context, mall lowstock.MallID) error {
	var failed []error
	for _, read := range []func(context.Context, lowstock.MallID) error{c.readCategories, c.readSuppliers, c.readShop, c.planMembers} {
		err := read(ctx, mall)
		if _, forbidden := errors.AsType[*cafe24.ForbiddenError](err); forbidden { // as in a sweep, that is no verdict
			c.log.InfoContext(ctx, "list not allowed to be read", "mall", mall, "error", err)
			continue
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// listsFailed puts the reading off, as long as Cafe24 asks for at least.
func (c *catalogue) listsFailed(ctx context.Context, mall lowstock.MallID, cause error) error {
	what, wait := c.troubleOf(ctx, mall, cause, inbound.CatalogueGap)
	if what != byPlatform {
		wait = time.Minute
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	return c.store.Mall(mall).DelayLists(ctx, c.now().Add(wait))
}
