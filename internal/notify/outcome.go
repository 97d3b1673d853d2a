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

// HandOver is called once in an attempt, before the other side can take the
// message, and notes that from now on it may have. With an error of it nothing
// is given away. Nil notes nothing.
type HandOver func(context.Context) error

// begin calls h; the outcome is that of an attempt that ends with it.
func (h HandOver) begin(ctx context.Context) (outgoing.Outcome, bool) {
	if h == nil {
		return outgoing.Outcome{}, true
	}
	if err := h(ctx); err != nil {
		return retrying("letter.error.interrupted", err), false
	}
	return outgoing.Outcome{}, true
}

// RetryAfter returns how long the other side asked to be left alone; 0 where it
// did not say.
func RetryAfter(o outgoing.Outcome) time.Duration {
	if wait, ok := errors.AsType[*waitError](o.Err); ok {
		return wait.after
	}
	return 0
}

// waitError is a refusal that names a time.
type waitError struct {
	after time.Duration
	text  string
}

func (e *waitError) Error() string { return e.text }

// scrubbed is an error that a log may show: what servers and libraries wrote,
// without addresses, line breaks and novels.
type scrubbed struct {
	text string
	err  error
}

func (e *scrubbed) Error() string { return e.text }

// Unwrap keeps errors.Is and errors.As at work.
func (e *scrubbed) Unwrap() error { return e.err }

var addressLike = regexp.MustCompile(`[^\s<>,;:"'()]+@[^\s<>,;:"'()]+`)

// tokenLike is what opens something, like the links of a letter that a spam
// filter quotes. No server's queue number is as long.
var tokenLike = regexp.MustCompile(`[A-Za-z0-9_-]{60,}`)

// maxErrorText and maxAnswerText are in characters.
const (
	maxErrorText  = 300
	maxAnswerText = 200
)

// theirWords are what the other side said, fit to be stored and shown: one line
// without addresses, links or the secrets given.
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
