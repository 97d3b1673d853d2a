package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

const (
	maxWebhookBody = 1 << 20
	maxURL         = 16 << 10
)

// limitBody bounds what a request can make the program read. A longer body is
// an *http.MaxBytesError where it is read, answered 413.
func limitBody(n int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			req := c.Request()
			if req.ContentLength > n {
				return &http.MaxBytesError{Limit: n}
			}
			req.Body = http.MaxBytesReader(c.Response(), req.Body, n)
			return next(c)
		}
	}
}
