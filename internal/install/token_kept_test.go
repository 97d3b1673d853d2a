package install_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
)

// interrupted is a store whose connections the server ends once, between
// Cafe24's answer and the commit, as a restart or a failover does.
type interrupted struct {
	install.MallStore

	between func(ctx context.Context) error
}

func (s interrupted) WithToken(ctx context.Context,
	refresh func(context.Context, connect.Token) (connect.Token, error),
) (connect.Token, error) {
	return s.MallStore.WithToken(ctx, func(ctx context.Context, current connect.Token) (connect.Token, error) {
		fresh, err := refresh(ctx, current)
		return fresh, errors.Join(err, s.between(ctx))
	})
}

// cut ends all other connections to the test's database.
func (b *bench) cut(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, b.database)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	return errors.Join(err, conn.Close(ctx))
}

// Cafe24 has rotated the pair, and the database is unavailable before the new
// pair is stored. The new pair is the only valid one, and it must be kept.
func TestRenewedPairOutlivesTheTransaction(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	old := b.connect(t)
	b.clock.advance(halfLife)
	if err := b.anotherWith(func(m install.MallStore) install.MallStore {
		return interrupted{m, b.cut}
	}).RefreshDue(t.Context(), mall); err != nil {
		t.Errorf("not renewed: %v", err)
	}
	b.wantRenewed(t, old, 1)
	b.clock.advance(halfLife)
	if err := b.RefreshDue(t.Context(), mall); err != nil {
		t.Errorf("not renewed again: %v", err)
	}
	b.wantRenewed(t, old, 2)
}

// While the new pair waits to be stored, another process sends the old pair, is
// refused, and marks the mall for reconnecting. Storing the new pair reverts
// that.
func TestRenewedPairTakesARefusalBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	old := b.connect(t)
	b.clock.advance(halfLife)
	slow := b.anotherWith(func(m install.MallStore) install.MallStore {
		return interrupted{m, func(ctx context.Context) error {
			if err := b.cut(ctx); err != nil {
				return err
			}
			_, err := b.store.Mall(mall).RejectToken(ctx, old.Generation, "connection.invalid_grant", b.clock.Now())
			return err
		}}
	})
	if err := slow.RefreshDue(t.Context(), mall); err != nil {
		t.Errorf("not renewed: %v", err)
	}
	b.wantRenewed(t, old, 1)
}

// A mall that is refused for another reason, or was connected again in the
// meantime, is not changed.
func TestRenewedPairLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	old := b.connect(t)
	newer := b.connect(t)
	kept, err := b.store.Mall(mall).KeepToken(t.Context(), old.Generation, old, "connection.invalid_grant", b.clock.Now())
	if err != nil || kept.Generation != newer.Generation || kept.Access != newer.Access {
		t.Errorf("generation %d, error %v; want what the new consent brought", kept.Generation, err)
	}
	if err := b.store.Mall(mall).MarkReconnect(t.Context(), "connection.app_removed", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.store.Mall(mall).KeepToken(t.Context(), newer.Generation, old, "connection.invalid_grant", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if m := b.state(t); m.State != lowstock.MallReconnect {
		t.Errorf("the mall is %s", m.State)
	}
	if err := b.store.Mall(mall).Uninstall(t.Context(), b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	_, err = b.store.Mall(mall).KeepToken(t.Context(), newer.Generation, old, "connection.invalid_grant", b.clock.Now())
	if lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		t.Errorf("a mall that has left: %v", err)
	}
}

func (b *bench) wantRenewed(t *testing.T, old connect.Token, times int) {
	t.Helper()
	now, stats := b.token(t), b.sim.Stats(string(mall))
	if now.Generation != old.Generation+int64(times) || now.Rejected || stats.Refreshes != times || stats.InvalidGrants != 0 {
		t.Errorf("generation %d after %d, rejected %v, %d renewals, %d invalid grants", now.Generation, old.Generation, now.Rejected, stats.Refreshes, stats.InvalidGrants)
	}
	if m := b.state(t); m.State != lowstock.MallActive || m.ReconnectReason != "" {
		t.Errorf("the mall is %s for %q", m.State, m.ReconnectReason)
	}
	if now.NextRefreshAt.Before(b.clock.Now().Add(time.Minute)) {
		t.Errorf("it is due again at %s", now.NextRefreshAt)
	}
}
