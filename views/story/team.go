package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// Recent changes of settings, with who made them.

func settingChanges(l words.Locale) []views.SettingsChange {
	return []views.SettingsChange{
		{By: "pogeun", At: ago(l, 4), Lines: []string{l.T("change.recipient_added", "new@pogeun.example")}},
		{By: "pogeun", At: ago(l, 50), Lines: []string{
			l.T("change.from_to", l.T("change.quiet"), l.T("change.none"), "21:00–08:00"),
			l.T("change.from_to", l.T("settings.digest_at"), "08:00", "09:00"),
		}},
		{By: l.T("change.self"), At: ago(l, 55), Lines: []string{l.T("change.recipient_confirmed", "md@pogeun.example")}},
		{By: l.T("person.api", "ERP"), At: ago(l, 58), Lines: []string{l.T("change.changed", l.T("settings.webhook_url"))}},
	}
}

func kept(l words.Locale) []views.Kept {
	return []views.Kept{
		{Title: l.T("settings.kept_has"), Text: l.T("settings.kept_has_text")},
		{Title: l.T("settings.kept_never"), Text: l.T("settings.kept_never_text")},
		{Title: l.T("settings.kept_end"), Text: l.T("settings.kept_end_text")},
	}
}
