package notify

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/redact"
)

func sent(answer string) outgoing.Outcome {
	return outgoing.Outcome{State: lowstock.DeliverySent, Answer: answer}
}

func retrying(key string, err error) outgoing.Outcome {
	return outgoing.Outcome{State: lowstock.DeliveryRetrying, Error: key, Err: err}
}

func failed(key string, err error) outgoing.Outcome {
	return outgoing.Outcome{State: lowstock.DeliveryFailed, Error: key, Err: err}
}

func unknown(err error) outgoing.Outcome {
	return outgoing.Outcome{State: lowstock.DeliveryUnknown, Error: "letter.error.unknown", Err: err}
}

// HandOver is called once in an attempt, before the other side can accept the
// message. It records that from now on the message may have been accepted. If it
// fails, nothing is sent. Nil records nothing.
type HandOver func(context.Context) error

// begin calls h. If h fails, the attempt ends with the returned outcome.
func (h HandOver) begin(ctx context.Context) (outgoing.Outcome, bool) {
	if h == nil {
		return outgoing.Outcome{}, true
	}
	if err := h(ctx); err != nil {
		return retrying("letter.error.interrupted", err), false
	}
	return outgoing.Outcome{}, true
}

// RetryAfter returns how long the other side asked the app to wait; 0 if it named
// no time.
func RetryAfter(o outgoing.Outcome) time.Duration {
	if wait, ok := errors.AsType[*waitError](o.Err); ok {
		return wait.after
	}
	return 0
}

// waitError is a refusal with a time to wait.
type waitError struct {
	after time.Duration
	text  string
}

func (e *waitError) Error() string { return e.text }

// scrubbed is an error that may be logged: the text of servers and libraries,
// without addresses and line breaks, and shortened.
type scrubbed struct {
	text string
	err  error
}

func (e *scrubbed) Error() string { return e.text }

// Unwrap makes errors.Is and errors.As work.
func (e *scrubbed) Unwrap() error { return e.err }

var addressLike = regexp.MustCompile(`[^\s<>,;:"'()]+@[^\s<>,;:"'()]+`)

// tokenLike matches a token, such as one in a link of a mail that a spam filter
// quotes. No server's queue number is as long.
var tokenLike = regexp.MustCompile(`[A-Za-z0-9_-]{60,}`)

// maxErrorText and maxAnswerText are in characters.
const (
	maxErrorText  = 300
	maxAnswerText = 200
)

// theirWords is the text of the other side, fit to be stored and shown: one line
// without addresses, links or the given secrets.
func theirWords(reply string, secrets ...redact.Secret) string {
	reply = strings.ToValidUTF8(reply, "?")
	for _, secret := range secrets {
		if secret != "" {
			reply = strings.ReplaceAll(reply, secret.Reveal(), "[…]")
		}
	}
	reply = addressLike.ReplaceAllString(tokenLike.ReplaceAllString(reply, "[…]"), "[address]")
	return cut(clean(reply), maxAnswerText)
}

func scrub(err error) error {
	if err == nil {
		return nil
	}
	text := addressLike.ReplaceAllString(strings.ToValidUTF8(err.Error(), "?"), "[address]")
	return &scrubbed{text: cut(clean(text), maxErrorText), err: err}
}
