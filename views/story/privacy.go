package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func privacyPage(l words.Locale) views.PrivacyPage {
	return views.PrivacyPage{
		Locale: l, Assets: publicAssets(), App: l.T("shell.app"), Other: "/privacy?lang=en", OtherLang: "en",
		SupportEmail: "help@pogeun.example", SupportURL: "https://help.pogeun.example",
		Stored: []views.PrivacyItem{
			{What: l.T("privacy.operators"), Why: l.T("privacy.operators_why"), Kept: l.T("privacy.kept_use")},
			{What: l.T("privacy.levels"), Why: l.T("privacy.levels_why"), Kept: l.T("privacy.kept_days", 100)},
			{What: l.T("privacy.logs"), Why: l.T("privacy.logs_why"), Kept: l.T("privacy.kept_logs")},
		},
		Parts: []views.PrivacyPart{
			{Title: l.T("privacy.never"), Lines: []string{l.T("privacy.never_buyers"), l.T("privacy.never_track")}},
			{Title: l.T("privacy.end"), Lines: []string{l.T("privacy.end_app", 72)}},
		},
	}
}
