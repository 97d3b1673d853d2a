package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// messages are the short pages outside the layout of a mall.
func messages(l words.Locale) []Page {
	page := func(name string, m views.Message) Page {
		m.Lang, m.Assets = string(l), publicAssets()
		return Page{name, views.MessagePage(m)}
	}
	items := []string{l.T("link.of_many", "포근한 무지 울 니트 가디건 (색상: 크림)", 3), "포근상회"}
	return []Page{
		page("link", views.Message{
			Icon: "bell", Title: l.T("link.acknowledge.title"), Paragraphs: []string{l.T("link.acknowledge.what")}, Facts: items,
			Buttons: []views.MessageButton{{Label: l.T("link.acknowledge.button"), URL: "/act/x", Post: true}},
		}),
		page("link-done", views.Message{
			Tone: "ok", Icon: "check", Title: l.T("link.acknowledge.done_title"), Paragraphs: []string{l.T("link.acknowledge.done", "owner@pogeun.example")}, Facts: items,
		}),
		page("message", views.Message{
			Title: l.T("error.not_found_title"), Paragraphs: []string{l.T("error.not_found")},
			Buttons: []views.MessageButton{{Label: l.T("nav.stock"), URL: "/stock", Top: true}, {Label: l.T("form.save"), URL: "/confirm/x", Post: true}},
		}),
		page("message-sure", views.Message{
			Tone: "low", Icon: "warn", Title: l.T("sure.recipient"), Paragraphs: []string{l.T("sure.recipient_text")}, Facts: []string{"owner@pogeun.example"},
			Buttons: []views.MessageButton{
				{Label: l.T("sure.recipient_yes"), URL: "/settings/recipients/remove", Post: true, Fields: []views.HiddenField{{Name: "email", Value: "owner@pogeun.example"}, {Name: "sure", Value: "1"}}},
				{Label: l.T("settings.cancel"), URL: "/settings"},
			},
		}),
		page("message-consent", views.Message{
			Title: l.T("consent.title"), Paragraphs: []string{l.T("consent.what"), l.T("consent.leave")},
			Buttons: []views.MessageButton{{Label: l.T("consent.button"), URL: "/auth/consent?code=x", Top: true}},
		}),
		page("message-window", views.Message{
			Title: l.T("window.blocked_title"), Paragraphs: []string{l.T("window.blocked")},
			Buttons: []views.MessageButton{{Label: l.T("window.button"), URL: "/auth/window?code=x", Window: true}},
		}),
		page("message-landing", views.Message{Title: l.T("shell.app"), Paragraphs: []string{l.T("landing.what"), l.T("landing.how")}}),
		{"privacy", views.PrivacyPageView(privacyPage(l))},
		page("message-broken", views.Message{
			Title: l.T("error.title"), Paragraphs: []string{l.T("error.internal")}, Reference: l.T("error.reference", "r7k2m9x4"),
		}),
	}
}
