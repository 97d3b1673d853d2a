package pipeline

import (
	"context"
	"errors"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
)

const failRetry = 30 * time.Minute // after a failure that may not pass

// errorCode is the code under which a failed job is counted and logged.
func errorCode(err error) lowstock.Code {
	var own *lowstock.Error
	if err == nil || errors.As(err, &own) {
		return lowstock.ErrorCode(err)
	}
	if _, limited := cafe24.RetryAfter(err); limited {
		return lowstock.CodeRateLimited
	}
	if fromPlatform(err) {
		return lowstock.CodeCafe24
	}
	return lowstock.ErrorCode(err)
}

// fromPlatform says whether Cafe24 or the way to it is the cause. Whether the
// mall's token is at fault counts as that too.
func fromPlatform(err error) bool {
	var (
		api     *cafe24.APIError
		limit   *cafe24.RateLimitError
		network *cafe24.NetworkError
		decode  *cafe24.DecodeError
		oauth   *cafe24.OAuthError
	)
	return errors.As(err, &api) || errors.As(err, &limit) || errors.As(err, &network) || errors.As(err, &decode) ||
		errors.As(err, &oauth) || lowstock.ErrorCode(err) == lowstock.CodeTokenExpired
}

// passing says whether reading again later, with nothing else changed, may
// succeed. A page of maintenance HTML passes too.
func passing(err error) bool {
	var decode *cafe24.DecodeError
	return cafe24.Temporary(err) || errors.As(err, &decode) || errors.Is(err, context.DeadlineExceeded)
}

// refused has the installer judge an error of the mall's API, and counts what it
// says. Whoever reads goes on soon unless it is the last word.
func (s *shared) refused(ctx context.Context, mall lowstock.MallID, err error) connect.Verdict {
	verdict := s.installer.Refused(ctx, mall, err)
	if verdict != connect.NoVerdict {
		s.metrics.refusals.WithLabelValues(string(verdict)).Inc()
	}
	return verdict
}

// soon says whether what an error has ended is worth another try within a
// minute: it passes, or is a refusal that is no verdict yet.
func soon(err error) bool {
	var forbidden *cafe24.ForbiddenError
	var auth *cafe24.AuthError
	return passing(err) || errors.As(err, &forbidden) || errors.As(err, &auth)
}

// trouble is what has ended a reading of a mall's orders.
type trouble int

const (
	ofOurs     trouble = iota // no fault of Cafe24: due at once, and the job's retries end it as they end every other's
	overtaken                 // another run has taken over, or the mall has left; nothing was written
	notAllowed                // the mall does not allow it
	byPlatform                // Cafe24, or the way to it
)

// troubleOf says what has ended a reading of orders, and how long to wait after
// one that Cafe24 has: as long as it asks for, else retry where that passes. What
// the mall's tokens have to do with it is noted.
func (s *shared) troubleOf(ctx context.Context, mall lowstock.MallID, cause error, retry time.Duration) (trouble, time.Duration) {
	var forbidden *cafe24.ForbiddenError
	switch {
	case lowstock.ErrorCode(cause) == lowstock.CodeConflict:
		return overtaken, 0
	case errors.As(cause, &forbidden) && forbidden.MissingScope:
		return notAllowed, 0
	case !fromPlatform(cause) && (!errors.Is(cause, context.DeadlineExceeded) || ctx.Err() != nil):
		return ofOurs, 0
	}
	verdict := s.refused(ctx, mall, cause)
	if after, limited := cafe24.RetryAfter(cause); limited {
		return byPlatform, max(after, time.Second)
	}
	if verdict == connect.NoVerdict && !passing(cause) {
		return byPlatform, failRetry
	}
	return byPlatform, retry
}

// elementsFault says whether a failed call may be the fault of what it asked
// for: not of the mall's connection, its limits, or our own time.
func elementsFault(ctx context.Context, err error) bool {
	return ctx.Err() == nil && cafe24.Unanswered(err)
}
