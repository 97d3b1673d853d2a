package pipeline

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	receptionEvery   = 3 // number of self-checks between two requests whether Cafe24 sends webhooks
	receptionTimeout = 10 * time.Second
	receptionScope   = "mall.read_application"
	repairScope      = "mall.write_application"
)

// healthStore stores whether the app can do its work.
type healthStore interface {
	ClaimHealth(ctx context.Context, now, next time.Time) (selfcheck.Plan, error)
	SaveReception(ctx context.Context, on bool, now time.Time) error
	SaveRepair(ctx context.Context, now time.Time) error
	SettleHealth(ctx context.Context, dueAt, now time.Time) (selfcheck.Change, error)
}

// checkup checks whether the app can do its work.
type checkup struct {
	*shared

	store    malls[healthStore]
	interval time.Duration
}

// health checks whether the app can do its work for the mall. It creates
// messages when the app cannot, and when it can again.
func (c *checkup) health(ctx context.Context, work worklist.Due, line *logLine) error {
	now := c.now()
	plan, err := c.store.Mall(work.Mall).ClaimHealth(ctx, now, now.Add(c.interval+rand.N(c.interval/10+1)))
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	if err := c.askReception(ctx, work.Mall, plan, line); err != nil {
		return err
	}
	change, err := c.store.Mall(work.Mall).SettleHealth(ctx, plan.DueAt, c.now())
	if err != nil {
		return err
	}
	for _, h := range change.Opened {
		c.log.WarnContext(ctx, "health", "mall", work.Mall, "kind", h.Kind, "reason", h.Reason)
	}
	line.add("opened", len(change.Opened), "closed", len(change.Closed), "messages", change.Messages)
	if change.Messages > 0 {
		c.poke()
	}
	return nil
}

// askReception asks Cafe24 whether it sends this app's webhooks, if the app has
// the permission and has not asked recently. An answer that is missing changes
// nothing: the next self-check asks again. A mall that refuses the request
// because of a missing permission is still watched. A mall that refuses the app
// itself has to reconnect.
func (c *checkup) askReception(ctx context.Context, mall lowstock.MallID, plan selfcheck.Plan, line *logLine) error {
	if plan.State != lowstock.MallActive || !slices.Contains(plan.Scopes, receptionScope) || c.now().Sub(plan.ReceptionAt) < receptionEvery*c.interval {
		return nil
	}
	short, cancel := context.WithTimeout(ctx, receptionTimeout)
	defer cancel()
	asked := c.now()
	setting, err := c.client(mall).WebhookSetting(short)
	if err != nil {
		line.add("reception", "unknown", "cause", err)
		var forbidden *cafe24.ForbiddenError
		if !errors.As(err, &forbidden) || !forbidden.MissingScope {
			c.refused(ctx, mall, err)
		}
		return nil
	}
	line.add("reception", setting.Receiving)
	if !setting.Receiving && !plan.Repaired && slices.Contains(plan.Scopes, repairScope) && c.repairReception(short, mall, line) {
		return c.store.Mall(mall).SaveRepair(ctx, asked)
	}
	return c.store.Mall(mall).SaveReception(ctx, setting.Receiving, asked)
}

// repairReception turns Cafe24's webhooks on again, once for each consent of
// the merchant. A merchant who turns them off after that has chosen it, and
// only gets a message.
func (c *checkup) repairReception(ctx context.Context, mall lowstock.MallID, line *logLine) bool {
	setting, err := c.client(mall).As(cafe24.Prompt).SetWebhookReception(ctx, true)
	if err != nil {
		line.add("repair_failed", err)
		return false
	}
	line.add("repaired", setting.Receiving)
	return setting.Receiving
}
