package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func firstLookText(l words.Locale) string {
	return l.T("firstlook.strip", 214, l.About(words.Won, 48_312_000))
}

func stockFirstLook(l words.Locale) views.StockPage {
	p := stockShort(l)
	p.FirstLook = &views.FirstLookStrip{Text: firstLookText(l), URL: "/first-look", DismissURL: "/first-look/dismiss"}
	return p
}

func firstLookPage(l words.Locale) views.FirstLookPage {
	m := views.FirstLookPage{
		Shell: shell(l, "/stock", "firstlook.title"), Headline: firstLookText(l), Would: l.T("firstlook.would", 181),
		Take: &views.FirstLookTake{Action: "/stock/bulk", Back: "/stock?outlook=raise", Kind: "suggest"},
		Facts: []views.Fact{
			{Label: l.T("firstlook.stockouts"), Value: l.T("firstlook.stockouts_of", 214, 97)},
			{Label: l.T("firstlook.units"), Value: l.T("firstlook.units_of", 3_870)},
			{Label: l.T("firstlook.value"), Value: l.About(words.Won, 48_312_000)},
			{Label: l.T("firstlook.chance"), Value: l.T("firstlook.chance_of", 5)},
		},
		How:  []string{l.T("firstlook.how_orders", 365), l.T("firstlook.how_rule"), l.T("firstlook.how_lost", 60), l.T("firstlook.how_would")},
		List: views.ReportList{ID: "first-look", Title: l.T("firstlook.list"), More: l.T("firstlook.more", 97, 3)},
	}
	for n, row := range rows(l)[:3] {
		m.List.Rows = append(m.List.Rows, views.ReportRow{
			Item: row.Item, Badge: views.Badge{Tone: "out", Icon: "out", Text: l.T("firstlook.times", 3-n)},
			Text: l.T("firstlook.row_value", 31-7*n, 124-40*n, "2026-10-23", 12, l.About(words.Won, int64(1_240_000-400_000*n))),
		})
	}
	return m
}

func firstLookFine(l words.Locale) views.FirstLookPage {
	return views.FirstLookPage{
		Shell: shell(l, "/stock", "firstlook.title"),
		Empty: &views.Empty{Icon: "ok", Title: l.T("firstlook.fine_title"), Text: l.T("firstlook.fine_text", 365)},
	}
}
