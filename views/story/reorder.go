package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func reorderPage(l words.Locale) views.ReorderPage {
	why := func(perDay string, point, sold, spare int) string {
		return l.T("reorder.why", perDay, 21, point, sold, spare)
	}
	items := rows(l)
	return views.ReorderPage{
		Shell: shell(l, "/reorder", "reorder.title"),
		Note:  l.T("pending.orders", 400, 310) + " " + l.T("pending.minutes", 3),
		Terms: views.Terms{Lead: "14", OrderDays: "28", Levels: []views.Choice{{Value: "90", Label: "90%"}, {Value: "95", Label: "95%", On: true}, {Value: "98", Label: "98%"}}},
		Needs: []views.NeedLink{
			{Name: "한결직물", URL: "/reorder?supplier=S0001", Items: l.T("reorder.items", 12), Out: l.T("reorder.out_of", 2), On: true},
			{Name: "서울테크 물류센터", URL: "/reorder?supplier=S0002", Items: l.T("reorder.items", 4)},
			{Name: l.T("reorder.no_supplier"), URL: "/reorder", Items: l.T("reorder.items", 1)},
		},
		Supplier: "S0001", Title: l.T("reorder.sheet", "한결직물"), Total: l.T("reorder.total", 4, 382, 28), Risk: l.T("reorder.risk_total", l.Rounded(1_284_000)),
		Lead: views.LeadForm{ID: "lead", Supplier: "S0001", Label: l.T("reorder.lead_of", "한결직물"), Hint: l.T("reorder.lead_hint", 14), Placeholder: "14", Value: "21"},
		Rows: []views.ReorderRow{
			{Item: items[0].Item, Order: "131", Quantity: "0", Short: true, By: l.T("reorder.today"), Urgent: true, Out: l.T("reorder.out_now"), Risk: l.T("money.compact", l.Compact(840_000)), Why: why("3.2", 84, 67, 17)},
			{Item: items[3].Item, Order: "168", Quantity: "14", By: l.T("reorder.today"), Urgent: true, Out: l.T("reorder.out_range", "12/3", "11/30", "12/8"), Risk: l.T("money.compact", l.Compact(444_000)), Why: why("4.1", 108, 86, 22) + " · " + l.T("reorder.kept", "84", 95)},
			{Item: items[4].Item, Order: "83", Quantity: "40", Coming: l.T("letter.reorder_due", 20, "12/2"), By: "12/9", Out: l.T("reorder.out_range", "1/4", "12/30", "1/12"), Why: why("1.4", 43, 30, 13) + " · " + l.T("reorder.instead", 38, 43)},
			{Item: items[5].Item, Order: "–", Quantity: "6", Coming: l.T("letter.reorder_due", 100, "11/20"), By: l.T("reorder.ordered"), Out: l.T("reorder.out_range", "12/1", "11/29", "12/4"), Risk: l.T("money.compact", l.Compact(1_200)), Why: why("2.0", 55, 42, 13) + " · " + l.T("reorder.late", 100, "11/20")},
		},
		More: l.T("reorder.more", 200), Export: "/reorder/export?format=xlsx", CSV: "/reorder/export?format=csv",
		Mail: views.ReorderMail{To: []views.Choice{{Value: "a@x.kr", Label: "minji@pogeun.example", On: true}}},
	}
}

// reorderRefused has bad input in every field, and no recipient to mail to.
func reorderRefused(l words.Locale) views.ReorderPage {
	m := reorderPage(l)
	m.Terms.Lead, m.Terms.Open, m.Mail = "0", true, views.ReorderMail{}
	m.Lead.Value, m.Lead.Error = "abc", l.T("error.lead_days")
	m.Errors = []views.FieldError{{Field: "lead_days", Text: l.T("error.lead_days")}, {Field: "lead", Text: l.T("error.lead_days")}}
	return m
}

// reorderMany has more suppliers than are shown before the others are unfolded.
func reorderMany(l words.Locale) views.ReorderPage {
	m := reorderPage(l)
	for i := range 14 {
		n := m.Needs[i%2]
		n.On = false
		m.Needs = append(m.Needs, n)
	}
	return m
}

func reorderNone(l words.Locale) views.ReorderPage {
	m := reorderPage(l)
	m.Needs, m.Rows, m.Note = nil, nil, ""
	m.Empty = &views.Empty{Icon: "ok", Title: l.T("reorder.none_title"), Text: l.T("reorder.none_text")}
	return m
}

func reorderReading(l words.Locale) views.ReorderPage {
	m := reorderNone(l)
	m.Empty = firstReading(l, "reorder.after_first")
	return m
}

// digestPage is a preview of the next digest.
func digestPage(l words.Locale) views.DigestPage {
	return views.DigestPage{
		Shell: shell(l, "/settings", "settings.digest_title"), Email: "minji@pogeun.example", When: l.T("settings.digest_when", "11월 28일 (토) 오전 9:00"),
		Subject: l.T("letter.subject.digest", l.T("letter.subject.more", "린넨 셔츠", 6), "포근상회"), Text: "지금 품절 2개, 부족 5개예요\n\n[품절] 린넨 셔츠\n  재고 0개",
	}
}

func digestNone(l words.Locale) views.DigestPage {
	m := digestPage(l)
	m.Subject, m.Text, m.Empty = "", "", l.T("settings.digest_none")
	return m
}
