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

// InFrame says whether the browser loads this answer into a frame. Only
// browsers older than Safari 16.4 do not send the header.
func InFrame(c echo.Context) bool {
	dest := c.Request().Header.Get("Sec-Fetch-Dest")
	return dest == "iframe" || dest == "frame"
}

// Message adds to a short page what every such page has.
func (k *Kit) Message(c echo.Context, m views.Message) views.Message {
	if m.Lang == "" {
		m.Lang = string(k.LocaleOf(c))
	}
	k.framedMessage(c, m)
	m.CSS, m.App = Stylesheet(), k.AppName(words.Locale(m.Lang))
	return k.wayOn(c, m)
}

// framedMessage permits a page that only shows a message in the frame that
// asked for it. The frame may belong to the mall that a living or ended session
// names, or to any mall when nothing names one. Such a page shows no data of a
// mall and has no form, so the admin of another mall cannot make a person press
// anything on it. A page that asks a question is not shown in frames of other
// malls.
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

// AppName returns the name that the operator has configured, or the app's own
// name in the language of the answer.
func (k *Kit) AppName(locale words.Locale) string {
	return cmp.Or(k.app, locale.T("shell.app"))
}

// Stylesheet returns the address of the stylesheet.
func Stylesheet() string { return static.Path("app.css") }
