package story

import (
	"strconv"

	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func reorderPage(l words.Locale) views.ReorderPage {
	why := func(perDay string, point, sold, spare int) string {
		return l.T("reorder.why", perDay, 21, point, sold, spare)
	}
	items := rows(l)
	page := views.ReorderPage{
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
		Export: "/reorder/export?format=xlsx", CSV: "/reorder/export?format=csv",
		Mail: views.ReorderMail{To: []views.Choice{{Value: "a@x.kr", Label: "minji@pogeun.example", On: true}}},
	}
	edit := func(n int, units, cost, from string, notes ...string) {
		code := "P000000" + strconv.Itoa(n) + "A"
		page.Rows[n].Edit = &views.OrderEdit{Code: code, Named: page.Rows[n].Name, Units: units, Cost: cost, CostFrom: from, Notes: notes}
	}
	edit(0, "144", "12000", l.T("purchase.cost_cafe24"), "131 → "+l.T("purchase.round_pack", 24, l.Pieces(144, 24)), l.T("purchase.round_more", 13, 4))
	edit(1, "168", "8500", l.T("purchase.cost_entered"))
	edit(2, "120", "4300", l.T("purchase.cost_cafe24"), "83 → "+l.T("purchase.round_min", 100)+" → "+l.T("purchase.round_pack", 24, l.Pieces(120, 24)), l.T("purchase.round_more", 37, 26))
	edit(3, "", "", l.T("purchase.cost_none"))
	page.Rows[2].Edit.Drafts = []views.Link{{Text: l.T("purchase.in_draft", 24), URL: "/purchase-orders/7"}}
	sums := []views.NeedSum{
		{Items: "3", Units: "432", Money: l.Price("KRW", 367_200_000), Unpriced: "0"},
		{Items: "4", Units: "1,204", Money: l.Price("KRW", 1_204_000_000), Unpriced: "1", Gap: l.T("ordersheet.gap", l.Price("KRW", 3_800_000))},
		{Items: "1", Units: "24", Money: "–", Unpriced: "1"},
	}
	page.NeedsTotal = views.NeedSum{Label: l.T("ordersheet.chosen", 1), Items: "3", Units: "432", Money: l.Price("KRW", 367_200_000), Unpriced: "0"}
	for i := range page.Needs {
		page.Needs[i].Sum = sums[i]
		page.Needs[i].Code, page.Needs[i].Choose, page.Needs[i].Chosen = "S000"+strconv.Itoa(i+1), l.T("purchase.choose", page.Needs[i].Name), i == 0
	}
	page.Order = &views.OrderSheet{
		Key: "K", Shown: "S0001", Currency: "KRW", Suppliers: []string{"서울테크 물류센터 (S0002)", "한결직물 (S0001)"},
		Totals: views.OrderTotals{Text: l.T("purchase.sum", 3, 432), Money: l.Price("KRW", 367_200_000)},
	}
	return page
}

// reorderDraft is a sheet of a supplier that has a draft and a minimum, with the
// terms of an item unfolded.
func reorderDraft(l words.Locale) views.ReorderPage {
	m := reorderPage(l)
	m.Order.Totals = views.OrderTotals{
		Text: l.T("purchase.sum", 2, 14), Money: l.Price("KRW", 11_200_000), Unknown: l.T("purchase.sum_unknown", 1),
		Gap: l.T("purchase.gap", l.Price("KRW", 15_000_000), l.Price("KRW", 3_800_000)),
		Off: []string{l.T("purchase.off_min", "린넨 셔츠", 13, 15), l.T("purchase.off_pack", "코튼 팬츠", 16, l.Pieces(24, 24))},
	}
	m.Order.Fill = []views.OrderFill{
		{Code: "P0000008A", Label: l.T("purchase.fill_item", "울 머플러 그레이", 24, l.T("purchase.fill_days", 3))},
		{Code: "P0000009A", Label: l.T("purchase.fill_item", "코튼 양말", 60, l.T("purchase.fill_days", 9))},
	}
	m.Order.Into = []views.Choice{{Value: "7", Label: l.T("purchase.into_draft", 1, 24), URL: "/purchase-orders/7", On: true}, {Value: "new", Label: l.T("purchase.into_new")}}
	m.Rows[1].Edit.Skip = true
	m.Rows[0].Edit.Late = &views.LateGoods{Code: "P0000000A", Text: l.T("ordersheet.late_out", 50), Count: true, GiveUp: true}
	m.Rows[3].Edit.Late = &views.LateGoods{Code: "P0000003A", Text: l.T("ordersheet.late_in", 100), Leave: true, GiveUp: true}
	m.Rows[2].Edit.Late = &views.LateGoods{Code: "P0000002A", Text: l.T("ordersheet.late_gave_up", 20), Undo: "restore 7.1"}
	m.LateHeld = &views.LateHeld{Title: l.T("ordersheet.late_held", 52), More: l.T("ordersheet.late_more", 50)}
	for i, item := range rows(l)[:2] {
		m.LateHeld.Items = append(m.LateHeld.Items, views.LateItem{Item: item.Item, Code: item.Code, Text: l.T("ordersheet.late_position", 3+i, 200, "11/20")})
	}
	m.Rows[2].Edit.Terms = &views.ItemTerms{Suffix: "-P0000002A", Min: "100", Pack: "24", Currency: "KRW", Supplier: "서울테크 물류센터 (S0002)"}
	return m
}

// reorderPages is the second page of a sheet that makes three orders.
func reorderPages(l words.Locale) views.ReorderPage {
	m := reorderPage(l)
	m.Pages = &views.SheetPages{Text: l.T("ordersheet.range", 201, 400, 2_413), Prev: "/reorder", Next: "/reorder", PrevAt: "0_9_0_P1", NextAt: "0_1_0_P2"}
	m.Order.Beyond, m.Order.Whole, m.Order.WholeLabel = "2211 40000 0 0", true, l.T("ordersheet.whole", 2_211, 40_000)
	m.Order.CarriedText, m.Order.Parts = l.T("ordersheet.carried", 2), l.T("ordersheet.parts", 1_000, 3)
	m.Order.Carried = []views.CarriedLine{{Code: "P0000008A", Units: "12", Cost: "1000", Skip: true}}
	m.Cut = l.T("ordersheet.cut", 10_000)
	return m
}

// reorderWrong is a sheet with refused quantities and terms.
func reorderWrong(l words.Locale) views.ReorderPage {
	m := reorderDraft(l)
	m.Rows[0].Edit.Units, m.Rows[0].Edit.UnitsError = "많이", l.T("error.sheet_units")
	m.Rows[1].Edit.Cost, m.Rows[1].Edit.CostError = "비싸", l.T("error.terms_cost")
	m.Rows[2].Edit.Terms.Cap, m.Rows[2].Edit.Terms.Errors = "20", map[string]string{"cap": l.T("error.purchase_cap_low"), "source": l.T("error.purchase_supplier")}
	m.Order.IntoError, m.Order.Error = l.T("error.purchase_into"), l.T("error.purchase_none")
	m.Errors = []views.FieldError{
		{Field: "units-P0000000A", Text: l.T("error.sheet_units")},
		{Field: "price-P0000001A", Text: l.T("error.terms_cost")},
		{Field: "cap-P0000002A", Text: l.T("error.purchase_cap_low")},
		{Field: "source-P0000002A", Text: l.T("error.purchase_supplier")},
		{Field: "into", Text: l.T("error.purchase_into")},
		{Field: "make", Text: l.T("error.purchase_none")},
	}
	return m
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
		n := m.Needs[1+i%2]
		m.Needs = append(m.Needs, n)
	}
	return m
}

func reorderNone(l words.Locale) views.ReorderPage {
	m := reorderPage(l)
	m.Needs, m.Rows, m.Note, m.Order = nil, nil, "", nil
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
