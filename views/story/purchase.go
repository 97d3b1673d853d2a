package story

import (
	"strconv"

	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// purchasePages are the pages about purchase orders.
func purchasePages(l words.Locale) []Page {
	return []Page{
		{"purchases", views.PurchasesPageView(purchasesPage(l))},
		{"purchases-asked", views.PurchasesPageView(purchasesAsked(l))},
		{"purchases-none", views.PurchasesPageView(purchasesNone(l))},
		{"purchases-no-match", views.PurchasesPageView(purchasesNoMatch(l))},
		{"purchase-draft", views.PurchasePageView(purchaseDraft(l))},
		{"purchase-refused", views.PurchasePageView(purchaseRefused(l))},
		{"purchase-found", views.PurchasePageView(purchaseFound(l))},
		{"purchase-sent", views.PurchasePageView(purchaseSent(l))},
		{"purchase-shorter", views.PurchasePageView(purchaseShorter(l))},
		{"purchase-revise", views.PurchasePageView(purchaseRevise(l))},
		{"purchase-partly", views.PurchasePageView(purchasePartly(l))},
		{"purchase-late", views.PurchasePageView(purchaseLate(l))},
		{"purchase-mistakes", views.PurchasePageView(purchaseMistakes(l))},
		{"purchase-closed", views.PurchasePageView(purchaseClosed(l))},
		{"purchase-cancelled", views.PurchasePageView(purchaseCancelled(l))},
		{"purchase-noted", views.PurchasePageView(purchaseNoted(l))},
		{"purchase-readonly", views.PurchasePageView(purchaseReadOnly(l))},
		{"purchase-print", views.PurchasePrintView(purchasePaper(l))},
	}
}

func purchaseState(l words.Locale, state string) views.Badge {
	looks := map[string]views.Badge{
		"draft": {Tone: "quiet", Icon: "box"}, "sent": {Tone: "accent", Icon: "mail"}, "confirmed": {Tone: "accent", Icon: "check"}, "partly": {Tone: "low", Icon: "box"},
		"received": {Tone: "ok", Icon: "ok"}, "closed": {Tone: "quiet", Icon: "minus"}, "cancelled": {Tone: "quiet", Icon: "minus"}, "waiting": {Tone: "accent", Icon: "clock"},
	}
	b := looks[state]
	b.Text = l.T("purchase.state_" + state)
	return b
}

func purchasesPage(l words.Locale) views.PurchasesPage {
	next := func(units int) string { return l.T("purchase.next_all", units, l.T("purchase.weekday_4"), "12/3") }
	seen := views.Badge{Tone: "quiet", Icon: "ok", Text: l.T("purchase.mail_seen")}
	bounced := views.Badge{Tone: "out", Icon: "warn", Text: l.T("purchase.mail_bounced")}
	delivered := views.Badge{Tone: "quiet", Icon: "mail", Text: l.T("purchase.mail_delivered")}
	return views.PurchasesPage{
		Shell: shell(l, "/reorder", "purchase.title"),
		Tabs: []views.Choice{
			{Label: l.T("purchase.tab_all"), URL: "/purchase-orders", Count: "48", On: true},
			{Label: l.T("purchase.state_draft"), URL: "/purchase-orders?state=draft", Count: "2"},
			{Label: l.T("purchase.state_sent"), URL: "/purchase-orders?state=sent", Count: "3"},
			{Label: l.T("purchase.tab_confirmed"), URL: "/purchase-orders?state=confirmed", Count: "1"},
			{Label: l.T("purchase.state_partly"), URL: "/purchase-orders?state=partly", Count: "1"},
			{Label: l.T("purchase.tab_late"), URL: "/purchase-orders?state=late", Count: "1"},
			{Label: l.T("purchase.tab_done"), URL: "/purchase-orders?state=done", Count: "41"},
		},
		Suppliers: []views.Choice{{Label: l.T("purchase.suppliers_all"), On: true}, {Value: "S0001", Label: "한결직물"}, {Value: "S0002", Label: "서울테크 물류센터"}, {Value: "-", Label: l.T("purchase.supplier_none")}},
		Rows: []views.PurchaseRow{
			{URL: "/purchase-orders/9", Name: l.T("purchase.state_draft"), Supplier: "한결직물", Items: l.T("purchase.items_more", "포근한 무지 울 니트 가디건", 3), Units: l.T("purchase.units_all", 382), Cost: l.Price("KRW", 425_200_000), State: purchaseState(l, "draft")},
			{URL: "/purchase-orders/8", Name: "PO-2612-0003", Supplier: "서울테크 물류센터", Items: "스테인리스 텀블러 350ml 색상: 무광 화이트", Units: l.T("purchase.units_all", 120), Cost: l.Price("KRW", 98_400_000), Sent: ago(l, 130), Next: next(120), State: purchaseState(l, "sent"), Mail: &seen, Note: l.T("purchase.silent_seen")},
			{URL: "/purchase-orders/7", Name: "PO-2612-0002", Supplier: "한결직물", Items: l.T("purchase.items_more", "린넨 와이드 팬츠", 1), Units: l.T("purchase.units_all", 80), Cost: l.Price("KRW", 171_000_000), Sent: ago(l, 3*24*60), Next: l.T("purchase.next_first", 80, 50, "12/3"), State: purchaseState(l, "confirmed"), Mail: &delivered},
			{URL: "/purchase-orders/6", Name: "PO-2611-0011", Supplier: "Shenzhen Lights Co.", Items: "아주 긴 이름을 가진 겨울 한정 기모 안감 방한 오버핏 후드 집업 재킷 남녀공용 커플룩 색상: 차콜 멜란지", Units: l.T("purchase.units_all", 600), Cost: l.Price("USD", 184_250), Sent: ago(l, 12*24*60), Next: next(240), Late: true, State: purchaseState(l, "partly"), Mail: &bounced},
			{URL: "/purchase-orders/5", Name: l.T("purchase.noted"), Supplier: "한결직물", Items: "캔버스 에코백 색상: 내추럴", Units: l.T("purchase.units_all", 48), Sent: ago(l, 45), Next: next(48), State: purchaseState(l, "waiting")},
			{URL: "/purchase-orders/4", Name: "PO-2611-0010", Supplier: l.T("purchase.supplier_none"), Items: "수제 유자청 500g", Units: l.T("purchase.units_all", 24), Cost: l.Price("KRW", 15_600_000), Sent: ago(l, 15*24*60), State: purchaseState(l, "received")},
			{URL: "/purchase-orders/3", Name: "PO-2611-0009", Supplier: "한결직물", Items: "순면 60수 호텔 베개커버", Units: l.T("purchase.units_all", 100), Cost: l.Price("KRW", 70_000_000), Sent: ago(l, 16*24*60), State: purchaseState(l, "closed")},
			{URL: "/purchase-orders/2", Name: "PO-2611-0008", Supplier: "한결직물", Items: "순면 60수 호텔 베개커버", Units: l.T("purchase.units_all", 60), Sent: ago(l, 17*24*60), State: purchaseState(l, "cancelled")},
		},
		Next: "/purchase-orders?cursor=x", Export: "/purchase-orders/export", CSV: "/purchase-orders/export?format=csv",
	}
}

// purchasesAsked has each kind of question about an arrival.
func purchasesAsked(l words.Locale) views.PurchasesPage {
	m := purchasesPage(l)
	other := []views.Choice{{Value: "8.1", Label: l.T("purchase.asked_choice", "PO-2612-0003", 120, "12/3")}, {Value: "5.1", Label: l.T("purchase.asked_choice", l.T("purchase.noted"), 48, "12/8")}}
	seen := l.T("purchase.asked_evidence", "11월 30일 09:50", 20, 38)
	of := l.T("purchase.asked_of", 25, "PO-2612-0002")
	m.Questions = []views.PurchaseQuestion{
		{
			ID: "asked-3", Title: l.T("purchase.asked_propose", "린넨 와이드 팬츠 색상: 베이지", 25), Text: l.T("purchase.asked_propose_text", of) + " " + l.T("purchase.asked_mixed"),
			Evidence: seen, URL: "/purchase-orders/7/proposals/3", Yes: l.T("purchase.asked_yes"), Lines: other,
		},
		{ID: "asked-2", Title: l.T("purchase.asked_fill", "캔버스 에코백 색상: 내추럴", 10), Text: l.T("purchase.asked_fill_text", of), Evidence: seen, URL: "/purchase-orders/7/proposals/2", Yes: l.T("purchase.asked_right")},
		{ID: "asked-1", Title: l.T("purchase.asked_which", "스테인리스 텀블러 350ml 색상: 무광 화이트", 25), Text: l.T("purchase.asked_which_text", of), Evidence: seen, URL: "/purchase-orders/7/proposals/1", Yes: l.T("purchase.asked_right"), Lines: other},
	}
	return m
}

func purchasesNone(l words.Locale) views.PurchasesPage {
	m := purchasesPage(l)
	m.Rows, m.Next, m.Suppliers = nil, "", nil
	for i := range m.Tabs {
		m.Tabs[i].Count = ""
	}
	m.Empty = &views.Empty{Icon: "box", Title: l.T("purchase.none"), Text: l.T("purchase.none_text"), Action: &views.Action{Label: l.T("purchase.none_act"), URL: "/reorder"}}
	return m
}

func purchasesNoMatch(l words.Locale) views.PurchasesPage {
	m := purchasesNone(l)
	m.Q, m.ClearURL, m.State = "머그컵", "/purchase-orders", "late"
	m.Suppliers = purchasesPage(l).Suppliers
	m.Empty = &views.Empty{Icon: "search", Title: l.T("purchase.none_match"), Text: l.T("purchase.none_match_text"), Action: &views.Action{Label: l.T("purchase.clear"), URL: "/purchase-orders"}}
	return m
}

// purchaseOf is what every state of an order shows.
func purchaseOf(l words.Locale, name, state string) views.PurchasePage {
	s := shell(l, "/reorder", "purchase.title")
	s.Title = l.T("purchase.title_of", name, "한결직물")
	return views.PurchasePage{
		Shell: s, Heading: s.Title, State: purchaseState(l, state),
		Total: views.PurchaseTotal{Text: l.T("purchase.total_of", 3, 270), Cost: l.Price("KRW", 384_000_000), Note: l.T("purchase.costs_unknown", 1)},
		Print: "/purchase-orders/9/print", Export: "/purchase-orders/9/export", CSV: "/purchase-orders/9/export?format=csv",
	}
}

func purchaseDraft(l words.Locale) views.PurchasePage {
	m := purchaseOf(l, l.T("purchase.new"), "draft")
	m.Facts = []views.Fact{{Label: l.T("purchase.supplier"), Value: "한결직물"}, {Label: l.T("purchase.created"), Time: ago(l, 12)}, {Label: l.T("purchase.created_by"), Value: "minji@pogeun.example"}}
	items := rows(l)
	line := func(n int, row int, units, pack, cost, boxes, amount string) views.DraftLine {
		i := items[row].Item
		return views.DraftLine{Item: i, N: strconv.Itoa(n), Variant: i.Code, Units: units, Pack: pack, Cost: cost, Boxes: boxes, Amount: amount}
	}
	m.Draft = &views.PurchaseDraft{
		URL: "/purchase-orders/9/draft", SendURL: "/purchase-orders/9/send", MarkURL: "/purchase-orders/9/mark", DeleteURL: "/purchase-orders/9/delete", Version: "3",
		Lines: []views.DraftLine{
			line(1, 0, "120", "24", "18000", l.Pieces(120, 24), l.Price("KRW", 216_000_000)), line(2, 3, "100", "1", "16800", "", l.Price("KRW", 168_000_000)), line(3, 4, "50", "1", "", "", "–"),
		},
		To: "order@hangyeol.example\nsales@hangyeol.example", ReplyTo: "purchasing@pogeun.example", On: "2026-12-14", OnShown: "2026-12-14", Min: "2026-11-30", Max: "2027-11-30",
		Lead: l.T("purchase.lead_hint", 14), Note: "겨울 물량이라 먼저 준비되는 것부터 보내 주세요.", Unit: l.T("purchase.won"), SendLabel: l.T("purchase.send"), SendHint: l.T("purchase.send_hint"),
	}
	m.Events = []views.Event{{Icon: "clock", Text: l.T("purchase.event_created"), Note: "minji@pogeun.example", At: ago(l, 12)}}
	return m
}

// purchaseRefused has a mistake in each field, and was changed by somebody else.
func purchaseRefused(l words.Locale) views.PurchasePage {
	m := purchaseDraft(l)
	m.Notice = &views.Banner{Tone: "low", Icon: "warn", Text: l.T("purchase.changed_notice")}
	f := m.Draft
	f.Lines[0].Units, f.Lines[0].UnitsError = "열두 개", l.T("error.purchase_units")
	f.Lines[1].Pack, f.Lines[1].PackError = "0", l.T("error.purchase_pack")
	f.Lines[2].Cost, f.Lines[2].CostError = "12.345", l.T("error.purchase_cost")
	f.To, f.ReplyTo = "order@", "?"
	m.Errors = []views.FieldError{
		{Field: "units-1", Text: f.Lines[0].UnitsError},
		{Field: "pack-2", Text: f.Lines[1].PackError},
		{Field: "cost-3", Text: f.Lines[2].CostError},
		{Field: "addresses", Text: l.T("error.purchase_email", "order@")},
		{Field: "reply", Text: l.T("error.purchase_email", "?")},
		{Field: "expected_on", Text: l.T("error.expected_on")},
	}
	return m
}

func purchaseFound(l words.Locale) views.PurchasePage {
	m := purchaseDraft(l)
	items := rows(l)
	m.Draft.Find = "린넨"
	m.Draft.Found = []views.DraftFound{
		{Item: items[2].Item, Variant: items[2].Code, Stock: l.T("purchase.found_stock", 3), Label: l.T("purchase.add_of", items[2].Name)},
		{Item: items[3].Item, Variant: items[3].Code, Stock: l.T("purchase.found_stock", 14), In: true},
	}
	return m
}

func sentFacts(l words.Locale) []views.Fact {
	return []views.Fact{
		{Label: l.T("purchase.supplier"), Value: "한결직물"},
		{Label: l.T("purchase.sent_on"), Time: ago(l, 2*24*60)},
		{Label: l.T("purchase.sent_by"), Value: "minji@pogeun.example"},
		{Label: l.T("purchase.next"), Value: l.T("purchase.next_all", 270, l.T("purchase.weekday_4"), "12/3")},
		{Label: l.T("purchase.to"), Value: "order@hangyeol.example, sales@hangyeol.example"},
		{Label: l.T("purchase.reply_to"), Value: "purchasing@pogeun.example"},
		{Label: l.T("purchase.mail_state"), Value: l.T("purchase.mail_seen_at", l.T("time.hours", 5))},
	}
}

func sentLines(l words.Locale) []views.PurchaseLine {
	items, day := rows(l), "12월 3일 (목)"
	giveUp := func(n string) *views.PurchaseGiveUp {
		return &views.PurchaseGiveUp{ID: "line-" + n, URL: "/purchase-orders/9/give-up", Version: "4", Line: n, Label: l.T("purchase.give_up_of", items[0].Name)}
	}
	return []views.PurchaseLine{
		{Item: items[0].Item, ID: "line-1", Ordered: "120", Boxes: l.Pieces(120, 24), Confirmed: "–", Received: "0", Rest: "120", On: day, Cost: l.Price("KRW", 1_800_000), Amount: l.Price("KRW", 216_000_000), GiveUp: giveUp("1")},
		{Item: items[3].Item, ID: "line-2", Ordered: "100", Confirmed: "–", Received: "0", Rest: "100", On: day, Cost: l.Price("KRW", 1_680_000), Amount: l.Price("KRW", 168_000_000), GiveUp: giveUp("2")},
		{Item: items[4].Item, ID: "line-3", Ordered: "50", Confirmed: "–", Received: "0", Rest: "50", On: day, GiveUp: giveUp("3")},
	}
}

func purchaseSent(l words.Locale) views.PurchasePage {
	m := purchaseOf(l, "PO-2612-0001", "sent")
	m.Facts, m.Lines, m.Note = sentFacts(l), sentLines(l), "겨울 물량이라 먼저 준비되는 것부터 보내 주세요."
	m.Notice = &views.Banner{Tone: "low", Icon: "clock", Text: l.T("purchase.silent_notice", l.T("purchase.silent_seen"))}
	acts := views.PurchaseActs{
		Version: "4", Revise: "/purchase-orders/9?revise=1",
		Resend:  &views.PurchaseResend{URL: "/purchase-orders/9/send", Label: l.T("purchase.resend"), Hint: l.T("purchase.resend_hint", "order@hangyeol.example"), Remind: l.T("purchase.remind")},
		End:     &views.PurchaseEnd{URL: "/purchase-orders/9/cancel", Title: l.T("purchase.cancel"), Label: l.T("purchase.cancel_button"), Hint: l.T("purchase.cancel_hint")},
		Receive: &views.PurchaseReceive{URL: "/purchase-orders/9/receive", Key: "k", On: "2026-11-30", Min: "2026-11-28", Max: "2026-11-30", Open: true},
		Answer:  &views.PurchaseAnswerForm{URL: "/purchase-orders/9/answer", On: "2026-12-03", Min: "2026-11-30", Max: "2027-11-30"},
	}
	for _, line := range m.Lines {
		n := line.ID[len("line-"):]
		acts.Receive.Lines = append(acts.Receive.Lines, views.ReceiveLine{ID: "in-" + n, Name: "units-" + n, Label: line.Name, Options: line.Options, Rest: l.T("purchase.rest_of", line.Rest), Units: line.Rest})
		acts.Answer.Lines = append(acts.Answer.Lines, views.AnswerLine{N: n, Label: line.Name, Options: line.Options, Units: line.Rest})
	}
	m.Acts = &acts
	m.Link = &views.PurchaseLink{URL: "https://app.example/s/3sT9f2Gq8mZk1vXw0yLr7bNc5dHj4pQa6uEo2iSg8tKx1zWv", Text: l.T("purchase.link_text"), RevokeURL: "/purchase-orders/9/unlink"}
	m.Events = []views.Event{
		{Icon: "mail", Text: l.T("purchase.event_sent") + " · 12월 3일 (목)", Note: "minji@pogeun.example", At: ago(l, 2*24*60)},
		{Icon: "clock", Text: l.T("purchase.event_created"), Note: "minji@pogeun.example", At: ago(l, 2*24*60+10)},
	}
	return m
}

// purchaseShorter has an answer that lowers one quantity and moves one day.
func purchaseShorter(l words.Locale) views.PurchasePage {
	m := purchaseSent(l)
	m.State, m.Notice = purchaseState(l, "confirmed"), nil
	m.Lines[0].Confirmed, m.Lines[0].Rest = "96", "96"
	m.Lines[1].Confirmed, m.Lines[1].On, m.Lines[1].Moved = "100", "12월 10일 (목)", l.T("purchase.promised", "12/3")
	m.Lines[2].Confirmed, m.Lines[2].Rest, m.Lines[2].GiveUp = "0", "0", nil
	m.Answers = []views.PurchaseAnswer{{
		Who: l.T("purchase.by_supplier"), At: ago(l, 90), Message: "베개커버는 단종됐어요.",
		Lines: []string{
			l.T("purchase.said", m.Lines[0].Name, l.T("purchase.said_units", 96)+", "+l.T("purchase.said_on", "12월 3일 (목)")),
			l.T("purchase.said", m.Lines[1].Name, l.T("purchase.said_whole")+", "+l.T("purchase.said_on", "12월 10일 (목)")),
			l.T("purchase.said", m.Lines[2].Name, l.T("purchase.said_none")),
		},
	}}
	m.Events = append([]views.Event{{Icon: "check", Text: l.T("purchase.event_answered"), Note: l.T("purchase.by_supplier"), At: ago(l, 90)}}, m.Events...)
	return m
}

func purchaseRevise(l words.Locale) views.PurchasePage {
	m := purchaseShorter(l)
	m.Draft = purchaseDraft(l).Draft
	m.Draft.URL, m.Draft.SendURL, m.Draft.MarkURL, m.Draft.DeleteURL, m.Draft.Back = "/purchase-orders/9/revise", "/purchase-orders/9/revise", "", "", "/purchase-orders/9"
	m.Draft.SendLabel, m.Draft.SendHint, m.Draft.Lead = l.T("purchase.revise_button"), l.T("purchase.revise_hint"), l.T("purchase.revise_lead")
	m.Acts, m.Lines, m.Link = nil, nil, nil
	return m
}

// purchasePartly has a surplus on one line and a lack on another, a receipt that
// was seen in the stock, one that was taken back, and one that Cafe24 does not
// show yet.
func purchasePartly(l words.Locale) views.PurchasePage {
	m := purchaseShorter(l)
	m.State = purchaseState(l, "partly")
	m.Lines[0].Received, m.Lines[0].Surplus, m.Lines[0].Rest, m.Lines[0].GiveUp = "123", "+3", "0", nil
	m.Lines[1].Received, m.Lines[1].Rest = "40", "60"
	m.Acts.End = &views.PurchaseEnd{URL: "/purchase-orders/9/close", Title: l.T("purchase.close"), Label: l.T("purchase.close_button"), Hint: l.T("purchase.close_hint", 60)}
	receipt := func(row, units int) string { return l.T("purchase.receipt", m.Lines[row].Name, units) }
	on := l.T("purchase.receipt_on", "12월 3일 (목)")
	m.Receipts = []views.PurchaseReceipt{
		{Text: receipt(1, 40), On: on, By: "minji@pogeun.example", At: ago(l, 4), Unseen: l.T("purchase.receipt_unseen"), UndoURL: "/purchase-orders/9/receipts/3/undo", UndoOf: l.T("purchase.undo_of", receipt(1, 40))},
		{Text: receipt(0, 123), On: on, By: l.T("purchase.by_detected"), At: ago(l, 40), Evidence: l.T("purchase.evidence_sold", "오전 9:10–오전 9:50", 3, 124, 2, 123), UndoURL: "/purchase-orders/9/receipts/2/undo", UndoOf: l.T("purchase.undo_of", receipt(0, 123))},
		{Text: receipt(0, 12), On: on, By: "minji@pogeun.example", At: ago(l, 80), Undone: l.T("purchase.receipt_undone")},
	}
	return m
}

func purchaseLate(l words.Locale) views.PurchasePage {
	m := purchasePartly(l)
	m.Late = l.T("purchase.late_by", 4)
	m.Lines[1].Late = true
	m.Facts[6].Value = l.T("purchase.mail_bounced_at", "sales@hangyeol.example")
	m.Notice = &views.Banner{Tone: "out", Icon: "mail", Text: l.T("purchase.bounced_notice", "sales@hangyeol.example")}
	return m
}

// purchaseMistakes has a mistake in each form of a sent order.
func purchaseMistakes(l words.Locale) views.PurchasePage {
	m := purchaseSent(l)
	m.Notice = nil
	in, said, give := m.Acts.Receive, m.Acts.Answer, m.Lines[1].GiveUp
	in.Lines[0].Units, in.Lines[0].Error, in.OnError = "−3", l.T("error.purchase_units"), l.T("error.came_on")
	said.Open, said.Each, said.OnError = true, true, l.T("error.expected_on")
	said.Lines[0].Units, said.Lines[0].UnitsError = "많이", l.T("error.purchase_can")
	give.Open, give.Error = true, l.T("error.purchase_why")
	m.Errors = []views.FieldError{
		{Field: "in-1", Text: in.Lines[0].Error}, {Field: "came_on", Text: in.OnError}, {Field: "all_on", Text: said.OnError}, {Field: "can-1", Text: said.Lines[0].UnitsError}, {Field: "line-2-why", Text: give.Error},
	}
	return m
}

// purchaseEnded shows an order that nothing more is expected of.
func purchaseEnded(l words.Locale, state string) views.PurchasePage {
	m := purchasePartly(l)
	m.Link = nil
	m.State, m.Acts = purchaseState(l, state), &views.PurchaseActs{Version: "8", Receive: m.Acts.Receive, Restore: "/purchase-orders/9/restore"}
	m.Acts.Receive.Open = false
	for i := range m.Lines {
		m.Lines[i].Rest, m.Lines[i].GiveUp = "–", nil
	}
	return m
}

func purchaseClosed(l words.Locale) views.PurchasePage {
	m := purchaseEnded(l, "closed")
	m.Lines[1].GivenUp, m.Lines[1].Why = l.T("purchase.given_up_units", 60), "단종"
	m.Notice = &views.Banner{Tone: "quiet", Icon: "minus", Text: l.T("purchase.closed_notice", "12월 5일 (토) 오전 11:20", "minji@pogeun.example") + " 다음 시즌에 다시"}
	return m
}

func purchaseCancelled(l words.Locale) views.PurchasePage {
	m := purchaseEnded(l, "cancelled")
	m.Receipts, m.Answers = nil, nil
	for i := range m.Lines {
		m.Lines[i].Received, m.Lines[i].Surplus, m.Lines[i].Confirmed = "0", "", "–"
	}
	m.Notice = &views.Banner{Tone: "quiet", Icon: "minus", Text: l.T("purchase.cancelled_notice", "12월 2일 (수) 오후 4:05", "minji@pogeun.example")}
	return m
}

// purchaseNoted is what a press on an alert has noted: one item, no document.
func purchaseNoted(l words.Locale) views.PurchasePage {
	m := purchaseSent(l)
	m.Title = l.T("purchase.title_of", l.T("purchase.noted"), "한결직물")
	m.Heading, m.State, m.Notice, m.Note, m.Print = m.Title, purchaseState(l, "waiting"), nil, "", ""
	m.Lines = m.Lines[:1]
	m.Lines[0].GiveUp = nil
	m.Facts = append(m.Facts[:4:4], views.Fact{Label: l.T("purchase.to"), Value: l.T("purchase.to_nobody")})
	m.Total = views.PurchaseTotal{Text: l.T("purchase.total_of", 1, 120)}
	m.Acts.Resend, m.Acts.Revise, m.Link = nil, "", nil
	m.Acts.Receive.Lines, m.Acts.Answer.Lines = m.Acts.Receive.Lines[:1], m.Acts.Answer.Lines[:1]
	return m
}

func purchaseReadOnly(l words.Locale) views.PurchasePage {
	m := purchasePartly(l)
	m.ReadOnly, m.Locked, m.Acts, m.Link = true, l.T("team.only_operators"), nil, nil
	for i := range m.Lines {
		m.Lines[i].GiveUp = nil
	}
	for i := range m.Receipts {
		m.Receipts[i].UndoURL = ""
	}
	return m
}

func purchasePaper(l words.Locale) views.PurchasePrint {
	m := purchaseOf(l, "PO-2612-0001", "sent")
	lines := sentLines(l)
	for i := range lines {
		lines[i].ID, lines[i].On = strconv.Itoa(i+1), "2026-12-03"
	}
	lines[0].Ordered = l.Pieces(120, 24)
	return views.PurchasePrint{
		Shell: m.Shell, Heading: l.T("purchase.paper"), Back: "/purchase-orders/9", Shop: "포근상회", Supplier: "한결직물", Lines: lines, Costs: true, Total: m.Total,
		Note: "겨울 물량이라 먼저 준비되는 것부터 보내 주세요.",
		Facts: []views.Fact{
			{Label: l.T("purchase.number"), Value: "PO-2612-0001"},
			{Label: l.T("purchase.date"), Value: "2026-11-28"},
			{Label: l.T("purchase.expected"), Value: "2026-12-03"},
			{Label: l.T("purchase.reply_to"), Value: "purchasing@pogeun.example"},
		},
	}
}
