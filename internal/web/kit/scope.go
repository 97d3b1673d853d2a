package kit

import (
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

// within lets a token call a route of the API. The token needs the scope, and
// who made the token still needs the right.
func (s Session) within(need team.Right, scope team.Scope, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		switch {
		case !s.token.May(scope):
			return &lowstock.Error{Code: lowstock.CodeForbidden, Key: "error.token_scope", Args: []any{string(scope)}}
		case s.token.Limit(s.subs) < need:
			return &lowstock.Error{Code: lowstock.CodeForbidden, Key: "error.token_maker", Args: []any{string(scope)}}
		}
		return next(c)
	}
}
