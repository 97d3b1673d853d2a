package kit

import (
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// A session begins only in a mall's admin, so every page without a session has
// a button that leads there.

const (
	// cafe24Login is the address where an operator of any mall signs in to
	// Cafe24.
	cafe24Login = "https://eclogin.cafe24.com/Shop/"
	// cafe24Apps is the list of a mall's apps in its admin. It needs that
	// login.
	cafe24Apps = "https://{mall_id}.cafe24.com/disp/admin/shop1/myapps/list"
)

// AdminOf returns the address of a mall's admin, or "" when it is unknown.
func (k *Kit) AdminOf(mall lowstock.MallID) string {
	admin := k.Admin
	if admin == "" {
		admin = cafe24Apps
	}
	if mall != "" {
		return ForMall(admin, mall)
	}
	// When all malls share one site, that site has a page for a visitor whose
	// mall is unknown.
	if site := OriginOf(admin); !strings.Contains(site, MallPlaceholder) {
		return site + "/"
	}
	return cafe24Login
}

// wayOn adds the button to the admin to a page without a session, unless the
// page asks a question. A launch, a link or an ended session has proven the
// mall.
func (k *Kit) wayOn(c echo.Context, m views.Message) views.Message {
	for _, b := range m.Buttons {
		if b.Post || b.Top { // the page asks a question, or already has a button that leaves the frame
			return m
		}
	}
	if InFrame(c) {
		if out := k.wayOut(c, words.Locale(m.Lang)); len(out) > 0 {
			m.Buttons = append(m.Buttons, out...)
			return m
		}
	} else if _, inside := c.Get(contextSession).(Session); inside {
		return m
	}
	mall, known := c.Get(ContextMall).(lowstock.MallID)
	if t, err := k.Cookies.open(c.Request()); !known && err == nil {
		mall = t.Mall
	}
	m.Buttons = append(m.Buttons, views.MessageButton{Label: words.Locale(m.Lang).T("way.admin"), URL: k.AdminOf(mall), Top: true})
	return m
}

// MallPlaceholder is the text in an address that is replaced by the mall id.
const MallPlaceholder = "{mall_id}"

// OriginOf returns an address without its path. The address may contain
// {mall_id}.
func OriginOf(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}

// ForMall puts a checked mall id into a template. A mall id has no spaces and
// no punctuation except "-", so it cannot end the CSP source that contains it.
func ForMall(template string, mall lowstock.MallID) string {
	return strings.TrimSpace(strings.ReplaceAll(template, MallPlaceholder, string(mall)))
}
