package kit

import (
	"cmp"
	"slices"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
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
	m.Assets = PublicAssets()
	m.Assets.Theme = messageTheme(c)
	m.App = k.AppName(words.Locale(m.Lang))
	return k.wayOn(c, m)
}

// framedMessage permits a page that only shows a message in the frame of the
// mall that the request proves: by its signature, or by a living or ended
// session, or by the address that a launch without cookies has led to. A page
// that asks a question needs the living session that its route has checked.
func (k *Kit) framedMessage(c echo.Context, m views.Message) {
	if slices.ContainsFunc(m.Buttons, func(b views.MessageButton) bool { return b.Post }) {
		return
	}
	if _, known := c.Get(ContextFrame).(lowstock.MallID); known {
		return
	}
	if t, err := k.Cookies.open(c.Request()); err == nil {
		c.Set(ContextFrame, t.Mall)
	} else if mall := k.launchedFor(c); mall != "" {
		c.Set(ContextFrame, mall)
	}
}

// AppName returns the name that the operator has configured, or the app's own
// name in the language of the answer.
func (k *Kit) AppName(locale words.Locale) string {
	return cmp.Or(k.app, locale.T("shell.app"))
}
