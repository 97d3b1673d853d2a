package settings

import (
	"cmp"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// themeForm is the choice of the colours of all pages.
type themeForm struct {
	kit.Form
	theme string
}

// Read implements [kit.Fields].
func (f *themeForm) Read() {
	f.theme = f.Choice("theme", "error.invalid", kit.ThemeLight, kit.ThemeDark, kit.ThemeAuto)
}

// saveTheme keeps the theme in the operator's browser. Every operator may
// choose one, since it changes nothing of the mall.
func (h *Handler) saveTheme(c echo.Context) error {
	f, err := kit.BindForm[themeForm](c)
	if err != nil {
		return err
	}
	if f.Valid() {
		kit.SetTheme(c, f.theme)
	}
	return kit.Finish(c, paths.Settings, "saved")
}

// themes are the choices of the form.
func (r viewer) themes(now string) []views.Choice {
	list := []views.Choice{
		{Value: kit.ThemeLight, Label: r.T("settings.theme_light")},
		{Value: kit.ThemeDark, Label: r.T("settings.theme_dark")},
		{Value: kit.ThemeAuto, Label: r.T("settings.theme_auto")},
	}
	for i := range list {
		list[i].On = list[i].Value == cmp.Or(now, kit.ThemeLight)
	}
	return list
}
