package stock

import (
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/web/kit"
)

// swaps says whether htmx will swap the element with this id.
func swaps(c echo.Context, id string) bool {
	return kit.IsFragment(c) && strings.HasSuffix(c.Request().Header.Get("HX-Target"), "#"+id)
}
