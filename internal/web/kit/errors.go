package kit

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// StatusClientGone appears in the log only: the client left before the answer.
const StatusClientGone = 499

// keyMaySee is the message for an operator who may see nothing.
const keyMaySee = "error.may_see"

// ContextCode is the error code of an answer, for the log.
const ContextCode = "error_code"

// problem is an error as the client receives it: the text that the client sees,
// without the cause.
type problem struct {
	Status int
	code   lowstock.Code
	Key    string
	args   []any
	fields map[string]string
}

// HandleError is the one place where an error becomes an answer. Handlers only
// return errors.
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

// ProblemOf finds the problem in the error's chain: an error of this program,
// of Echo, or one of the standard library whose meaning is clear.
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

// problemOfStatus converts a refusal that Echo or net/http makes by itself.
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

// NoteError keeps the error code and the reason for the request's line in the
// log, and writes the line of a refusal. It also writes the cause of an
// internal error.
func (k *Kit) NoteError(c echo.Context, p problem, err error) {
	c.Set(ContextCode, p.code)
	c.Set(ContextStatus, p.Status)
	reason := reasonIn(err)
	c.Set(contextReason, cmp.Or(reason, strings.TrimPrefix(p.Key, "error.")))
	if event := refusalEvent(p, reason); event != "" {
		k.Audit(c, event)
	}
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

// errorBody is the error in the form of the JSON API.
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

// fieldWords translates the message keys of refused fields into the client's
// language.
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

// Message returns the page of an error.
func (p problem) Message(locale words.Locale, reference string) views.Message {
	m := views.Message{Lang: string(locale), Title: locale.T("error.title"), Paragraphs: []string{locale.T(p.Key, p.args...)}}
	fields := fieldWords(locale, p.fields)
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		m.Paragraphs = append(m.Paragraphs, fields[field])
	}
	switch p.Status {
	case http.StatusForbidden:
		if p.Key == keyMaySee {
			m.Title = locale.T("error.may_see_title")
			m.Buttons = []views.MessageButton{{Label: locale.T("logout.button"), URL: paths.Logout, Post: true}, {Label: locale.T("sessions.title"), URL: paths.Team, Quiet: true}}
		}
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

// LocaleOf returns the language of the answer. It is the session's language,
// even when no middleware has checked the session, as at an address that does
// not exist. Without a session it is the language that the request asks for.
func (k *Kit) LocaleOf(c echo.Context) words.Locale {
	if found, ok := c.Get(contextSession).(Session); ok {
		return found.Locale
	}
	if lang := c.QueryParam("lang"); lang != "" {
		return words.Of(lang)
	}
	if t, err := k.Cookies.open(c.Request()); err == nil { // a living or an ended session
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

// ContextStatus is the status of an answer that was an error, for the log.
const ContextStatus = "error_status"

// RequestID returns the number of the request. The error page and the log both
// show it.
func RequestID(c echo.Context) string {
	return c.Response().Header().Get(echo.HeaderXRequestID)
}

// KeyOf returns the message key of a refusal.
func KeyOf(err error) string {
	if own, ok := errors.AsType[*lowstock.Error](err); ok {
		return own.Key
	}
	return "error.rate_limited"
}
