package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// maxAnswer is how many bytes of an answer are read: enough to reuse the
// connection, and not enough to exhaust the memory.
const maxAnswer = 4 << 10

// maxRetryAfter is the longest wait that the other side may ask for.
const maxRetryAfter = time.Hour

// newClient makes an HTTP client that follows no redirect and uses no proxy. Both
// would bypass the check of the address.
func newClient(cfg Config, dialer *net.Dialer) *http.Client {
	transport := cfg.Transport.Clone()
	transport.Proxy, transport.DialTLSContext = nil, nil
	transport.DialContext = dialer.DialContext
	transport.ResponseHeaderTimeout = postTimeout
	transport.MaxResponseHeaderBytes = 16 << 10
	return &http.Client{
		Transport: transport,
		Timeout:   postTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
}

// answer is the answer to a post. Handed over means that the whole request was
// written, so the other side may have acted on it.
type answer struct {
	status     int
	retryAfter time.Duration
	handedOver bool
}

// post sends payload, which is JSON. Its error never contains the address, which
// is a secret.
func post(ctx context.Context, client *http.Client, now func() time.Time, address string, payload []byte, header http.Header) (answer, error) {
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(info httptrace.WroteRequestInfo) { wrote.Store(info.Err == nil) },
	})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(payload))
	if err != nil {
		return answer{}, errors.New("the address cannot be used")
	}
	req.GetBody = nil // prevents a silent retry on a stale connection
	req.Header = header.Clone()
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "inventory-alert")
	resp, err := client.Do(req)
	if err != nil {
		return answer{handedOver: wrote.Load()}, nameless(err)
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxAnswer))
	return answer{
		status: resp.StatusCode, handedOver: true,
		retryAfter: retryAfter(resp.Header.Get("Retry-After"), now()),
	}, nil
}

// encode writes JSON without turning < into \u003c: Slack needs its own escapes.
func encode(body any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return b.Bytes(), nil
}

// nameless removes the address from a client's error.
func nameless(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	return scrub(err)
}

// retryAfter reads a number of seconds or a date.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.Atoi(value); err == nil {
		return min(max(time.Duration(seconds), 0), maxRetryAfter/time.Second) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), maxRetryAfter)
	}
	return 0
}

// reply is the part of the answer that an outcome stores: only the status,
// because a body may contain anything; "" if there was no answer.
func (a answer) reply() string {
	if a.status == 0 {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("HTTP %d %s", a.status, http.StatusText(a.status)))
}

// refused is the error of an answer that is not a success.
func refused(a answer) error {
	return &waitError{after: a.retryAfter, text: fmt.Sprintf("answered %d", a.status)}
}
