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

// errorCode returns the code under which a failed job is counted and logged.
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

// fromPlatform reports whether Cafe24 or the connection to it is the cause. A
// fault of the mall's token counts as that too.
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

// passing reports whether a later reading may succeed when nothing else has
// changed. A maintenance page in HTML may pass too.
func passing(err error) bool {
	var decode *cafe24.DecodeError
	return cafe24.Temporary(err) || errors.As(err, &decode) || errors.Is(err, context.DeadlineExceeded)
}

// refused has the installer judge an error of the mall's API, and counts the
// verdict. The caller tries again soon unless the verdict is final.
func (s *shared) refused(ctx context.Context, mall lowstock.MallID, err error) connect.Verdict {
	verdict := s.installer.Refused(ctx, mall, err)
	if verdict != connect.NoVerdict {
		s.metrics.refusals.WithLabelValues(string(verdict)).Inc()
	}
	return verdict
}

// soon reports whether another try within a minute is useful after an error:
// the error may pass, or it is a refusal without a verdict yet.
func soon(err error) bool {
	var forbidden *cafe24.ForbiddenError
	var auth *cafe24.AuthError
	return passing(err) || errors.As(err, &forbidden) || errors.As(err, &auth)
}

// trouble is the reason why a reading of a mall's orders ended.
type trouble int

const (
	ofOurs     trouble = iota // not the fault of Cafe24: due at once, and the job's retries end it like every other failure
	overtaken                 // another run has taken over, or the mall is uninstalled; nothing was written
	notAllowed                // the mall does not allow the reading
	byPlatform                // Cafe24, or the connection to it
)

// troubleOf returns the reason why a reading of orders ended, and how long to
// wait if Cafe24 is the reason: as long as Cafe24 asks for, otherwise retry if
// the error may pass. An error that concerns the mall's tokens is noted.
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

// elementsFault reports whether the requested element may have caused a failed
// call, and not the mall's connection, its limits, or our own time limit.
func elementsFault(ctx context.Context, err error) bool {
	return ctx.Err() == nil && cafe24.Unanswered(err)
}
