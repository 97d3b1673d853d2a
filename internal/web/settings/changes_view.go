package settings

import (
	"cmp"
	"slices"

	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// changesShown is how many changes of settings the page lists.
const changesShown = 60

// settingChanges puts the recorded changes into words, the newest first. Changes that one person
// made at the same time are one entry.
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

// somebody returns who made a change, by name if the app knows the name.
func (r viewer) somebody(c preference.SettingChange, names routeNames) string {
	if oneOf(c.What, preference.SettingConfirmed, preference.SettingUnsubscribed) {
		return r.T("change.self")
	}
	if name := names.people[c.By]; name != "" && name != c.By {
		return name + " (" + c.By + ")"
	}
	return r.Person(c.By)
}

// settingChange describes one change: which setting, and if both values are known, the old and the
// new value.
func (r viewer) settingChange(c preference.SettingChange, names routeNames) string {
	c.Subject, c.From, c.To = r.Masked(c.Subject), r.Masked(c.From), r.Masked(c.To)
	switch {
	case oneOf(c.What, preference.SettingRecipientAdded, preference.SettingRecipientRemoved, preference.SettingConfirmed,
		preference.SettingUnsubscribed, preference.SettingSecret,
		preference.SettingPromotionAdded, preference.SettingPromotionDeleted):
		return r.T("change."+string(c.What), c.Subject, c.To)
	case c.What == preference.SettingSessionsEnded:
		return r.T("change.sessions_ended", cmp.Or(names.people[c.Subject], c.Subject, r.T("change.sessions_everyone")))
	case oneOf(c.What, preference.SettingTokenMade, preference.SettingTokenDeleted):
		return r.tokenChange(c)
	case r.channelSetting(c.What) != "":
		return r.secretChange(c, r.channelSetting(c.What))
	case !words.Has("change."+string(c.What)) && settingNames()[c.What] == "":
		return r.secretChange(c, string(c.What)) // a channel that only a newer version of the program knows
	default:
		return r.T("change.from_to", r.settingName(c, names), r.settingValue(c.What, c.From), r.settingValue(c.What, c.To))
	}
}

// secretChange says that a secret address was set. It shows nothing of the address.
func (r viewer) secretChange(c preference.SettingChange, name string) string {
	switch {
	case c.From == "":
		return r.T("change.set", name)
	case c.To == "":
		return r.T("change.removed", name)
	}
	return r.T("change.changed", name)
}

// settingNames maps the settings for which the page already has a name.
func settingNames() map[preference.Setting]string {
	return map[preference.Setting]string{
		preference.SettingDigestAt: "settings.digest_at", preference.SettingLocale: "settings.locale", preference.SettingTimezone: "settings.timezone",
	}
}

// settingUnits maps the settings whose values are numbers to the sentences that show them.
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

// settingValue returns a value as people read it.
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

// oneOf says whether a setting is in a list.
func oneOf(what preference.Setting, list ...preference.Setting) bool {
	return slices.Contains(list, what)
}

// kept lists what the app stores of a mall, what it never stores, and how long it stores each.
func (r viewer) kept() []views.Kept {
	return []views.Kept{
		{Title: r.T("settings.kept_has"), Text: r.T("settings.kept_has_text")},
		{Title: r.T("settings.kept_never"), Text: r.T("settings.kept_never_text")},
		{Title: r.T("settings.kept_end"), Text: r.T("settings.kept_end_text")},
	}
}

// team shows what sub-operators may do.
func (r viewer) team(s preference.Settings) views.Team {
	if s.SubsChangeRules {
		return views.Team{Subs: true, Text: r.T("settings.subs_on")}
	}
	return views.Team{Text: r.T("settings.subs_off")}
}
