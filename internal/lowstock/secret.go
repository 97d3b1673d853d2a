package lowstock

import (
	"fmt"
	"log/slog"
)

const redacted = "[redacted]"

// Secret is a string that prints itself as [redacted] in every format, log and
// JSON. Reveal gives the value to the one call that needs it.
type Secret string

// Reveal returns the value.
func (s Secret) Reveal() string { return string(s) }

// String implements [fmt.Stringer].
func (s Secret) String() string { return redacted }

// GoString implements [fmt.GoStringer].
func (s Secret) GoString() string { return redacted }

// Format implements [fmt.Formatter]: no verb shows the value.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue implements [slog.LogValuer].
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON implements json.Marshaler.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalText implements encoding.TextMarshaler, for encoders that ask for it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
