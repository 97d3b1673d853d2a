package web

import (
	"context"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// statusClientGone stands in the log only: the client left before the answer.
const statusClientGone = 499

const contextCode = "error_code"

// problem is an error on its way out: what the reader is told, and nothing of
// its cause.
type problem struct {
	status int
	code   lowstock.Code
	key    string
	args   []any
	fields map[string]string
}

// handleError is the one place where an error becomes an answer. Handlers only
// return.
func (s *Kit) handleError(err error, c echo.Context) {
	p := problemOf(err)
	if errors.Is(c.Request().Context().Err(), context.Canceled) {
		p.status = statusClientGone
	}
	s.noteError(c, p, err)
	if c.Response().Committed || p.status == statusClientGone {
		return
	}
	if sendErr := s.sendProblem(c, p); sendErr != nil {
		s.log.ErrorContext(c.Request().Context(), "error page failed", "error", sendErr, "request_id", requestID(c))
		s.sendLastPage(c)
	}
}

// problemOf reads the error's chain: ours, Echo's, or one of the standard
// library's that says enough.
func problemOf(err error) problem {
	var own *lowstock.Error
	var echoed *echo.HTTPError
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &own):
		return problem{statusOf(own.Code), own.Code, own.Key, own.Args, own.Fields}
	case errors.As(err, &long):
		return problem{status: http.StatusRequestEntityTooLarge, code: lowstock.CodeInvalid, key: "error.too_large"}
	case errors.As(err, &echoed):
		return problemOfStatus(echoed.Code)
	case errors.Is(err, context.DeadlineExceeded):
		return problem{status: http.StatusServiceUnavailable, code: lowstock.CodeUnavailable, key: "error.unavailable"}
	}
	return problemOfStatus(http.StatusInternalServerError)
}

func statusOf(code lowstock.Code) int {
	switch code {
	case lowstock.CodeInvalid:
		return http.StatusUnprocessableEntity
	case lowstock.CodeNotFound:
		return http.StatusNotFound
	case lowstock.CodeConflict:
		return http.StatusConflict
	case lowstock.CodeUnauthorized, lowstock.CodeTokenExpired:
		return http.StatusUnauthorized
	case lowstock.CodeForbidden:
		return http.StatusForbidden
	case lowstock.CodeRateLimited:
		return http.StatusTooManyRequests
	case lowstock.CodeCafe24:
		return http.StatusBadGateway
	case lowstock.CodeUnavailable:
		return http.StatusServiceUnavailable
	case lowstock.CodeInternal:
	}
	return http.StatusInternalServerError
}

// problemOfStatus is for what Echo and net/http refuse by themselves.
func problemOfStatus(status int) problem {
	p := problem{status: status, code: lowstock.CodeInvalid, key: "error.invalid"}
	switch {
	case status == http.StatusBadRequest:
		p.key = "error.json"
	case status == http.StatusNotFound:
		p.code, p.key = lowstock.CodeNotFound, "error.not_found"
	case status == http.StatusMethodNotAllowed:
		p.key = "error.method"
	case status == http.StatusRequestEntityTooLarge:
		p.key = "error.too_large"
	case status == http.StatusUnauthorized:
		p.code, p.key = lowstock.CodeUnauthorized, "error.unauthorized"
	case status == http.StatusForbidden:
		p.code, p.key = lowstock.CodeForbidden, "error.forbidden"
	case status == http.StatusServiceUnavailable:
		p.code, p.key = lowstock.CodeUnavailable, "error.unavailable"
	case status >= http.StatusInternalServerError, status < http.StatusBadRequest:
		p.status, p.code, p.key = http.StatusInternalServerError, lowstock.CodeInternal, "error.internal"
	}
	return p
}

// noteError leaves the code for the request's line in the log, and the cause of
// what is our own fault.
func (s *Kit) noteError(c echo.Context, p problem, err error) {
	c.Set(contextCode, p.code)
	c.Set(contextStatus, p.status)
	if p.status >= http.StatusInternalServerError {
		s.log.ErrorContext(c.Request().Context(), "request failed", "error", err, "code", p.code,
			"route", c.Path(), "request_id", requestID(c))
	}
}

func (s *Kit) sendProblem(c echo.Context, p problem) error {
	locale := s.localeOf(c)
	if p.status == http.StatusServiceUnavailable {
		c.Response().Header().Set(echo.HeaderRetryAfter, "3")
	}
	p = framedProblem(c, p)
	if wantsJSON(c) {
		return c.JSON(p.status, errorBody{p.inWords(locale)})
	}
	message := p.message(locale, requestID(c))
	if isFragment(c) {
		return render(c, p.status, views.MessageFragment(message))
	}
	return render(c, p.status, views.MessagePage(s.message(c, message)))
}

// errorBody is the API's error.
type errorBody struct {
	Error errorWords `json:"error"`
}

type errorWords struct {
	Code    lowstock.Code     `json:"code"`
	Message string            `json:"message"`
	Fields  map[string]string `json:"fields,omitempty"`
}

func (p problem) inWords(locale words.Locale) errorWords {
	return errorWords{Code: p.code, Message: locale.T(p.key, p.args...), Fields: fieldWords(locale, p.fields)}
}

// fieldWords puts the keys of refused fields into the reader's language.
func fieldWords(locale words.Locale, fields map[string]string) map[string]string {
	if len(fields) == 0 {
		return nil
	}
	out := make(map[string]string, len(fields))
	for field, key := range fields {
		out[field] = locale.T(key)
	}
	return out
}

func (p problem) message(locale words.Locale, reference string) views.Message {
	m := views.Message{Lang: string(locale), Title: locale.T("error.title"), Paragraphs: []string{locale.T(p.key, p.args...)}}
	fields := fieldWords(locale, p.fields)
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		m.Paragraphs = append(m.Paragraphs, fields[field])
	}
	switch p.status {
	case http.StatusUnauthorized:
		m.Title = locale.T("error.unauthorized_title")
		switch p.key {
		case keyLost:
			m.Title = locale.T("window.lost_title")
		case keyBlocked:
			m.Title = locale.T("window.blocked_title")
		}
	case http.StatusNotFound:
		m.Title = locale.T("error.not_found_title")
	}
	if p.status >= http.StatusInternalServerError {
		m.Reference = locale.T("error.reference", reference)
	}
	return m
}

func wantsJSON(c echo.Context) bool {
	path := c.Request().URL.Path
	return !inFrame(c) && (strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/webhooks"))
}

// localeOf is the reader's language: the session's, also where nothing has asked
// whether it lives, as at an address that does not exist; else what the request
// asks for.
func (s *Kit) localeOf(c echo.Context) words.Locale {
	if found, ok := c.Get(contextSession).(session); ok {
		return found.locale
	}
	if lang := c.QueryParam("lang"); lang != "" {
		return words.Of(lang)
	}
	if t, err := s.cookies.open(c.Request()); err == nil { // living or ended
		return words.Of(t.Operator.Lang)
	}
	return words.Of(c.Request().Header.Get("Accept-Language"))
}

// lastPageOf is the answer for when rendering itself is broken; it needs
// nothing that could fail.
func lastPageOf() []byte {
	ko, en := words.Korean, words.English
	return fmt.Appendf(nil, `<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>%s</title></head>`+
		`<body><main><h1>%s</h1><p>%s</p><p lang="en">%s</p></main></body></html>`,
		html.EscapeString(ko.T("error.title")), html.EscapeString(ko.T("error.title")),
		html.EscapeString(ko.T("error.internal")), html.EscapeString(en.T("error.internal")))
}

func (s *Kit) sendLastPage(c echo.Context) {
	if c.Response().Committed {
		return
	}
	s.framedMessage(c, views.Message{})
	if err := sendHTML(c, http.StatusInternalServerError, s.lastPage); err != nil {
		s.log.ErrorContext(c.Request().Context(), "last page failed", "error", err)
	}
}
