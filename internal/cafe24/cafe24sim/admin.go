package cafe24sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// call is one Admin API request whose token has been accepted. Its mall is locked.
type call struct {
	*http.Request
	mall   *mall
	origin string
	rows   int // number of rows in the answer; the booked processing time depends on it
	query  query
	slow   bool // the answer is delayed
}

// apiError is an answer in Cafe24's error format.
type apiError struct {
	status  int
	message string
}

// Error returns the message that the caller gets.
func (e *apiError) Error() string { return e.message }

func badRequest(message string) error {
	return &apiError{http.StatusBadRequest, message}
}

func unprocessable(format string, args ...any) error {
	return &apiError{http.StatusUnprocessableEntity, fmt.Sprintf(format, args...)}
}

func tooMany() *apiError {
	return &apiError{http.StatusTooManyRequests, "Too Many Requests"}
}

// admin handles every Admin API call: limits, token, scope, faults, then the endpoint.
func (s *Server) admin(e endpoint) http.HandlerFunc {
	return s.mallHandler(func(w http.ResponseWriter, r *http.Request, m *mall) {
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
		now := s.cfg.Now()
		if r.Method != http.MethodGet {
			s.dirty.Store(true)
		}
		m.mu.Lock()
		w.Header().Set("X-Trace_ID", newUUID()) // Cafe24 itself writes the underscore
		answer, strike, err := m.serve(e, r, now)
		wait := m.faults.WaitHeader
		m.limits.writeHeaders(w.Header(), e.name, now)
		m.faults.writeUsage(w.Header())
		m.mu.Unlock()
		var body []byte
		if err == nil {
			body, err = json.Marshal(answer)
		}
		switch {
		case err != nil:
			s.refuse(w, r, err)
		case strike != "":
			s.giveFault(w, r, strike, wait, body)
		default:
			writeJSONBytes(w, http.StatusOK, body)
		}
	})
}

func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var known *apiError
	if !errors.As(err, &known) {
		s.cfg.Log.ErrorContext(r.Context(), "simulator failed to answer", "path", r.URL.Path, "error", err)
		known = &apiError{http.StatusInternalServerError, "Internal Server Error"}
	}
	writeError(w, known)
}

// serve answers a call and returns the fault that breaks the answer. A fault that refuses the call prevents its
// effect; the other faults break the answer of a call that had its effect.
func (m *mall) serve(e endpoint, r *http.Request, now time.Time) (any, Answer, error) {
	m.stats.Calls[e.name]++
	m.note(e.name, r.URL.Query())
	if err := m.checkLimits(e.name, r, now); err != nil {
		return nil, "", err
	}
	if err := checkHeaders(r); err != nil {
		return nil, "", err
	}
	if err := m.faults.checkVersion(r.Header.Get(headerVersion)); err != nil {
		return nil, "", err
	}
	if err := m.authorize(r, e.scope, now); err != nil {
		return nil, "", err
	}
	strike := m.strikes(e.name)
	if strike.refuses() {
		return nil, strike, nil
	}
	c := &call{Request: r, mall: m, origin: m.sim.originOf(r), query: query{values: r.URL.Query()}}
	if shop := c.query.get("shop_no", "1"); shop != "1" {
		return nil, "", &apiError{http.StatusNotFound, "No shop found."}
	}
	answer, err := e.serve(c)
	if c.slow {
		strike = answerSlow
	}
	m.limits.spend(40*time.Millisecond + time.Duration(c.rows)*2*time.Millisecond)
	return answer, strike, err
}

func (m *mall) checkLimits(name string, r *http.Request, now time.Time) error {
	address, _, _ := net.SplitHostPort(r.RemoteAddr)
	n := m.limits.burst(address, now)
	m.stats.PeakPerSecond = max(m.stats.PeakPerSecond, n)
	burst := n > burstLimit
	if burst {
		m.stats.Bursts++
	}
	if (burst && m.sim.cfg.BurstGuard) || !m.limits.admit(now) || !m.limits.take(name, now) {
		m.stats.TooMany[name]++
		return tooMany()
	}
	return nil
}

func checkHeaders(r *http.Request) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return badRequest("Content-Type must be application/json.")
	}
	if v := r.Header.Get(headerVersion); v != "" {
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			return badRequest("X-Cafe24-Api-Version is not a version.")
		}
	}
	return nil
}

// authorize checks the bearer token and its scope.
func (m *mall) authorize(r *http.Request, scope string, now time.Time) error {
	value, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	t, known := m.vault.access[value]
	switch {
	case !isBearer || !known:
		return &apiError{http.StatusUnauthorized, "access_token is invalid."}
	case m.faults.Revoked || !m.install.Installed:
		return &apiError{http.StatusForbidden, "The app is not installed in this mall."}
	case !now.Before(t.Expires):
		return &apiError{http.StatusUnauthorized, "access_token time expired."}
	case scope != "" && (m.faults.ScopeMissing || !t.allows(scope)):
		return &apiError{http.StatusForbidden, "insufficient_scope: The request requires higher privileges than provided by the access token."}
	}
	return nil
}

func writeError(w http.ResponseWriter, e *apiError) {
	writeJSON(w, e.status, map[string]any{"error": map[string]any{
		"code": e.status, "message": e.message, "more_info": map[string]any{},
	}})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{}`)
	}
	writeJSONBytes(w, status, body)
}

func writeJSONBytes(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // an error means that the caller has gone
}
