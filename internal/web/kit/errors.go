package kit

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// StatusClientGone stands in the log only: the client left before the answer.
const StatusClientGone = 499

// ContextCode names the error code of an answer, for the log.
const ContextCode = "error_code"

// problem is an error on its way out: what the reader is told, and nothing of
// its cause.
type problem struct {
	Status int
	code   lowstock.Code
	Key    string
	args   []any
	fields map[string]string
}

// HandleError is the one place where an error becomes an answer. Handlers only
// return.
func (k *Kit) HandleError(err error, c echo.Context) {
	p := ProblemOf(err)
	if errors.Is(c.Request().Context().Err(), context.Canceled) {
		p.Status = StatusClientGone
	}
	k.NoteError(c, p, err)
	if c.Response().Committed || p.Status == StatusClientGone {
		return
	}
	if sendErr := k.sendProblem(c, p); sendErr != nil {
		k.Log.ErrorContext(c.Request().Context(), "error page failed", "error", sendErr, "request_id", RequestID(c))
		k.sendLastPage(c)
	}
}

// ProblemOf reads the error's chain: ours, Echo's, or one of the standard
// library's that says enough.
func ProblemOf(err error) problem {
	var own *lowstock.Error
	var echoed *echo.HTTPError
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &own):
		return problem{statusOf(own.Code), own.Code, own.Key, own.Args, own.Fields}
	case errors.As(err, &long):
		return problem{Status: http.StatusRequestEntityTooLarge, code: lowstock.CodeInvalid, Key: "error.too_large"}
	case errors.As(err, &echoed):
		return problemOfStatus(echoed.Code)
	case errors.Is(err, context.DeadlineExceeded):
		return problem{Status: http.StatusServiceUnavailable, code: lowstock.CodeUnavailable, Key: "error.unavailable"}
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
	p := problem{Status: status, code: lowstock.CodeInvalid, Key: "error.invalid"}
	switch {
	case status == http.StatusBadRequest:
		p.Key = "error.json"
	case status == http.StatusNotFound:
		p.code, p.Key = lowstock.CodeNotFound, "error.not_found"
	case status == http.StatusMethodNotAllowed:
		p.Key = "error.method"
	case status == http.StatusRequestEntityTooLarge:
		p.Key = "error.too_large"
	case status == http.StatusUnauthorized:
		p.code, p.Key = lowstock.CodeUnauthorized, "error.unauthorized"
	case status == http.StatusForbidden:
		p.code, p.Key = lowstock.CodeForbidden, "error.forbidden"
	case status == http.StatusServiceUnavailable:
		p.code, p.Key = lowstock.CodeUnavailable, "error.unavailable"
	case status >= http.StatusInternalServerError, status < http.StatusBadRequest:
		p.Status, p.code, p.Key = http.StatusInternalServerError, lowstock.CodeInternal, "error.internal"
	}
	return p
}

// NoteError leaves the code for the request's line in the log, and the cause of
// what is our own fault.
func (k *Kit) NoteError(c echo.Context, p problem, err error) {
	c.Set(ContextCode, p.code)
	c.Set(ContextStatus, p.Status)
	if p.Status >= http.StatusInternalServerError {
		k.Log.ErrorContext(c.Request().Context(), "request failed", "error", err, "code", p.code,
			"route", c.Path(), "request_id", RequestID(c))
	}
}

func (k *Kit) sendProblem(c echo.Context, p problem) error {
	locale := k.LocaleOf(c)
	if p.Status == http.StatusServiceUnavailable {
		c.Response().Header().Set(echo.HeaderRetryAfter, "3")
	}
	p = framedProblem(c, p)
	if wantsJSON(c) {
		return c.JSON(p.Status, errorBody{p.inWords(locale)})
	}
	message := p.Message(locale, RequestID(c))
	if IsFragment(c) {
		return Render(c, p.Status, views.MessageFragment(message))
	}
	return Render(c, p.Status, views.MessagePage(k.Message(c, message)))
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
	return errorWords{Code: p.code, Message: locale.T(p.Key, p.args...), Fields: fieldWords(locale, p.fields)}
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

// Message is the page of an error.
func (p problem) Message(locale words.Locale, reference string) views.Message {
	m := views.Message{Lang: string(locale), Title: locale.T("error.title"), Paragraphs: []string{locale.T(p.Key, p.args...)}}
	fields := fieldWords(locale, p.fields)
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		m.Paragraphs = append(m.Paragraphs, fields[field])
	}
	switch p.Status {
	case http.StatusUnauthorized:
		m.Title = locale.T("error.unauthorized_title")
		switch p.Key {
		case keyLost:
			m.Title = locale.T("window.lost_title")
		case keyBlocked:
			m.Title = locale.T("window.blocked_title")
		}
	case http.StatusNotFound:
		m.Title = locale.T("error.not_found_title")
	}
	if p.Status >= http.StatusInternalServerError {
		m.Reference = locale.T("error.reference", reference)
	}
	return m
}

func wantsJSON(c echo.Context) bool {
	path := c.Request().URL.Path
	return !InFrame(c) && (strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/webhooks"))
}

// LocaleOf is the reader's language: the session's, also where nothing has asked
// whether it lives, as at an address that does not exist; else what the request
// asks for.
func (k *Kit) LocaleOf(c echo.Context) words.Locale {
	if found, ok := c.Get(contextSession).(Session); ok {
		return found.Locale
	}
	if lang := c.QueryParam("lang"); lang != "" {
		return words.Of(lang)
	}
	if t, err := k.Cookies.open(c.Request()); err == nil { // living or ended
		return words.Of(t.Operator.Lang)
	}
	return words.Of(c.Request().Header.Get("Accept-Language"))
}

func (k *Kit) sendLastPage(c echo.Context) {
	if c.Response().Committed {
		return
	}
	k.framedMessage(c, views.Message{})
	if err := sendHTML(c, http.StatusInternalServerError, k.lastPage); err != nil {
		k.Log.ErrorContext(c.Request().Context(), "last page failed", "error", err)
	}
}

// ContextStatus names the status of an answer that was an error, for the log.
const ContextStatus = "error_status"

// RequestID is the number of the request, which an error page and the log both name.
func RequestID(c echo.Context) string {
	return c.Response().Header().Get(echo.HeaderXRequestID)
}

// KeyOf is the sentence of a refusal.
func KeyOf(err error) string {
	if own, ok := errors.AsType[*lowstock.Error](err); ok {
		return own.Key
	}
	return "error.rate_limited"
}
