package kit

import (
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// A session exists only in a mall's admin, so every page without one has a
// button that leads there.

const (
	// cafe24Login is where an operator of any mall signs in to Cafe24.
	cafe24Login = "https://eclogin.cafe24.com/Shop/"
	// cafe24Apps is the list of a mall's apps in its admin, behind that login.
	cafe24Apps = "https://{mall_id}.cafe24.com/disp/admin/shop1/myapps/list"
)

// AdminOf is the admin of a mall, "" for one that is not known.
func (k *Kit) AdminOf(mall lowstock.MallID) string {
	admin := k.Admin
	if admin == "" {
		admin = cafe24Apps
	}
	if mall != "" {
		return ForMall(admin, mall)
	}
	// One site for all malls has a page for whoever comes without one.
	if site := OriginOf(admin); !strings.Contains(site, MallPlaceholder) {
		return site + "/"
	}
	return cafe24Login
}

// wayOn adds the button to a page without a session that asks nothing. Which
// mall it is was proven by a launch, a link or a session that has ended.
func (k *Kit) wayOn(c echo.Context, m views.Message) views.Message {
	for _, b := range m.Buttons {
		if b.Post || b.Top { // a question, or a way out of the frame already
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

// MallPlaceholder stands for the mall in an address.
const MallPlaceholder = "{mall_id}"

// OriginOf cuts the path from an address that may hold {mall_id}.
func OriginOf(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}

// ForMall puts a checked mall id into a template; it cannot end the source it
// stands in, since a mall id has neither spaces nor punctuation but "-".
func ForMall(template string, mall lowstock.MallID) string {
	return strings.TrimSpace(strings.ReplaceAll(template, MallPlaceholder, string(mall)))
}
