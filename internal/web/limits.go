package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/web/kit"
)

const (
	maxWebhookBody = 1 << 20
	maxURL         = 16 << 10
)

// limitBody limits how much of a request the program reads, and how slowly it
// may arrive. Reading a longer body returns an *http.MaxBytesError, which is
// answered with 413.
func limitBody(r kit.Route) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			req := c.Request()
			if req.ContentLength > r.Limit && r.Receiving() == 0 { // a longer upload is refused beside its field
				return &http.MaxBytesError{Limit: r.Limit}
			}
			body, err := r.Paced(c.Response(), http.MaxBytesReader(c.Response(), req.Body, r.Limit))
			if err != nil {
				return err
			}
			req.Body = body
			return next(c)
		}
	}
}
