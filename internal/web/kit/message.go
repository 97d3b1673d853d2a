package kit

import (
	"cmp"
	"slices"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/static"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// InFrame says whether the browser loads this into a frame. One that does not
// send the header is older than Safari 16.4.
func InFrame(c echo.Context) bool {
	dest := c.Request().Header.Get("Sec-Fetch-Dest")
	return dest == "iframe" || dest == "frame"
}

// Message completes a page of few words with what every such page has.
func (k *Kit) Message(c echo.Context, m views.Message) views.Message {
	if m.Lang == "" {
		m.Lang = string(k.LocaleOf(c))
	}
	k.framedMessage(c, m)
	m.CSS, m.App = Stylesheet(), k.AppName(words.Locale(m.Lang))
	return k.wayOn(c, m)
}

// framedMessage lets a page that only says something be read in the frame that
// asked for it: of the mall that a session names, living or ended, and of any mall
// where nothing names one. It shows nothing of a mall and has no form: there is
// nothing on it that the admin of another mall could make somebody press. What
// asks a question is not framed by strangers.
func (k *Kit) framedMessage(c echo.Context, m views.Message) {
	if slices.ContainsFunc(m.Buttons, func(b views.MessageButton) bool { return b.Post }) {
		return
	}
	if _, known := c.Get(ContextFrame).(lowstock.MallID); !known {
		if t, err := k.Cookies.open(c.Request()); err == nil {
			c.Set(ContextFrame, t.Mall)
		}
	}
	c.Set(ContextAnyMall, InFrame(c))
}

// AppName is what the app is called: what the operator has named it, else its
// own name in the reader's language.
func (k *Kit) AppName(locale words.Locale) string {
	return cmp.Or(k.app, locale.T("shell.app"))
}

// Stylesheet is the address of the stylesheet.
func Stylesheet() string { return static.Path("app.css") }
