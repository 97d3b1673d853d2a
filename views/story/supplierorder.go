package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/mail"
	"cafe24-inventory-alert/views/words"
)

func supplierOrder(l words.Locale) views.SupplierOrder {
	return views.SupplierOrder{
		Locale: l, Assets: publicAssets(), App: l.T("shell.app"), Other: "/s/x?lang=en", OtherLang: "en", Post: "/s/x", Shop: "포근상회", Number: "PO-2612-0001",
		SentOn: "11월 30일 (월)", WantedOn: "12월 7일 (월)", Note: "오전에 도착하게 해 주세요.\n뒷문으로 부탁드려요.", Costs: true, Open: true,
		MinDay: "2026-12-01", MaxDay: "2027-12-01", Total: l.T("purchase.page_total", 3, 214) + " · " + l.Amount("KRW", 325_260_000),
		Lines: []views.SupplierLine{
			{Name: "포근한 무지 울 니트 가디건", Detail: "색상: 크림 / 사이즈: M · KNIT-CR-M", Units: l.T("purchase.boxes", 5, 120), Most: 120, On: "12월 7일 (월)", Cost: l.T("purchase.cost_each", "15,900원"), Amount: "1,908,000원", UnitsField: "units-1", DayField: "day-1"},
			{Name: "아주 긴 이름을 가진 겨울 한정 기모 안감 방한 오버핏 후드 집업 재킷 남녀공용 커플룩", Detail: "색상: 차콜 멜란지 / 사이즈: FREE · P0000ABC000A", Units: l.T("purchase.pieces", 84), Most: 84, On: "12월 9일 (수)", Cost: l.T("purchase.cost_each", "15,900원"), Amount: "1,335,600원", UnitsField: "units-2", DayField: "day-2"},
			{Name: "무릎담요", Detail: "BLANKET-01", Units: l.T("purchase.pieces", 10), Most: 10, On: "12월 7일 (월)", UnitsField: "units-3", DayField: "day-3"},
		},
	}
}

func supplierAnswered(l words.Locale) views.SupplierOrder {
	p := supplierOrder(l)
	p.Done, p.Answered, p.Wrote = true, l.T("purchase.page_answered", "12월 1일", "10:20"), "원단이 부족합니다."
	p.Lines[0].Said, p.Lines[2].Said = l.T("purchase.page_said", 80, "12월 10일 (목)"), l.T("purchase.page_said_none")
	return p
}

func supplierOrderRefused(l words.Locale) views.SupplierOrder {
	p := supplierOrder(l)
	p.Choice, p.Revision = "lines", l.T("purchase.page_revision", 2)
	p.Lines[0].UnitsTyped, p.Lines[0].UnitsError = "121", l.T("purchase.answer_units_most", 120)
	p.Lines[1].DayTyped, p.Lines[1].DayError = "2026-11-01", l.T("purchase.answer_day")
	p.Errors = []views.FieldError{{Field: "units-1", Text: p.Lines[0].UnitsError}, {Field: "day-2", Text: p.Lines[1].DayError}}
	return p
}

func supplierArrived(l words.Locale) views.SupplierOrder {
	p := supplierOrder(l)
	p.Open, p.Note = false, ""
	return p
}

func supplierOrderPages(l words.Locale) []Page {
	return []Page{
		{"supplierorder", views.SupplierOrderView(supplierOrder(l))},
		{"supplierorder-answered", views.SupplierOrderView(supplierAnswered(l))},
		{"supplierorder-refused", views.SupplierOrderView(supplierOrderRefused(l))},
		{"supplierorder-arrived", views.SupplierOrderView(supplierArrived(l))},
	}
}

func orderMail(l words.Locale) mail.Message {
	return mail.Message{
		Lang: string(l), ShopName: "포근상회", Subject: l.T("purchase.mail_subject", "PO-2612-0001", "포근상회"), Title: l.T("purchase.mail_title", "PO-2612-0001"),
		Lead: l.T("purchase.mail_lead", "포근상회", 2, 204), When: l.T("purchase.mail_wanted", "12월 7일"), Box: mail.Box{Title: l.T("purchase.mail_note"), Text: "오전에 도착하게 해 주세요."},
		Table: mail.Table{
			Head: []string{l.T("purchase.item"), l.T("purchase.units"), l.T("purchase.amount")},
			Rows: [][]mail.Cell{
				{{Text: "포근한 무지 울 니트 가디건", Detail: "색상: 크림 / 사이즈: M · KNIT-CR-M"}, {Text: l.T("purchase.boxes", 5, 120)}, {Text: "1,908,000원", Detail: l.T("purchase.cost_each", "15,900원")}},
				{{Text: "아주 긴 이름을 가진 겨울 한정 기모 안감 방한 오버핏 후드 집업 재킷", Detail: "P0000ABC000A"}, {Text: l.T("purchase.pieces", 84)}, {Text: l.T("purchase.cost_unknown")}},
			},
			Foot: []mail.Cell{{Text: l.T("purchase.total", 2)}, {Text: l.T("purchase.pieces", 204)}, {}},
		},
		Open: mail.Button{Label: l.T("purchase.mail_open"), URL: "/s/x"}, ActNote: l.T("purchase.mail_open_note", "buy@pogeun.example"),
		Footer:      []string{l.T("purchase.mail_from", l.T("shell.app"), "포근상회", "pogeun"), l.T("purchase.mail_to", "sales@supplier.example")},
		Unsubscribe: mail.Button{Label: l.T("purchase.mail_stop"), URL: "/unsubscribe/x"},
	}
}
