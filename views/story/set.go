package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// productSet is a set that cannot be sold because a part is short. It is also a
// part of another set.
func productSet(l words.Locale) views.ProductPage {
	p := productPage(l)
	out := views.Badge{Tone: "out", Icon: "out", Text: l.T("set.badge_out")}
	p.Set = &views.SetParts{
		Stopped: []string{l.T("set.stopped", "가을 나들이 세트", "울 머플러")},
		Notes:   []string{l.T("set.estimate"), l.T("set.partial")},
		Parts: []views.SetPart{
			{Link: views.Link{Text: "포근한 무지 울 니트 가디건", URL: "/stock/1"}, Code: "P0000001", Needed: "2", Stock: "1,128", Enough: "564"},
			{Link: views.Link{Text: "울 머플러", URL: "/stock/2"}, Code: "P0000002", Needed: "1", Stock: "0", Enough: "0", Badge: &out},
			{Link: views.Link{Text: "P0000003"}, Code: "P0000003", Needed: "1", Stock: "–", Enough: l.T("set.not_listed")},
		},
	}
	p.InSets = []views.InSet{
		{Link: views.Link{Text: "겨울 선물 세트", URL: "/stock/9"}, Needed: "1", Badge: &views.Badge{Tone: "out", Icon: "out", Text: l.T("set.badge_stopped")}},
		{Link: views.Link{Text: "연말 꾸러미", URL: "/stock/10"}, Needed: "3"},
	}
	p.List.Rows[1].Stopped, p.List.Rows[1].Why = &out, l.T("set.stopped", "가을 나들이 세트", "울 머플러")
	return p
}
