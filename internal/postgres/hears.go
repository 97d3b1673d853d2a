package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// hears is how long a notification may be on its way.
const hears = 2 * time.Second

// Listening is the pool whose connections keep a session, for LISTEN: that of
// [Options.Direct], else the only one.
func (s *Store) Listening() *pgxpool.Pool {
	if s.sessions != nil {
		return s.sessions
	}
	return s.pool
}

// CheckRoute returns [ErrPooler] if an address that has to be PostgreSQL's own
// leads to a pooler in transaction mode: that of [Open], or [Options.Direct]
// where it is set. What is notified at the one must be heard at the other.
func (s *Store) CheckRoute(ctx context.Context) error {
	if err := keepsSession(ctx, s.Listening()); err != nil {
		return known(err)
	}
	if s.sessions == nil {
		return nil
	}
	return s.Hears(ctx)
}

// Hears returns an error if a notification that is sent through the pool is not
// heard by [Store.Listening] within 2 s. Jobs are then found by polling, up to
// half a second later.
func (s *Store) Hears(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.slow*(shortly+hears))
	defer cancel()
	conn, err := s.Listening().Acquire(ctx)
	if err != nil {
		return known(fmt.Errorf("postgres: connect to listen: %w", err))
	}
	defer conn.Release()
	channel := "inventory_alert_probe_" + strings.ToLower(rand.Text())
	if _, err := conn.Exec(ctx, "listen "+channel); err != nil {
		return known(fmt.Errorf("postgres: listen: %w", err))
	}
	defer conn.Exec(context.WithoutCancel(ctx), "unlisten "+channel) //nolint:errcheck // a broken connection hears nothing more
	if _, err := s.pool.Exec(ctx, "select pg_notify($1, '')", channel); err != nil {
		return known(fmt.Errorf("postgres: notify: %w", err))
	}
	waiting, enough := context.WithTimeout(ctx, s.slow*hears)
	defer enough()
	for {
		heard, err := conn.Conn().WaitForNotification(waiting)
		switch {
		case err != nil && waiting.Err() != nil:
			return errors.New("postgres: a notification was not heard: DATABASE_DIRECT_URL is another database, or a pooler stands in between")
		case err != nil:
			return known(fmt.Errorf("postgres: wait for a notification: %w", err))
		case heard.Channel == channel:
			return nil
		}
	}
}
