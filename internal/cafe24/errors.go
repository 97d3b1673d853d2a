package cafe24

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Errors of launches, webhooks and addresses. They are wrapped with what was wrong, never with what was sent.
var (
	ErrLaunchMalformed = errors.New("cafe24: launch is malformed")
	ErrLaunchSignature = errors.New("cafe24: launch signature does not match")
	ErrLaunchStale     = errors.New("cafe24: launch is too old or from the future")
	ErrAPIKey          = errors.New("cafe24: webhook key is missing or wrong")
	ErrSignature       = errors.New("cafe24: webhook signature is missing or wrong")
	ErrEvent           = errors.New("cafe24: webhook body is not an event")
	ErrMallID          = errors.New("cafe24: not a mall id")
)

// APIError is an answer of the Admin API that is an error and fits no narrower type.
type APIError struct {
	Endpoint   string // method and path with ids replaced
	Status     int    // HTTP status, or the code in the body when the status was 200
	Code       string // the envelope's code or OAuth-style error word; may be empty
	Message    string // the envelope's message, shortened; never the body
	TraceID    string // what Cafe24's support asks for; may be empty
	Documented bool   // in the API's own envelope; otherwise a firewall, a proxy or a front end that is down may have answered
}

func (e *APIError) Error() string {
	return fmt.Sprintf("cafe24: %s: status %d: %s", e.Endpoint, e.Status, e.Message)
}

// passes says whether the answer means nothing for the next one: a server in trouble, what the API did not speak itself,
// and what no list is ever answered with by who means it, such as a redirect or a conflict.
func (e *APIError) passes() bool {
	if e.Status >= 500 || !e.Documented {
		return true
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusNotAcceptable, http.StatusGone, http.StatusLengthRequired, http.StatusRequestEntityTooLarge,
		http.StatusRequestURITooLong, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		return false
	default:
		return true
	}
}

// AuthError is a 401 of the API that a fresh token did not cure, or for which there was no fresh one yet. Once is
// nothing; if it stays, the installation has to be connected again.
type AuthError struct {
	APIError

	CalledAt time.Time // when the call began
}

// Unwrap makes errors.As find the *APIError too.
func (e *AuthError) Unwrap() error { return &e.APIError }

// ForbiddenError is a 403 of the API: a scope is missing, or the app is no longer installed in the mall. Refreshing does
// not help. Once is nothing: the platform has been seen to refuse for a moment.
type ForbiddenError struct {
	APIError

	MissingScope bool      // the answer named insufficient_scope; otherwise the app may be gone
	CalledAt     time.Time // when the call began: what has changed since, the refusal does not speak of
}

// Unwrap makes errors.As find the *APIError too.
func (e *ForbiddenError) Unwrap() error { return &e.APIError }

// RateLimitError says that a call was refused by Cafe24, or was not made because its turn would come after the
// context's deadline or after a stop too long to sit out.
type RateLimitError struct {
	Endpoint   string
	RetryAfter time.Duration // from now; at least a millisecond
}

func (e *RateLimitError) Error() string {
	return fmt.Sprintf("cafe24: %s: rate limited, retry after %s", e.Endpoint, e.RetryAfter.Round(time.Millisecond))
}

// NetworkError is a call without a usable answer: no connection, a cut, a timeout.
type NetworkError struct {
	Endpoint string
	Err      error
}

func (e *NetworkError) Error() string { return fmt.Sprintf("cafe24: %s: %v", e.Endpoint, e.Err) }

func (e *NetworkError) Unwrap() error { return e.Err }

// DecodeError is an answer that said success and was not what the contract promises: HTML, half a JSON, no list.
type DecodeError struct {
	Endpoint string
	Reason   string
}

func (e *DecodeError) Error() string { return fmt.Sprintf("cafe24: %s: %s", e.Endpoint, e.Reason) }

// OAuthError is a refusal by the token endpoint; [BlameOf] says whom it speaks of.
type OAuthError struct {
	Code        string // "invalid_grant", "invalid_client", …; empty when the answer was no OAuth error
	Description string // shortened; may be empty
	Status      int
}

func (e *OAuthError) Error() string {
	return fmt.Sprintf("cafe24: token endpoint: %q (status %d): %s", e.Code, e.Status, e.Description)
}

// Temporary reports whether the token endpoint may answer differently if nothing but time passes.
func (e *OAuthError) Temporary() bool {
	switch e.Code {
	case "":
		return e.Status >= 500 || e.Status == 429 || e.Status == 408
	case "temporarily_unavailable", "server_error":
		return true
	default:
		return false
	}
}

// Temporary reports whether trying again later, with nothing else changed, may succeed: limits, 5xx, the network, a
// deadline that ended the call, an answer without meaning.
func Temporary(err error) bool {
	if oe, ok := errors.AsType[*OAuthError](err); ok {
		return oe.Temporary()
	}
	if ae, ok := errors.AsType[*APIError](err); ok {
		return ae.passes()
	}
	if _, ok := errors.AsType[*RateLimitError](err); ok {
		return true
	}
	_, ok := errors.AsType[*NetworkError](err)
	return ok || errors.Is(err, context.DeadlineExceeded)
}

// Unanswered reports whether err is of a call that was made and brought nothing usable, for no reason of the mall's
// authorization or its limits: what it asked for may be at fault.
func Unanswered(err error) bool {
	if _, ok := errors.AsType[*AuthError](err); ok {
		return false
	}
	if _, ok := errors.AsType[*ForbiddenError](err); ok {
		return false
	}
	if _, ok := errors.AsType[*APIError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*DecodeError](err); ok {
		return true
	}
	_, ok := errors.AsType[*NetworkError](err)
	return ok
}

// RetryAfter returns how long to leave the mall alone, when err is a *RateLimitError.
func RetryAfter(err error) (time.Duration, bool) {
	if re, ok := errors.AsType[*RateLimitError](err); ok {
		return re.RetryAfter, true
	}
	return 0, false
}
