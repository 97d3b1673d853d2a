package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func promotionsPage(l words.Locale) views.PromotionsPage {
	running := views.Badge{Tone: "accent", Icon: "clock", Text: l.T("promotions.running")}
	row := func(name, of, url, days, percent string) views.PromotionRow {
		return views.PromotionRow{
			Name: name, Of: views.Link{Text: of, URL: url}, Days: days, Percent: percent, By: "hanbit", At: ago(l, 40),
			DeleteURL: "/promotions/1/delete", Delete: l.T("promotions.delete_of", name),
		}
	}
	ahead := []views.PromotionRow{
		row("블랙 프라이데이", l.T("promotions.scope_mall"), "", "11월 23일 (월) ~ 11월 29일 (일)", l.T("promotions.times", "2")),
		row("겨울 니트 기획전 1차 · 인스타그램 라이브 방송과 같이 하는 것", "여성의류 > 니트 > 가디건", "/stock?category=24", "12월 7일 (월) ~ 12월 13일 (일)", l.T("promotions.times", "1.5")),
		row("재고 실사로 쉬는 날", l.T("promotions.scope_mall"), "", "2027년 1월 4일 (월)", l.T("promotions.share", 0)),
	}
	ahead[0].Running = &running
	return views.PromotionsPage{
		Shell: shell(l, "/rules", "promotions.title"),
		Form: &views.PromotionForm{
			Action: "/promotions", Mall: views.Choice{Label: l.T("promotions.scope_mall"), On: true},
			Categories: []views.Choice{{Value: "c24", Label: "여성의류 > 니트 > 가디건"}}, Suppliers: []views.Choice{{Value: "sS1", Label: "한결직물"}},
		},
		Groups: []views.PromotionGroup{
			{Title: l.T("promotions.planned"), Rows: ahead},
			{Title: l.T("promotions.past"), Rows: []views.PromotionRow{row("추석 선물전", "한결직물", "/stock?supplier=S1", "9월 7일 (월) ~ 9월 20일 (일)", l.T("promotions.times", "1.8"))}},
		},
		Holidays: views.HolidayForm{Action: "/promotions/holidays", Rows: []views.HolidayRow{
			{
				ID: "holiday-seollal", Field: "seollal", Name: l.T("holiday.seollal"), Label: l.T("promotions.holiday_of", l.T("holiday.seollal")), Value: "100", Text: l.T("promotions.usual"),
				Next: l.T("promotions.next", l.T("holiday.seollal")+", 2027년 2월 6일 (토) ~ 2027년 2월 9일 (화)"), Proposal: l.T("promotions.proposal", 45, 3), Take: &views.Choice{Value: "45", Label: l.T("promotions.take", 45)},
			},
			{
				ID: "holiday-chuseok", Field: "chuseok", Name: l.T("holiday.chuseok"), Label: l.T("promotions.holiday_of", l.T("holiday.chuseok")), Value: "50", Text: l.T("promotions.share", 50),
				Next: l.T("promotions.next", l.T("holiday.chuseok")+", 2027년 9월 14일 (화) ~ 2027년 9월 16일 (목)"), Proposal: l.T("promotions.proposal", 50, 3),
			},
			{
				ID: "holiday-other", Field: "other", Name: l.T("holiday.other"), Label: l.T("promotions.holiday_of", l.T("holiday.other")), Value: "100", Text: l.T("promotions.usual"),
				Next: l.T("promotions.next", l.T("holiday.christmas")+", 12월 25일 (금)"), Proposal: l.T("promotions.proposal_none"),
			},
		}},
	}
}

func promotionsError(l words.Locale) views.PromotionsPage {
	p := promotionsPage(l)
	p.Form.From, p.Form.To, p.Form.Percent = "2026-12-10", "2026-12-01", "많이"
	p.Form.Products = []views.Choice{{Value: "p1", Label: "포근한 무지 울 니트 가디건", On: true}}
	p.Form.Mall.On = false
	p.Groups = []views.PromotionGroup{{Title: l.T("promotions.planned"), None: l.T("promotions.planned_none")}}
	p.Holidays.Rows[2].Value = "-5"
	p.Errors = []views.FieldError{
		{Field: "promotion-name", Text: l.T("error.promotion_name")},
		{Field: "promotion-to", Text: l.T("error.day_order")},
		{Field: "promotion-percent", Text: l.T("error.percent_range")},
		{Field: "holiday-other", Text: l.T("error.percent_range")},
	}
	return p
}

func promotionsReadOnly(l words.Locale) views.PromotionsPage {
	p := promotionsPage(l)
	p.Locked = l.T("team.only_owner")
	p.ReadOnly, p.Form, p.Holidays.ReadOnly = true, nil, true
	for g := range p.Groups {
		for i := range p.Groups[g].Rows {
			p.Groups[g].Rows[i].DeleteURL = ""
		}
	}
	for i := range p.Holidays.Rows {
		p.Holidays.Rows[i].Take = nil
	}
	return p
}
