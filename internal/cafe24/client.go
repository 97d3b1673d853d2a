package cafe24

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"cafe24-inventory-alert/internal/redact"
)

const (
	maxBody     = 20 << 20
	maxRetries  = 2
	firstDelay  = 250 * time.Millisecond
	adminPrefix = "/api/v2/admin/"

	versionHeader = "X-Cafe24-Api-Version"
)

// TokenSource returns the mall's access token. The client calls it before every API call. stale is empty, or the
// token that Cafe24 has just refused: the source then refreshes, unless it already holds a newer token. If it fails,
// the API call ends, and errors.As finds the source's error in the call's error.
type TokenSource func(ctx context.Context, stale redact.Secret) (redact.Secret, error)

// Client calls the Admin API of one mall. It is cheap and safe for concurrent use. All Clients of a mall that one
// [Platform] made share that mall's limits.
type Client struct {
	platform *Platform
	mall     string
	tokens   TokenSource
	gate     *gate
	urgency  Urgency
	within   time.Duration // of a single try without retries; 0: callTimeout, with retries
}

// Mall returns a client for a mall. With an invalid mall id every call fails with [ErrMallID].
func (p *Platform) Mall(mallID string, tokens TokenSource) *Client {
	if !ValidMallID(mallID) {
		mallID = ""
	}
	return &Client{platform: p, mall: mallID, tokens: tokens, gate: p.limiter.gate(mallID)}
}

// As returns the client for calls of another urgency; the default is [Background].
func (c *Client) As(u Urgency) *Client {
	other := *c
	other.urgency = u
	return &other
}

// Interactive returns the client for a person who is waiting. Its calls may use the part of a bucket that background
// calls leave free, and they continue while the mall's quota runs low.
func (c *Client) Interactive() *Client { return c.As(Interactive) }

// Within returns the client for calls that end after d and are not retried, except after a refused token or a limit.
func (c *Client) Within(d time.Duration) *Client {
	other := *c
	other.within = d
	return &other
}

// request is one call. Endpoint is the method and the path with ids replaced. It is the key of the limits, and errors
// name it.
type request struct {
	method   string
	endpoint string
	path     string
	query    url.Values
	body     any
}

func get(template, path string, query url.Values) request {
	return request{method: http.MethodGet, endpoint: "GET " + template, path: path, query: query}
}

// fetch makes a call and decodes the value under key in the answer.
func fetch[T any](ctx context.Context, c *Client, r request, key string) (T, error) {
	var out, none T
	body, err := c.do(ctx, r)
	if err != nil {
		return none, err
	}
	var envelope map[string]json.RawMessage
	if json.Unmarshal(body, &envelope) != nil {
		return none, &DecodeError{Endpoint: r.endpoint, Reason: "answer is no JSON object"}
	}
	if isNull(envelope[key]) {
		return none, &DecodeError{Endpoint: r.endpoint, Reason: "answer holds no " + key}
	}
	// A partly decoded value is dropped, because half a list would look like a complete one.
	if json.Unmarshal(envelope[key], &out) != nil {
		return none, &DecodeError{Endpoint: r.endpoint, Reason: key + " has another shape"}
	}
	return out, nil
}

// do repeats a call until there is an answer: once more after a refused token, once more after a refused API version,
// and up to maxRetries times after a limit, a 5xx, an answer without meaning or a broken connection. After the last
// three it repeats only calls that change nothing.
func (c *Client) do(ctx context.Context, r request) ([]byte, error) {
	if c.mall == "" {
		return nil, ErrMallID
	}
	token, err := c.tokens(ctx, "")
	if err != nil {
		return nil, err
	}
	refreshed, moved := false, false
	for try := 1; ; {
		if err := c.gate.wait(ctx, r.endpoint, c.urgency); err != nil {
			return nil, err
		}
		version := c.platform.versions.current()
		body, err := c.once(ctx, r, token, version)
		if err == nil {
			return body, nil
		}
		if c.platform.adopted(ctx, err, version) && !moved {
			moved = true
			continue
		}
		if _, refused := errors.AsType[*AuthError](err); refused && !refreshed {
			fresh, tokenErr := c.tokens(ctx, token)
			if tokenErr != nil {
				return nil, tokenErr
			}
			if fresh == token {
				return nil, err
			}
			token, refreshed = fresh, true
			continue
		}
		if try > maxRetries || !c.retryable(r, err) || backoff(ctx, try, err) != nil {
			return nil, err
		}
		try++
	}
}

// retryable reports whether the same call may be made again now. A call that timed out is not repeated: the caller
// has other calls to make.
func (c *Client) retryable(r request, err error) bool {
	if _, limited := errors.AsType[*RateLimitError](err); limited {
		return true // the call was refused, so nothing was changed
	}
	if r.method != http.MethodGet || c.within > 0 {
		return false
	}
	if api, ok := errors.AsType[*APIError](err); ok {
		switch api.Status {
		case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return true
		default:
			return api.Status < 500 && api.passes()
		}
	}
	_, broken := errors.AsType[*NetworkError](err)
	return broken && !errors.Is(err, context.DeadlineExceeded)
}

// backoff waits before the next try. After a 429 the gate waits instead.
func backoff(ctx context.Context, try int, err error) error {
	if _, limited := errors.AsType[*RateLimitError](err); limited {
		return nil
	}
	full := firstDelay << try
	delay := full/2 + rand.N(full/2)
	if deadline, ok := ctx.Deadline(); ok && time.Now().Add(delay).After(deadline) {
		return context.DeadlineExceeded
	}
	return pause(ctx, delay)
}

// once makes a single call within callTimeout, or within the client's own limit.
func (c *Client) once(ctx context.Context, r request, token redact.Secret, version string) ([]byte, error) {
	call, cancel := context.WithTimeout(ctx, cmp.Or(c.within, callTimeout))
	defer cancel()
	req, err := c.build(call, r, token, version)
	if err != nil {
		return nil, err
	}
	start, asked := time.Now(), c.platform.now()
	res, err := c.platform.http.Do(req)
	if err != nil {
		return nil, c.broken(ctx, r, err)
	}
	defer res.Body.Close() //nolint:errcheck // nothing is left to be lost
	q := readQuota(res.StatusCode, res.Header, c.platform.now())
	c.learn(ctx, r.endpoint, q)
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	c.platform.log.DebugContext(ctx, "cafe24 call", "mall", c.mall, "endpoint", r.endpoint, "status", res.StatusCode,
		"duration_ms", time.Since(start).Milliseconds(), "bucket", q.level, "usage", q.usage)
	switch {
	case q.refused:
		c.platform.log.WarnContext(ctx, "cafe24 rate limited", "mall", c.mall, "endpoint", r.endpoint, "stop_ms", q.stop.Milliseconds())
		return nil, &RateLimitError{Endpoint: r.endpoint, RetryAfter: q.stop}
	case err != nil:
		return nil, c.broken(ctx, r, err)
	case len(body) > maxBody:
		return nil, &DecodeError{Endpoint: r.endpoint, Reason: "answer is too large"}
	}
	err = dated(readError(r.endpoint, res, body), asked)
	if stop, limited := RetryAfter(err); limited { // a 429 in the body of a 200
		c.learn(ctx, r.endpoint, quota{refused: true, stop: stop})
	}
	return body, err
}

// dated stores in a refusal when its call began.
func dated(err error, asked time.Time) error {
	if forbidden, ok := errors.AsType[*ForbiddenError](err); ok {
		forbidden.CalledAt = asked
	}
	if auth, ok := errors.AsType[*AuthError](err); ok {
		auth.CalledAt = asked
	}
	return err
}

// learn stores what an answer says about the limits, in this process and in the memory that other processes share.
func (c *Client) learn(ctx context.Context, endpoint string, q quota) {
	c.gate.learn(time.Now(), endpoint, q)
	if err := c.gate.stopOthers(ctx, q); err != nil {
		c.platform.log.WarnContext(ctx, "other processes not stopped", "mall", c.mall, "endpoint", endpoint, "error", err)
	}
}

func (c *Client) build(ctx context.Context, r request, token redact.Secret, version string) (*http.Request, error) {
	base, err := c.platform.baseURL(c.mall)
	if err != nil {
		return nil, err
	}
	address := base + adminPrefix + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	var body io.Reader
	if r.body != nil {
		raw, err := json.Marshal(r.body)
		if err != nil {
			return nil, &DecodeError{Endpoint: r.endpoint, Reason: "request cannot be encoded"}
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, body)
	if err != nil {
		return nil, &NetworkError{Endpoint: r.endpoint, Err: errors.New("address")}
	}
	req.Header.Set("Authorization", "Bearer "+token.Reveal())
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if version != "" {
		req.Header.Set(versionHeader, version)
	}
	return req, nil
}

// broken distinguishes a cancellation by the caller from a call that failed.
func (c *Client) broken(ctx context.Context, r request, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return &NetworkError{Endpoint: r.endpoint, Err: innermost(err)}
}
