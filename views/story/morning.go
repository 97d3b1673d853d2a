package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func morningItem(l words.Locale, row int, facts ...string) views.MorningItem {
	i := rows(l)[row].Item
	return views.MorningItem{
		Item: i, ID: "m-" + i.Code, ProductNo: "1", Variant: i.Code, Version: "1.0.0", Facts: facts, Ask: true,
		Order: l.T("morning.ordered"), Quantity: "48", Day: "2026-12-07", Min: "2026-11-30", Max: "2027-11-30", FirstDay: "2026-12-01", SnoozeDay: "2026-12-02",
		SnoozeFirst: l.T("morning.later_to", l.T("morning.tomorrow", "오전 9:00")), Snooze: []views.MorningChoice{
			{Value: "tomorrow", Label: l.T("morning.tomorrow", "오전 9:00")}, {Value: "monday", Label: "12월 7일 (월) 오전 9:00"}, {Value: "out", Label: l.T("morning.until_out", "12월 30일 (수)")},
		},
		Then: l.T("morning.back_at_or_low", "12월 7일 (월) 오전 9:00"),
	}
}

func morningPage(l words.Locale) views.MorningPage {
	out := morningItem(l, 0, l.T("morning.stock", 0), l.T("morning.pace", "4.2"))
	out.Risk, out.Then = l.T("risk.money", l.About(words.Won, 601_000), 31), l.T("morning.back_fall")
	out.Snooze = append(out.Snooze[:2:2], views.MorningChoice{Value: "restock", Label: l.T("morning.restock")})
	selling := morningItem(l, 1)
	selling.Quantity, selling.Then = "", l.T("morning.back_fall")
	short := morningItem(l, 3, l.T("morning.stock", 9), l.T("morning.needed", 7, 28), l.T("morning.limit", 10))
	short.Then = l.T("morning.back_out")
	gap := morningItem(l, 5, l.T("morning.stock", 10), l.T("morning.gap", 50, "12월 5일 (토)", 20))
	gap.Then = l.T("morning.back_due", "12월 5일 (토)")
	late := morningItem(l, 4, l.T("morning.stock", 12), l.T("morning.was_due", 100, "11월 27일 (금)", 3))
	late.Order, late.Quantity, late.Then = l.T("morning.redate"), "100", l.T("morning.back_out")
	document := morningItem(l, 2, l.T("morning.stock", 6), l.T("morning.was_due", 40, "11월 26일 (목)", 4))
	document.Order, document.Document, document.Then = l.T("morning.document"), "/purchase-orders/7", l.T("morning.back_at_or_low", "12월 7일 (월) 오전 9:00")
	return views.MorningPage{
		Shell: shell(l, "/morning", "morning.title"), Left: l.T("morning.left", 57),
		Groups: []views.MorningGroup{
			{ID: "class-out", Tone: "out", Icon: "out", Title: l.T("morning.out"), Count: "2", Items: []views.MorningItem{out, selling}},
			{ID: "class-short", Tone: "low", Icon: "low", Title: l.T("morning.short"), Count: "54", Items: []views.MorningItem{short, gap}},
			{ID: "class-late", Tone: "quiet", Icon: "clock", Title: l.T("morning.late"), Count: "2", Items: []views.MorningItem{late, document}},
		},
		More: l.T("morning.more", 50, 7), End: morningEnd(l), Done: morningDone(l),
	}
}

func morningEnd(l words.Locale) views.MorningEnd {
	return views.MorningEnd{
		Title: l.T("morning.end"), Did: l.T("morning.end_did", 5, 2, 1), Next: l.T("morning.end_next", "12월 1일 (화) 오전 9:00"),
		Expected: []string{l.T("morning.next_back", "12월 1일 (화)", 2), l.T("morning.next_arrive", "12월 5일 (토)", 4)},
	}
}

func morningDone(l words.Locale) []views.MorningDone {
	return []views.MorningDone{
		{Name: "린넨 와이드 팬츠 색상: 베이지 / 사이즈: 27", URL: "/stock/3", Did: l.T("morning.did_ordered", 48, "12월 7일 (월)"), Back: l.T("morning.back_due", "12월 7일 (월)"), At: ago(l, 2), UndoURL: "/morning/3/undo"},
		{Name: "수제 유자청 500g", URL: "/stock/7", Did: l.T("morning.did_later"), Back: l.T("morning.back_at_or_out", "12월 1일 (화) 오전 9:00"), At: ago(l, 3), UndoURL: "/morning/2/undo"},
		{Name: "캔버스 에코백 색상: 내추럴", URL: "/stock/6", Did: l.T("morning.did_fine"), Back: l.T("morning.back_out"), At: ago(l, 4), UndoURL: "/morning/1/undo"},
	}
}

// morningEnded has nothing left.
func morningEnded(l words.Locale) views.MorningPage {
	m := morningPage(l)
	m.Left, m.Groups, m.More = "", nil, ""
	m.Older = l.T("morning.done_more", 100)
	return m
}

// morningQuiet has nothing to do and nothing done.
func morningQuiet(l words.Locale) views.MorningPage {
	m := morningEnded(l)
	m.Done, m.Older, m.End.Did, m.End.Expected = nil, "", l.T("morning.end_none"), nil
	return m
}

func morningReading(l words.Locale) views.MorningPage {
	m := morningQuiet(l)
	m.Empty = firstReading(l, "morning.after_first")
	return m
}

// morningRefused has a mistake in each field of an item.
func morningRefused(l words.Locale) views.MorningPage {
	m := morningPage(l)
	i := &m.Groups[0].Items[0]
	i.Quantity, i.QuantityError, i.DayError, i.SnoozeError = "많이", l.T("error.order_quantity"), l.T("error.expected_on"), l.T("error.morning_day")
	m.Errors = []views.FieldError{{Field: i.ID + "-quantity", Text: i.QuantityError}, {Field: i.ID + "-expected_on", Text: i.DayError}, {Field: i.ID + "-day", Text: i.SnoozeError}}
	return m
}

func morningReadOnly(l words.Locale) views.MorningPage {
	m := morningPage(l)
	m.ReadOnly, m.Locked = true, l.T("team.only_operators")
	for _, g := range m.Groups {
		for n := range g.Items {
			g.Items[n].Ask = false
		}
	}
	for n := range m.Done {
		m.Done[n].UndoURL = ""
	}
	return m
}

// morningGone is in the place of an item that is in stock again.
func morningGone(l words.Locale) views.MorningDone {
	return views.MorningDone{ID: "m-P000000A000A", Name: "린넨 와이드 팬츠", Did: l.T("morning.gone"), Back: l.T("error.morning_gone")}
}
