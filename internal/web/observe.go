package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
)

// requestMetrics counts requests by route template, so that the number of
// series does not grow with the addresses that clients request.
type requestMetrics struct{ duration *prometheus.HistogramVec }

func newRequestMetrics(registry prometheus.Registerer) (requestMetrics, error) {
	m := requestMetrics{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "http_request_duration_seconds",
		Help:    "Time to answer a request.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "route", "status"})}
	if registry == nil {
		return m, nil
	}
	if err := registry.Register(m.duration); err != nil {
		return m, fmt.Errorf("web: register metrics: %w", err)
	}
	return m, nil
}

// observe gives the request its id, answers its error, and writes its one log
// line. It never logs the query, which may hold a signature or a token.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		c.Response().Header().Set(echo.HeaderXRequestID, newRequestID())
		if err := next(c); err != nil {
			c.Error(err)
		}
		took := time.Since(began)
		route, status := kit.RouteOf(c), statusSent(c)
		s.metrics.duration.WithLabelValues(methodLabel(c.Request().Method), route, strconv.Itoa(status)).Observe(took.Seconds())
		s.logRequest(c, status, took)
		return nil
	}
}

func (s *Server) logRequest(c echo.Context, status int, took time.Duration) {
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	ctx := c.Request().Context()
	if !s.Log.Enabled(ctx, level) {
		return
	}
	missed, ok := s.RequestLine(c, status == http.StatusTooManyRequests)
	if !ok {
		return
	}
	code, _ := c.Get(kit.ContextCode).(lowstock.Code)
	fields := append(kit.CallOf(c), kit.KeyStatus, status, kit.KeyDuration, took, kit.KeyBytes, c.Response().Size)
	if code != "" {
		fields = append(fields, kit.KeyCode, code, kit.KeyReason, kit.ReasonOf(c))
	}
	if missed > 0 {
		fields = append(fields, kit.KeyMissed, missed)
	}
	s.Log.Log(ctx, level, "request", fields...)
}

func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return method
	}
	return "other"
}

// statusSent returns the status for the log: 499 when the client left before
// the answer.
func statusSent(c echo.Context) int {
	if status, ok := c.Get(kit.ContextStatus).(int); ok && status == kit.StatusClientGone {
		return status
	}
	return c.Response().Status
}

// recovered turns a panic into an error with its stack, for the log only.
func recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch r := recover(); r {
			case nil:
			case http.ErrAbortHandler:
				panic(r) // the way of net/http to drop a connection
			default:
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		return next(c)
	}
}
