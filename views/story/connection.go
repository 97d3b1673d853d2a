package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// Whether the app is watching, and how well.

func checkBadge(l words.Locale, state string) views.Badge {
	b := views.Badge{Tone: "ok", Icon: "ok", Text: l.T("check.ok")}
	switch state {
	case "attention":
		b = views.Badge{Tone: "low", Icon: "warn", Text: l.T("check.attention")}
	case "stopped":
		b = views.Badge{Tone: "out", Icon: "out", Text: l.T("check.stopped")}
	case "unknown":
		b = views.Badge{Tone: "quiet", Icon: "clock", Text: l.T("check.unknown")}
	}
	return b
}

func checks(l words.Locale) []views.Check {
	line := func(id, text string) views.Check {
		return views.Check{ID: "check-" + id, Name: l.T("check.name_" + id), State: checkBadge(l, "ok"), Text: text}
	}
	return []views.Check{
		line("token", l.T("check.token_ok", "12월 6일 (일) 오후 3:04")),
		line("scopes", l.T("permission.read_product")+", "+l.T("permission.read_category")+", "+l.T("permission.read_order")),
		line("webhooks", l.T("check.webhooks_ok", "2분 전", 1482)),
		line("sweep", l.T("check.sweep_ok", "22분 전", "1,200", "41초")),
		line("drift", l.T("check.drift_some", 4, "4,800", "3", "0.06")),
		line("unreadable", l.T("check.unreadable_none")),
		line("told", l.T("check.told", "128", "71초", "9분")+" "+l.T("check.told_parts", "2초")),
		line("quota", l.T("check.quota", "12", "2분 전", "0")),
		line("forecast", l.T("check.forecast_ok", "520")+" "+l.T("pending.older", 360, 120)),
		line("mails", l.T("check.mails", "12", "0", "0", "0")),
	}
}

func troubledChecks(l words.Locale) []views.Check {
	list := checks(l)
	set := func(i int, state, text, do string, action *views.Action) {
		list[i].State, list[i].Text, list[i].Do, list[i].Action = checkBadge(l, state), text, do, action
	}
	reconnect := &views.Action{Label: l.T("connection.reconnect"), URL: "/auth/install"}
	set(1, "attention", l.T("check.scopes_missing", l.T("permission.read_order")), l.T("health.scope_missing.do"), reconnect)
	set(2, "attention", l.T("check.webhooks_silent", 14), l.T("check.webhooks_silent_do"), nil)
	set(3, "stopped", l.T("health.stock_stale.title"), l.T("check.above"), nil)
	set(4, "attention", l.T("check.drift_some", 4, "4,800", "160", "3.3"), l.T("check.drift_do"), nil)
	set(5, "attention", l.T("check.unreadable", "1", "포근한 울 니트 ("+l.T("unreadable.number", "50")+")"), l.T("check.unreadable_do"), nil)
	set(6, "unknown", l.T("check.told_none"), "", nil)
	set(7, "attention", l.T("check.quota_stopped", "3분"), l.T("check.quota_do"), nil)
	set(8, "attention", l.T("check.forecast_unlearnt", "7시간 전")+" "+l.T("check.forecast_failed", "2"), l.T("check.forecast_do"), nil)
	set(9, "attention", l.T("check.mails", "12", "0", "0", "3"), l.T("check.mails_failed_do"), &views.Action{Label: l.T("connection.act_settings"), URL: "/settings"})
	return list
}

func connectionPage(l words.Locale) views.ConnectionPage {
	return views.ConnectionPage{
		Shell: shell(l, "/connection", "connection.title"),
		State: views.Badge{Tone: "ok", Icon: "ok", Text: l.T("connection.on")}, Headline: l.T("connection.on_text"), Next: l.T("connection.next_sweep", "오후 8:40"),
		Groups: []views.FactGroup{
			{Title: l.T("connection.link"), Note: l.T("connection.until_note"), Facts: []views.Fact{{Label: l.T("connection.mall"), Value: "포근상회 (pogeun)"}, {Label: l.T("connection.since"), Time: ago(l, 30)}, {Label: l.T("connection.scopes"), Value: "mall.read_product, mall.read_category, mall.read_supply"}}},
			{Title: l.T("connection.sync"), Facts: []views.Fact{{Label: l.T("connection.last_sync"), Time: ago(l, 22)}, {Label: l.T("connection.last_size"), Value: "1,200개"}}},
			{Title: l.T("connection.hints"), Facts: []views.Fact{{Label: l.T("connection.last_hint"), Time: ago(l, 2)}, {Label: l.T("connection.hints_24h"), Value: "1,482건"}}},
			{Title: l.T("connection.mails"), Facts: []views.Fact{{Label: l.T("delivery.sent"), Value: "12"}, {Label: l.T("delivery.unknown"), Value: "1"}}},
			{Title: l.T("recovery.speed"), Note: l.T("recovery.speed_note"), Facts: []views.Fact{{Label: l.T("recovery.half"), Value: l.T("recovery.within", "3초")}}},
			{Title: l.T("recovery.worst"), Note: l.T("recovery.worst_note", "10분", "6시간"), Facts: []views.Fact{{Label: l.T("recovery.worst_near"), Value: l.T("recovery.at_most", "11분")}}},
		},
		Checks: checks(l), File: "/connection/diagnostics",
		Drifts: views.DriftList{
			Text: l.T("recovery.drifts_24h", 12), Ways: []string{l.T("recovery.way_count", l.T("recovery.way_watch"), 12)}, More: l.T("recovery.older", 1),
			Rows: []views.DriftRow{{
				Item:   views.Item{URL: "/stock/12?variant=P000000X000A", Name: "포근한 무지 울 니트 가디건 아주 긴 이름의 상품", Options: "색상: 크림 / 사이즈: 프리", Code: "P000000X000A"},
				Change: "28 → 20", FoundBy: views.Badge{Tone: "quiet", Icon: "sync", Text: l.T("recovery.way_watch")}, Found: ago(l, 12), Age: l.T("recovery.age", "8분"),
			}},
		},
	}
}

func connectionTroubled(l words.Locale) views.ConnectionPage {
	p := connectionPage(l)
	trouble := func(kind, about, tone string, minutes int, action *views.Action) views.Trouble {
		key := "health." + kind + "."
		return views.Trouble{
			ID: "health-" + kind, Badge: views.Badge{Tone: tone, Icon: "warn", Text: l.T(key + "name")},
			Title: l.T(key+"title", about), What: l.T(key+"what", about), Do: l.T(key+"do", about), Since: ago(l, minutes), Action: action,
		}
	}
	p.State, p.Headline = views.Badge{Tone: "out", Icon: "warn", Text: l.T("connection.troubled")}, l.T("health.stock_stale.title")
	p.Checks = troubledChecks(l)
	p.Troubles = []views.Trouble{
		trouble("stock_stale", "", "out", 40, &views.Action{Label: l.T("connection.sync_now"), URL: "/connection/sync", Post: true}),
		trouble("recipient_suspended", "stock.manager.with.a.long.name@pogeun.example", "low", 5, &views.Action{Label: l.T("connection.act_settings"), URL: "/settings"}),
	}
	p.Cleared = []views.Cleared{{Badge: views.Badge{Tone: "ok", Icon: "ok", Text: l.T("health.webhooks_off.name")}, Text: l.T("health.webhooks_off.clear"), Began: ago(l, 300), Ended: ago(l, 90)}}
	return p
}

// connectionApp is the page while Cafe24 refuses the app itself: its client secret
// and its API version.
func connectionApp(l words.Locale) views.ConnectionPage {
	p := connectionPage(l)
	p.State, p.Headline = views.Badge{Tone: "low", Icon: "warn", Text: l.T("connection.troubled")}, l.T("health.app_refused.title")
	p.Next, p.Since = l.T("health.app_refused.what")+" "+l.T("health.app_refused.do"), ago(l, 40)
	p.Checks[0].State, p.Checks[0].Text, p.Checks[0].Do = checkBadge(l, "attention"), l.T("health.app_refused.title"), l.T("health.app_refused.do")
	p.Checks = append(p.Checks, views.Check{
		ID: "check-version", Name: l.T("check.name_version"), State: checkBadge(l, "attention"),
		Text: l.T("check.version_replaced", "2024-06-01", "2026-09-01"), Do: l.T("check.version_do"),
	})
	return p
}

func connectionLost(l words.Locale) views.ConnectionPage {
	p := connectionPage(l)
	p.State, p.Headline, p.Next, p.Reconnect = views.Badge{Tone: "out", Icon: "out", Text: l.T("connection.lost")}, l.T("connection.lost_text"), l.T("connection.next_lost"), true
	return p
}
