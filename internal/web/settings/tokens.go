package settings

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// tokenDays is the choice that a new token begins with.
const tokenDays = 365

// tokenForm describes a new API token.
type tokenForm struct {
	kit.Form
	chosen merchant.NewAPIToken
}

// Read implements [kit.Fields].
func (f *tokenForm) Read() {
	f.chosen.Name = f.Text("token_name")
	for _, name := range f.List("token_scope") {
		f.chosen.Scopes = append(f.chosen.Scopes, team.Scope(name))
	}
	f.chosen.Days = -1 // no choice, which is refused
	if days := f.Optional("token_days", "error.token_days"); days != nil {
		f.chosen.Days = *days
	}
}

func (f *tokenForm) apply(*preference.Settings) (done string) { return "" }

func (f *tokenForm) show(page *views.SettingsPage) {
	page.Token.Name = f.Typed("token_name")
	for i := range page.Token.Scopes {
		page.Token.Scopes[i].On = slices.Contains(f.chosen.Scopes, team.Scope(page.Token.Scopes[i].Value))
	}
	if f.Sent("token_days") {
		kit.ChooseAgain(page.Token.Days, f.Typed("token_days"))
	}
}

// makeToken makes an API token and shows it. It is never shown again.
func (h *Handler) makeToken(c echo.Context) error {
	f, err := kit.BindForm[tokenForm](c)
	if err != nil {
		return err
	}
	value, _, err := h.Merchant.MakeAPIToken(c.Request().Context(), kit.SessionOf(c).Mall.ID, kit.SessionOf(c).By(), f.chosen)
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

// deleteToken revokes a token.
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

func tokenID(id int64) string { return "token-" + strconv.FormatInt(id, 10) }

// tokenChoices is the form of a new token.
func (r viewer) tokenChoices() views.TokenForm {
	var form views.TokenForm
	for _, s := range team.Scopes() {
		form.Scopes = append(form.Scopes, views.TokenScope{
			Choice: views.Choice{Value: string(s), Label: r.T("token.scope_" + string(s)), On: s == team.ScopeRead}, Hint: r.T("token.hint_" + string(s)),
		})
	}
	for _, days := range merchant.TokenDays() {
		label := r.T("settings.token_days", days)
		switch days {
		case merchant.TokenForever:
			label = r.T("settings.token_forever")
		case tokenDays:
			label = r.T("settings.token_year")
		}
		form.Days = append(form.Days, views.Choice{Value: strconv.Itoa(days), Label: label, On: days == tokenDays})
	}
	return form
}

func (r viewer) tokenRow(t team.APIToken, names routeNames) views.TokenRow {
	used := r.T("settings.token_unused")
	if !t.LastUsedAt.IsZero() {
		used = r.T("settings.token_used", r.Relative(t.LastUsedAt))
	}
	made := r.T("settings.token_made", r.Day(t.CreatedAt), cmp.Or(names.people[t.CreatedBy], r.Person(t.CreatedBy)))
	row := views.TokenRow{ID: tokenID(t.ID), Name: t.Name, Scopes: r.T("token.scope_all"), Note: present.Joined(" · ", made, used)}
	if t.Scopes != nil {
		row.Scopes = r.termsOf(t.Terms())
	}
	switch {
	case t.Expired(r.Now):
		row.State = &views.Badge{Tone: "out", Icon: "warn", Text: r.T("settings.token_ended")}
		row.Warning = r.T("settings.token_ended_text")
	case t.Narrowed(r.Subs):
		row.State = &views.Badge{Tone: "low", Icon: "warn", Text: r.T("settings.token_narrow")}
		row.Warning = r.T("settings.token_narrow_text")
	case t.EndsSoon(r.Now):
		row.State = &views.Badge{Tone: "low", Icon: "clock", Text: r.T("settings.token_soon")}
		row.Warning = r.T("settings.token_soon_text", r.Date(t.ExpiresAt))
	case t.Scopes == nil:
		row.State = &views.Badge{Tone: "low", Icon: "warn", Text: r.T("settings.token_old")}
		row.Warning = r.T("settings.token_old_text")
	}
	if r.owns() {
		row.DeleteURL = paths.Of(paths.DeleteToken, strconv.FormatInt(t.ID, 10))
	}
	return row
}

// termsOf puts into words what a token may do, and until when.
func (r viewer) termsOf(terms string) string {
	scopes, until := team.ReadTerms(terms)
	end := r.T("settings.token_no_end")
	if !until.IsZero() {
		end = r.T("settings.token_until", r.Day(until))
	}
	return present.Joined(" · ", r.scopes(scopes), end)
}

// scopes puts into words what a token may do.
func (r viewer) scopes(scopes []team.Scope) string {
	list := make([]string, len(scopes))
	for i, s := range scopes {
		list[i] = string(s) // of a newer version
		if slices.Contains(team.Scopes(), s) {
			list[i] = r.T("token.scope_" + string(s))
		}
	}
	return strings.Join(list, " · ")
}

// tokenChange says in the record that a token was made or revoked, and what it
// could do.
func (r viewer) tokenChange(c preference.SettingChange) string {
	line := r.T("change."+string(c.What), c.Subject)
	if terms := cmp.Or(c.To, c.From); terms != "" {
		line += ": " + r.termsOf(terms)
	}
	return line
}
