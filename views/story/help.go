package story

import (
	"strings"

	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// helpSample is the HTML of a page of the help, with everything that a page can
// have.
const helpSample = `<h2 id="none">메일이 오지 않아요</h2>
<p>차례로 확인해 주세요.</p>
<ol>
<li>설정의 <code>받는 사람</code>에서 주소 옆에 <code>확인됨</code>이 있는지 보세요.</li>
<li>스팸함을 살펴보세요. <a href="/help/stock?lang=ko#silent">알리지 않는 품목</a>인지도 보세요.</li>
</ol>
<h2 id="rights">누가 무엇을 할 수 있나요?</h2>
<table>
<thead>
<tr><th>누가</th><th>할 수 있는 일</th></tr>
</thead>
<tbody>
<tr><td>대표운영자</td><td>모두</td></tr>
<tr><td>부운영자, 대표운영자가 허락한 때</td><td>위의 것과 알림 기준, 행사, 공급사 발주</td></tr>
</tbody>
</table>
<ul>
<li><code>하루에 보낼 알림 메일 (통)</code>을 줄이세요.</li>
<li>주소는 <code>k***@…</code>처럼 가려서 보여요.</li>
</ul>
`

func outside(l words.Locale, path string) views.Outside {
	return views.Outside{
		Locale: l, Assets: publicAssets(), App: l.T("shell.app"), Other: path + "?lang=en", OtherLang: "en",
		SupportEmail: "help@pogeun.example", SupportURL: "https://help.pogeun.example",
	}
}

func helpPages(l words.Locale) []views.HelpLink {
	var all []views.HelpLink
	for _, key := range []string{"stock.title", "alerts.title", "rules.title", "settings.title", "connection.title", "report.title", "promotions.title"} {
		all = append(all, views.HelpLink{Title: l.T(key), URL: "/help/" + strings.TrimSuffix(key, ".title"), Lead: l.T("help.lead")})
	}
	return all
}

func helpFirst(l words.Locale) views.HelpPage {
	return views.HelpPage{Outside: outside(l, "/help"), Title: l.T("help.title"), Lead: l.T("help.lead"), Pages: helpPages(l), First: true}
}

func helpPage(l words.Locale) views.HelpPage {
	p := helpFirst(l)
	p.Title, p.HTML, p.First = l.T("settings.title"), helpSample, false
	p.Pages[3].On = true
	return p
}

func helpFound(l words.Locale) views.HelpPage {
	p := helpFirst(l)
	p.Query, p.Count, p.Lead = "엑셀", l.T("help.found", "엑셀", 2), ""
	p.Found = []views.HelpFound{
		{Title: "엑셀로 받을 수 있나요?", Page: l.T("stock.title"), URL: "/help/stock#export", Excerpt: "네. 엑셀로 받기나 CSV로 받기를 누르면 지금 조건에 맞는 모든 품목을 받아요."},
		{Title: "파일로 한꺼번에 바꿀 수 있나요?", Page: l.T("rules.title"), URL: "/help/thresholds#file", Excerpt: "…재고 화면에서 엑셀로 받기를 눌러 파일을 받고, 품목 기준 칸만 고쳐 올려요. XLSX와 CSV를 쓸 수 있고…"},
	}
	return p
}

func helpNone(l words.Locale) views.HelpPage {
	p := helpFirst(l)
	p.Query, p.Count, p.Lead = "우주선", l.T("help.found_none", "우주선"), ""
	p.SupportEmail, p.SupportURL = "", ""
	return p
}

func newsPage(l words.Locale) views.NewsPage {
	return views.NewsPage{Shell: shell(l, "/news", "help.news"), Lead: l.T("help.lead"), HTML: helpSample, Help: "/help/new"}
}

func contactPage(l words.Locale) views.ContactPage {
	return views.ContactPage{
		Shell: shell(l, "/contact", "contact.title"), To: "help@pogeun.example", URL: "https://help.pogeun.example", Mall: "pogeun",
		Reply: "minji@pogeun.example", Attach: true,
	}
}

func contactAsked(l words.Locale) views.ContactPage {
	p := contactPage(l)
	at := func(text string) views.Time {
		return views.Time{Text: text, Full: text, Machine: "2026-11-26T09:02:00+09:00"}
	}
	reply := l.T("contact.asked_reply", "minji@pogeun.example")
	p.Asked = []views.Asked{
		{At: at("11월 26일 09:02"), State: views.Badge{Tone: "quiet", Icon: "clock", Text: l.T("delivery.pending")}, Text: "어제부터 메일이 오지 않아요.", Reply: reply + " · " + l.T("contact.asked_file")},
		{At: at("11월 20일 14:40"), State: views.Badge{Tone: "ok", Icon: "ok", Text: l.T("delivery.sent")}, Short: "공급사가 두 곳인 상품은 발주 제안에서 어느 공급사로 나오나요?…", Text: "공급사가 두 곳인 상품은 발주 제안에서 어느 공급사로 나오나요?\n카페24에는 하나만 등록되어 있어요.", Reply: reply},
		{At: at("11월 2일 08:11"), State: views.Badge{Tone: "out", Icon: "warn", Text: l.T("delivery.failed")}, Text: "알림 기준을 한꺼번에 바꾸고 싶어요.", Reply: reply},
	}
	return p
}

func contactRefused(l words.Locale) views.ContactPage {
	p := contactPage(l)
	p.Reply, p.BodyError, p.ReplyError = "minji", l.T("contact.error_body"), l.T("contact.error_reply")
	p.Errors = []views.FieldError{{Field: "question", Text: p.BodyError}, {Field: "reply", Text: p.ReplyError}}
	return p
}

func contactCheck(l words.Locale) views.ContactPage {
	p := contactPage(l)
	p.Check, p.Body = true, "어제부터 메일이 오지 않아요.\n설정에는 ‘확인됨’으로 나와요."
	p.File, p.Sealed = strings.Repeat("{\n  \"made_at\": \"2026-11-26T09:02:00+09:00\",\n  \"items\": {\"out\": 12, \"low\": 38}\n}\n", 8), "e30="
	return p
}

func contactSent(l words.Locale) views.ContactPage {
	p := contactPage(l)
	p.Sent = true
	return p
}

func contactNone(l words.Locale) views.ContactPage {
	p := contactPage(l)
	p.To = ""
	return p
}

func statusPage(l words.Locale) views.StatusPage {
	since := views.Time{Text: l.T("service.since", "11월 26일 09:02"), Full: "11월 26일 09:02", Machine: "2026-11-26T09:02:00+09:00"}
	ok := views.Badge{Tone: "ok", Icon: "ok", Text: l.T("service.word_ok")}
	p := views.StatusPage{Outside: outside(l, "/status"), Badge: views.Badge{Tone: "ok", Icon: "ok", Text: l.T("service.all_ok")}, Checked: since}
	p.Checked.Text = l.T("service.checked", "11월 26일 09:02 (KST)")
	for _, name := range []string{l.T("service.part_app"), l.T("service.part_database"), l.T("service.part_cafe24"), l.T("service.part_mail"), l.T("service.part_notices")} {
		p.Parts = append(p.Parts, views.StatusPart{Name: name, State: ok, Since: since})
	}
	return p
}

func statusTroubled(l words.Locale) views.StatusPage {
	p := statusPage(l)
	p.Badge = views.Badge{Tone: "out", Icon: "out", Text: l.T("service.down")}
	p.Parts[2].State, p.Parts[2].Note = views.Badge{Tone: "quiet", Icon: "clock", Text: l.T("service.word_unknown")}, l.T("service.note_unknown")
	p.Parts[3].State, p.Parts[3].Note = views.Badge{Tone: "out", Icon: "out", Text: l.T("service.word_down")}, l.T("service.note_mail")
	p.Parts[4].State, p.Parts[4].Note = views.Badge{Tone: "low", Icon: "warn", Text: l.T("service.word_slow")}, l.T("service.note_notices")
	return p
}

// helpMenu is what the question mark of every page opens.
func helpMenu() *views.HelpMenu {
	m := &views.HelpMenu{All: "/help/stock", News: "/news", Unseen: true, Contact: "/contact"}
	for _, q := range []string{"급한 품목은 어떻게 찾나요?", "알림 기준은 어디에서 바꾸나요?", "남은 일수는 무슨 뜻인가요?", "재고가 카페24와 달라요", "왜 알리지 않는 품목이 있나요?"} {
		m.Questions = append(m.Questions, views.Link{Text: q, URL: "/help/stock"})
	}
	return m
}

// publicAssets are the files of the pages outside the admin's frame.
func publicAssets() views.Assets {
	return views.Assets{CSS: "app.css", Loading: "loading.js", Theme: "auto"}
}
