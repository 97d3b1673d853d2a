package settings

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// settingsRead is what the store returned about the settings.
type settingsRead struct {
	people     []team.SeenOperator
	settings   preference.Settings
	tokens     []team.APIToken
	categories []inbound.Category
	suppliers  []inbound.Supplier
	storeEmail string
	edit       string // id of the recipient whose form is open
	changes    []preference.SettingChange
}

// settingsPage presents the stored settings. The handler then puts what was typed and refused into
// the page.
func (r viewer) settingsPage(shell views.Shell, a settingsRead) views.SettingsPage {
	s := a.settings
	p := views.SettingsPage{
		Shell: shell, Warnings: r.settingsWarnings(s),
		Schedule: views.Schedule{
			Collect: strconv.Itoa(s.CollectSeconds), Cap: strconv.Itoa(s.DailyCap), Second: strconv.Itoa(s.SecondAfterHours),
			QuietFrom: s.QuietFrom, QuietTo: s.QuietTo, DigestAt: s.DigestAt,
		},
		Channels: r.channels(s),
		Language: r.language(s), Themes: r.themes(shell.Assets.Theme),
		Add:  views.AddRecipient{Full: len(s.Recipients) >= preference.MaxRecipients},
		Team: r.team(s), Kept: r.kept(), Token: r.tokenChoices(),
	}
	if until := s.QuietUntil(r.Now); !until.IsZero() {
		p.Schedule.Quiet = r.T("settings.quiet_now", r.Clock(until.In(r.Zone)))
	}
	for _, o := range a.people {
		p.People = append(p.People, r.operatorRow(o))
	}
	names := r.routeNames(a)
	p.Changes = r.settingChanges(a.changes, names)
	for i, recipient := range s.Recipients {
		row := r.recipientRow(recipient, i, names)
		if row.ID == a.edit && r.owns() {
			row.Form = r.recipientForm(recipient, a)
		}
		p.Recipients = append(p.Recipients, row)
	}
	if !slices.ContainsFunc(p.Recipients, func(x views.RecipientRow) bool { return x.Form != nil }) { // what is typed stays
		p.Awaiting = present.RecipientsPoll(s.Recipients)
	}
	known := slices.ContainsFunc(s.Recipients, func(x preference.Recipient) bool { return x.Email == a.storeEmail })
	if normal, err := preference.NormalEmail(a.storeEmail); err == nil && !known && r.owns() {
		p.Add.Proposed = normal
	}
	for _, t := range a.tokens {
		p.Tokens = append(p.Tokens, r.tokenRow(t, names))
	}
	return p
}

func (r viewer) operatorRow(o team.SeenOperator) views.Person {
	p := views.Person{Name: cmp.Or(o.Name, o.ID), ID: o.ID, Kind: r.kindOf(o.Type), May: r.T("settings.may_none"), Opened: r.Moment(o.OpenedAt)}
	switch o.Right(r.Subs) {
	case team.RightOwn:
		p.May = r.T("settings.may_all")
	case team.RightRules:
		p.May = r.T("settings.may_rules")
	case team.RightAct:
		p.May = r.T("settings.may_act")
	case team.RightNone, team.RightSee:
	}
	return p
}

// settingsWarnings says who is not reached, as far as the settings alone show it.
func (r viewer) settingsWarnings(s preference.Settings) []string {
	var list []string
	listeners := s.Listeners()
	all, first, second := false, false, false
	for _, l := range listeners {
		first = first || l.First
		second = second || l.Second
		all = all || l.First && len(l.Categories)+len(l.Suppliers) == 0
	}
	reachable := slices.ContainsFunc(s.Recipients, preference.Recipient.Reachable)
	asked := slices.ContainsFunc(s.Recipients, func(x preference.Recipient) bool { return !x.WaitsToBeAsked() })
	switch {
	case len(s.Recipients) == 0 && !first:
		list = append(list, r.T("settings.nobody"))
	case !asked && !first:
		list = append(list, r.T("settings.none_asked"))
	case len(s.Recipients) > 0 && !reachable && !first:
		list = append(list, r.T("settings.none_confirmed"))
	case first && !all:
		list = append(list, r.T("settings.gap"))
	}
	switch {
	case second && s.SecondAfterHours == 0:
		list = append(list, r.T("settings.second_no_hours"))
	case !second && s.SecondAfterHours > 0:
		list = append(list, r.T("settings.second_nobody"))
	}
	return list
}

// routeNames are the names of the categories and suppliers that recipients chose, and of operators
// by their id.
type routeNames struct {
	people   map[string]string
	category map[int]string
	supplier map[string]string
}

func (r viewer) routeNames(a settingsRead) routeNames {
	names := routeNames{map[string]string{}, map[int]string{}, map[string]string{}}
	for _, o := range a.people {
		names.people[o.ID] = o.Name
	}
	for _, c := range a.categories {
		names.category[c.No] = cmp.Or(c.FullName, c.Name)
	}
	for _, s := range a.suppliers {
		names.supplier[s.Code] = s.Name
	}
	return names
}

func (r viewer) categoryName(names routeNames, no int) string {
	return cmp.Or(names.category[no], r.T("rules.category_gone", no))
}

func (r viewer) supplierName(names routeNames, code string) string {
	return cmp.Or(names.supplier[code], r.T("settings.supplier_gone", code))
}

func (r viewer) recipientRow(x preference.Recipient, index int, names routeNames) views.RecipientRow {
	row := views.RecipientRow{
		ID: recipientID(index), Email: r.Masked(x.Email), Choices: r.recipientChoices(x, names), ReadOnly: !r.owns(),
		EditURL: present.WithQuery(paths.Settings, "edit", recipientID(index)) + "#" + recipientID(index),
	}
	if r.owns() && (x.Digest == preference.DigestDaily || x.Digest == preference.DigestWeekly) {
		row.DigestURL = present.WithQuery(paths.Digest, "recipient", recipientID(index))
	}
	switch {
	case !x.UnsubscribedAt.IsZero():
		row.State = views.Badge{Tone: "quiet", Icon: "mute", Text: r.T("settings.state_unsubscribed")}
		row.Note = r.T("settings.unsubscribed", r.Date(x.UnsubscribedAt))
	case !x.SuspendedAt.IsZero():
		row.State = views.Badge{Tone: "out", Icon: "warn", Text: r.T("settings.state_suspended")}
		row.Note, row.Confirm = r.T("settings.suspended", r.Date(x.SuspendedAt)), true
	case x.WaitsToBeAsked():
		row.State, row.Note = views.Badge{Tone: "low", Icon: "clock", Text: r.T("settings.state_not_asked")}, r.Asking(x)
	case x.ConfirmedAt.IsZero():
		row.State = views.Badge{Tone: "low", Icon: "clock", Text: r.T("settings.state_waiting")}
		row.Note, row.Confirm = r.Asking(x)+" "+r.T("settings.test_after"), true
	default:
		row.Test = true
		row.State = views.Badge{Tone: "ok", Icon: "ok", Text: r.T("settings.state_confirmed")}
	}
	return row
}

// added says what happens after the last recipient of the list was added.
func (r viewer) added(list []preference.Recipient) string {
	if len(list) == 0 {
		return ""
	}
	switch newest := list[len(list)-1]; {
	case !newest.UnsubscribedAt.IsZero():
		return r.T("settings.unsubscribed", r.Date(newest.UnsubscribedAt))
	case newest.WaitsToBeAsked():
		return r.Asking(newest)
	}
	return r.T("settings.added_note")
}

// recipientChoices says in a few words what a recipient gets.
func (r viewer) recipientChoices(x preference.Recipient, names routeNames) string {
	var list []string
	if x.Immediate {
		list = append(list, r.T("settings.sum_immediate"))
	}
	if x.Second {
		list = append(list, r.T("settings.sum_second"))
	}
	switch x.Digest {
	case preference.DigestDaily, preference.DigestWeekly:
		list = append(list, r.T("settings.sum_"+string(x.Digest)))
	case preference.DigestOff:
	}
	if len(list) == 0 {
		return r.T("settings.sum_nothing")
	}
	var chosen []string
	for _, no := range x.Categories {
		chosen = append(chosen, r.categoryName(names, no))
	}
	for _, code := range x.Suppliers {
		chosen = append(chosen, r.supplierName(names, code))
	}
	switch len(chosen) {
	case 0:
		list = append(list, r.T("settings.sum_all"))
	case 1:
		list = append(list, r.T("settings.sum_one", chosen[0]))
	default:
		list = append(list, r.T("settings.sum_some", chosen[0], len(chosen)-1))
	}
	if x.Locale != "" {
		list = append(list, r.T("settings.locale_"+x.Locale))
	}
	return strings.Join(list, " · ")
}

func (r viewer) recipientForm(x preference.Recipient, a settingsRead) *views.RecipientForm {
	f := &views.RecipientForm{Immediate: x.Immediate, Second: x.Second, All: len(x.Categories)+len(x.Suppliers) == 0}
	for _, choice := range []preference.DigestChoice{preference.DigestOff, preference.DigestDaily, preference.DigestWeekly} {
		f.Digests = append(f.Digests, views.Choice{
			Value: string(choice), Label: r.T("settings.digest_" + string(choice)), On: cmp.Or(x.Digest, preference.DigestOff) == choice,
		})
	}
	for _, locale := range []string{"", "ko", "en"} {
		f.Locales = append(f.Locales, views.Choice{Value: locale, Label: r.T("settings.locale_" + cmp.Or(locale, "mall")), On: x.Locale == locale})
	}
	names := r.routeNames(a)
	for _, c := range a.categories {
		f.Categories = append(f.Categories, views.Choice{Value: strconv.Itoa(c.No), Label: r.categoryName(names, c.No), On: slices.Contains(x.Categories, c.No)})
	}
	for _, no := range x.Categories {
		if names.category[no] == "" { // chosen earlier, and not in the mall any more
			f.Categories = append(f.Categories, views.Choice{Value: strconv.Itoa(no), Label: r.categoryName(names, no), On: true})
		}
	}
	for _, s := range a.suppliers {
		f.Suppliers = append(f.Suppliers, views.Choice{Value: s.Code, Label: r.supplierName(names, s.Code), On: slices.Contains(x.Suppliers, s.Code)})
	}
	for _, code := range x.Suppliers {
		if _, ok := names.supplier[code]; !ok {
			f.Suppliers = append(f.Suppliers, views.Choice{Value: code, Label: r.supplierName(names, code), On: true})
		}
	}
	chosenFirst(f.Categories)
	chosenFirst(f.Suppliers)
	return f
}

// chosenFirst sorts the chosen entries first, so that they are visible without scrolling.
func chosenFirst(list []views.Choice) {
	slices.SortStableFunc(list, func(a, b views.Choice) int {
		switch {
		case a.On == b.On:
			return 0
		case a.On:
			return -1
		}
		return 1
	})
}

const recipientPrefix = "r-"

// recipientID names a recipient's row, in the page and in addresses.
func recipientID(index int) string { return recipientPrefix + strconv.Itoa(index+1) }

func (r viewer) language(s preference.Settings) views.Language {
	l := views.Language{Timezone: s.Timezone, Timezones: []string{
		"Asia/Seoul", "Asia/Tokyo", "Asia/Shanghai", "Asia/Taipei", "Asia/Singapore", "Asia/Ho_Chi_Minh",
		"Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "UTC",
	}}
	for _, locale := range []string{"ko", "en"} {
		l.Locales = append(l.Locales, views.Choice{Value: locale, Label: r.T("settings.locale_" + locale), On: s.Locale == locale})
	}
	return l
}

// notSent says in the place of a test's result why nothing was sent.
func (r viewer) notSent(id, why string) views.TestResult {
	return views.TestResult{ID: id, State: views.Badge{Tone: "low", Icon: "clock", Text: r.T("delivery.suppressed")}, Text: why}
}

// owns says whether the operator may change who is notified, and how.
func (r viewer) owns() bool { return r.Right >= team.RightOwn }
