package suppliers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func percent(n int) string { return strconv.Itoa(n) + "%" }

func (r viewer) page(shell views.Shell, a *pageRead) views.SupplierPage {
	s := &a.supplier
	page := views.SupplierPage{
		Shell: shell, Heading: cmp.Or(s.Name, s.Code), Note: r.note(s), Orders: present.WithQuery(paths.Purchases, "supplier", s.Code),
		Score: r.score(s), Took: r.took(a, shell.ReadOnly), Products: r.goods(a, shell.ReadOnly),
	}
	page.Stock = views.Link{Text: r.T("supplier.in_stock", s.Products), URL: present.WithQuery(paths.Stock, "supplier", s.Code)}
	if s.Gone {
		page.Gone = r.T("supplier.gone")
	}
	page.Facts = []views.Fact{
		{Label: r.T("supplier.products"), Value: r.products(s)},
		{Label: r.T("supplier.lead"), Value: r.lead(s.Code, &a.supply)},
		{Label: r.T("supplier.open"), Value: present.Joined(" · ", r.T("supplier.open_count", s.Open), r.late(s))},
		{Label: r.T("supplier.sending"), Value: r.sending(s).Text},
	}
	if shell.ReadOnly {
		page.Saved = r.saved(s)
		return page
	}
	page.Lead, page.Form = r.leadForm(s, &a.supply), r.form(s)
	if purchase.IsOwn(s.Code) {
		page.Delete = paths.Of(paths.SupplierDelete, s.Code)
	}
	return page
}

func (r viewer) late(s *purchase.Supplier) string {
	if s.Late == 0 {
		return ""
	}
	return r.T("supplier.late", s.Late)
}

func (r viewer) scoreOf(s *purchase.Supplier) purchase.Score {
	return purchase.ScoreOf(s.Records, r.DateAhead(1))
}

func (r viewer) how() []string {
	return []string{r.T("supplier.how_kept"), r.T("supplier.how_short"), r.T("supplier.how_promise"), r.T("supplier.how_lines"), r.T("supplier.how_lead")}
}

func (r viewer) score(s *purchase.Supplier) views.SupplierScore {
	score := r.scoreOf(s)
	v := views.SupplierScore{Text: r.T("supplier.how_kept"), How: r.how()[1:4]}
	if !score.Known() {
		v.Missing = r.T("supplier.score_missing", score.Missing(), score.Lines)
		return v
	}
	v.Parts = []views.SupplierShare{
		{Label: r.T("supplier.kept"), Value: percent(score.Percent(score.Kept)), Hint: present.Joined(" · ", r.T("supplier.kept_of", score.Lines), r.T("supplier.score_units", score.PiecesPercent()))},
		{Label: r.T("supplier.score_delay"), Value: r.delay(score.Delay), Hint: r.T("supplier.score_delay_hint")},
		{Label: r.T("supplier.score_late"), Value: percent(score.Percent(score.Late)), Hint: r.T("supplier.score_late_hint", score.Late)},
		{Label: r.T("supplier.score_short"), Value: percent(score.Percent(score.Short)), Hint: r.T("supplier.score_late_hint", score.Short)},
	}
	return v
}

func (r viewer) delay(q purchase.Quantile) string {
	switch {
	case q.AtLeast && q.Days > 0:
		return r.T("supplier.delay_more", q.Days)
	case q.AtLeast:
		return "–"
	case q.Days > 0:
		return r.T("supplier.delay_after", q.Days)
	case q.Days < 0:
		return r.T("supplier.delay_before", -q.Days)
	}
	return r.T("supplier.delay_on")
}

// took says how long past orders took, and offers to take that over or to
// restore what the last press replaced.
func (r viewer) took(a *pageRead, readOnly bool) views.SupplierLead {
	code := a.supplier.Code
	v := present.LeadTook(r.Viewer, purchase.LeadOf(a.supplier.Records, r.DateAhead(1)), &a.supply, code, present.SupplierURL(code), readOnly)
	set := a.supply.Suppliers[code] // 0: the mall's
	if was, err := strconv.Atoi(a.was); !readOnly && err == nil && was >= 0 && was <= preference.MaxLeadDays && was != set {
		v.Undo = &views.LeadTake{Supplier: code, Days: strconv.Itoa(was), Back: present.SupplierURL(code), Label: r.T("supplier.take_back", was)}
		if was == 0 {
			v.Undo.Days, v.Undo.Label = "", r.T("supplier.take_back_mall")
		}
	}
	return v
}

func (r viewer) leadForm(s *purchase.Supplier, supply *preference.Supply) *views.LeadForm {
	f := &views.LeadForm{
		ID: "lead", Supplier: s.Code, Back: paths.Of(paths.Supplier, s.Code), Label: r.T("reorder.lead_days"), Hint: r.T("reorder.lead_hint", supply.LeadDays),
		Placeholder: strconv.Itoa(supply.LeadDays),
	}
	if days, own := supply.Suppliers[s.Code]; own {
		f.Value = strconv.Itoa(days)
	}
	return f
}

func (r viewer) form(s *purchase.Supplier) *views.SupplierForm {
	t := s.Filled()
	v := &views.SupplierForm{
		Action: paths.Of(paths.Supplier, s.Code), Own: purchase.IsOwn(s.Code), Name: t.OwnName, Contact: t.Contact, Emails: strings.Join(t.Emails, ", "),
		Phone: t.Phone, Address: t.Address, Payment: t.Terms, Amount: plain(t.MinAmount), ShowCosts: t.ShowCosts,
	}
	if t.Saved() {
		v.By, v.At = t.By, r.Moment(t.At)
	} else if t.Contact != "" || t.Phone != "" || len(t.Emails) > 0 {
		v.Hint = r.T("supplier.prefilled")
	}
	for _, c := range purchase.Currencies() {
		v.Currencies = append(v.Currencies, views.Choice{Value: c, Label: c, On: c == t.Currency})
	}
	for _, l := range purchase.Locales() {
		v.Locales = append(v.Locales, views.Choice{Value: l, Label: r.language(l), On: l == t.Locale})
	}
	return v
}

func (r viewer) language(code string) string {
	if code == "en" {
		return r.T("supplier.locale_en")
	}
	return r.T("supplier.locale_ko")
}

// plain writes an amount as a form has it; "" for 0.
func plain(m purchase.Money) string {
	switch {
	case m == 0:
		return ""
	case m%100 == 0:
		return strconv.FormatInt(int64(m)/100, 10)
	}
	return strconv.FormatInt(int64(m)/100, 10) + "." + strconv.FormatInt(100+int64(m)%100, 10)[1:]
}

// saved shows the terms to an operator who may only read.
func (r viewer) saved(s *purchase.Supplier) (list []views.Fact) {
	t := s.Filled()
	costs := r.T("supplier.hidden")
	if t.ShowCosts {
		costs = r.T("supplier.shown")
	}
	amount := "–"
	if t.MinAmount > 0 {
		amount = r.Price(t.Currency, int64(t.MinAmount))
	}
	for _, f := range [][2]string{
		{"supplier.contact", t.Contact},
		{"supplier.emails", strings.Join(t.Emails, ", ")},
		{"supplier.phone", t.Phone},
		{"supplier.address", t.Address},
		{"supplier.payment", t.Terms},
		{"supplier.min_amount", amount},
		{"supplier.locale", r.language(t.Locale)},
		{"supplier.shows_costs", costs},
	} {
		list = append(list, views.Fact{Label: r.T(f[0]), Value: cmp.Or(f[1], "–")})
	}
	return list
}

func (r viewer) goods(a *pageRead, readOnly bool) views.SupplierGoods {
	v := views.SupplierGoods{}
	for i, p := range a.assigned {
		if i == assignedShown {
			v.More = r.T("supplier.goods_more", assignedShown)
			break
		}
		name := cmp.Or(p.Name, p.Code)
		v.Rows = append(v.Rows, views.SupplierProduct{No: strconv.FormatInt(p.ProductNo, 10), Name: name, Code: p.Code, URL: present.ProductURL(p.ProductNo), Remove: r.T("supplier.release_of", name)})
	}
	if n, err := strconv.Atoi(a.assigns); err == nil && n >= 0 {
		v.Notice = r.T("supplier.assigned", n)
	}
	if readOnly {
		return v
	}
	v.Action, v.Release = paths.Of(paths.SupplierProducts, a.supplier.Code), paths.Of(paths.SupplierRelease, a.supplier.Code)
	v.Categories, v.Suppliers = kit.SubjectChoices(r.Viewer, a.names, "")
	v.Suppliers = slices.DeleteFunc(v.Suppliers, func(c views.Choice) bool { return c.Value == present.OfSupplier+a.supplier.Code })
	return v
}
