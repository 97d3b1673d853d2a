package kit

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/typed"
)

// CleanerOf returns the function that cleans a field with this name, in forms,
// addresses and JSON alike. A field without its own function is a line of text.
func CleanerOf(name string) func(string) string {
	switch name {
	case "email", "to", "reply":
		return typed.Address
	case "variant_code", "variant":
		return typed.Code
	case "supplier_code", "supplier_codes", "supplier":
		return supplierCode
	case "changes", "question", "addresses", "note", "message":
		return typed.Lines
	}
	if _, f, ok := notify.FieldOf(name); ok && f.Type == "url" {
		return typed.Address
	}
	return typed.Text
}

// supplierCode cleans the code of a supplier. Codes of Cafe24 are in upper case,
// and those of suppliers that only this app knows are in lower case.
func supplierCode(text string) string {
	code := typed.Code(text)
	if lower := strings.ToLower(code); strings.HasPrefix(lower, ownSupplier) {
		return lower
	}
	return code
}

const ownSupplier = "own-" // begins the code of a supplier that only this app knows; Cafe24's have no hyphen

// manyOf says whether a form may have several fields with this name.
func manyOf(name string) bool {
	return slices.Contains([]string{"category", "supplier", "code", "id", "show", "token_scope", "sum", "late"}, name)
}

// cleanContext returns what was typed after cleaning it with [CleanerOf], so
// that no handler sees the raw text. The request itself stays as it was sent,
// because a signature is checked over the exact bytes.
type cleanContext struct{ echo.Context }

// CleanInput makes every handler read cleaned input.
func CleanInput(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error { return next(cleanContext{c}) }
}

// QueryParam implements [echo.Context]. A request that changes something takes
// its fields from the body only, so a link cannot fill in a form. Its address
// says only which part of the page the form was in.
func (c cleanContext) QueryParam(name string) string {
	method := c.Request().Method
	if method != http.MethodGet && method != http.MethodHead && !slices.Contains([]string{"under", "q", "scope", "skip"}, name) {
		return ""
	}
	return CleanerOf(name)(c.Context.QueryParam(name))
}

// Param implements [echo.Context].
func (c cleanContext) Param(name string) string { return CleanerOf(name)(c.Context.Param(name)) }

// sentFields returns the cleaned fields of a form's body; see [BindForm]. The
// query of the address is not included.
func sentFields(c echo.Context) (url.Values, error) {
	if _, err := c.FormParams(); err != nil { // reads the body in either form encoding
		return nil, unreadable(err)
	}
	req := c.Request()
	sent := req.PostForm
	if err := unclear(sent); err != nil {
		return nil, err
	}
	clean := make(url.Values, len(sent))
	for name, values := range sent {
		for _, value := range values {
			clean[name] = append(clean[name], CleanerOf(name)(value))
		}
	}
	return clean, nil
}

// CleanParam reads the fields of an address of this app that a form carries.
func CleanParam(values url.Values) func(name string) string {
	return func(name string) string { return CleanerOf(name)(values.Get(name)) }
}

// RefuseUnclear refuses an ambiguous form: one that has a field twice, or bytes
// that are not valid text. It does not check the API, whose bodies are JSON;
// package api reads those.
func RefuseUnclear(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		req := c.Request()
		kind, _, _ := mime.ParseMediaType(req.Header.Get(echo.HeaderContentType)) // a type that cannot be read is not a form
		if req.Method != http.MethodPost || kind != echo.MIMEApplicationForm || strings.HasPrefix(c.Path(), RouteAPI) {
			return next(c)
		}
		if err := req.ParseForm(); err != nil {
			return unreadable(err)
		}
		if err := unclear(req.PostForm); err != nil {
			return Because(err, reasonUnclear)
		}
		return next(c)
	}
}

// unclear refuses fields that can be read in two ways.
func unclear(sent url.Values) error {
	for name, values := range sent {
		text := utf8.ValidString(name) && !slices.ContainsFunc(values, func(v string) bool { return !utf8.ValidString(v) })
		if !text || len(values) > 1 && !manyOf(name) {
			return lowstock.Invalid("error.invalid")
		}
	}
	return nil
}

// unreadable returns the error for a body that is not a form, which is the
// client's mistake. It returns the error of a body that is too long or too late
// without a change.
func unreadable(err error) error {
	var long *http.MaxBytesError
	if errors.As(err, &long) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &lowstock.Error{Code: lowstock.CodeInvalid, Key: "error.invalid", Err: err}
}
