package redact

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[redacted]"

// Secret is a value that must not be seen: it prints, logs and marshals as "[redacted]" under every verb. An empty
// Secret prints the same, so that a log does not tell which secrets are set.
//
// Two things a type cannot prevent: fmt asks no methods of a struct's unexported fields, and JSON writes a map's string
// keys as they are. So hide a Secret in an unexported field behind a function, and key no map by one.
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

// MarshalText makes JSON and every other encoder write "[redacted]"; what was encoded is therefore lost.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
