package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"strconv"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
)

// input reads a JSON object field by field. A field of the wrong type is noted under its name, so
// that the answer names all wrong fields together. Unknown fields are ignored.
type input struct {
	raw    map[string]json.RawMessage
	fields map[string]string // field → key of the catalogue
}

// readInput refuses a body that says it is something else than JSON, as a form of a page does. A
// client that says nothing means JSON.
func readInput(c echo.Context) (*input, error) {
	if kind := c.Request().Header.Get(echo.HeaderContentType); kind != "" {
		if media, _, err := mime.ParseMediaType(kind); err != nil || media != echo.MIMEApplicationJSON {
			return nil, &lowstock.Error{Code: lowstock.CodeInvalid, Key: "error.json_type", Err: err}
		}
	}
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return nil, err
	}
	in := &input{fields: map[string]string{}}
	err = json.Unmarshal(body, &in.raw)
	if err != nil || in.raw == nil || !utf8.Valid(body) || namedTwice(json.NewDecoder(bytes.NewReader(body))) {
		return nil, &lowstock.Error{Code: lowstock.CodeInvalid, Key: "error.json", Err: err}
	}
	return in, nil
}

// namedTwice says whether the next value contains an object with the same name twice. Parsers
// disagree about which of the two counts. The value must be well formed.
func namedTwice(in *json.Decoder) bool {
	t, _ := in.Token() // never fails, because the value is well formed
	opening, nested := t.(json.Delim)
	if !nested {
		return false
	}
	names, twice := map[string]bool{}, false
	for in.More() {
		if opening == '{' {
			name, _ := in.Token()
			key, _ := name.(string)
			twice, names[key] = twice || names[key], true
		}
		twice = namedTwice(in) || twice
	}
	_, _ = in.Token() // the closing delimiter
	return twice
}

// given says whether the field is present, also if it is null.
func (in *input) given(name string) bool {
	_, ok := in.raw[name]
	return ok
}

// value decodes a field that is present and not null.
func (in *input) value(name string, into any, key string) bool {
	raw, ok := in.raw[name]
	if !ok || bytes.Equal(raw, []byte("null")) {
		return false
	}
	if err := json.Unmarshal(raw, into); err != nil {
		in.fields[name] = key
		return false
	}
	return true
}

// integer returns nil for a field that is absent, null or wrong.
func (in *input) integer(name string) *int64 {
	var n int64
	if !in.value(name, &n, "error.number") {
		return nil
	}
	return &n
}

func (in *input) flag(name string) *bool {
	var b bool
	if !in.value(name, &b, "error.flag") {
		return nil
	}
	return &b
}

// text returns "" for a field that is absent, null or wrong.
func (in *input) text(name string) string {
	var s string
	in.value(name, &s, "error.text")
	return kit.CleanerOf(name)(s)
}

// code reads a text that names something. The field may be absent, but it must not be empty.
func (in *input) code(name string) string {
	var s string
	if !in.value(name, &s, "error.text") {
		return ""
	}
	if s = kit.CleanerOf(name)(s); !kit.CodePattern.MatchString(s) {
		in.fields[name] = "error.code"
		return ""
	}
	return s
}

// err returns what was noted so far. If other is also an error about fields, its
// fields are added. An error of another kind is returned as it is.
func (in *input) err(other error) error {
	var own *lowstock.Error
	if other != nil {
		if !errors.As(other, &own) || own.Code != lowstock.CodeInvalid {
			return other
		}
		for field, key := range own.Fields {
			if _, noted := in.fields[field]; !noted {
				in.fields[field] = key
			}
		}
	}
	if len(in.fields) > 0 {
		return lowstock.InvalidFields(in.fields)
	}
	return other
}

// listQuery reads what every list takes.
func listQuery(c echo.Context) (listing.Params, error) {
	q := listing.Params{Q: kit.Clip(c.QueryParam("q"), kit.MaxSearch), Cursor: c.QueryParam("cursor"), Limit: kit.DefaultLimit}
	fields := map[string]string{}
	if text := c.QueryParam("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > kit.MaxLimit {
			fields["limit"] = "error.limit"
		}
		q.Limit = n
	}
	if len(q.Cursor) > kit.MaxCursor {
		fields["cursor"] = "error.cursor"
	}
	switch q.Status = lowstock.Status(c.QueryParam("status")); q.Status {
	case "", lowstock.StatusOut, lowstock.StatusLow, lowstock.StatusOK, lowstock.StatusUntracked:
	default:
		fields["status"] = "error.status"
	}
	if len(fields) > 0 {
		return q, lowstock.InvalidFields(fields)
	}
	return q, nil
}
