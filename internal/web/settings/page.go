package settings

import (
	"errors"
	"maps"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// doneAdded is the value in a redirect after a recipient was added. The page then shows more than a
// short notice can hold.
const doneAdded = "added"

func (h *Handler) settingsPage(c echo.Context) error {
	page, err := h.readSettingsPage(c)
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.SettingsPageView(page))
}

func (h *Handler) readSettingsPage(c echo.Context) (views.SettingsPage, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	settings, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return views.SettingsPage{}, err
	}
	return h.settingsView(c, settings, c.QueryParam("edit"))
}

// settingsView presents the page of settings. edit is the id of the recipient whose form is open.
func (h *Handler) settingsView(c echo.Context, settings preference.Settings, edit string) (views.SettingsPage, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	a := settingsRead{settings: settings, storeEmail: who.Mall.StoreEmail, edit: edit}
	var err error
	if a.tokens, err = h.Store.Mall(who.Mall.ID).APITokens(ctx); err != nil {
		return views.SettingsPage{}, err
	}
	if a.people, err = h.Store.Mall(who.Mall.ID).Operators(ctx); err != nil {
		return views.SettingsPage{}, err
	}
	if a.changes, err = h.Store.Mall(who.Mall.ID).SettingChanges(ctx, changesShown); err != nil {
		return views.SettingsPage{}, err
	}
	if a.categories, err = h.Store.Mall(who.Mall.ID).Categories(ctx); err != nil {
		return views.SettingsPage{}, err
	}
	if a.suppliers, err = h.Store.Mall(who.Mall.ID).Suppliers(ctx); err != nil {
		return views.SettingsPage{}, err
	}
	shell, err := h.Shell(c, paths.Settings, "settings.title")
	if err != nil {
		return views.SettingsPage{}, err
	}
	page := h.viewerOf(who).settingsPage(shell, a)
	if c.QueryParam("done") == doneAdded {
		page.Notice = h.viewerOf(who).added(settings.Recipients)
	}
	return page, nil
}

// saveSettings returns the handler that saves one form. If input is refused, it shows the page
// again with what was typed.
func (h *Handler) saveSettings(read func(echo.Context) (settingsForm, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		f, done, err := h.applyForm(c, read)
		switch {
		case err != nil:
			return err
		case !f.Base().Valid():
			return h.refuseSettings(c, f)
		}
		return kit.Finish(c, paths.Settings, done)
	}
}

// applyForm saves one form, unless a field of it is refused.
func (h *Handler) applyForm(c echo.Context, read func(echo.Context) (settingsForm, error)) (f settingsForm, done string, err error) {
	if f, err = read(c); err != nil {
		return nil, "", err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	settings, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return nil, "", err
	}
	done = f.apply(&settings)
	if err := judgeSettings(f.Base(), settings.Check()); err != nil {
		return nil, "", err
	}
	if !f.Base().Valid() {
		return f, "", nil
	}
	return f, done, h.Store.Mall(who.Mall.ID).SaveSettings(ctx, settings, who.By(), h.Now())
}

// AddRecipient adds the recipient of the form that was sent. It notes in the form what is refused.
func (h *Handler) AddRecipient(c echo.Context) (*kit.Form, error) {
	f, _, err := h.applyForm(c, addRecipient)
	if err != nil {
		return nil, err
	}
	return f.Base(), nil
}

// judgeSettings notes in the form why settings are refused. A problem with the list of recipients
// is noted at the form's own field for it. A problem with a setting of another form is noted under
// that setting's name, which is its place on the page.
func judgeSettings(f *kit.Form, err error) error {
	own, ok := errors.AsType[*lowstock.Error](err)
	if !ok || own.Fields["recipients"] == "" {
		return f.Judge(err, "")
	}
	fields := maps.Clone(own.Fields)
	delete(fields, "recipients")
	switch {
	case f.Sent("scope"):
		fields["scope"] = own.Fields["recipients"]
	case f.Sent("email"):
		fields["email"] = own.Fields["recipients"]
	default:
		fields["recipients"] = own.Fields["recipients"]
	}
	return f.Judge(lowstock.InvalidFields(fields), "")
}

// refuseSettings shows the page with the stored settings, and the refused form as it was typed.
func (h *Handler) refuseSettings(c echo.Context, f settingsForm) error {
	settings, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).Settings(c.Request().Context())
	if err != nil {
		return err
	}
	edit := ""
	if one, edits := f.(*recipientForm); edits {
		if at := one.over(&settings); at >= 0 {
			edit = recipientID(at)
		}
	}
	page, err := h.settingsView(c, settings, edit)
	if err != nil {
		return err
	}
	ids := map[string]string{}
	if edit != "" {
		ids = map[string]string{"digest": "recipient-digest", "locale": "recipient-locale"}
	}
	page.Errors = f.Base().Messages(page.Locale, "", ids)
	f.show(&page)
	return kit.Render(c, http.StatusUnprocessableEntity, views.SettingsPageView(page))
}

const (
	testTimeout = 18 * time.Second // a test mail may take 15 s; this is below mailTimeout, so that the result can still be shown
)
