package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
)

// readyTimeout keeps the whole answer within 500 ms even when the database
// hangs.
const readyTimeout = 400 * time.Millisecond

// health answers whoever decides where requests go.
type health struct {
	probe    func(ctx context.Context) error
	probing  atomic.Bool
	draining atomic.Bool
}

func newHealth(cfg Config) *health {
	return &health{probe: func(ctx context.Context) error {
		if err := cfg.Store.Ping(ctx); err != nil {
			return fmt.Errorf("database: %w", err)
		}
		if err := cfg.Store.CheckSchema(ctx); err != nil {
			return fmt.Errorf("schema: %w", err)
		}
		if cfg.KeysUsable == nil {
			return nil
		}
		if err := cfg.KeysUsable(ctx); err != nil {
			return fmt.Errorf("keys: %w", err)
		}
		return nil
	}}
}

var (
	errDraining  = errors.New("web: stopping")
	errProbeHung = errors.New("web: the last probe has not returned")
)

// ready runs the probe beside the request, so that one that does not heed its
// context cannot hold the answer back; while it hangs no second one starts.
func (h *health) ready(ctx context.Context) error {
	if h.draining.Load() {
		return errDraining
	}
	if !h.probing.CompareAndSwap(false, true) {
		return errProbeHung
	}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	done := make(chan error, 1)
	go func() {
		defer cancel()
		defer h.probing.Store(false)
		done <- h.probe(ctx)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Drain makes /readyz say no, so that balancers stop sending requests before
// the listener closes.
func (s *Server) Drain() { s.health.draining.Store(true) }

type healthAnswer struct {
	Status string `json:"status"`
}

func (s *Server) healthz(c echo.Context) error {
	return c.JSON(http.StatusOK, healthAnswer{Status: "ok"})
}

func (s *Server) readyz(c echo.Context) error {
	if err := s.health.ready(c.Request().Context()); err != nil {
		s.log.WarnContext(c.Request().Context(), "not ready", "error", err)
		return c.JSON(http.StatusServiceUnavailable, healthAnswer{Status: "unavailable"})
	}
	return c.JSON(http.StatusOK, healthAnswer{Status: "ready"})
}
