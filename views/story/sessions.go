package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func sessionsPage(l words.Locale) views.SessionsPage {
	return views.SessionsPage{
		Shell: settingsPage(l).Shell, Text: l.T("sessions.text_all"), Rules: l.T("sessions.rules", 2, 12, 20), OthersURL: "/settings/team?end=others#end",
		Rows: []views.SessionRow{
			{Name: "김민지", ID: "pogeun", Kind: l.T("settings.kind_owner"), Browser: "Chrome, Windows", Network: "203.0.113.0/24", Since: ago(l, 1), Seen: ago(l, 0), Own: true},
			{Name: "김하나", ID: "pogeun_staff", Kind: l.T("settings.kind_sub"), Browser: "Safari, iPhone", Network: "2001:db8:17::/48", Since: ago(l, 3), Seen: ago(l, 1), EndURL: "/settings/team?end=7#end"},
			{Name: "supplier01", ID: "supplier01", Kind: l.T("settings.kind_other"), Browser: l.T("sessions.unknown"), Since: ago(l, 5), Seen: ago(l, 1), EndURL: "/settings/team?end=8#end"},
		},
	}
}

func sessionsAsk(l words.Locale, stale bool) views.SessionsPage {
	p := sessionsPage(l)
	p.Ask = &views.EndQuestion{Title: l.T("sessions.ask_one", "김하나"), Text: l.T("sessions.ask_text"), Session: "7", Stale: stale}
	if stale {
		p.Ask.Text = l.T("sessions.stale", 15)
	}
	return p
}

func sessionsBare(l words.Locale) views.SessionsPage {
	p := sessionsPage(l)
	p.Bare, p.Fresh, p.Banner, p.Standing, p.Help = true, views.Freshness{}, nil, "", nil
	p.Text, p.Rows, p.OthersURL = l.T("sessions.text_own"), p.Rows[:1], ""
	return p
}
