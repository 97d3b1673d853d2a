package pipeline

import (
	"context"
	"errors"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
)

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
