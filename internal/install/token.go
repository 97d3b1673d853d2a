package install

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/redact"
)

// refreshTimeout limits a renewal: the wait for the row lock, the call and the
// commit.
const refreshTimeout = 25 * time.Second

// ErrReconnect means that the mall has to consent again before the app can read
// it.
var ErrReconnect = lowstock.Fail(lowstock.CodeTokenExpired, "error.reconnect", nil)

// Source returns the mall's tokens for a client. It returns the stored token
// and renews it first if half of its lifetime is over or Cafe24 has refused it.
// While a renewal fails for a passing reason, the old token is used until it
// expires.
func (i *Installer) Source(mall lowstock.MallID) cafe24.TokenSource {
	return func(ctx context.Context, stale redact.Secret) (redact.Secret, error) {
		token, err := i.store.Mall(mall).Token(ctx)
		if err != nil {
			return "", tokenError(err)
		}
		refused := stale != "" && stale.Reveal() == token.Access.Reveal()
		wanted, err := i.wantsRenewal(ctx, mall, token, refused)
		if err != nil {
			return "", err
		}
		if !wanted {
			return i.usable(token, refused)
		}
		if until := i.client.waits(i.now()); !until.IsZero() {
			if refused || i.dead(token) {
				return "", i.later(until)
			}
			return token.Access, nil
		}
		fresh, err := i.renew(ctx, mall, token.Generation)
		if err == nil {
			return fresh.Access, nil
		}
		if refused || errors.Is(err, ErrReconnect) || i.dead(token) {
			return "", err
		}
		return token.Access, nil
	}
}

// RefreshDue renews the mall's pair if it is due. It returns no error for a
// mall that is not connected or no longer due.
func (i *Installer) RefreshDue(ctx context.Context, mall lowstock.MallID) error {
	token, err := i.store.Mall(mall).Token(ctx)
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read token: %w", err)
	}
	if token.Rejected || i.now().Before(token.NextRefreshAt) {
		return nil
	}
	if !i.client.waits(i.now()).IsZero() {
		i.postponeForClient(ctx, mall, token.Generation)
		return nil
	}
	_, err = i.renew(ctx, mall, token.Generation)
	return err
}

// wantsRenewal reports whether the pair is renewed before it is used. A refused
// pair is renewed even if it is young, as often as its budget permits. The pair
// of a consent is renewed without a pause.
func (i *Installer) wantsRenewal(ctx context.Context, id lowstock.MallID, token connect.Token, refused bool) (bool, error) {
	now := i.now()
	if token.Rejected {
		return false, nil
	}
	due := !now.Before(token.NextRefreshAt) || i.waitedForAnother(token)
	if due || !refused || i.dead(token) {
		return due, nil
	}
	if token.BudgetSpent(now) {
		return false, nil
	}
	if token.RenewAfterRefusal(now) {
		return true, nil
	}
	mall, err := i.store.Mall(id).Info(ctx)
	if err != nil {
		return false, fmt.Errorf("read mall: %w", err)
	}
	return token.IssuedAt.Equal(mall.ConnectedAt), nil // issued by the consent, not by a renewal
}

// waitedForAnother reports whether the renewal was postponed because Cafe24
// refused a client secret other than this process's, for example one from
// before a restart with the right secret.
func (i *Installer) waitedForAnother(token connect.Token) bool {
	return token.RefusedClient != "" && token.RefusedClient != i.client.fingerprint
}

func (i *Installer) dead(token connect.Token) bool { return !i.now().Before(token.AccessExpiresAt) }

// usable returns the token. It returns an error if the token has expired and
// its renewal was postponed or is useless.
func (i *Installer) usable(token connect.Token, refused bool) (redact.Secret, error) {
	switch {
	case token.Rejected && (refused || i.dead(token)):
		return "", ErrReconnect
	case i.dead(token):
		return "", i.later(token.NextRefreshAt)
	}
	return token.Access, nil
}

// later returns the passing error of a mall whose token is renewed at the given
// time.
func (i *Installer) later(at time.Time) error {
	return &cafe24.RateLimitError{Endpoint: "POST oauth/token", RetryAfter: max(at.Sub(i.now()), time.Second)}
}

// renew replaces the pair of the given generation. It does so once, however
// many callers ask here or in other processes. The renewal continues if the
// first caller's context ends.
func (i *Installer) renew(ctx context.Context, mall lowstock.MallID, used int64) (connect.Token, error) {
	key := string(mall) + "/" + strconv.FormatInt(used, 10)
	flight := i.flights.DoChan(key, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshTimeout)
		defer cancel()
		return i.renewLocked(ctx, mall, used)
	})
	select {
	case landed := <-flight:
		token, _ := landed.Val.(connect.Token)
		return token, landed.Err
	case <-ctx.Done():
		return connect.Token{}, ctx.Err()
	}
}

func (i *Installer) renewLocked(ctx context.Context, mall lowstock.MallID, used int64) (connect.Token, error) {
	var spent, renewed connect.Token // the pair that was sent to Cafe24, and the pair that Cafe24 answered
	var began time.Time
	token, err := i.store.Mall(mall).WithToken(ctx, func(ctx context.Context, current connect.Token) (connect.Token, error) {
		if current.Generation != used {
			return current, nil // another process was faster
		}
		if current.Rejected {
			return current, ErrReconnect // the mall already has to reconnect
		}
		spent = current
		if began = i.now(); !i.client.take(began) {
			return current, errClientWaits
		}
		fresh, err := i.platform.Refresh(ctx, string(mall), current.Refresh)
		if err != nil {
			return current, err
		}
		renewed = i.pair(fresh)
		return renewed, nil
	})
	if err != nil && renewed.Access != "" {
		token, err = i.keep(ctx, mall, used, renewed, err)
	}
	if renewed.Access != "" {
		i.clientAccepted(ctx, began)
	}
	switch {
	case err == nil:
		if spent.Access != "" {
			i.log.InfoContext(ctx, "token renewed", "mall", mall, "generation", token.Generation, "expires_at", token.AccessExpiresAt)
		}
		return token, nil
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return token, tokenError(err)
	case errors.Is(err, errClientWaits) || cafe24.BlameOf(err) == cafe24.BlameClient:
		return token, i.afterClientRefused(ctx, mall, used, err)
	case cafe24.InvalidGrant(err):
		return i.afterInvalidGrant(ctx, mall, spent, err)
	default:
		i.postpone(ctx, mall, spent, err)
		return token, err
	}
}

// postpone makes no call to the token endpoint for a while after a failure.
func (i *Installer) postpone(ctx context.Context, mall lowstock.MallID, token connect.Token, cause error) {
	if token.Access == "" {
		return // the failure came before any call
	}
	now := i.now()
	next := now.Add(backoff(now.Sub(halfLife(token.IssuedAt, token.AccessExpiresAt))))
	i.log.WarnContext(ctx, "token not renewed", "mall", mall, "next_at", next, "error", cause)
	if err := i.store.Mall(mall).PostponeToken(ctx, token.Generation, now, next); err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		i.log.ErrorContext(ctx, "renewal of a token not postponed", "mall", mall, "error", err)
	}
}

// backoff is the wait after a failed renewal: 1, 2, 5, then every 10 minutes.
// It is computed from how long the renewal is overdue, so that no state has to
// be kept.
func backoff(overdue time.Duration) time.Duration {
	switch {
	case overdue < time.Minute:
		return time.Minute
	case overdue < 3*time.Minute:
		return 2 * time.Minute
	case overdue < 8*time.Minute:
		return 5 * time.Minute
	default:
		return 10 * time.Minute
	}
}

// pair converts an answer that was received now to the stored form.
func (i *Installer) pair(token cafe24.Token) connect.Token {
	now := i.now()
	return connect.Token{
		Client: i.client.fingerprint,
		Access: token.Access, Refresh: token.Refresh, Scopes: token.Scopes,
		IssuedAt: now, AccessExpiresAt: token.AccessExpiresAt, RefreshExpiresAt: token.RefreshExpiresAt,
		NextRefreshAt: halfLife(now, token.AccessExpiresAt),
	}
}

func halfLife(from, until time.Time) time.Time { return from.Add(until.Sub(from) / 2) }

func tokenError(err error) error {
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return fmt.Errorf("%w: %w", ErrReconnect, err)
	}
	return err
}
