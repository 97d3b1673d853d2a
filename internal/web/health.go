package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
)

// readyTimeout keeps the whole answer within 500 ms, even when the database
// does not respond.
const readyTimeout = 400 * time.Millisecond

// health answers the balancer, which decides where requests go.
type health struct {
	probe    func(ctx context.Context) (details []string, err error)
	draining atomic.Bool

	mu      sync.Mutex
	running *probing // nil when none runs
}

// probing is one run of the probe. Its other fields are set when done is
// closed.
type probing struct {
	done    chan struct{}
	details []string // for the operator, from a process that is ready
	err     error
}

func newHealth(cfg Config) *health {
	return &health{probe: func(ctx context.Context) ([]string, error) {
		if err := usable(ctx, cfg); err != nil || cfg.Details == nil {
			return nil, err
		}
		details, err := cfg.Details(ctx)
		if err != nil { // details that cannot be read do not make the process unready
			cfg.Log.WarnContext(ctx, "details of readiness not read", "error", err)
		}
		return details, nil
	}}
}

// usable returns an error when something is missing that the process cannot
// work without.
func usable(ctx context.Context, cfg Config) error {
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
}

// closeWhileDraining ends each connection with its answer once the process shuts
// down. It does not close idle connections at once, because a balancer may be
// sending a request on one of them.
func (s *Server) closeWhileDraining(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.health.draining.Load() {
			c.Response().Header().Set(echo.HeaderConnection, "close")
		}
		return next(c)
	}
}

var errDraining = errors.New("web: stopping")

// ready runs the probe beside the request, so that a probe that ignores its
// context cannot delay the answer. Requests that arrive meanwhile wait for the
// same probe. Several balancers ask at the same time, and no second probe
// starts while one hangs.
func (h *health) ready(ctx context.Context) (details []string, err error) {
	if h.draining.Load() {
		return nil, errDraining
	}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	p := h.join(ctx)
	select {
	case <-p.done:
		return p.details, p.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// join returns the running probe, or starts one.
func (h *health) join(ctx context.Context) *probing {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.running != nil {
		return h.running
	}
	p := &probing{done: make(chan struct{})}
	h.running = p
	// Other requests wait for the probe too, so it does not end with the
	// request that began it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyTimeout)
	go func() {
		defer cancel()
		p.details, p.err = h.probe(ctx)
		h.mu.Lock()
		h.running = nil
		h.mu.Unlock()
		close(p.done)
	}()
	return p
}

// Drain makes /readyz report that the process is not ready, so that balancers
// stop sending requests before the listener closes. It also ends each
// connection with its next answer.
func (s *Server) Drain() { s.health.draining.Store(true) }

type healthAnswer struct {
	Status  string   `json:"status"`
	Details []string `json:"details,omitempty"` // what the operator must look after
}

func (s *Server) healthz(c echo.Context) error {
	return c.JSON(http.StatusOK, healthAnswer{Status: "healthy"})
}

func (s *Server) readyz(c echo.Context) error {
	details, err := s.health.ready(c.Request().Context())
	if err != nil {
		s.NotReady(c, err)
		return c.JSON(http.StatusServiceUnavailable, healthAnswer{Status: "unavailable"})
	}
	return c.JSON(http.StatusOK, healthAnswer{Status: "ready", Details: details})
}
