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

// CleanerOf is how a field is cleaned, by its name, in forms, addresses and JSON
// alike; every other is a line of text.
func CleanerOf(name string) func(string) string {
	switch name {
	case "email", "to":
		return typed.Address
	case "variant_code", "variant", "supplier_code", "supplier_codes", "supplier":
		return typed.Code
	case "changes":
		return typed.Lines
	}
	if _, f, ok := notify.FieldOf(name); ok && f.Type == "url" {
		return typed.Address
	}
	return typed.Text
}

// manyOf are the fields of which a form may have several.
func manyOf(name string) bool {
	return slices.Contains([]string{"category", "supplier", "code", "id", "show"}, name)
}

// cleanContext hands out what was typed as [CleanerOf] cleans it, so that no
// handler sees it otherwise. The request itself stays as it was sent: what is
// signed is checked to the letter.
type cleanContext struct{ echo.Context }

// CleanInput has every handler read what was typed as it is cleaned.
func CleanInput(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error { return next(cleanContext{c}) }
}

// QueryParam implements [echo.Context].
func (c cleanContext) QueryParam(name string) string {
	return CleanerOf(name)(c.Context.QueryParam(name))
}

// Param implements [echo.Context].
func (c cleanContext) Param(name string) string { return CleanerOf(name)(c.Context.Param(name)) }

// sentFields are the fields of a form's body, cleaned; see [BindForm]. What the
// address says is not among them.
func sentFields(c echo.Context) (url.Values, error) {
	if _, err := c.FormParams(); err != nil { // reads the body, of either kind
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

// CleanParam reads the fields of an address of ours that a form carries.
func CleanParam(values url.Values) func(name string) string {
	return func(name string) string { return CleanerOf(name)(values.Get(name)) }
}

// RefuseUnclear refuses a form that can be read in two ways: one with a field
// twice, or with bytes that are no text. The API's bodies are JSON, whatever
// their client calls them; see [readInput].
func RefuseUnclear(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		req := c.Request()
		kind, _, _ := mime.ParseMediaType(req.Header.Get(echo.HeaderContentType)) // what cannot be read is no form
		if req.Method != http.MethodPost || kind != echo.MIMEApplicationForm || strings.HasPrefix(c.Path(), RouteAPI) {
			return next(c)
		}
		if err := req.ParseForm(); err != nil {
			return unreadable(err)
		}
		if err := unclear(req.PostForm); err != nil {
			return err
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

// unreadable is a body that is no form, which is what its sender did. One that is
// too long, or that did not come in time, stays what it is.
func unreadable(err error) error {
	var long *http.MaxBytesError
	if errors.As(err, &long) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &lowstock.Error{Code: lowstock.CodeInvalid, Key: "error.invalid", Err: err}
}
