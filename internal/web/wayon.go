package web

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

// adminOf is the admin of a mall, "" for one that is not known.
func (s *Kit) adminOf(mall lowstock.MallID) string {
	admin := s.admin
	if admin == "" {
		admin = cafe24Apps
	}
	if mall != "" {
		return forMall(admin, mall)
	}
	// One site for all malls has a page for whoever comes without one.
	if site := originOf(admin); !strings.Contains(site, mallPlaceholder) {
		return site + "/"
	}
	return cafe24Login
}

// wayOn adds the button to a page without a session that asks nothing. Which
// mall it is was proven by a launch, a link or a session that has ended.
func (s *Kit) wayOn(c echo.Context, m views.Message) views.Message {
	for _, b := range m.Buttons {
		if b.Post || b.Top { // a question, or a way out of the frame already
			return m
		}
	}
	if inFrame(c) {
		if out := s.wayOut(c, words.Locale(m.Lang)); len(out) > 0 {
			m.Buttons = append(m.Buttons, out...)
			return m
		}
	} else if _, inside := c.Get(contextSession).(session); inside {
		return m
	}
	mall, known := c.Get(contextMall).(lowstock.MallID)
	if t, err := s.cookies.open(c.Request()); !known && err == nil {
		mall = t.Mall
	}
	m.Buttons = append(m.Buttons, views.MessageButton{Label: words.Locale(m.Lang).T("way.admin"), URL: s.adminOf(mall), Top: true})
	return m
}
