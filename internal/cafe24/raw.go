package cafe24

import (
	"context"
	"io"
	"net/http"
	"net/url"

	"cafe24-inventory-alert/internal/redact"
)

// Question is a GET call whose answer is returned undecoded. Template is Path with its ids replaced: the key of the
// call's limits.
type Question struct {
	Template, Path string
	Query          url.Values
	Version        *string       // replaces the platform's X-Cafe24-Api-Version; "" sends no header
	Token          redact.Secret // replaces the mall's token
}

// RawAnswer is an answer of any status, undecoded. Its body may contain personal data: use it only to look at its
// form.
type RawAnswer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Raw makes one call, within the mall's limits, and returns the answer whatever its status. An error means that there
// was no answer: a *NetworkError, a *RateLimitError, or the error of the token source or the context.
func (c *Client) Raw(ctx context.Context, q Question) (RawAnswer, error) {
	if c.mall == "" {
		return RawAnswer{}, ErrMallID
	}
	token := q.Token
	if token == "" {
		held, err := c.tokens(ctx, "")
		if err != nil {
			return RawAnswer{}, err
		}
		token = held
	}
	r := get(q.Template, q.Path, q.Query)
	if err := c.gate.wait(ctx, r.endpoint, c.urgency); err != nil {
		return RawAnswer{}, err
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	version := c.platform.versions.current()
	if q.Version != nil {
		version = *q.Version
	}
	req, err := c.build(call, r, token, version)
	if err != nil {
		return RawAnswer{}, err
	}
	res, err := c.platform.http.Do(req)
	if err != nil {
		return RawAnswer{}, c.broken(ctx, r, err)
	}
	defer res.Body.Close() //nolint:errcheck // nothing is left to be lost
	c.learn(ctx, r.endpoint, readQuota(res.StatusCode, res.Header, c.platform.now()))
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	if err != nil {
		return RawAnswer{}, c.broken(ctx, r, err)
	}
	return RawAnswer{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}
