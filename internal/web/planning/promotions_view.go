package planning

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func (r viewer) promotionForm(f *promotionForm, n present.Names, product int64) *views.PromotionForm {
	v := &views.PromotionForm{
		Action: paths.Promotions, Name: f.Typed("name"), From: f.Typed("from"), To: f.Typed("to"), Percent: f.Typed("percent"),
		Mall: views.Choice{Label: r.T("promotions.scope_mall"), On: f.of == ""},
	}
	if name := n.Products[product]; product != 0 && (name != "" || !f.Valid()) {
		no := strconv.FormatInt(product, 10)
		v.Products = []views.Choice{{Value: present.OfProduct + no, Label: cmp.Or(name, r.T("rules.product_no", no)), On: true}}
	}
	v.Categories, v.Suppliers = kit.SubjectChoices(r.Viewer, n, f.of)
	return v
}

// promotionGroups groups promotions. Promotions that have not ended come first, with the next one
// at the top. Past promotions follow, with the latest one at the top.
func (r viewer) promotionGroups(plan outlook.EventPlan, n present.Names) []views.PromotionGroup {
	today := localtime.DayOf(r.Now, r.Zone)
	ahead := views.PromotionGroup{Title: r.T("promotions.planned"), None: r.T("promotions.planned_none")}
	over := views.PromotionGroup{Title: r.T("promotions.past")}
	for _, p := range plan.Promotions {
		if p.To.Before(today) {
			over.Rows = append(over.Rows, r.promotionRow(p, n, today))
		} else {
			ahead.Rows = append(ahead.Rows, r.promotionRow(p, n, today))
		}
	}
	if len(over.Rows) == 0 {
		return []views.PromotionGroup{ahead}
	}
	slices.Reverse(over.Rows)
	return []views.PromotionGroup{ahead, over}
}

func (r viewer) promotionRow(p outlook.Promotion, n present.Names, today time.Time) views.PromotionRow {
	row := views.PromotionRow{
		Name: p.Name, Of: views.Link{Text: r.T("promotions.scope_mall")}, Days: r.Days(p.From, p.To), Percent: r.OfUsual(p.Percent),
		By: p.By, At: r.Moment(p.At),
	}
	if scope := p.Scope(); scope != lowstock.ScopeMall {
		row.Of, _ = r.RuleName(lowstock.Rule{Scope: scope, ProductNo: p.ProductNo, CategoryNo: p.CategoryNo, SupplierCode: p.SupplierCode}, n)
	}
	if !p.From.After(today) && !p.To.Before(today) {
		row.Running = &views.Badge{Tone: "accent", Icon: "clock", Text: r.T("promotions.running")}
	}
	if !r.ReadOnly {
		row.DeleteURL = paths.Of(paths.DeletePromotion, strconv.FormatInt(p.ID, 10))
		row.Delete = r.T("promotions.delete_of", p.Name)
	}
	return row
}

func holidayID(kind outlook.HolidayKind) string { return "holiday-" + string(kind) }

// holidayForm says how each kind of holiday is expected to sell, and how it sold by the mall's own
// sales history, which begins on first.
func (r viewer) holidayForm(plan outlook.EventPlan, days []demand.MallDay, first time.Time) views.HolidayForm {
	f := views.HolidayForm{Action: paths.Holidays, ReadOnly: r.ReadOnly}
	today := localtime.DayOf(r.Now, r.Zone)
	for _, kind := range outlook.HolidayKinds() {
		percent := plan.Holiday(kind).Percent
		row := views.HolidayRow{
			ID: holidayID(kind), Field: string(kind), Name: r.holidayKind(kind), Value: strconv.Itoa(percent), Text: r.OfUsual(percent),
			Proposal: r.T("promotions.proposal_none"),
		}
		row.Label = r.T("promotions.holiday_of", row.Name)
		for _, h := range outlook.Holidays(today, today.AddDate(2, 0, 0)) {
			if h.Kind == kind {
				row.Next = r.T("promotions.next", r.holiday(h))
				break
			}
		}
		if p := forecast.Propose(days, first, kind, plan); p.Known {
			row.Proposal = r.T("promotions.proposal", p.Percent, p.Days)
			if p.Percent != percent && !r.ReadOnly {
				row.Take = &views.Choice{Value: strconv.Itoa(p.Percent), Label: r.T("promotions.take", p.Percent)}
			}
		}
		f.Rows = append(f.Rows, row)
	}
	return f
}

func (r viewer) holidayKind(kind outlook.HolidayKind) string {
	switch kind {
	case outlook.HolidaySeollal:
		return r.T("holiday.seollal")
	case outlook.HolidayChuseok:
		return r.T("holiday.chuseok")
	case outlook.HolidayOther:
	}
	return r.T("holiday.other")
}

func (r viewer) holiday(h outlook.Holiday) string {
	return r.Known(h.Key) + ", " + r.Days(h.From, h.To)
}
