package stock

import (
	"cmp"
	"strconv"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// productRead is the store's answer about one product.
type productRead struct {
	product   listing.ProductRow
	counts    listing.Counts // variants by status
	suppliers map[string]purchase.Ordering
	terms     map[string]purchase.ItemTerms // by variant; "" is the product
	rule      *lowstock.Rule
	rows      []listing.InventoryRow
	next      string
	cursor    string
	chosen    string // code of the chosen variant
	days      int    // that the chart shows
	lead      string // lead time in days of the outlook, as the address has it
	histories map[string]present.RowHistory
	supply    preference.Supply
	sets      []bundles.Set // that the product is, or is a part of
}

// url is the page with a variant chosen and all other choices unchanged.
func (a productRead) url(code string) string {
	days := ""
	if a.days > chartSpans()[0] {
		days = strconv.Itoa(a.days)
	}
	return present.WithQuery(present.VariantURL(a.product.No, code), "days", days, "lead", a.lead)
}

func (a productRead) spanURLs() []string {
	var urls []string
	for _, days := range chartSpans() {
		a.days = days
		urls = append(urls, a.url(a.chosen)+"#variant")
	}
	return urls
}

func (r viewer) productPage(shell views.Shell, a productRead) views.ProductPage {
	p := a.product
	shell.Title = p.Name
	page := views.ProductPage{
		Shell: shell, BackURL: paths.Stock,
		Item:   views.Item{Image: lowstock.PictureURL(p.ImageURL), Name: p.Name, Code: p.Code},
		Status: r.productBadges(a.counts),
		Facts: []views.Fact{
			{Label: r.T("product.price"), Value: r.price(p.Price)},
			{Label: r.T("product.total"), Value: present.Number(int(p.TotalQuantity))},
			{Label: r.T("product.supplier"), Value: cmp.Or(a.suppliers[p.SupplierCode].Name, p.SupplierCode, r.T("reorder.no_supplier"))},
			{Label: r.T("product.count"), Value: present.Number(p.VariantCount)},
		},
		Rule:   r.productRule(a),
		Lead:   r.leadOfProduct(a),
		Terms:  termsOfProduct(r.Viewer, a),
		Matrix: r.matrix(a),
		List:   r.variantList(a),
		Set:    r.setParts(present.SetOf(a.sets, p.No)),
		InSets: r.inSets(a.sets, p.No),
	}
	if !p.Display || !p.Selling {
		page.Quiet = r.T("quiet.off_sale")
	}
	return page
}

// productBadges show the state of a product. They show one status when all
// variants have it. Otherwise they show how many variants are sold out and how
// many are low, so that the state of one variant is not taken for the state of
// the product.
func (r viewer) productBadges(n listing.Counts) []views.Badge {
	worst := r.StatusBadge(n.Worst())
	all := n.Total()
	if n.StillSelling > 0 {
		return r.sellingBadges(n)
	}
	if n.Of(n.Worst()) == all || n.Out+n.Low == 0 {
		return []views.Badge{worst}
	}
	if n.Out == 0 {
		worst.Text = r.T("product.some_low", all, n.Low)
		return []views.Badge{worst}
	}
	worst.Text = r.T("product.some_out", all, n.Out)
	if n.Low == 0 {
		return []views.Badge{worst}
	}
	low := r.StatusBadge(lowstock.StatusLow)
	low.Text = r.T("product.more_low", n.Low)
	return []views.Badge{worst, low}
}

// sellingBadges are the badges of a product that has variants which are still
// on sale with nothing in stock.
func (r viewer) sellingBadges(n listing.Counts) []views.Badge {
	all, selling, out, low := n.Total(), r.SellingBadge(), r.StatusBadge(lowstock.StatusOut), r.StatusBadge(lowstock.StatusLow)
	if n.StillSelling == all {
		return []views.Badge{selling}
	}
	selling.Text = r.T("selling.some", all, n.StillSelling)
	badges := []views.Badge{selling}
	if n.Out > n.StillSelling {
		out.Text = r.T("product.some_out", all, n.Out-n.StillSelling)
		badges = append(badges, out)
	}
	if n.Low > 0 {
		low.Text = r.T("product.more_low", n.Low)
		badges = append(badges, low)
	}
	return badges
}

func (r viewer) productRule(a productRead) views.ProductRule {
	f := views.ProductRule{
		Action: paths.Of(paths.ProductRule, strconv.FormatInt(a.product.No, 10)), Hint: r.T("product.rule_none"), Input: r.RuleValue("threshold", lowstock.RuleValue{}, true),
		Back: a.url(a.chosen), Text: r.T("rules.inherits"), ReadOnly: r.ReadOnly,
	}
	if a.rule != nil {
		f.Hint, f.Input, f.Text = r.T("product.rule_own"), r.RuleValue("threshold", a.rule.Value(), true), r.ValueText(new(a.rule.Value()))
	}
	f.Input.Label, f.Input.Placeholder = r.T("product.rule"), r.T("rules.inherits")
	if a.rule == nil {
		return f
	}
	f.DeleteURL = present.DeleteRuleURL(a.rule.ID)
	return f
}

// leadOfProduct is the form of the product's own lead time.
func (r viewer) leadOfProduct(a productRead) views.LeadForm {
	no := strconv.FormatInt(a.product.No, 10)
	days := a.supply.LeadOf(a.product.SupplierCode)
	f := views.LeadForm{ID: "lead", Product: no, Back: a.url(a.chosen), Label: r.T("reorder.lead_days"), Hint: r.T("reorder.lead_wider", days), Placeholder: strconv.Itoa(days)}
	if days, own := a.supply.Products[a.product.No]; own {
		f.Value = strconv.Itoa(days)
	}
	return f
}

// termsOfProduct is the form of how the product is ordered.
func termsOfProduct(r *present.Viewer, a productRead) views.ItemTerms {
	own := a.terms[""]
	from := a.suppliers[own.Source(a.product.SupplierCode)]
	currency := cmp.Or(from.Currency, "KRW")
	v := kit.ItemTermsView(*r, &own, "", currency, a.suppliers, nil)
	v.ProductNo, v.Back, v.Suppliers = strconv.FormatInt(a.product.No, 10), a.url(a.chosen), kit.SupplierTexts(a.suppliers)
	var none purchase.ItemTerms
	if cost, _ := none.CostOf(a.product.SupplyPrice); cost > 0 {
		v.CostHint = r.T("purchase.terms_cost_supply", r.Price(r.Currency, int64(cost)))
	}
	variants := len(a.terms)
	if _, is := a.terms[""]; is {
		variants--
	}
	if variants > 0 {
		v.Note = r.T("purchase.terms_own", variants)
	}
	return v
}

// variantList is the stock list of one product. Its rows show the options as
// the name, and link to the history and reasons of the variant.
func (r viewer) variantList(a productRead) views.StockList {
	here := a.url(a.chosen)
	l := views.StockList{Caption: r.T("product.caption", len(a.rows))}
	if a.next != "" || a.cursor != "" {
		l.Caption = r.T("stock.caption_page", len(a.rows))
	}
	for _, row := range a.rows {
		l.Rows = append(l.Rows, r.variantRow(row, a))
	}
	if a.cursor != "" {
		l.First = here
	}
	if a.next != "" {
		l.Next = present.WithQuery(here, "cursor", a.next)
	}
	if len(a.rows) == 0 {
		l.Empty = &views.Empty{Icon: "box", Title: r.T("empty.none_title"), Text: r.T("empty.none_text")}
	}
	return l
}

func (r viewer) variantRow(row listing.InventoryRow, a productRead) views.StockRow {
	v := r.stockRow(&row, a.histories[row.Code], a.url(a.chosen))
	v.Name, v.Options = cmp.Or(v.Options, v.Name), ""
	v.URL = a.url(row.Code) + "#variant"
	v.Shown, v.Pick = row.Code == a.chosen, views.Pick{}
	return v
}

// variantPanel calls the same functions that decide on and announce alerts, and
// writes their steps in words.
func (r viewer) variantPanel(s lowstock.Situation, settings preference.Settings, history historyRead) *views.VariantPanel {
	steps, decision := lowstock.Explain(s)
	level := ""
	if s.Variant.Tracked {
		level = r.T("alerts.level", s.Variant.Quantity, s.Threshold.Value)
	}
	options, name := present.OptionsText(s.Variant.Options), ""
	if options != "" {
		name = s.Product.Name
	}
	status := r.StatusBadge(lowstock.StatusOf(s.Variant.Tracked, s.Variant.Quantity, s.Threshold.Value))
	if s.StillSelling() {
		status = r.SellingBadge()
	}
	return &views.VariantPanel{
		Product: name, Status: status, Level: level,
		Title:        cmp.Or(options, s.Product.Name),
		Verdict:      r.verdict(s, decision),
		Steps:        r.Reasons(steps),
		Notification: r.Reasons(preference.ExplainNotification(&settings, &s.Product, r.Now)),
		Chart:        r.chart(history),
	}
}

// unpaid returns what unpaid orders reserve of a variant, and a badge when its
// level will not be enough for them.
func (r viewer) unpaid(s *lowstock.Situation, u demand.Unpaid) (reasons []views.Reason, warning *views.Badge) {
	steps := demand.ExplainUnpaid(&s.Variant, s.Threshold.Value, u, r.Now)
	for _, step := range steps {
		switch step.Code {
		case "unpaid_short":
			warning = &views.Badge{Tone: "out", Icon: "out", Text: r.T("unpaid.badge", present.Number(s.Variant.Quantity-u.Units))}
		case "unpaid_low":
			warning = &views.Badge{Tone: "low", Icon: "low", Text: r.T("unpaid.badge", present.Number(s.Variant.Quantity-u.Units))}
		}
	}
	return r.Reasons(steps), warning
}

func (r viewer) verdict(s lowstock.Situation, d lowstock.Decision) views.Badge {
	switch d.Action {
	case lowstock.ActionOpen, lowstock.ActionEscalate, lowstock.ActionAwait:
		return views.Badge{Tone: "low", Icon: "bell", Text: r.T("verdict.alert")}
	case lowstock.ActionNone:
		if s.Standing != nil {
			return views.Badge{Tone: r.KindBadge(s.Standing.Kind).Tone, Icon: "bell", Text: r.T("verdict.standing")}
		}
	case lowstock.ActionResolve:
	}
	return views.Badge{Tone: "quiet", Icon: "mute", Text: r.T("verdict.silent")}
}
