package cafe24

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// The errors of launches, webhooks and addresses. They are wrapped with the kind of fault, never with the value that
// was sent.
var (
	ErrLaunchMalformed = errors.New("cafe24: launch is malformed")
	ErrLaunchTwice     = fmt.Errorf("%w: duplicate parameter", ErrLaunchMalformed)
	ErrLaunchSignature = errors.New("cafe24: launch signature does not match")
	ErrLaunchStale     = errors.New("cafe24: launch is too old or from the future")
	ErrAPIKey          = errors.New("cafe24: webhook key is missing or wrong")
	ErrSignature       = errors.New("cafe24: webhook signature is missing or wrong")
	ErrEvent           = errors.New("cafe24: webhook body is not an event")
	ErrMallID          = errors.New("cafe24: not a mall id")
)

// APIError is an error answer of the Admin API that fits no narrower type.
type APIError struct {
	Endpoint   string // method and path with ids replaced
	Status     int    // HTTP status, or the code in the body when the status was 200
	Code       string // the envelope's code or OAuth-style error word; may be empty
	Message    string // the envelope's message, shortened; never the body
	TraceID    string // the id that Cafe24's support asks for; may be empty
	Documented bool   // in the API's own envelope; otherwise the answer may come from a firewall, a proxy or a broken front end
}

func (e *APIError) Error() string {
	return fmt.Sprintf("cafe24: %s: status %d: %s", e.Endpoint, e.Status, e.Message)
}

// passes reports whether the answer says nothing about the next call. That is true of a server error, of an answer
// that does not come from the API itself, and of a status that the API never uses for a list, such as a redirect or a
// conflict.
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

// AuthError is a 401 of the API that a new token did not cure, or for which there was no new token yet. A single one
// means nothing; if it persists, the installation must be connected again.
type AuthError struct {
	APIError

	CalledAt time.Time // when the call began
}

// Unwrap makes errors.As find the *APIError too.
func (e *AuthError) Unwrap() error { return &e.APIError }

// ForbiddenError is a 403 of the API: a scope is missing, or the app is no longer installed in the mall. A token
// refresh does not help. A single one means nothing: the platform has been seen to refuse for a moment.
type ForbiddenError struct {
	APIError

	MissingScope bool      // the answer named insufficient_scope; otherwise the app may be gone
	CalledAt     time.Time // when the call began: the refusal says nothing about later changes
}

// Unwrap makes errors.As find the *APIError too.
func (e *ForbiddenError) Unwrap() error { return &e.APIError }

// RateLimitError means that Cafe24 refused a call, or that the call was not made: its turn would come after the
// context's deadline, or after a stop that is too long to wait for.
type RateLimitError struct {
	Endpoint   string
	RetryAfter time.Duration // from now; at least a millisecond
}

func (e *RateLimitError) Error() string {
	return fmt.Sprintf("cafe24: %s: rate limited, retry after %s", e.Endpoint, e.RetryAfter.Round(time.Millisecond))
}

// NetworkError is a call without a usable answer: no connection, a broken connection, a timeout.
type NetworkError struct {
	Endpoint string
	Err      error
}

func (e *NetworkError) Error() string { return fmt.Sprintf("cafe24: %s: %v", e.Endpoint, e.Err) }

func (e *NetworkError) Unwrap() error { return e.Err }

// DecodeError is an answer with a success status that does not have the documented form: HTML, incomplete JSON, no
// list.
type DecodeError struct {
	Endpoint string
	Reason   string
}

func (e *DecodeError) Error() string { return fmt.Sprintf("cafe24: %s: %s", e.Endpoint, e.Reason) }

// OAuthError is a refusal by the token endpoint; [BlameOf] returns its cause.
type OAuthError struct {
	Code        string // "invalid_grant", "invalid_client", …; empty if the answer was no OAuth error
	Description string // shortened; may be empty
	Status      int
}

func (e *OAuthError) Error() string {
	return fmt.Sprintf("cafe24: token endpoint: %q (status %d): %s", e.Code, e.Status, e.Description)
}

// Temporary reports whether the token endpoint may answer differently later, with nothing else changed.
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

// Temporary reports whether the call may succeed later, with nothing else changed: limits, 5xx, the network, a
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

// Unanswered reports whether err belongs to a call that was made and had no usable answer, while neither the mall's
// authorization nor its limits were the reason. The cause may be the requested resource.
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

// RetryAfter returns how long to make no call to the mall, if err is a *RateLimitError.
func RetryAfter(err error) (time.Duration, bool) {
	if re, ok := errors.AsType[*RateLimitError](err); ok {
		return re.RetryAfter, true
	}
	return 0, false
}
