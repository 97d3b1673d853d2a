package story

import (
	"strconv"

	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func productPage(l words.Locale) views.ProductPage {
	list := rows(l)[:4]
	for i := range list {
		list[i].Name, list[i].Options, list[i].Pick = "색상: 크림 / 사이즈: "+strconv.Itoa(i), "", views.Pick{}
	}
	list[0].Shown = true
	return views.ProductPage{
		Shell: shell(l, "/stock", "stock.title"), BackURL: "/stock",
		Item:   views.Item{Image: "p1.svg", Name: "포근한 무지 울 니트 가디건", Code: "P0000001 · 상품 번호 1"},
		Status: []views.Badge{{Tone: "out", Icon: "out", Text: l.T("product.some_out", 5, 1)}, {Tone: "low", Icon: "low", Text: l.T("product.more_low", 1)}},
		Facts: []views.Fact{
			{Label: l.T("product.price"), Value: "39,000원"},
			{Label: l.T("product.total"), Value: "128"},
			{Label: l.T("product.supplier"), Value: "한결직물"},
			{Label: l.T("stock.observed"), Time: ago(l, 3)},
		},
		Rule: views.ProductRule{Action: "/stock/1/rule", Input: thresholdInput(l, "threshold", "5", "days"), Hint: l.T("product.rule_own"), DeleteURL: "/rules/4/delete"},
		Lead: views.LeadForm{ID: "lead", Product: "1", Back: "/stock/1", Label: l.T("reorder.lead_days"), Hint: l.T("reorder.lead_wider", 14), Placeholder: "14"},
		List: views.StockList{Caption: l.T("stock.caption", 4), Rows: list},
		Variant: &views.VariantPanel{
			Outlook: outlook(l),
			Product: "포근한 무지 울 니트 가디건", Title: "색상: 크림 / 사이즈: M", Status: status(l, "out"), Level: l.T("alerts.level", 0, 5), Verdict: views.Badge{Tone: "out", Icon: "bell", Text: l.T("verdict.standing")},
			Steps: []views.Reason{
				{Text: l.T("explain.read", 0, l.T("time.minutes", 3), "11월 22일 (일) 오후 3:04", l.T("source.hint")), ForAlert: true},
				{Text: l.T("explain.threshold", 5, l.T("scope.product")), ForAlert: true},
				{Text: l.T("explain.at_or_below_out", 0), ForAlert: true},
				{Text: l.T("explain.standing", "11월 21일 (토) 오전 9:12")},
			},
			Warning: &views.Badge{Tone: "out", Icon: "out", Text: l.T("unpaid.badge", "−6")},
			Unpaid: []views.Reason{
				{Text: l.T("explain.unpaid_rule")},
				{Text: l.T("explain.unpaid_short", 2, 6, "−6", 6), ForAlert: true},
				{Text: l.T("explain.unpaid_oldest", "11월 22일 (일) 오후 2:40", "11월 16일 (월)")},
			},
			Notification: []views.Reason{
				{Text: l.T("explain.tells", "owner@pogeun.example"), ForAlert: true},
				{Text: l.T("explain.unconfirmed", "md@pogeun.example")},
			},
			Chart: chart(l), Demand: soldGraph(l),
		},
	}
}

// outlook is the forecast of a variant.
func outlook(l words.Locale) *views.Outlook {
	return &views.Outlook{
		Note:    l.T("pending.orders", 400, 120) + " " + l.T("pending.minutes", 12),
		Lines:   []string{l.T("outlook.velocity", "1.6"), l.T("outlook.runs_out", 12, "12월 3일 (목)", "11월 30일 (월)", "12월 9일 (수)"), l.T("outlook.risk", "91", 14), l.T("outlook.suggest", 14, 31, 22, 9, 95), l.T("outlook.season", 14, "1.4"), l.T("outlook.event", l.T("holiday.christmas"), "12월 25일 (금)", l.T("promotions.times", "1.5")), l.T("outlook.replay", 352, 14, 31, "96", 5, "12")},
		Leads:   []views.LeadLink{{Label: l.T("outlook.days", 7), URL: "/stock/1?lead=7#variant"}, {Label: l.T("outlook.days", 14), URL: "/stock/1?lead=14#variant", On: true}},
		PlanURL: "/promotions?product=1",
		Fan:     fanGraph(l),
		Accept:  &views.OutlookAccept{ProductNo: "1", Code: "P0", Value: "31", Back: "/stock/1", Label: l.T("outlook.accept", 31)},
	}
}

// chart is a month of stock with the events of that month.
func chart(l words.Locale) views.Chart {
	return views.Chart{
		Title: l.T("product.history", 30), Spans: []views.LeadLink{{Label: l.T("outlook.days", 30), URL: "/stock/1#variant", On: true}, {Label: l.T("outlook.days", 90), URL: "/stock/1?days=90#variant"}},
		Summary: l.T("chart.summary", 42, 0, 0, 42, 30), Max: "42", Min: "0", From: "10월 23일", To: "11월 22일",
		Line:  "M0 10H80V26H150V40H200V52H260V18H340V36H420V64H500V84H540V108H580V120H600",
		Area:  "M0 10H80V26H150V40H200V52H260V18H340V36H420V64H500V84H540V108H580V120H600V120H0Z",
		Limit: "M0 106H600", LimitText: l.T("chart.limit", 5),
		Marks:  []views.ChartMark{{Kind: "opened", X: "38.0%"}, {Kind: "rise", X: "43.3%"}, {Kind: "resolved", X: "43.3%"}, {Kind: "opened", X: "90.0%"}},
		Legend: []views.ChartLegend{{Kind: "opened", Text: l.T("chart.opened", 2)}, {Kind: "resolved", Text: l.T("chart.resolved", 1)}, {Kind: "rise", Text: l.T("chart.rises", 1)}},
		Rows: []views.ChartRow{
			{At: ago(l, 3), Quantity: "0", Text: l.T("event.worse")},
			{At: ago(l, 3), Quantity: "0"},
			{At: ago(l, 50), Quantity: "4", Mark: "opened", Text: l.T("event.opened", 4, 5)},
			{At: ago(l, 50), Quantity: "4"},
			{At: ago(l, 500), Quantity: "36", Mark: "resolved", Text: l.T("event.resolved", 36)},
			{At: ago(l, 500), Quantity: "36", Mark: "rise", Text: l.T("chart.risen", 12)},
		},
	}
}

// productReading has stock that was just read, and no past orders yet.
func productReading(l words.Locale) views.ProductPage {
	p := productPage(l)
	p.Variant.Chart = views.Chart{Title: p.Variant.Chart.Title, Spans: p.Variant.Chart.Spans, Summary: l.T("chart.young", "11월 22일 (일) 오후 3:04")}
	p.Variant.Demand.Note = l.T("pending.short", 120)
	p.Variant.Outlook = &views.Outlook{Lines: []string{l.T("pending.orders", 400, 120) + " " + l.T("pending.minutes", 12)}}
	return p
}

// productLearnt is new, and its suggestion is an estimate from other items.
func productLearnt(l words.Locale) views.ProductPage {
	p := productPage(l)
	o := p.Variant.Outlook
	o.Note, o.Leads, o.Fan, o.Accept.Value, o.Accept.Label = "", nil, nil, "13", l.T("outlook.accept", 13)
	o.Lines = []string{l.T("stock.learnt_category", 9), l.T("outlook.learnt", 14, 13, 7, 6), l.T("outlook.learnt_until")}
	return p
}

// productLower has a suggestion that would have prevented fewer stock-outs last year.
func productLower(l words.Locale) views.ProductPage {
	p := productPage(l)
	o := p.Variant.Outlook
	o.Note, o.Accept.Value, o.Accept.Label = "", "3", l.T("outlook.accept", 3)
	o.Lines = append(o.Lines[:3:3], l.T("outlook.suggest_short", 14, 3, 2, 1), l.T("stock.suggest_slower", "2.1", "0.8"), l.T("outlook.replay", 352, 14, 3, "47", 5, "63"))
	return p
}

// productMatrix has ten sizes of three colours, one of which is not offered.
func productMatrix(l words.Locale) views.ProductPage {
	p := productPage(l)
	m := &views.Matrix{RowName: "색상", ColumnName: "사이즈", Caption: l.T("product.matrix", "색상", "사이즈"), Columns: []string{"225", "230", "235", "240", "245", "250", "255", "260", "265", "270"}}
	for i, name := range []string{"크림", "차콜 멜란지 (기모 안감)", "네이비"} {
		row := views.MatrixRow{Name: name}
		for j := range m.Columns {
			state := []string{"ok", "ok", "low", "ok", "out", "untracked"}[(i*4+j*5)%6]
			c := views.MatrixCell{URL: "/stock/1?variant=P0#variant", Quantity: strconv.Itoa(j * 7 * (i + 1)), Status: status(l, state), On: i == 1 && j == 2}
			switch {
			case i == 2 && j == 3:
				c = views.MatrixCell{}
			case state == "out":
				c.Quantity = "0"
			case state == "untracked":
				c.Quantity = "–"
			}
			row.Cells = append(row.Cells, c)
		}
		m.Rows = append(m.Rows, row)
	}
	p.Matrix = m
	return p
}

func alertRows(l words.Locale) []views.AlertRow {
	act := func(name string) views.AlertAct {
		return views.AlertAct{Label: l.T("alerts." + name), Hint: l.T("alerts." + name + "_hint"), URL: "/alerts/1/" + name}
	}
	order := func(id string) *views.OrderForm {
		return &views.OrderForm{ID: "order-" + id, URL: "/alerts/" + id + "/order", Variant: "P000000" + id + "A", Min: "2026-11-22", Max: "2027-11-22"}
	}
	acts, more := []views.AlertAct{act("acknowledge"), act("snooze")}, []views.AlertAct{act("restock"), act("resolve")}
	all := rows(l)
	first := views.AlertRow{
		Item: all[0].Item, ID: "alert-1", URL: "/alerts/1", Kind: status(l, "out"), Level: l.T("alerts.level", 0, 5), Opened: ago(l, 12), Acts: acts, More: more, Order: order("1"), Back: "/alerts",
		Notified: []views.Notified{
			{Who: "owner@pogeun.example", State: views.Badge{Tone: "ok", Icon: "ok", Text: l.T("delivery.sent")}},
			{Who: "Slack", State: views.Badge{Tone: "low", Icon: "clock", Text: l.T("delivery.retrying")}, Note: l.T("delivery.attempts", 3)},
		},
	}
	second, third := first, first
	second.Item, second.ID, second.Kind, second.Level = all[2].Item, "alert-2", status(l, "low"), l.T("alerts.level", 3, 5)
	second.Notified = []views.Notified{{Who: "owner@pogeun.example", State: views.Badge{Tone: "out", Icon: "warn", Text: l.T("delivery.unknown")}, Note: l.T("letter.error.unknown") + " " + l.T("delivery.unsure")}}
	second.State, second.Order = &views.Badge{Tone: "accent", Icon: "check", Text: l.T("incident.acknowledged_by", "pogeun")}, order("2")
	third.Item, third.ID, third.Kind, third.Level = all[3].Item, "alert-3", status(l, "low"), l.T("alerts.level", 4, 4)
	third.Notified, third.NotNotified, third.Order = nil, l.T("alerts.told_nobody"), order("3")
	third.State = &views.Badge{Tone: "accent", Icon: "box", Text: l.T("incident.ordered", 50, "12월 1일 (화)")}
	list := []views.AlertRow{first, second, third}
	for i := range list {
		list[i].Pick = views.Pick{Code: strconv.Itoa(i + 1), Label: l.T("alerts.pick", list[i].Name)}
	}
	return list
}

// alertGroups has a product with two alerts, and one with one.
func alertGroups(l words.Locale) []views.AlertGroup {
	r := alertRows(l)
	r[1].Name, r[1].Options, r[1].Image = r[0].Name, "색상: 크림 / 사이즈: L", r[0].Image
	group := func(rows ...views.AlertRow) views.AlertGroup {
		g := views.AlertGroup{Item: rows[0].Item, Rows: rows}
		if len(rows) > 1 {
			g.Count = l.T("alerts.of_product", len(rows))
		}
		return g
	}
	return []views.AlertGroup{group(r[0], r[1]), group(r[2])}
}

func alertPage(l words.Locale) views.AlertPage {
	notified := alertRows(l)[0].Notified
	return views.AlertPage{
		Shell: shell(l, "/alerts", "alerts.title"), Row: alertRows(l)[0],
		Deliveries: []views.Delivery{
			{Notified: notified[0], ID: "1", Reason: l.T("reason.raised"), At: ago(l, 49), Answer: l.T("alerts.answer", "250 2.0.0 OK queued as 4F2")},
			{Notified: views.Notified{Who: "md@pogeun.example", State: views.Badge{Tone: "out", Icon: "warn", Text: l.T("delivery.failed")}, Note: l.T("letter.error.address") + " " + l.T("delivery.given_up") + " " + l.T("letter.remedy.address")}, ID: "2", Reason: l.T("reason.worse"), At: ago(l, 12), Answer: l.T("alerts.answer", "550 5.1.1 no such user"), ResendURL: "/alerts/1/resend"},
		},
		Events: []views.Event{
			{Icon: "sync", Text: l.T("event.read_from", 12, 3, l.T("source.hint")), At: ago(l, 50)},
			{Icon: "bell", Text: l.T("event.opened", 3, 5), Note: l.T("event.limit", 5, l.T("scope.product")), At: ago(l, 50)},
			{Icon: "mail", Text: l.T("event.sent", "owner@pogeun.example"), Note: l.T("alerts.answer", "250 2.0.0 OK queued as 4F2"), At: ago(l, 49)},
			{Icon: "out", Text: l.T("event.worse"), At: ago(l, 12)},
		},
	}
}

func alertRefused(l words.Locale) views.AlertPage {
	p := alertPage(l)
	p.Row.Order.Quantity, p.Row.Order.QuantityError, p.Row.Order.DayError = "많이", l.T("error.order_quantity"), l.T("error.expected_on")
	p.Errors = []views.FieldError{{Field: "order-1-quantity", Text: l.T("error.order_quantity")}, {Field: "order-1-expected_on", Text: l.T("error.expected_on")}}
	return p
}

func thresholdInput(l words.Locale, id, value, kind string) views.ThresholdInput {
	w := views.ThresholdInput{ID: id, Label: l.T("product.rule"), Value: value}
	for _, k := range []string{"number", "days", "off"} {
		w.Kinds = append(w.Kinds, views.Choice{Value: k, Label: l.T("rules.kind_" + k), On: k == kind})
	}
	return w
}

// bulkPage is one threshold for n items; for 0 it says that none is selected.
func bulkPage(l words.Locale, n int) views.BulkPage {
	p := views.BulkPage{
		Shell: shell(l, "/stock", "bulk.title"), Back: "/stock?q=x",
		Form: views.BulkForm{Action: "/stock/bulk", Title: l.T("bulk.of", n), Back: "/stock?q=x", Codes: []string{"P000000A000B"}, Input: thresholdInput(l, "bulk-threshold", "5", "number")},
	}
	if n == 0 {
		p.Form.Error = l.T("bulk.error_none")
		return p
	}
	p.Plan = &views.RuleSheet{
		Apply: "/rules/sheet/apply", Back: "/stock?q=x", Summary: l.T("sheet.summary", n), Preview: l.T("rules.preview_match", 12), Count: n, Ready: true, Changes: "P000000A000B - 5",
		Lines: []views.SheetLine{{Name: "포근한 무지 울 니트 가디건", Note: "색상: 크림 · P000000A000B", From: l.T("rules.wish_none"), To: l.T("rules.wish_number", 5)}}, More: l.T("rules.and_more", n-1),
	}
	return p
}

// bulkLower leaves out suggestions that would have prevented fewer stock-outs.
func bulkLower(l words.Locale) views.BulkPage {
	p := bulkPage(l, 287)
	p.Form.Input.Kinds = append(p.Form.Input.Kinds, views.Choice{Value: "suggested", Label: l.T("bulk.suggested"), On: true})
	p.Form.Learnt = &views.Choice{Value: "1", Label: l.T("bulk.learnt", 12)}
	p.Form.Lower = &views.Choice{Value: "1", Label: l.T("bulk.lower", 138)}
	p.Plan.Summary += " " + l.T("bulk.lower_out", 138) + " " + l.T("bulk.learnt_out", 12)
	return p
}

func settingsPage(l words.Locale) views.SettingsPage {
	digests := []views.Choice{{Value: "off", Label: l.T("settings.digest_off")}, {Value: "daily", Label: l.T("settings.digest_daily"), On: true}, {Value: "weekly", Label: l.T("settings.digest_weekly")}}
	return views.SettingsPage{
		Shell:  shell(l, "/settings", "settings.title"),
		Notice: l.T("settings.added_note"), Warnings: []string{l.T("settings.gap")},
		Recipients: []views.RecipientRow{
			{ID: "r-1", Email: "owner@pogeun.example", State: views.Badge{Tone: "ok", Icon: "ok", Text: l.T("settings.state_confirmed")}, Choices: l.T("settings.sum_immediate") + " · " + l.T("settings.sum_daily") + " · " + l.T("settings.sum_all"), EditURL: "/settings?edit=r-1#r-1", DigestURL: "/settings/digest?recipient=r-1", Test: true, Result: &views.TestResult{ID: "r-1", State: views.Badge{Tone: "ok", Icon: "ok", Text: l.T("delivery.sent")}, Text: l.T("settings.test_sent")}},
			{ID: "r-2", Email: "new@pogeun.example", State: views.Badge{Tone: "low", Icon: "clock", Text: l.T("settings.state_waiting")}, Note: l.T("settings.waiting", "11월 22일 (일) 오후 3:04") + " " + l.T("settings.test_after"), Choices: l.T("settings.sum_immediate") + " · " + l.T("settings.sum_all"), Confirm: true, EditURL: "/settings?edit=r-2#r-2"},
			{ID: "r-3", Email: "stock.manager.with.a.long.name@pogeun.example", State: views.Badge{Tone: "quiet", Icon: "mute", Text: l.T("settings.state_unsubscribed")}, Note: l.T("settings.unsubscribed", "11월 20일 (금) 오전 10:00"), Choices: l.T("settings.sum_nothing"), EditURL: "/settings?edit=r-3#r-3"},
			{
				ID: "r-4", Email: "md@pogeun.example", State: views.Badge{Tone: "out", Icon: "warn", Text: l.T("settings.state_suspended")}, Note: l.T("settings.suspended", "11월 20일 (금) 오전 10:00"), Confirm: true, EditURL: "/settings?edit=r-4#r-4",
				Form: &views.RecipientForm{
					Immediate: true, Digests: digests, Locales: []views.Choice{{Label: l.T("settings.locale_mall"), On: true}, {Value: "en", Label: l.T("settings.locale_en")}},
					Categories: []views.Choice{{Value: "24", Label: "여성의류 > 니트", On: true}, {Value: "25", Label: "여성의류 > 팬츠"}}, Suppliers: []views.Choice{{Value: "S1", Label: "한결직물"}},
				},
			},
		},
		Awaiting: "/settings/recipients?seen=x",
		Add:      views.AddRecipient{Proposed: "help@pogeun.example"},
		Themes:   []views.Choice{{Value: "light", Label: l.T("settings.theme_light"), On: true}, {Value: "dark", Label: l.T("settings.theme_dark")}, {Value: "auto", Label: l.T("settings.theme_auto")}},
		Schedule: views.Schedule{Collect: "60", Cap: "20", Second: "4", QuietFrom: "21:00", QuietTo: "08:00", DigestAt: "09:00", Quiet: l.T("settings.quiet_now", "오전 8:00")},
		Channels: views.Channels{Secret: "whsec_••••", List: []views.Channel{
			{Name: "slack", Test: l.T("settings.slack_test"), Fields: []views.ChannelField{{
				Key: "slack_webhook_url", Type: "url", Label: l.T("settings.slack_url"), Hint: l.T("settings.slack_url_hint"), Value: "https://hooks.slack.com/••••",
			}}},
			{Name: "webhook", Test: l.T("settings.webhook_test"), Fields: []views.ChannelField{{
				Key: "webhook_url", Type: "url", Label: l.T("settings.webhook_url"), Hint: l.T("settings.webhook_url_hint"), Value: "https://erp.pogeun.example/••••",
			}}},
		}},
		Language: views.Language{Locales: []views.Choice{{Value: "ko", Label: l.T("settings.locale_ko"), On: true}, {Value: "en", Label: l.T("settings.locale_en")}}, Timezone: "Asia/Seoul", Timezones: []string{"Asia/Seoul", "Asia/Tokyo"}},
		People: []views.Person{
			{Name: "김민지", ID: "pogeun", Kind: l.T("settings.kind_owner"), May: l.T("settings.may_all"), Opened: ago(l, 3)},
			{Name: "김하나", ID: "pogeun_staff", Kind: l.T("settings.kind_sub"), May: l.T("settings.may_act"), Opened: ago(l, 20)},
			{Name: "supplier01", ID: "supplier01", Kind: l.T("settings.kind_other"), May: l.T("settings.may_none"), Opened: ago(l, 50)},
		},
		Tokens: tokenRows(l), Token: tokenForm(l),
		NewToken: "ia_5nq7Y2xk0QmTzJ4fVb1LwR8sHc3Ee6uA",
		Team:     views.Team{Text: l.T("settings.subs_off")},
		Changes:  settingChanges(l),
		Kept:     kept(l),
	}
}

func settingsQuiet(l words.Locale) views.SettingsPage {
	p := settingsPage(l)
	p.NewToken, p.Notice, p.Warnings, p.Changes, p.Add.Full = "", "", nil, nil, true
	return p
}

func settingsError(l words.Locale) views.SettingsPage {
	p := settingsPage(l)
	p.NewToken, p.Notice, p.Recipients, p.Add.Value = "", "", nil, "name@"
	p.Errors = []views.FieldError{{Field: "email", Text: l.T("error.email")}, {Field: "quiet_to", Text: l.T("error.quiet_pair")}}
	return p
}

func readOnly(p views.SettingsPage) views.SettingsPage {
	p.ReadOnly, p.NewToken, p.Locked = true, "", p.T("team.only_owner")
	for i := range p.Recipients {
		p.Recipients[i].ReadOnly, p.Recipients[i].Form = true, nil
	}
	for i := range p.Tokens {
		p.Tokens[i].DeleteURL = ""
	}
	return p
}
