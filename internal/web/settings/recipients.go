package settings

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// sendTest sends a test message now and shows its true result.
func (h *Handler) sendTest(c echo.Context) error {
	who := kit.SessionOf(c)
	settings, err := h.Store.Mall(who.Mall.ID).Settings(c.Request().Context())
	if err != nil {
		return err
	}
	f, err := kit.BindForm[testForm](c)
	if err != nil {
		return err
	}
	channel, recipient, id := f.target(settings)
	if channel == "" {
		return lowstock.NotFound()
	}
	r := h.viewerOf(who)
	if at := kit.RecipientAt(settings.Recipients, recipient); at >= 0 && !settings.Recipients[at].Reachable() {
		return h.noticeAt(c, http.StatusConflict, r.notSent(id, r.T(settings.Recipients[at].NoTest())))
	}
	// A slow mail server may take longer than a request usually may.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), testTimeout)
	defer cancel()
	outcome, err := h.Work.SendTest(ctx, who.Mall.ID, channel, recipient)
	switch code := lowstock.ErrorCode(err); {
	case code == lowstock.CodeRateLimited:
		return h.noticeAt(c, http.StatusTooManyRequests, r.notSent(id, r.T(kit.KeyOf(err))))
	case code == lowstock.CodeConflict: // the recipient has unsubscribed meanwhile
		return h.noticeAt(c, http.StatusConflict, r.notSent(id, r.T(kit.KeyOf(err))))
	case err != nil:
		return err
	}
	return h.noticeAt(c, http.StatusOK, r.TestResult(id, channel, outcome))
}

// confirmForm names a recipient of the list.
type confirmForm struct {
	kit.Form
	email string
}

// Read implements [kit.Fields].
func (f *confirmForm) Read() { f.email = f.Text("email") }

// sendConfirm sends the confirmation mail to a recipient once more.
func (h *Handler) sendConfirm(c echo.Context) error {
	f, err := kit.BindForm[confirmForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	settings, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return err
	}
	at := kit.RecipientAt(settings.Recipients, f.email)
	if at < 0 {
		return lowstock.NotFound()
	}
	plan, err := h.Store.Mall(who.Mall.ID).SendConfirm(ctx, settings.Recipients[at].Email, h.Now())
	if err != nil {
		return err
	}
	if !plan.After.IsZero() {
		r := h.viewerOf(who)
		return h.noticeAt(c, http.StatusTooManyRequests, r.notSent(recipientID(at), r.T("asking.again_"+string(plan.Limit), r.Date(plan.After))))
	}
	return kit.Finish(c, paths.Settings, "confirm_sent")
}

// noticeAt shows in the place of a button the result of pressing it. htmx does not swap an answer
// whose status is an error, so a request of htmx is answered with status 200.
func (h *Handler) noticeAt(c echo.Context, status int, result views.TestResult) error {
	if kit.IsFragment(c) {
		return kit.Render(c, http.StatusOK, views.TestResultView(result))
	}
	page, err := h.readSettingsPage(c)
	if err != nil {
		return err
	}
	page.PutTest(result)
	return kit.Render(c, status, views.SettingsPageView(page))
}

// secretForm shows the signing secret, or makes a new one.
type secretForm struct {
	kit.Form
	rotate bool
}

// Read implements [kit.Fields].
func (f *secretForm) Read() { f.rotate = f.Text("do") == "rotate" }

// webhookSecret shows the signing secret, or makes a new one and shows it. The secret is only in
// the answer to this request.
func (h *Handler) webhookSecret(c echo.Context) error {
	f, err := kit.BindForm[secretForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	settings, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return err
	}
	secret, note := settings.Targets.Of(lowstock.ChannelWebhook).Signing, "settings.secret_shown"
	if f.rotate {
		note = "settings.secret_rotated"
		if secret, err = h.Merchant.RotateSecret(c.Request().Context(), kit.SessionOf(c).Mall.ID, kit.SessionOf(c).By()); err != nil {
			return err
		}
	}
	if secret == "" {
		return lowstock.NotFound()
	}
	page, err := h.readSettingsPage(c)
	if err != nil {
		return err
	}
	page.Channels.Revealed, page.Channels.RevealedNote = secret.Reveal(), page.T(note)
	return kit.Render(c, http.StatusOK, views.SettingsPageView(page))
}

// testForm sends a test message.
type testForm struct {
	kit.Form
	channel lowstock.Channel
	email   string
}

// Read implements [kit.Fields].
func (f *testForm) Read() {
	f.channel, f.email = lowstock.Channel(f.Text("channel")), f.Text("email")
}

// target returns the recipient or the channel that the button belongs to: a recipient of the list,
// or a channel that is set. A test message cannot be sent to anybody else.
func (f *testForm) target(settings preference.Settings) (channel lowstock.Channel, recipient, id string) {
	if f.channel == lowstock.ChannelEmail || f.channel == "" {
		if at := kit.RecipientAt(settings.Recipients, f.email); at >= 0 {
			return lowstock.ChannelEmail, settings.Recipients[at].Email, recipientID(at)
		}
		return "", "", ""
	}
	if !slices.Contains(notify.Channels(), f.channel) || settings.Targets.Of(f.channel).Address == "" {
		return "", "", ""
	}
	return f.channel, string(f.channel), string(f.channel)
}
