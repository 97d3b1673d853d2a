package install

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// clientPause is the wait before a renewal that waits for the app's own
	// credentials is checked again. Not every check makes a call; see client.
	clientPause  = 2 * time.Minute
	clientSpread = time.Minute

	// witnessPause is the wait before the refusal of a renewal is judged again,
	// if there was no verdict yet.
	witnessPause = time.Minute
)

// afterClientRefused does not change the mall's tokens: the app's own
// credentials were refused, which says nothing about the tokens.
func (i *Installer) afterClientRefused(ctx context.Context, mall lowstock.MallID, used int64, cause error) error {
	if !errors.Is(cause, errClientWaits) {
		i.clientRefused(ctx, cause)
	}
	next := i.postponeForClient(ctx, mall, used)
	// The returned error does not wrap the refusal itself, because it has to
	// count as one that passes.
	return fmt.Errorf("%w (%s)", i.later(next), cause.Error())
}

// postponeForClient postpones a renewal while the app's own credentials are
// refused.
func (i *Installer) postponeForClient(ctx context.Context, mall lowstock.MallID, generation int64) (next time.Time) {
	now := i.now()
	next = now.Add(clientPause + rand.N(clientSpread))
	_, _ = i.postponeRefused(ctx, mall, generation, connect.RenewalRefusal{
		Blame: string(cafe24.BlameClient), Client: i.client.fingerprint, At: now, NextAt: next,
	})
	return next
}

// postponeRefused records a refused renewal and when it is due again. It
// returns since when renewals of the pair have been refused.
func (i *Installer) postponeRefused(ctx context.Context, mall lowstock.MallID, used int64, r connect.RenewalRefusal) (since time.Time, err error) {
	since, err = i.store.Mall(mall).PostponeRefused(ctx, used, r)
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		i.log.ErrorContext(ctx, "token not postponed", "mall", mall, "error", err)
	}
	return since, err
}

// afterInvalidGrant judges a refusal of the pair itself. It gives up that pair
// and no other: a pair that a new consent stored in the meantime is used. If
// many malls are refused, or there is no verdict yet, the renewal is postponed.
func (i *Installer) afterInvalidGrant(ctx context.Context, mall lowstock.MallID, spent connect.Token, cause error) (connect.Token, error) {
	blame, now := cafe24.BlameOf(cause), i.now()
	refusal := connect.RenewalRefusal{Blame: string(blame), Client: i.client.fingerprint, At: now, NextAt: now.Add(witnessPause)}
	verdict, err := i.renewalVerdict(ctx, mall, spent, refusal)
	if err != nil {
		return connect.Token{}, tokenError(errors.Join(err, cause))
	}
	i.metrics.count(blame, verdict)
	if verdict == connect.RefusedForGood {
		return i.reject(ctx, mall, spent.Generation, cause)
	}
	i.log.WarnContext(ctx, "token not renewed; the mall does not have to reconnect for it", "mall", mall, "verdict", verdict, "error", cause)
	if verdict == connect.RefusedMany {
		refusal.Many, refusal.NextAt = true, now.Add(backoff(now.Sub(halfLife(spent.IssuedAt, spent.AccessExpiresAt))))
		if _, err := i.postponeRefused(ctx, mall, spent.Generation, refusal); err != nil {
			return connect.Token{}, tokenError(errors.Join(err, cause))
		}
	}
	return spent, fmt.Errorf("%w (%s)", i.later(refusal.NextAt), cause.Error()) // this error passes; the wrapped refusal would not
}

// renewalVerdict returns what the refusal of a pair means. A pair whose own
// expiry has passed is dead, whatever other malls are answered.
func (i *Installer) renewalVerdict(ctx context.Context, mall lowstock.MallID, spent connect.Token, r connect.RenewalRefusal) (connect.Verdict, error) {
	since, err := i.postponeRefused(ctx, mall, spent.Generation, r)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound: // another pair is stored: reject finds it
		return connect.RefusedForGood, nil
	case err != nil:
		return connect.NoVerdict, err
	case !r.At.Before(spent.RefreshExpiresAt):
		return connect.RefusedForGood, nil
	}
	plain := r.Blame == string(cafe24.BlameToken)
	blames := []string{string(cafe24.BlameToken)}
	if !plain {
		blames = append(blames, string(cafe24.BlameGrant))
	}
	renewals, err := i.store.Renewals(ctx, r.Client, blames, since, r.At)
	if err != nil {
		return connect.NoVerdict, err
	}
	return renewals.Judge(plain, i.dead(spent), r.At.Sub(since)), nil
}

// reject gives up the pair of a generation.
func (i *Installer) reject(ctx context.Context, mall lowstock.MallID, used int64, cause error) (connect.Token, error) {
	current, err := i.store.Mall(mall).RejectToken(ctx, used, invalidGrant, i.now())
	switch {
	case err != nil:
		return connect.Token{}, tokenError(errors.Join(err, cause))
	case current.Generation != used:
		return current, nil
	}
	i.log.WarnContext(ctx, "mall has to reconnect", "mall", mall, "reason", invalidGrant, "error", cause)
	return connect.Token{}, fmt.Errorf("%w: %w", ErrReconnect, cause)
}
