package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/redact"
)

// probeInterval is the time between two checks that notifications are heard.
const probeInterval = time.Minute

// routed names the variable to set where err is [postgres.ErrPooler]. With
// directURL the program knows of a pooler.
func routed(directURL redact.Secret, err error) error {
	switch {
	case !errors.Is(err, postgres.ErrPooler):
		return err
	case directURL == "":
		return fmt.Errorf("DATABASE_URL leads to a connection pooler: set DATABASE_DIRECT_URL to PostgreSQL's own address beside it (docs/operations.md, Behind a pooler): %w", err)
	default:
		return fmt.Errorf("DATABASE_DIRECT_URL has to be PostgreSQL's own address (docs/operations.md, Behind a pooler): %w", err)
	}
}

// hearing is whether this process hears what others notify it of. Where it does
// not, nothing fails: jobs are found by polling, and each step begins later.
type hearing struct{ deafSince atomic.Pointer[time.Time] }

func (h *hearing) register(r prometheus.Registerer) error {
	return r.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: "inventory_alert", Name: "notifications_unheard",
		Help: "1 while a notification that is sent through DATABASE_URL is not heard by the listener, so that jobs are found by polling.",
	}, func() float64 {
		if h.deafSince.Load() != nil {
			return 1
		}
		return 0
	}))
}

// sentences are those of /readyz.
func (h *hearing) sentences() []string {
	since := h.deafSince.Load()
	if since == nil {
		return nil
	}
	return []string{"notifications of the database are not heard since " + since.UTC().Format(time.RFC3339) + ", so each job begins up to half a second later (docs/operations.md, Behind a pooler)"}
}

// note keeps the result of a check. A database that does not answer says
// nothing about it.
func (h *hearing) note(ctx context.Context, err error, now time.Time, log *slog.Logger) {
	switch was := h.deafSince.Load(); {
	case lowstock.ErrorCode(err) == lowstock.CodeUnavailable || ctx.Err() != nil:
	case err == nil && was != nil:
		h.deafSince.Store(nil)
		log.InfoContext(ctx, "notifications of the database are heard again")
	case err != nil && was == nil:
		h.deafSince.Store(&now)
		log.WarnContext(ctx, "notifications of the database are not heard", "error", err)
	}
}

// watchHearing checks at once and each probeInterval until the returned
// function is called, which waits for its end.
func (a *app) watchHearing(ctx context.Context, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(probeInterval)
		defer ticker.Stop()
		for {
			a.hearing.note(ctx, a.store.Hears(ctx), time.Now(), log)
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}
