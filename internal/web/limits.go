package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

const (
	maxWebhookBody = 1 << 20
	maxURL         = 16 << 10
)

// limitBody limits how much of a request the program reads. Reading a longer
// body returns an *http.MaxBytesError, which is answered with 413.
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
