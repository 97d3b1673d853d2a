package lowstock

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// Code is the kind of failure of an [Error]. Clients of the JSON API see it.
type Code string

// The codes of the JSON API. Package web maps each to an HTTP status.
const (
	CodeInvalid      Code = "INVALID"
	CodeNotFound     Code = "NOT_FOUND"
	CodeConflict     Code = "CONFLICT"
	CodeUnauthorized Code = "UNAUTHORIZED"
	CodeForbidden    Code = "FORBIDDEN"
	CodeRateLimited  Code = "RATE_LIMITED"
	CodeTokenExpired Code = "TOKEN_EXPIRED"
	CodeCafe24       Code = "CAFE24_API_ERROR"
	CodeUnavailable  Code = "UNAVAILABLE"
	CodeInternal     Code = "INTERNAL"
)

// Error is a failure with a code, a public sentence and a private cause. The
// sentence is a key of the message catalogue; package web translates it into
// the viewer's language. The cause is for the log only.
type Error struct {
	Code   Code
	Key    string
	Args   []any
	Fields map[string]string // input field → key of the catalogue
	Err    error
}

// Error implements error, for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code) + " " + e.Key)
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		b.WriteString(" " + field + "=" + e.Fields[field])
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the private cause.
func (e *Error) Unwrap() error { return e.Err }

// Fail returns an error with a code, a catalogue key and a private cause.
func Fail(code Code, key string, cause error) error {
	return &Error{Code: code, Key: key, Err: cause}
}

// Invalid returns the error for input that is wrong as a whole. The sentence of
// key says how to correct it.
func Invalid(key string) error { return &Error{Code: CodeInvalid, Key: key} }

// InvalidFields returns the error for wrong input in named fields.
func InvalidFields(fields map[string]string) error {
	return &Error{Code: CodeInvalid, Key: "error.invalid", Fields: fields}
}

// NotFound returns the error for an id that the mall does not have. An id of
// another mall gives the same error.
func NotFound() error { return &Error{Code: CodeNotFound, Key: "error.not_found"} }

// ErrorCode returns the code of err. It is CodeInternal for an error without a
// code, and "" for nil.
func ErrorCode(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}
