package story

import (
	"strconv"

	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func shell(l words.Locale, current, title string) views.Shell {
	return views.Shell{
		Locale: l, Assets: views.Assets{CSS: "app.css", Loading: "loading.js", App: "app.js", Htmx: "htmx.min.js"},
		Title: l.T(title), Current: current, Shop: "포근상회", Standing: "24", Waiting: views.Waiting{Count: "37", Short: "37"},
		Fresh: views.Freshness{Text: l.T("fresh.ok", l.T("time.minutes", 3)), Tone: "ok", Full: "2026년 11월 22일 (일) 오후 3:04"},
		Help:  helpMenu(),
	}
}

// ago is a time relative within a day, as the product shows it.
func ago(l words.Locale, minutes int) views.Time {
	text := l.T("time.minutes", minutes)
	if minutes >= 60 {
		text = l.T("time.hours", minutes/60)
	}
	if minutes >= 24*60 {
		text = "11월 " + strconv.Itoa(max(1, 22-minutes/(24*60))) + "일"
	}
	return views.Time{Text: text, Full: "11월 22일 (일) 오후 3:04", Machine: "2026-11-22T15:04:00+09:00"}
}

func status(l words.Locale, name string) views.Badge {
	icons := map[string]string{"out": "out", "low": "low", "ok": "ok", "untracked": "minus"}
	tone := name
	if name == "untracked" {
		tone = "quiet"
	}
	return views.Badge{Tone: tone, Icon: icons[name], Text: l.T("status." + name)}
}

func row(l words.Locale, n int, name, options, quantity, value, source, state string) views.StockRow {
	code := "P00000" + strconv.Itoa(n) + "A"
	return views.StockRow{
		Item:     views.Item{URL: "/stock/" + strconv.Itoa(n), Image: "p" + strconv.Itoa(n%4) + ".svg", Name: name, Options: options, Code: code},
		ID:       "row-" + code,
		Quantity: quantity, Short: state == "out", Status: status(l, state), Observed: ago(l, n+2),
		Cell: views.Cell{
			ID: "t-" + code, Label: l.T("stock.threshold_of", name), ProductNo: strconv.Itoa(n), Code: code,
			Value: value, Inherited: source != "scope.variant", Source: views.Link{Text: l.T(source), URL: "/rules"}, Back: "/stock",
		},
	}
}

func rows(l words.Locale) []views.StockRow {
	list := []views.StockRow{
		row(l, 1, "포근한 무지 울 니트 가디건", "색상: 크림 / 사이즈: M", "0", "5", "scope.product", "out"),
		row(l, 2, "데일리 코튼 반팔 티셔츠 (3팩)", "색상: 블랙 / 사이즈: XL", "−2", "10", "scope.category", "out"),
		row(l, 3, "린넨 와이드 팬츠", "색상: 베이지 / 사이즈: 27", "3", "5", "scope.product", "low"),
		row(l, 4, "아주 긴 이름을 가진 겨울 한정 기모 안감 방한 오버핏 후드 집업 재킷 남녀공용 커플룩", "색상: 차콜 멜란지 / 사이즈: FREE / 기장: 롱", "4", "4", "scope.variant", "low"),
		row(l, 5, "순면 60수 호텔 베개커버", "", "12", "20", "scope.supplier", "low"),
		row(l, 6, "캔버스 에코백", "색상: 내추럴", "48", "10", "scope.mall", "ok"),
		row(l, 7, "수제 유자청 500g", "", "1,240", "10", "scope.mall", "ok"),
		row(l, 8, "선물 포장 서비스", "", l.T("status.untracked"), "10", "scope.mall", "untracked"),
	}
	list[1].Quiet = l.T("silence.muted")
	list[1].Status, list[1].Selling = views.Badge{Tone: "out", Icon: "warn", Text: l.T("selling.badge")}, l.Selling(-2)
	list[2].Important = l.T("stock.important")
	list[7].Quantity, list[7].Untracked = "–", true
	for i := range 6 {
		list = append(list, row(l, 10+i, "스테인리스 텀블러 "+strconv.Itoa(350+i*50)+"ml", "색상: 무광 화이트", strconv.Itoa(60+7*i), "10", "scope.mall", "ok"))
	}
	for i := range list {
		list[i].Trend = views.Trend{Cover: l.T("stock.cover_days", 3*i), Line: "M0 2H20V8H41V15H60", Text: l.T("chart.summary", 40, 12, 12, 48, 30)}
		if n := strconv.Itoa(40 + 3*i); i > 1 && i < 7 {
			list[i].Trend.RunsOut, list[i].Trend.Risk = l.T("stock.runs_out", "12/3", "11/30", "12/8"), l.T("risk.money", l.About(words.Won, int64(180_000*(7-i))), 3*(7-i))
			list[i].Cell.Suggest = &views.Suggest{Value: n, Text: l.T("stock.suggest", n), Label: l.T("stock.suggest_of", list[i].Name, n), Note: l.T("stock.suggest_kept", 61, 96), Full: l.T("stock.suggest_full", 14, 10, 61, 46, 96)}
		}
		switch i { // each verdict about goods on their way
		case 2:
			list[i].Trend.Coming = l.T("purchase.coming", 50, "목 12/3") + " · " + l.T("purchase.gap_for", l.T("purchase.days_half", 2))
		case 3:
			list[i].Trend.Coming = l.T("purchase.coming_several", 80, 50, "목 12/3") + " · " + l.T("purchase.gap_maybe")
		case 4:
			list[i].Trend.Coming = l.T("purchase.coming", 8, "목 12/3") + " · " + l.T("purchase.short", 12)
		case 5:
			list[i].Trend.Coming = l.T("purchase.coming_late", 50, "금 11/27")
		case 6:
			list[i].Trend.Coming = l.T("purchase.coming", 50, "목 12/3") + " · " + l.T("purchase.covered")
		}
		if i == 3 || i == 4 { // lower, with its reason
			g := list[i].Cell.Suggest
			g.Value, g.Text, g.Label, g.Note = "3", l.T("stock.suggest", 3), l.T("stock.suggest_of", list[i].Name, 3), l.T("stock.suggest_kept", 99, 96)
			g.Why = l.T("stock.suggest_enough", 95)
			if i == 4 {
				g.Note, g.Why = l.T("stock.suggest_kept", 63, 47), l.T("stock.suggest_slower", "2.1", "0.8")
			}
		}
		if i == 5 { // a new item
			g := list[i].Cell.Suggest
			g.Text, g.Label, g.Note, g.Why = l.T("stock.suggest_learnt", 55), l.T("stock.suggest_learnt_of", list[i].Name, 55), "", l.T("stock.learnt_category", 9)
		}
		list[i].Pick = views.Pick{Code: "P" + strconv.Itoa(i), Label: l.T("bulk.pick", list[i].Name)}
	}
	return list
}

func tiles(l words.Locale, on string) []views.Tile {
	return []views.Tile{
		{Key: "out", Tone: "out", Icon: "out", Label: l.T("status.out"), Count: "12", Risk: l.T("risk.short", l.AboutShort(words.Won, 12_350_000)), Hint: l.T("stock.tile_out"), URL: "/stock?status=out", On: on == "out"},
		{Key: "low", Tone: "low", Icon: "low", Label: l.T("status.low"), Count: "38", Risk: l.T("risk.short", l.AboutShort(words.Won, 1_950_000)), Hint: l.T("stock.tile_low"), URL: "/stock?status=low", On: on == "low"},
		{Key: "ok", Tone: "ok", Icon: "ok", Label: l.T("status.ok"), Count: "3,204", Hint: l.T("stock.tile_ok"), URL: "/stock?status=ok", On: on == "ok"},
		{Key: "silent", Tone: "quiet", Icon: "mute", Label: l.T("stock.silent"), Count: "4", Hint: l.T("stock.tile_silent"), URL: "/stock?muted=1", On: on == "silent"},
	}
}

func filter(l words.Locale) views.StockFilter {
	return views.StockFilter{
		Statuses:   []views.Choice{{Label: l.T("stock.all_status"), On: true}, {Value: "out", Label: l.T("status.out")}, {Value: "low", Label: l.T("status.low")}},
		Categories: []views.Choice{{Label: l.T("stock.all_categories"), On: true}, {Value: "24", Label: "여성의류 > 니트"}},
		Suppliers:  []views.Choice{{Label: l.T("stock.all_suppliers"), On: true}, {Value: "S0001", Label: "한결직물"}},
		Sources:    []views.Choice{{Label: l.T("stock.all_sources"), On: true}, {Value: "mall", Label: l.T("scope.mall")}},
		Held:       []views.Choice{{Label: l.T("stock.held_any"), On: true}, {Value: "over", Label: l.T("stock.held_over")}},
		Outlooks:   []views.Choice{{Label: l.T("stock.all_outlooks"), On: true}, {Value: "order", Label: l.T("stock.outlook_order")}},
		Sorts:      []views.Choice{{Label: l.T("stock.sort_urgent"), On: true}, {Value: "quantity", Label: l.T("stock.sort_quantity")}},
	}
}

func stockPage(l words.Locale) views.StockPage {
	return views.StockPage{
		Shell: shell(l, "/stock", "stock.title"), Tiles: tiles(l, ""), Filter: filter(l),
		List: views.StockList{
			Columns: []views.Choice{{Value: "cover", Label: l.T("stock.column_cover"), On: true}, {Value: "status", Label: l.T("stock.column_status")}}, Back: "/stock", Hidden: "hide-observed",
			Bulk:   &views.BulkForm{Action: "/stock/bulk", Back: "/stock", Whole: l.T("bulk.all"), Input: thresholdInput(l, "bulk-threshold", "", "number")},
			Export: "/stock/export?format=xlsx", CSV: "/stock/export?format=csv",
			Risk:    &views.RiskSum{Text: l.T("risk.sum", l.About(words.Won, 14_300_000), 96)},
			Caption: l.T("stock.caption_all", "3,258", "50"), Rows: rows(l), Next: "/stock?cursor=abc",
			Heads: views.StockHeads{Name: views.Head{URL: "/stock?sort=name"}, Quantity: views.Head{URL: "/stock?sort=-quantity", Sort: "ascending"}, Observed: views.Head{URL: "/stock?sort=observed_at"}, Cover: views.Head{URL: "/stock?sort=days_of_cover"}},
		},
	}
}

// stockHeld is the list with a filter for held stock.
func stockHeld(l words.Locale) views.StockPage {
	p := stockPage(l)
	choice := func(label, url string, on bool) views.Choice { return views.Choice{Label: label, URL: url, On: on} }
	p.Filter.Held = []views.Choice{{Label: l.T("stock.held_any")}, {Value: "over", Label: l.T("stock.held_over"), On: true}}
	p.List.Caption, p.List.ClearURL = l.T("stock.caption", 14), "/stock"
	for i := range p.List.Rows[:7] {
		p.List.Rows[i].Trend.Bound = l.T("bound.row", l.About(words.Won, int64(640_000-80_000*i)), 210-20*i)
	}
	p.List.Bound = &views.Bound{
		Text: l.T("bound.money", 211, 9120, l.About(words.Won, 48_310_000)), Hint: l.T("stock.held_over_hint", 180) + " " + l.T("bound.at_both"),
		Kinds: []views.Choice{choice(l.T("stock.held_stock"), "/stock?held=stock", false), choice(l.T("stock.held_over"), "/stock?held=over", true), choice(l.T("stock.held_idle"), "/stock?held=idle", false)},
		Days:  []views.Choice{choice(l.T("outlook.days", 90), "/stock?days=90&held=over", false), choice(l.T("outlook.days", 180), "/stock?held=over", true)},
	}
	return p
}

// stockFull has as many rows as one page of the list.
func stockFull(l words.Locale) views.StockPage {
	p := stockPage(l)
	for len(p.List.Rows) < 50 {
		n := len(p.List.Rows) + 100
		p.List.Rows = append(p.List.Rows, row(l, n, "데일리 코튼 반팔 티셔츠", "색상: 블랙 / 사이즈: XL", "12", "10", "scope.mall", "ok"))
	}
	return p
}

// stockShort is a page with a short list, for states that are not about the list.
func stockShort(l words.Locale) views.StockPage {
	p := stockPage(l)
	p.List.Rows = p.List.Rows[:5]
	return p
}

// stockSaved shows the confirmation of a saved threshold.
func stockSaved(l words.Locale) views.StockPage {
	p := stockShort(l)
	p.Done = l.T("done.saved")
	p.Changed = &views.Changed{Text: l.T("sheet.changed", "1,240") + " " + l.T("sheet.left", 2), UndoURL: "/rules/changes/7/undo", Back: "/stock"}
	return p
}

func stockNew(l words.Locale) views.StockPage {
	p := stockShort(l)
	p.Refresh, p.Fresh = "5", views.Freshness{Text: l.T("fresh.never")}
	p.Sync = &views.SyncView{Text: l.T("sync.left", l.T("sync.running", 640, 1200), 1), Percent: "53", Running: true}
	p.Setup = &views.Setup{SkipURL: "/setup/skip", Steps: []views.SetupStep{
		{Number: "1", Title: l.T("setup.sync"), Text: l.T("setup.sync_done", 3258), Done: true},
		{Number: "2", Title: l.T("setup.rule"), Text: l.T("setup.rule_text"), Now: true, Form: &views.SetupForm{ID: "setup-threshold", Name: "threshold", Type: "text", Action: "/setup/threshold", Label: l.T("setup.rule_label"), Unit: l.T("setup.rule_unit"), Value: "5", Submit: l.T("form.save"), Number: true, Counts: true, Preview: l.T("rules.preview_match", 12)}},
		{Number: "3", Title: l.T("setup.mail"), Text: l.T("setup.mail_text"), Form: &views.SetupForm{ID: "setup-email", Name: "email", Type: "email", Action: "/setup/recipient", Label: l.T("setup.mail_label"), Value: "owner@", Submit: l.T("setup.mail_act"), Error: l.T("error.email")}},
	}}
	return p
}

// stockReading has no sales pace yet.
func stockReading(l words.Locale) views.StockPage {
	p := stockShort(l)
	p.List.Note = l.T("pending.orders", 400, 120) + " " + l.T("pending.minutes", 12)
	for i, key := range []string{"pending.short_begun", "pending.short_computing", "stock.cover_unsold", "stock.cover_little", "stock.cover_year"} {
		row := &p.List.Rows[i]
		row.Trend.Cover, row.Trend.RunsOut, row.Cell.Suggest = l.T(key), "", nil
	}
	return p
}

// stockSoFar is filtered, and the first sync has not found a matching item yet.
func stockSoFar(l words.Locale) views.StockPage {
	p := stockEmpty(l, "empty.so_far_title", "pending.more", "sync")
	p.Sync = &views.SyncView{Text: l.T("sync.running", 640, 1200), Percent: "53", Running: true}
	p.List.Empty.Action = nil
	return p
}

// firstReading is the notice on an empty page before the catalogue was read.
func firstReading(l words.Locale, then string) *views.Empty {
	return &views.Empty{Icon: "sync", Title: l.T("pending.first_title"), Text: l.T("sync.left", l.T("sync.running", 640, 1200), 4) + " " + l.T(then)}
}

func stockError(l words.Locale) views.StockPage {
	p := stockShort(l)
	c := &p.List.Rows[2].Cell
	c.Value, c.Error = "열", l.T("rules.error_number")
	p.Errors = []views.FieldError{{Field: c.ID, Text: c.Error}}
	p.Fresh = views.Freshness{Text: l.T("fresh.look", l.T("time.hours", 7)), Tone: "out"}
	p.Banner = &views.Banner{Tone: "out", Icon: "plug", Text: l.T("banner.reconnect"), Action: &views.Action{Label: l.T("banner.reconnect_act"), URL: "/auth/install"}}
	return p
}

func stockEmpty(l words.Locale, title, text, icon string) views.StockPage {
	p := stockPage(l)
	p.Filter.Q = "없는 상품"
	p.List = views.StockList{Empty: &views.Empty{Icon: icon, Title: l.T(title), Text: l.T(text), Action: &views.Action{Label: l.T("stock.clear"), URL: "/stock"}}}
	return p
}
