package settings

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/mail"
	"cafe24-inventory-alert/views/paths"
)

// digestPage shows the next digest of a recipient, as it would be if nothing changed before it is
// sent.
func (h *Handler) digestPage(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	if !r.owns() { // the mail names its recipient
		return lowstock.Fail(lowstock.CodeForbidden, "error.may_own", nil)
	}
	settings, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return err
	}
	// The address itself stays out of the URL, which proxies and histories keep.
	at, err := strconv.Atoi(strings.TrimPrefix(c.QueryParam("recipient"), recipientPrefix))
	if err != nil || at < 1 || at > len(settings.Recipients) {
		return lowstock.NotFound()
	}
	to := settings.Recipients[at-1]
	when, wanted := settings.NextDigestOf(to, r.Now)
	if !wanted {
		return lowstock.NotFound()
	}
	m, err := h.Store.Mall(who.Mall.ID).PreviewDigest(ctx, to.Email, when)
	if err != nil {
		return err
	}
	shell, err := h.Shell(c, paths.Settings, "settings.digest_title")
	if err != nil {
		return err
	}
	h.HelpFor(&shell, "mails")
	page := views.DigestPage{Shell: shell, Email: to.Email, When: r.T("settings.digest_when", r.Date(when))}
	switch {
	case !to.Reachable():
		page.Empty = r.T("settings.digest_unreachable")
	case len(m.Items) == 0:
		page.Empty = r.T("settings.digest_none")
	default:
		msg := h.Messages.Render(m)
		page.Subject, page.Text = msg.Subject, mail.Text(withoutLinks(msg))
	}
	return kit.Render(c, http.StatusOK, views.DigestPageView(page))
}

// withoutLinks returns a mail as a person other than its recipient may see it. The links are
// removed because whoever opens one acts as the recipient.
func withoutLinks(l mail.Message) mail.Message {
	l.Actions, l.ActNote, l.Open, l.Unsubscribe = nil, "", mail.Button{}, mail.Button{}
	l.Lists = slices.Clone(l.Lists)
	for n := range l.Lists {
		rows := slices.Clone(l.Lists[n].Rows)
		for i := range rows {
			rows[i].URL = ""
		}
		l.Lists[n].Rows = rows
	}
	return l
}
