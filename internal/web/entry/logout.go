package entry

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
)

// logOut ends this session and says how to come back. A second press, without
// a session, gets the same page.
func (h *Handler) logOut(c echo.Context) error {
	locale := h.LocaleOf(c)
	if err := h.SignOut(c); err != nil {
		return err
	}
	// Pages are never stored, but a browser may keep the last ones alive for its
	// back button.
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return kit.Render(c, http.StatusOK, views.MessagePage(h.Message(c, views.Message{
		Lang: string(locale), Title: locale.T("logout.title"), Icon: "ok", Tone: "ok",
		Paragraphs: []string{locale.T("logout.done"), locale.T("landing.how")},
	})))
}
