package story

import (
	"cafe24-inventory-alert/views/mail"
	"cafe24-inventory-alert/views/words"
)

// Mails are the mails. They do not have the layout of the pages.
func Mails(l words.Locale) []Page {
	return []Page{
		{"letter", mail.Page(alertMail(l))},
		{"letter-confirm", mail.Page(confirmMail(l))},
		{"letter-health", mail.Page(healthMail(l))},
		{"letter-order", mail.Page(orderMail(l))},
	}
}

func baseMail(l words.Locale) mail.Message {
	return mail.Message{
		Lang: string(l), ShopName: "포근상회", Open: mail.Button{Label: l.T("letter.open"), URL: "/stock"},
		Footer:      []string{l.T("letter.footer.why", "owner@pogeun.example"), l.T("letter.footer.zone", "KST")},
		Unsubscribe: mail.Button{Label: l.T("letter.unsubscribe"), URL: "/act/x"},
	}
}

func alertMail(l words.Locale) mail.Message {
	m := baseMail(l)
	m.Subject, m.Title, m.Lead = l.T("letter.subject.mixed", l.T("letter.subject.more", "포근한 무지 울 니트 가디건", 6), "포근상회"), l.T("letter.title.mixed", 1, 6), l.T("letter.lead.out")
	list := mail.List{Rows: []mail.Row{
		mailRow(l, true, "포근한 무지 울 니트 가디건", "색상: 크림 / 사이즈: M", "0", "5"),
		mailRow(l, false, "아주 긴 이름을 가진 겨울 한정 기모 안감 방한 오버핏 후드 집업 재킷 남녀공용 커플룩", "색상: 차콜 멜란지 / 사이즈: FREE", "4", "5"),
	}}
	for range 5 {
		list.Lines = append(list.Lines, mail.Line{
			Badge: l.T("letter.badge.low"), Item: "포근한 무지 울 니트 가디건 · 색상: 크림 / 사이즈: L · KNIT-CR-L", Count: l.T("letter.count", 3, 5),
		})
	}
	m.Lists = []mail.List{list}
	m.Actions = []mail.Button{{Label: l.T("link.acknowledge.button"), URL: "/act/x"}, {Label: l.T("link.snooze.button"), URL: "/act/x"}}
	return m
}

func mailRow(l words.Locale, sold bool, name, options, quantity, limit string) mail.Row {
	r := mail.Row{
		Out: sold, Badge: l.T("letter.badge.low"), Name: name, Options: options, Code: "P0000ABC000A",
		Quantity: l.T("letter.quantity", quantity), Limit: l.T("letter.limit", limit),
		Source: l.T("letter.source.product"), When: l.T("letter.when", "11월 22일 (일) 오후 3:04"),
	}
	if sold {
		r.Badge = l.T("letter.badge.out")
	}
	return r
}

func confirmMail(l words.Locale) mail.Message {
	m := baseMail(l)
	m.Subject, m.Title = l.T("letter.subject.confirm", "포근상회"), l.T("letter.title.confirm", "포근상회")
	m.When, m.Unsubscribe = l.T("letter.confirm_until", "11월 25일 (수) 오후 3:04"), mail.Button{}
	return m
}

func healthMail(l words.Locale) mail.Message {
	m := baseMail(l)
	m.Title = l.T("health.stock_stale.title")
	m.Subject, m.Lead = l.T("letter.subject.health", m.Title, "포근상회"), l.T("health.stock_stale.what")
	m.Box = mail.Box{Title: l.T("letter.todo"), Text: l.T("health.stock_stale.do")}
	m.When = l.T("letter.trouble_since", "11월 22일 (일) 오후 3:04")
	return m
}
