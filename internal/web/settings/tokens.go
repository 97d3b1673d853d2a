package settings

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// tokenForm names a new API token.
type tokenForm struct {
	kit.Form
	name string
}

// Read implements [kit.Fields].
func (f *tokenForm) Read() { f.name = f.Text("token_name") }

func (f *tokenForm) apply(*preference.Settings) (done string) { return "" }

func (f *tokenForm) show(page *views.SettingsPage) { page.TokenName = f.Typed("token_name") }

// makeToken makes an API token and shows it. It is never shown again.
func (h *Handler) makeToken(c echo.Context) error {
	f, err := kit.BindForm[tokenForm](c)
	if err != nil {
		return err
	}
	value, _, err := h.Merchant.MakeAPIToken(c.Request().Context(), kit.SessionOf(c).Mall.ID, kit.SessionOf(c).By(), f.name)
	if err := f.Judge(err, "token_name"); err != nil {
		return err
	}
	if !f.Valid() {
		return h.refuseSettings(c, f)
	}
	page, err := h.readSettingsPage(c)
	if err != nil {
		return err
	}
	page.NewToken = value
	return kit.Render(c, http.StatusOK, views.SettingsPageView(page))
}

func (h *Handler) deleteToken(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	err = h.Store.Mall(kit.SessionOf(c).Mall.ID).DeleteAPIToken(c.Request().Context(), id, kit.SessionOf(c).By(), h.Now())
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	return kit.Finish(c, paths.Settings, "deleted")
}

func (r viewer) tokenRow(t team.APIToken) views.TokenRow {
	used := r.T("settings.token_unused")
	if !t.LastUsedAt.IsZero() {
		used = r.T("settings.token_used", r.Relative(t.LastUsedAt))
	}
	row := views.TokenRow{Name: t.Name, Note: r.T("settings.token_note", r.Date(t.CreatedAt), used)}
	if r.owns() {
		row.DeleteURL = paths.Of(paths.DeleteToken, strconv.FormatInt(t.ID, 10))
	}
	return row
}
