package kit

import (
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
)

// Ahead says what of a mall a page reads in any case. The session's cookie names
// the mall, and the database answers both in one round trip. Nobody sees what
// was read for a session that does not stand.
type Ahead func(c echo.Context, mall lowstock.MallID)

// contextAhead is the key of the [Ahead] of a request's route.
const contextAhead = "ahead"

// ReadAhead notes what a route reads together with the session.
func ReadAhead(ahead Ahead) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Set(contextAhead, ahead)
			return next(c)
		}
	}
}
