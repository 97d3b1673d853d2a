package redact

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[redacted]"

// Secret is a value that must not be seen. It is printed, logged and marshalled as "[redacted]" under every verb. An
// empty Secret is printed in the same way, so that a log does not show which secrets are set.
//
// A type cannot prevent two things. fmt calls no methods of a struct's unexported fields, and JSON writes the string
// keys of a map as they are. So keep a Secret in an unexported field behind a function, and do not use one as the key
// of a map.
type Secret string

// Reveal returns the value itself, for the one place that has to send or compare it.
func (s Secret) Reveal() string { return string(s) }

// String returns "[redacted]".
func (s Secret) String() string { return redacted }

// GoString returns "[redacted]", for %#v.
func (s Secret) GoString() string { return redacted }

// Format writes "[redacted]" for every verb, %x and %d included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue makes slog print "[redacted]".
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText makes JSON and every other encoder write "[redacted]". So an encoded Secret cannot be decoded again.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
