package settings

import (
	"cmp"
	"slices"

	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// changesShown is how many changes of settings their page lists.
const changesShown = 60

// settingChanges puts what was set into words, newest first. What one person set
// at one moment stands together.
func (r viewer) settingChanges(list []preference.SettingChange, names routeNames) []views.SettingsChange {
	var out []views.SettingsChange
	for i, c := range list {
		line := r.settingChange(c, names)
		if i > 0 && c.By == list[i-1].By && c.At.Equal(list[i-1].At) {
			last := &out[len(out)-1]
			last.Lines = append(last.Lines, line)
			continue
		}
		out = append(out, views.SettingsChange{Lines: []string{line}, By: r.somebody(c, names), At: r.Moment(c.At)})
	}
	return out
}

// somebody is who did something, by name where the app knows it.
func (r viewer) somebody(c preference.SettingChange, names routeNames) string {
	if oneOf(c.What, preference.SettingConfirmed, preference.SettingUnsubscribed) {
		return r.T("change.self")
	}
	if name := names.people[c.By]; name != "" && name != c.By {
		return name + " (" + c.By + ")"
	}
	return r.Person(c.By)
}

// settingChange is one line: what, and where both are known from what to what.
func (r viewer) settingChange(c preference.SettingChange, names routeNames) string {
	switch {
	case oneOf(c.What, preference.SettingRecipientAdded, preference.SettingRecipientRemoved, preference.SettingConfirmed,
		preference.SettingUnsubscribed, preference.SettingSecret, preference.SettingTokenMade, preference.SettingTokenDeleted,
		preference.SettingPromotionAdded, preference.SettingPromotionDeleted):
		return r.T("change."+string(c.What), c.Subject, c.To)
	case r.channelSetting(c.What) != "":
		return r.secretChange(c, r.channelSetting(c.What))
	case !words.Has("change."+string(c.What)) && settingNames()[c.What] == "":
		return r.secretChange(c, string(c.What)) // a channel of a newer program
	default:
		return r.T("change.from_to", r.settingName(c, names), r.settingValue(c.What, c.From), r.settingValue(c.What, c.To))
	}
}

// secretChange says of a secret address that it was set, and nothing of it.
func (r viewer) secretChange(c preference.SettingChange, name string) string {
	switch {
	case c.From == "":
		return r.T("change.set", name)
	case c.To == "":
		return r.T("change.removed", name)
	}
	return r.T("change.changed", name)
}

// settingNames are the settings that their own page already has a word for.
func settingNames() map[preference.Setting]string {
	return map[preference.Setting]string{
		preference.SettingDigestAt: "settings.digest_at", preference.SettingLocale: "settings.locale", preference.SettingTimezone: "settings.timezone",
	}
}

// settingUnits are the sentences of values that are numbers.
func settingUnits() map[preference.Setting]string {
	return map[preference.Setting]string{
		preference.SettingCollect: "change.seconds", preference.SettingCap: "change.letters", preference.SettingSecondAfter: "change.hours",
		preference.SettingLeadDays: "change.days", preference.SettingOrderDays: "change.days", preference.SettingSupplierLead: "change.days",
		preference.SettingProductLead: "change.days", preference.SettingLevel: "change.percent", preference.SettingHoliday: "change.percent",
		preference.SettingScope: "change.some",
	}
}

func (r viewer) settingName(c preference.SettingChange, names routeNames) string {
	subject := c.Subject
	if c.What == preference.SettingSupplierLead {
		subject = cmp.Or(names.supplier[subject], subject)
	}
	if c.What == preference.SettingHoliday {
		subject = r.Known("holiday." + subject)
	}
	return r.T(cmp.Or(settingNames()[c.What], "change."+string(c.What)), subject)
}

// settingValue is a value as people read it.
func (r viewer) settingValue(what preference.Setting, v string) string {
	switch {
	case oneOf(what, preference.SettingImmediate, preference.SettingSecond, preference.SettingSubs):
		if v == preference.SettingOn {
			return r.T("change.on")
		}
		return r.T("change.off")
	case what == preference.SettingDigest:
		return r.T("settings.digest_" + cmp.Or(v, string(preference.DigestOff)))
	case oneOf(what, preference.SettingRecipientLocale, preference.SettingLocale):
		return r.T("settings.locale_" + cmp.Or(v, "mall"))
	case v == "" && what == preference.SettingScope:
		return r.T("settings.scope_all")
	case v == "":
		return r.T("change.none")
	}
	if key := settingUnits()[what]; key != "" {
		return r.T(key, v)
	}
	return v
}

// oneOf says whether a setting is one of some.
func oneOf(what preference.Setting, list ...preference.Setting) bool {
	return slices.Contains(list, what)
}

// kept is what is stored of a mall, what never is, and when it ends.
func (r viewer) kept() []views.Kept {
	return []views.Kept{
		{Title: r.T("settings.kept_has"), Text: r.T("settings.kept_has_text")},
		{Title: r.T("settings.kept_never"), Text: r.T("settings.kept_never_text")},
		{Title: r.T("settings.kept_end"), Text: r.T("settings.kept_end_text")},
	}
}

// team is what sub-operators may do.
func (r viewer) team(s preference.Settings) views.Team {
	if s.SubsChangeRules {
		return views.Team{Subs: true, Text: r.T("settings.subs_on")}
	}
	return views.Team{Text: r.T("settings.subs_off")}
}
