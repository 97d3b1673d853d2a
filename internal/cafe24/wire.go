package cafe24

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// The scalars of Cafe24's JSON: the same field is sent as 5, "5", 5.0 or null, depending on endpoint and version.
// Decoding these types never fails; an unreadable value is unknown.

// number is an integer that may be sent as a string.
type number struct {
	value int64
	known bool // it could be read
	sent  bool // it was present, readable or not
}

func (n *number) UnmarshalJSON(raw []byte) error {
	*n = parseNumber(strings.TrimSpace(unquote(raw)))
	n.sent = !isNull(bytes.TrimSpace(raw))
	return nil
}

func parseNumber(text string) number {
	if v, err := strconv.ParseInt(text, 10, 64); err == nil {
		return number{value: v, known: true}
	}
	// "12.00" and 1e3 are whole numbers too; beyond 2^53 a float is not exact.
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return number{}
	}
	return number{value: int64(f), known: true}
}

// text is a string that may be sent as a number.
type text string

func (t *text) UnmarshalJSON(raw []byte) error {
	*t = text(clean(unquote(raw), maxText))
	return nil
}

// flag is "T" or "F", or a boolean.
type flag struct{ value, known bool }

func (f *flag) UnmarshalJSON(raw []byte) error {
	switch strings.ToUpper(strings.TrimSpace(unquote(raw))) {
	case "T", "TRUE", "Y", "1":
		*f = flag{value: true, known: true}
	case "F", "FALSE", "N", "0":
		*f = flag{known: true}
	default:
		*f = flag{}
	}
	return nil
}

// or returns the flag, or fallback if it was not sent.
func (f flag) or(fallback bool) bool {
	if f.known {
		return f.value
	}
	return fallback
}

// many is a list that may be sent as one value or as null.
type many[T any] struct {
	items []T
	sent  bool // present and not null
}

func (m *many[T]) UnmarshalJSON(raw []byte) error {
	raw = bytes.TrimSpace(raw)
	if isNull(raw) {
		return nil
	}
	m.sent = true
	if raw[0] == '[' {
		return json.Unmarshal(raw, &m.items)
	}
	m.items = make([]T, 1)
	return json.Unmarshal(raw, &m.items[0])
}

func isNull(raw []byte) bool { return len(raw) == 0 || string(raw) == "null" }

// unquote returns a JSON scalar's text: the content of a string, any other literal unchanged, "" for null, lists and
// objects.
func unquote(raw []byte) string {
	raw = bytes.TrimSpace(raw)
	if isNull(raw) || raw[0] == '[' || raw[0] == '{' {
		return ""
	}
	if raw[0] != '"' {
		return string(raw)
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

const maxText = 4096

// clean makes an outside text safe to store and print: valid UTF-8, no control characters, at most limit bytes.
func clean(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "")
}
