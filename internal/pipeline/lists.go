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
// that it has changed. The next sweep would have read it too. Lists that the
// mall does not allow to read are skipped. Lists that cannot be read now are
// tried again.
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

// readLists reads each list, even if another one fails.
func (c *catalogue) readLists(ctx context.Context, mall lowstock.MallID) error {
	var failed []error
	for _, read := range []func(context.Context, lowstock.MallID) error{c.readCategories, c.readSuppliers, c.readShop, c.readCurrency, c.planMembers} {
		err := read(ctx, mall)
		if _, forbidden := errors.AsType[*cafe24.ForbiddenError](err); forbidden { // as in a sweep, this is no verdict on the connection
			c.log.InfoContext(ctx, "list not allowed to be read", "mall", mall, "error", err)
			continue
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// listsFailed delays the reading, at least for as long as Cafe24 asks for.
func (c *catalogue) listsFailed(ctx context.Context, mall lowstock.MallID, cause error) error {
	what, wait := c.troubleOf(ctx, mall, cause, inbound.CatalogueGap)
	if what != byPlatform {
		wait = time.Minute
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	return c.store.Mall(mall).DelayLists(ctx, c.now().Add(wait))
}
