package web

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

// doneAdded is what a redirect says after a recipient was added; the page says
// more to it than a toast can.
const doneAdded = "added"

func (s *Server) settingsRoutes(g *echo.Group) {
	g.GET(routeSettings, s.settingsPage)
	g.GET(routeDigest, s.digestPage)
	g.POST("/settings/team", s.saveSettings(readTeam))
	g.POST("/settings/schedule", s.saveSettings(readSchedule))
	g.POST("/settings/language", s.saveSettings(readLanguage))
	g.POST("/settings/channels", s.saveSettings(s.readChannels))
	g.POST("/settings/recipients", s.saveSettings(readRecipient))
	g.POST("/settings/recipients/add", s.saveSettings(addRecipient))
	g.POST("/settings/recipients/remove", s.saveSettings(removeRecipient))
	g.POST("/settings/recipients/confirm", s.sendConfirm)
	g.POST("/settings/webhook-secret", s.webhookSecret)
	g.POST("/settings/tokens", s.makeToken)
	g.POST("/settings/tokens/:id/delete", s.deleteToken)
}

func (s *Server) settingsPage(c echo.Context) error {
	page, err := s.readSettingsPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.SettingsPageView(page))
}

func (s *Server) readSettingsPage(c echo.Context) (views.SettingsPage, error) {
	who, ctx := sess(c), c.Request().Context()
	settings, err := s.store.Settings(ctx, who.mall.ID)
	if err != nil {
		return views.SettingsPage{}, err
	}
	return s.settingsView(c, settings, c.QueryParam("edit"))
}

// settingsView is the page of settings; edit is the id of the recipient whose
// form is open.
func (s *Server) settingsView(c echo.Context, settings lowstock.Settings, edit string) (views.SettingsPage, error) {
	who, ctx := sess(c), c.Request().Context()
	a := settingsRead{settings: settings, storeEmail: who.mall.StoreEmail, edit: edit}
	var err error
	if a.tokens, err = s.store.APITokens(ctx, who.mall.ID); err != nil {
		return views.SettingsPage{}, err
	}
	if a.people, err = s.store.Operators(ctx, who.mall.ID); err != nil {
		return views.SettingsPage{}, err
	}
	if a.changes, err = s.store.SettingChanges(ctx, who.mall.ID, changesShown); err != nil {
		return views.SettingsPage{}, err
	}
	if a.categories, err = s.store.Categories(ctx, who.mall.ID); err != nil {
		return views.SettingsPage{}, err
	}
	if a.suppliers, err = s.store.Suppliers(ctx, who.mall.ID); err != nil {
		return views.SettingsPage{}, err
	}
	shell, err := s.shell(c, routeSettings, "settings.title")
	if err != nil {
		return views.SettingsPage{}, err
	}
	page := s.readerOf(who).settingsPage(shell, a)
	if c.QueryParam("done") == doneAdded {
		page.Notice = s.readerOf(who).added(settings.Recipients)
	}
	return page, nil
}

// form is one of the page's forms, laid over the settings. It returns refused
// fields, and what was done.
type form func(c echo.Context, to *lowstock.Settings) (refused map[string]string, done string)

// saveSettings saves one form; refused input shows the page again with what was
// typed.
func (s *Server) saveSettings(read form) echo.HandlerFunc {
	return func(c echo.Context) error {
		refused, done, err := s.applyForm(c, read)
		switch {
		case err != nil:
			return err
		case len(refused) > 0:
			return s.refuseSettings(c, refused)
		}
		return finish(c, routeSettings, done)
	}
}

// applyForm saves one form where nothing of it is refused.
func (s *Server) applyForm(c echo.Context, read form) (refused map[string]string, done string, err error) {
	who, ctx := sess(c), c.Request().Context()
	settings, err := s.store.Settings(ctx, who.mall.ID)
	if err != nil {
		return nil, "", err
	}
	refused, done = read(c, &settings)
	if len(refused) == 0 {
		refused, err = refusedFields(settings.Check())
	}
	if err != nil || len(refused) > 0 {
		return refused, "", err
	}
	return nil, done, s.store.SaveSettings(ctx, who.mall.ID, settings, who.by(), s.now())
}

// refusedFields takes the fields out of a refusal; any other error stays one.
func refusedFields(err error) (map[string]string, error) {
	var own *lowstock.Error
	if errors.As(err, &own) && own.Code == lowstock.CodeInvalid && len(own.Fields) > 0 {
		return own.Fields, nil
	}
	return nil, err
}

func readSchedule(c echo.Context, to *lowstock.Settings) (refused map[string]string, done string) {
	to.QuietFrom, to.QuietTo, to.DigestAt = c.FormValue("quiet_from"), c.FormValue("quiet_to"), c.FormValue("digest_at")
	values, err := c.FormParams()
	if err != nil {
		return map[string]string{"collect_seconds": "settings.collect_number"}, ""
	}
	refused = map[string]string{}
	for name, field := range map[string]struct {
		to  *int
		key string
	}{
		"collect_seconds":    {&to.CollectSeconds, "settings.collect_number"},
		"daily_cap":          {&to.DailyCap, "settings.cap_number"},
		"second_after_hours": {&to.SecondAfterHours, "settings.second_number"},
	} {
		if !values.Has(name) {
			continue
		}
		n, err := strconv.Atoi(typedNumber(values.Get(name)))
		if err != nil {
			refused[name] = field.key
			continue
		}
		*field.to = n
	}
	return refused, "saved"
}

// readTeam is what sub-operators may do.
func readTeam(c echo.Context, to *lowstock.Settings) (refused map[string]string, done string) {
	to.SubsChangeRules = c.FormValue("subs") == "1"
	return nil, "saved"
}

func readLanguage(c echo.Context, to *lowstock.Settings) (refused map[string]string, done string) {
	to.Locale, to.Timezone = c.FormValue("locale"), c.FormValue("timezone")
	return nil, "saved"
}

func addRecipient(c echo.Context, to *lowstock.Settings) (refused map[string]string, done string) {
	typed := c.FormValue("email")
	if typed == "" {
		return map[string]string{"email": "settings.email_missing"}, ""
	}
	email, err := lowstock.NormalEmail(typed)
	switch {
	case err != nil:
		return problemOf(err).fields, ""
	case recipientAt(to.Recipients, email) >= 0:
		return map[string]string{"email": "error.email_twice"}, ""
	case len(to.Recipients) >= lowstock.MaxRecipients:
		return map[string]string{"email": "error.recipients_many"}, ""
	}
	to.Recipients = append(to.Recipients, lowstock.Recipient{Email: email, Immediate: true, Digest: lowstock.DigestOff})
	return nil, doneAdded
}

func readRecipient(c echo.Context, to *lowstock.Settings) (refused map[string]string, done string) {
	at := recipientAt(to.Recipients, c.FormValue("email"))
	if at < 0 {
		return map[string]string{"email": "settings.recipient_gone"}, ""
	}
	return recipientFrom(c, &to.Recipients[at]), "saved"
}

// recipientFrom reads one recipient's form. One without a scope does not have
// the fields that came with it, and leaves them as they are.
func recipientFrom(c echo.Context, to *lowstock.Recipient) (refused map[string]string) {
	values, err := c.FormParams()
	if err != nil {
		return map[string]string{"scope": "error.invalid"}
	}
	to.Immediate, to.Digest = values.Get("immediate") == "1", lowstock.DigestChoice(values.Get("digest"))
	if !values.Has("scope") {
		return nil
	}
	to.Second, to.Locale, to.Categories, to.Suppliers = values.Get("second") == "1", values.Get("locale"), nil, nil
	if values.Get("scope") == "all" {
		return nil
	}
	for _, text := range values["category"] {
		if no, err := strconv.ParseInt(text, 10, 32); err == nil && no > 0 && !slices.Contains(to.Categories, int(no)) {
			to.Categories = append(to.Categories, int(no))
		}
	}
	for _, code := range values["supplier"] {
		if codePattern.MatchString(code) && !slices.Contains(to.Suppliers, code) {
			to.Suppliers = append(to.Suppliers, code)
		}
	}
	if len(to.Categories)+len(to.Suppliers) == 0 {
		return map[string]string{"scope": "settings.scope_none"}
	}
	return nil
}

func removeRecipient(c echo.Context, to *lowstock.Settings) (refused map[string]string, done string) {
	at := recipientAt(to.Recipients, c.FormValue("email"))
	if at >= 0 { // one that has gone already is as good
		to.Recipients = slices.Delete(to.Recipients, at, at+1)
	}
	return nil, "deleted"
}

func recipientAt(list []lowstock.Recipient, email string) int {
	return slices.IndexFunc(list, func(r lowstock.Recipient) bool { return r.Email == email })
}

// refuseSettings shows the page as it is stored, with the form that was refused
// as it was typed.
func (s *Server) refuseSettings(c echo.Context, refused map[string]string) error {
	who := sess(c)
	settings, err := s.store.Settings(c.Request().Context(), who.mall.ID)
	if err != nil {
		return err
	}
	at, edit := recipientAt(settings.Recipients, c.FormValue("email")), ""
	edits := at >= 0 && c.FormValue("scope") != ""
	if key := refused["recipients"]; key != "" {
		delete(refused, "recipients")
		if refused["email"] = key; edits { // the form of one that is there
			delete(refused, "email")
			refused["scope"] = key
		}
	}
	if edits {
		edit = recipientID(at)
		_ = recipientFrom(c, &settings.Recipients[at]) // as it was typed
	}
	page, err := s.settingsView(c, settings, edit)
	if err != nil {
		return err
	}
	for _, field := range slices.Sorted(maps.Keys(refused)) {
		page.Errors = append(page.Errors, views.FieldError{Field: field, Text: page.T(refused[field])})
	}
	typedSettings(&page, c)
	if edits {
		page.Add.Value = ""
		if form := page.Recipients[at].Form; form != nil && c.FormValue("scope") != "all" {
			form.All = false
		}
	}
	return render(c, http.StatusUnprocessableEntity, views.SettingsPageView(page))
}

// typedSettings keeps what was typed. Only the fields of the refused form are
// in the request.
func typedSettings(page *views.SettingsPage, c echo.Context) {
	values, err := c.FormParams()
	if err != nil {
		return
	}
	for name, to := range map[string]*string{
		"email": &page.Add.Value, "collect_seconds": &page.Schedule.Collect, "daily_cap": &page.Schedule.Cap,
		"second_after_hours": &page.Schedule.Second, "quiet_from": &page.Schedule.QuietFrom,
		"quiet_to": &page.Schedule.QuietTo, "digest_at": &page.Schedule.DigestAt, "timezone": &page.Language.Timezone,
		"token_name": &page.TokenName,
	} {
		if values.Has(name) {
			*to = values.Get(name)
		}
	}
	for _, row := range page.Channels.List {
		for i := range row.Fields {
			if f := &row.Fields[i]; values.Has(f.Key) {
				f.Value = values.Get(f.Key)
			}
		}
	}
	for i := range page.Language.Locales {
		if locale := &page.Language.Locales[i]; values.Has("locale") {
			locale.On = locale.Value == values.Get("locale")
		}
	}
}

// makeToken shows a new API token, this once.
func (s *Server) makeToken(c echo.Context) error {
	value, _, err := s.makeAPIToken(c.Request().Context(), sess(c), c.FormValue("token_name"))
	if refused, other := refusedFields(err); other != nil {
		return other
	} else if len(refused) > 0 {
		return s.refuseSettings(c, map[string]string{"token_name": refused["name"]})
	}
	page, err := s.readSettingsPage(c)
	if err != nil {
		return err
	}
	page.NewToken = value
	return render(c, http.StatusOK, views.SettingsPageView(page))
}

func (s *Server) deleteToken(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	err = s.store.DeleteAPIToken(c.Request().Context(), sess(c).mall.ID, id, sess(c).by(), s.now())
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	return finish(c, routeSettings, "deleted")
}
