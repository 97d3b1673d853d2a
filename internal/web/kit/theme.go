package kit

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// The themes that an operator can choose. Pages are light until one is chosen,
// since the admin around them is.
const (
	ThemeLight = "light"
	ThemeDark  = "dark"
	ThemeAuto  = "auto" // as the computer

	themeCookie = "__Host-theme"
	themeLife   = 400 * 24 * time.Hour // the longest that browsers keep a cookie
)

// themeOf returns the theme that was chosen in this browser. It returns "" for
// the light one.
func themeOf(c echo.Context) string {
	kept, err := c.Cookie(themeCookie)
	if err != nil || kept.Value != ThemeDark && kept.Value != ThemeAuto {
		return ""
	}
	return kept.Value
}

// messageTheme returns the theme of a page that only shows a message: as it was
// chosen, and else light, except where the browser says that the page is in no
// frame.
func messageTheme(c echo.Context) string {
	if _, err := c.Cookie(themeCookie); err != nil && c.Request().Header.Get("Sec-Fetch-Dest") == "document" {
		return ThemeAuto
	}
	return themeOf(c)
}

// SetTheme keeps a theme in the browser. The choice is no secret and no right,
// so it needs no session, and pages that only show a message have it too.
func SetTheme(c echo.Context, theme string) {
	c.SetCookie(partitioned(themeCookie, theme, themeLife))
}

// partitioned returns a cookie that the browser also sends in the admin's
// frame.
func partitioned(name, value string, life time.Duration) *http.Cookie {
	//nolint:gosec // in the admin's frame only SameSite=None arrives, and Partitioned keeps it there
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(life.Seconds()),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteNoneMode, Partitioned: true,
	}
}
