package settings

import (
	"slices"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
)

// settingsForm is one of the page's forms.
type settingsForm interface {
	kit.Fields
	// apply writes the form's values into the settings and notes what is refused. done names the
	// message that the page shows afterwards.
	apply(to *preference.Settings) (done string)
	// show puts what was typed into the page.
	show(page *views.SettingsPage)
}

// scheduleForm sets how often and when messages are sent.
type scheduleForm struct {
	kit.Form
	quietFrom, quietTo, digestAt string
	numbers                      map[string]int // a number that an older page's form does not have is missing here
}

// Read implements [kit.Fields].
func (f *scheduleForm) Read() {
	f.numbers = map[string]int{}
	number := func(name, key string) {
		if f.Sent(name) {
			f.numbers[name] = f.Number(name, key)
		}
	}
	number("collect_seconds", "settings.collect_number")
	f.quietFrom, f.quietTo = f.Text("quiet_from"), f.Text("quiet_to")
	number("daily_cap", "settings.cap_number")
	number("second_after_hours", "settings.second_number")
	f.digestAt = f.Text("digest_at")
}

func (f *scheduleForm) apply(to *preference.Settings) (done string) {
	to.QuietFrom, to.QuietTo, to.DigestAt = f.quietFrom, f.quietTo, f.digestAt
	for name, field := range map[string]*int{
		"collect_seconds": &to.CollectSeconds, "daily_cap": &to.DailyCap, "second_after_hours": &to.SecondAfterHours,
	} {
		if n, sent := f.numbers[name]; sent {
			*field = n
		}
	}
	return "saved"
}

func (f *scheduleForm) show(page *views.SettingsPage) {
	v := &page.Schedule
	f.Retype(map[string]*string{
		"collect_seconds": &v.Collect, "daily_cap": &v.Cap, "second_after_hours": &v.Second,
		"quiet_from": &v.QuietFrom, "quiet_to": &v.QuietTo, "digest_at": &v.DigestAt,
	})
}

func readSchedule(c echo.Context) (settingsForm, error) { return kit.BindForm[scheduleForm](c) }

// teamForm sets what sub-operators may do.
type teamForm struct {
	kit.Form
	subs bool
}

// Read implements [kit.Fields].
func (f *teamForm) Read() { f.subs = f.On("subs") }

func (f *teamForm) apply(to *preference.Settings) (done string) {
	to.SubsChangeRules = f.subs
	return "saved"
}

func (f *teamForm) show(page *views.SettingsPage) { page.Team.Subs = f.subs }

func readTeam(c echo.Context) (settingsForm, error) { return kit.BindForm[teamForm](c) }

// languageForm sets the language of messages and the mall's time zone.
type languageForm struct {
	kit.Form
	locale, timezone string
}

// Read implements [kit.Fields].
func (f *languageForm) Read() { f.locale, f.timezone = f.Text("locale"), f.Text("timezone") }

func (f *languageForm) apply(to *preference.Settings) (done string) {
	to.Locale, to.Timezone = f.locale, f.timezone
	return "saved"
}

func (f *languageForm) show(page *views.SettingsPage) {
	page.Language.Timezone = f.timezone
	kit.ChooseAgain(page.Language.Locales, f.locale)
}

func readLanguage(c echo.Context) (settingsForm, error) { return kit.BindForm[languageForm](c) }

// channelsForm sets the channels other than mail: the fields of every registered channel. If the
// request lacks a field, the page was made by a program without that channel, and the stored value
// stays.
type channelsForm struct {
	kit.Form
	server *Handler
}

// Read implements [kit.Fields]. It reads nothing: the names of the fields depend on the registered
// channels, and apply reads the fields.
func (f *channelsForm) Read() {}

func (f *channelsForm) apply(to *preference.Settings) (done string) {
	sent := func(key string) (string, bool) { return f.Text(key), f.Sent(key) }
	for name, key := range f.server.Merchant.LayFields(sent, to) {
		f.Refuse(name, key)
	}
	return "saved"
}

func (f *channelsForm) show(page *views.SettingsPage) {
	for _, row := range page.Channels.List {
		for i := range row.Fields {
			f.Retype(map[string]*string{row.Fields[i].Key: &row.Fields[i].Value})
		}
	}
}

func (h *Handler) readChannels(c echo.Context) (settingsForm, error) {
	f, err := kit.BindForm[channelsForm](c)
	if err != nil {
		return nil, err
	}
	f.server = h
	return f, nil
}

// addressForm names a recipient to be added.
type addressForm struct {
	kit.Form
	email string
}

// Read implements [kit.Fields].
func (f *addressForm) Read() { f.email = f.Text("email") }

func (f *addressForm) apply(to *preference.Settings) (done string) {
	if f.email == "" {
		f.Refuse("email", "settings.email_missing")
		return ""
	}
	email, err := preference.NormalEmail(f.email)
	switch {
	case f.Judge(err, "email") != nil || !f.Valid():
	case kit.RecipientAt(to.Recipients, email) >= 0:
		f.Refuse("email", "error.email_twice")
	case len(to.Recipients) >= preference.MaxRecipients:
		f.Refuse("email", "error.recipients_many")
	default:
		to.Recipients = append(to.Recipients, preference.Recipient{Email: email, Immediate: true, Digest: preference.DigestOff})
	}
	return doneAdded
}

func (f *addressForm) show(page *views.SettingsPage) { page.Add.Value = f.Typed("email") }

func addRecipient(c echo.Context) (settingsForm, error) { return kit.BindForm[addressForm](c) }

// removeForm removes a recipient. A recipient that does not exist any more counts as removed.
type removeForm struct{ addressForm }

func (f *removeForm) apply(to *preference.Settings) (done string) {
	if at := kit.RecipientAt(to.Recipients, f.email); at >= 0 {
		to.Recipients = slices.Delete(to.Recipients, at, at+1)
	}
	return "deleted"
}

func removeRecipient(c echo.Context) (settingsForm, error) { return kit.BindForm[removeForm](c) }

// recipientForm changes what one recipient gets. A form without a scope does not have the fields of
// the scope, and their stored values stay.
type recipientForm struct {
	addressForm
	to  preference.Recipient // the values of the form
	all bool                 // the recipient gets alerts of every item
}

// Read implements [kit.Fields].
func (f *recipientForm) Read() {
	f.addressForm.Read()
	f.to.Immediate = f.On("immediate")
	f.to.Digest = preference.DigestChoice(f.Choice("digest", "error.digest", string(preference.DigestOff), string(preference.DigestDaily), string(preference.DigestWeekly), ""))
	if !f.Sent("scope") {
		return
	}
	f.to.Second = f.On("second")
	f.to.Locale = f.Choice("locale", "error.locale", "", "ko", "en")
	if f.all = f.Text("scope") == "all"; f.all {
		return
	}
	f.to.Categories, f.to.Suppliers = f.Categories("category", "scope"), f.Codes("supplier", "scope")
	if len(f.to.Categories)+len(f.to.Suppliers) == 0 {
		f.Refuse("scope", "settings.scope_none")
	}
}

func (f *recipientForm) apply(to *preference.Settings) (done string) {
	if f.over(to) < 0 {
		f.Refuse("email", "settings.recipient_gone")
	}
	return "saved"
}

// over writes the form's values into its recipient and returns the recipient's index in the list.
func (f *recipientForm) over(to *preference.Settings) (at int) {
	if at = kit.RecipientAt(to.Recipients, f.email); at < 0 {
		return at
	}
	r := &to.Recipients[at]
	r.Immediate, r.Digest = f.to.Immediate, f.to.Digest
	if f.Sent("scope") {
		r.Second, r.Locale, r.Categories, r.Suppliers = f.to.Second, f.to.Locale, f.to.Categories, f.to.Suppliers
	}
	return at
}

// show opens the recipient's form on the page with what was typed. If the recipient was removed
// meanwhile, it puts the address into the form for a new recipient.
func (f *recipientForm) show(page *views.SettingsPage) {
	for i := range page.Recipients {
		if form := page.Recipients[i].Form; form != nil {
			form.All = form.All && (f.all || !f.Sent("scope"))
			return
		}
	}
	page.Add.Value = f.email
}

func readRecipient(c echo.Context) (settingsForm, error) { return kit.BindForm[recipientForm](c) }
