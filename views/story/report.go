package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func reportMonths(l words.Locale) []views.Choice {
	if l == words.English {
		return []views.Choice{
			{Label: l.T("report.month", "2026", "November"), URL: "/report?month=2026-11", On: true},
			{Label: l.T("report.month", "2026", "October"), URL: "/report?month=2026-10"},
			{Label: l.T("report.month", "2026", "September"), URL: "/report?month=2026-09"},
		}
	}
	return []views.Choice{
		{Label: l.T("report.month", "2026", 11), URL: "/report?month=2026-11", On: true},
		{Label: l.T("report.month", "2026", 10), URL: "/report?month=2026-10"},
		{Label: l.T("report.month", "2026", 9), URL: "/report?month=2026-09"},
	}
}

func reportForm(l words.Locale, id, kind string) *views.ReportForm {
	return &views.ReportForm{Action: "/stock/bulk", Back: "/report?month=2026-11", Input: thresholdInput(l, id, "", kind)}
}

func reportPage(l words.Locale) views.ReportPage {
	all := rows(l)
	row := func(n int, badge views.Badge, text string) views.ReportRow {
		item := all[n].Item
		return views.ReportRow{
			Item: item, At: ago(l, 60*24*(n+2)), Badge: badge, Text: text,
			Alert: views.Link{Text: l.T("report.alert"), URL: "/alerts/7"}, Pick: views.Pick{Code: item.Code, Label: l.T("report.pick", item.Name)},
		}
	}
	missed := row(0, views.Badge{Tone: "quiet", Icon: "mute", Text: l.T("report.missed")}, l.T("report.cause_silence", l.T("silence.muted")))
	gone := row(1, missed.Badge, l.T("report.cause_nobody"))
	gone.Item, gone.Pick, missed.Alert = views.Item{URL: "/stock/0", Name: "P00000ZZ000A"}, views.Pick{}, views.Link{}
	bound := func(held, text string) views.ReportBound {
		return views.ReportBound{Label: l.T("stock.held_" + held), Text: text, Hint: l.T("stock.held_"+held+"_hint", 180), URL: "/stock?held=" + held}
	}
	return views.ReportPage{
		Bound: []views.ReportBound{
			bound("stock", l.T("bound.money", 3204, 81234, l.About(words.Won, 312_400_000))), bound("over", l.T("bound.money", 211, 9120, l.About(words.Won, 48_310_000))),
			bound("idle", l.T("bound.units", 12, 90)),
		},
		Graphs: reportGraphs(l), Lost: reportLost(l),
		Shell: shell(l, "/alerts", "report.title"), Months: reportMonths(l),
		Headline: l.T("report.headline", 24, 15, 7), Scope: l.T("report.running"),
		Shares: []views.ReportShare{
			{Tone: "ok", Icon: "ok", Label: l.T("report.kept"), Count: "15", Hint: l.T("report.kept_hint", 7), From: "0", Width: "62.50"},
			{Tone: "low", Icon: "clock", Label: l.T("report.late"), Count: "5", Hint: l.T("report.late_hint", 7), From: "62.50", Width: "20.83"},
			{Tone: "out", Icon: "out", Label: l.T("report.at_out"), Count: "2", Hint: l.T("report.at_out_hint"), From: "83.33", Width: "8.33"},
			{Tone: "faint", Icon: "mute", Label: l.T("report.missed"), Count: "2", Hint: l.T("report.missed_hint"), From: "91.67", Width: "8.33"},
		},
		Facts: []views.Fact{
			{Label: l.T("report.told"), Value: l.T("report.times", 41)},
			{Label: l.T("report.sellouts"), Value: l.T("report.times", 24)},
			{Label: l.T("report.found"), Value: l.T("report.found_half", l.T("span.seconds", 8))},
			{Label: l.T("report.found_changes"), Value: l.T("report.times", "1,284")},
		},
		Late: views.ReportList{
			ID: "late", Title: l.T("report.rows"), Hint: l.T("report.rows_hint"), More: l.T("report.more", 57, 50), Form: reportForm(l, "late-threshold", "number"),
			Rows: []views.ReportRow{
				missed, gone,
				row(2, views.Badge{Tone: "out", Icon: "out", Text: l.T("report.at_out")}, l.T("report.cause_zero")),
				row(3, views.Badge{Tone: "low", Icon: "clock", Text: l.T("report.days", 3)}, l.T("report.cause_threshold")),
				row(4, views.Badge{Tone: "low", Icon: "clock", Text: l.T("report.hours", 5)}, l.T("report.cause_letter_late")),
			},
		},
		Ignored: views.ReportList{
			ID: "unheeded", Title: l.T("report.unheeded"), Hint: l.T("report.unheeded_hint"), Form: reportForm(l, "unheeded-threshold", "off"),
			Rows: []views.ReportRow{row(1, status(l, "low"), l.T("report.unheeded_low", 10)), row(5, status(l, "out"), l.T("report.unheeded_out"))},
		},
		Messages: []views.Fact{
			{Label: "owner@pogeun.example", Value: l.T("report.letters_n", 38)},
			{Label: "md@pogeun.example", Value: l.T("report.letters_failed", 12, 2)},
			{Label: "Slack", Value: l.T("report.letters_n", 41)},
		},
		How: []string{
			l.T("report.how_sellout"), l.T("report.how_time", 7), l.T("report.how_quiet"), l.T("report.how_cause"), l.T("report.how_kept"),
		},
	}
}

// reportQuiet is a month in which nothing happened.
func reportQuiet(l words.Locale) views.ReportPage {
	p := reportPage(l)
	p.Graphs, p.Lost = nil, &views.ReportLost{Headline: l.T("report.lost_none"), How: l.T("report.lost_how", 60)}
	p.Headline, p.Scope, p.Shares, p.Messages = l.T("report.headline_none"), l.T("report.since", "11월 3일 (화)"), nil, nil
	p.Facts = []views.Fact{
		{Label: l.T("report.told"), Value: l.T("report.times", 0)},
		{Label: l.T("report.sellouts"), Value: l.T("report.times", 0)},
		{Label: l.T("report.found"), Value: l.T("report.found_none")},
		{Label: l.T("report.found_changes"), Value: l.T("report.times", 0)},
	}
	p.Late.Rows, p.Late.More, p.Late.Hint, p.Late.None = nil, "", "", l.T("report.rows_quiet")
	p.Ignored.Rows, p.Ignored.None = nil, l.T("report.unheeded_none")
	return p
}

// reportEmpty is the report before anything is recorded.
func reportEmpty(l words.Locale) views.ReportPage {
	p := reportPage(l)
	p.Months = p.Months[:1]
	p.Empty = &views.Empty{Icon: "clock", Title: l.T("report.empty_title"), Text: l.T("report.empty_text")}
	return p
}

func reportReading(l words.Locale) views.ReportPage {
	p := reportEmpty(l)
	p.Empty = firstReading(l, "report.empty_text")
	return p
}
