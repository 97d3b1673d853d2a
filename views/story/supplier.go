package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func supplierHow(l words.Locale) []string {
	return []string{l.T("supplier.how_kept"), l.T("supplier.how_short"), l.T("supplier.how_promise"), l.T("supplier.how_lines")}
}

func suppliersPage(l words.Locale) views.SuppliersPage {
	ready := views.Badge{Tone: "ok", Icon: "ok", Text: l.T("supplier.send_ready")}
	confirm := views.Badge{Tone: "low", Icon: "warn", Text: l.T("supplier.send_confirm")}
	none := views.Badge{Tone: "quiet", Icon: "minus", Text: l.T("supplier.send_none")}
	return views.SuppliersPage{
		Shell: shell(l, "/reorder", "supplier.title"),
		Rows: []views.SupplierRow{
			{
				Name: "한결직물", URL: "/suppliers/S0000001", Note: "S0000001", Products: l.T("supplier.products_count", 214), Lead: l.T("supplier.lead_days", 7), LeadNote: l.T("supplier.lead_took", 12, l.T("supplier.took_range", 5, 11)),
				Open: l.T("supplier.open_count", 3), Late: l.T("supplier.late", 1), Kept: "83%", KeptNote: l.T("supplier.kept_of", 41), Sending: ready,
			},
			{
				Name: "서울테크 물류센터 (구 서울전자부품종합상사)", URL: "/suppliers/S0000002", Note: "S0000002", Products: l.T("supplier.products_many", 1000), Lead: l.T("supplier.lead_mall", 14),
				Open: "–", Kept: "–", KeptNote: l.T("supplier.kept_missing", 3), Sending: confirm,
			},
			{
				Name: "나리 공방", URL: "/suppliers/own-a", Note: l.T("supplier.own"), Products: l.T("supplier.products_count", 0), Lead: l.T("supplier.lead_mall", 14), Open: "–", Kept: "–",
				KeptNote: l.T("supplier.kept_missing", 5), Sending: none,
			},
		},
		Next: "/suppliers?cursor=x", How: supplierHow(l), Add: &views.OwnName{},
	}
}

func suppliersRefused(l words.Locale) views.SuppliersPage {
	m := suppliersPage(l)
	m.Add.Value = "한결직물"
	m.Errors = []views.FieldError{{Field: "own_name", Text: l.T("error.supplier_twice")}}
	return m
}

func suppliersNone(l words.Locale) views.SuppliersPage {
	m := suppliersPage(l)
	m.Rows, m.Next = nil, ""
	m.Empty = &views.Empty{Icon: "box", Title: l.T("supplier.none_title"), Text: l.T("supplier.none_text")}
	return m
}

func suppliersReadOnly(l words.Locale) views.SuppliersPage {
	m := suppliersPage(l)
	m.ReadOnly, m.Locked, m.Add = true, l.T("team.only_owner"), nil
	return m
}

func supplierPage(l words.Locale) views.SupplierPage {
	currencies := []views.Choice{{Value: "KRW", Label: "KRW", On: true}, {Value: "USD", Label: "USD"}}
	return views.SupplierPage{
		Shell: shell(l, "/reorder", "supplier.title"), Heading: "한결직물", Note: "S0000001", Orders: "/purchase-orders?supplier=S0000001", Stock: views.Link{Text: l.T("supplier.in_stock", 412), URL: "/stock?supplier=S0000001"},
		Facts: []views.Fact{
			{Label: l.T("supplier.products"), Value: l.T("supplier.products_count", 214)},
			{Label: l.T("supplier.lead"), Value: l.T("supplier.lead_mall", 14)},
			{Label: l.T("supplier.open"), Value: l.T("supplier.open_count", 3) + " · " + l.T("supplier.late", 1)},
			{Label: l.T("supplier.sending"), Value: l.T("supplier.send_confirm")},
		},
		Score: views.SupplierScore{
			Parts: []views.SupplierShare{
				{Label: l.T("supplier.kept"), Value: "83%", Hint: l.T("supplier.kept_of", 41) + " · " + l.T("supplier.score_units", 91)},
				{Label: l.T("supplier.score_delay"), Value: l.T("supplier.delay_before", 1), Hint: l.T("supplier.score_delay_hint")},
				{Label: l.T("supplier.score_late"), Value: "12%", Hint: l.T("supplier.score_late_hint", 5)},
				{Label: l.T("supplier.score_short"), Value: "5%", Hint: l.T("supplier.score_late_hint", 2)},
			},
			Text: l.T("supplier.how_kept"), How: supplierHow(l)[1:],
		},
		Took: views.SupplierLead{
			Text: l.T("supplier.took", 5, l.T("supplier.took_range", 7, 9)), Why: l.T("supplier.took_why", 7, 9) + " " + l.T("supplier.took_open", 1),
			Take: &views.LeadTake{Supplier: "S0000001", Days: "7", Back: "/suppliers/S0000001?was=0", Label: l.T("supplier.take", 7)},
		},
		Lead: &views.LeadForm{ID: "lead", Supplier: "S0000001", Back: "/suppliers/S0000001", Label: l.T("reorder.lead_days"), Hint: l.T("reorder.lead_hint", 14), Placeholder: "14"},
		Form: &views.SupplierForm{
			Action: "/suppliers/S0000001", Hint: l.T("supplier.prefilled"), Contact: "김담당", Emails: "order01@supplier.example", Phone: "02-0000-0001", Currencies: currencies,
			Locales: []views.Choice{{Value: "ko", Label: l.T("supplier.locale_ko"), On: true}, {Value: "en", Label: l.T("supplier.locale_en")}}, ShowCosts: true,
		},
		Products: views.SupplierGoods{
			Action: "/suppliers/S0000001/products", Release: "/suppliers/S0000001/products/release",
			Categories: []views.Choice{{Value: "c24", Label: "여성의류 > 니트 > 가디건"}}, Suppliers: []views.Choice{{Value: "sS0000000", Label: "자체공급"}},
		},
	}
}

// supplierOwn is a supplier that only this app knows, whose terms are saved.
func supplierOwn(l words.Locale) views.SupplierPage {
	m := supplierPage(l)
	m.Heading, m.Note, m.Delete = "나리 공방", l.T("supplier.own"), "/suppliers/own-a/delete"
	m.Score = views.SupplierScore{Missing: l.T("supplier.score_missing", 4, 1), Text: l.T("supplier.how_kept"), How: supplierHow(l)[1:]}
	m.Took = views.SupplierLead{Text: l.T("supplier.took_missing", 2, 1)}
	m.Form.Hint, m.Form.Own, m.Form.Name, m.Form.By, m.Form.At, m.Form.Amount = "", true, "나리 공방", "hanbit", ago(l, 40), "300000"
	m.Products.Notice = l.T("supplier.assigned", 2)
	for _, name := range []string{"핸드메이드 도자기 머그컵", "린넨 앞치마 (리뉴얼) 베이지 프리사이즈 당일발송"} {
		m.Products.Rows = append(m.Products.Rows, views.SupplierProduct{No: "7", Name: name, Code: "P0000007", URL: "/stock/7", Remove: l.T("supplier.release_of", name)})
	}
	return m
}

// supplierRefused has bad input in every field, and offers the former lead time.
func supplierRefused(l words.Locale) views.SupplierPage {
	m := supplierOwn(l)
	m.Gone = l.T("supplier.gone")
	m.Took = views.SupplierLead{
		Text: l.T("supplier.took", 4, l.T("supplier.took_range", 6, 9)), Why: l.T("supplier.took_why_more", 7, 15),
		Undo: &views.LeadTake{Supplier: "own-a", Back: "/suppliers/own-a", Label: l.T("supplier.take_back_mall")},
	}
	m.Lead.Value, m.Lead.Error = "곧", l.T("error.lead_days")
	m.Form.Name, m.Form.Emails, m.Form.Amount, m.Products.Codes = "", "nobody", "1.234", "X9"
	for _, e := range [][2]string{
		{"lead", "error.lead_days"}, {"own_name", "error.supplier_name"}, {"emails", "error.email"}, {"min_amount", "error.supplier_min"}, {"currency", "error.supplier_currency"}, {"of", "error.supplier_category"},
	} {
		m.Errors = append(m.Errors, views.FieldError{Field: e[0], Text: l.T(e[1])})
	}
	m.Errors = append(m.Errors, views.FieldError{Field: "codes", Text: l.T("error.supplier_codes_unknown", "X9")})
	return m
}

func supplierReadOnly(l words.Locale) views.SupplierPage {
	m := supplierOwn(l)
	m.ReadOnly, m.Locked, m.Lead, m.Form, m.Delete = true, l.T("team.only_owner"), nil, nil, ""
	m.Products.Action, m.Products.Release, m.Products.Notice = "", "", ""
	m.Saved = []views.Fact{{Label: l.T("supplier.contact"), Value: "김담당"}, {Label: l.T("supplier.emails"), Value: "order01@supplier.example"}, {Label: l.T("supplier.min_amount"), Value: l.Price("KRW", 30_000_000)}}
	return m
}
