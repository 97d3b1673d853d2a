package answering

import (
	"cmp"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// show renders the order, with what was typed if the form was refused.
func (h *Handler) show(c echo.Context, status int, o *opened, f *answerForm) error {
	page := o.view(f)
	page.Assets, page.App = kit.PublicAssets(), h.AppName(o.Locale)
	page.Done = c.Request().Method == http.MethodGet && c.QueryParam("done") == "1" && page.Answered != ""
	return kit.Render(c, status, views.SupplierOrderView(page))
}

func (o *opened) view(f *answerForm) views.SupplierOrder {
	other := words.English
	if o.Locale == words.English {
		other = words.Korean
	}
	address := paths.Of(paths.SupplierPage, o.token)
	page := views.SupplierOrder{
		Locale: o.Locale, Other: address + "?lang=" + string(other), OtherLang: other, Post: address,
		Shop: o.shop, Number: o.order.Number, Note: o.order.Note, Costs: o.costs,
		SentOn: o.day(localtime.DayOf(o.order.SentAt, o.Zone)), WantedOn: o.day(o.order.NextOn()),
		Open: o.state == purchase.LinkOpen, MinDay: o.today.Format(time.DateOnly), MaxDay: o.lastDay().Format(time.DateOnly),
		Choice: f.choice, Day: f.Typed("day"), Message: f.message,
		ChoiceError: f.Message(o.Locale, "answer"), DayError: f.Message(o.Locale, "day"), MessageError: f.Message(o.Locale, "message"),
		Errors: f.Messages(o.Locale, "", nil),
	}
	if o.order.Revision > 1 {
		page.Revision = o.T("purchase.page_revision", o.order.Revision)
	}
	units := 0
	for i := range o.order.Lines {
		l := &o.order.Lines[i]
		units += l.Ordered
		page.Lines = append(page.Lines, o.line(l, f))
	}
	page.Total = o.T("purchase.page_total", len(page.Lines), units)
	if cost, unknown := o.order.Cost(); o.costs && unknown == 0 {
		page.Total += " · " + o.Amount(o.order.Currency, int64(cost))
	}
	o.answered(&page)
	return page
}

func (o *opened) line(l *purchase.Line, f *answerForm) views.SupplierLine {
	units, day := unitsField(l.No), dayField(l.No)
	line := views.SupplierLine{
		Name: l.ProductName, Detail: detail(l),
		Units: notify.Pieces(o.Locale, l.Ordered, l.Pack), Most: l.Ordered, On: o.day(l.ExpectedOn),
		UnitsField: units, DayField: day, UnitsTyped: f.Typed(units), DayTyped: f.Typed(day),
		UnitsError: f.Message(o.Locale, units), DayError: f.Message(o.Locale, day),
	}
	if o.costs && l.UnitCost > 0 {
		line.Cost = o.T("purchase.cost_each", o.Amount(o.order.Currency, int64(l.UnitCost)))
		line.Amount = o.Amount(o.order.Currency, int64(l.Cost()))
	}
	if l.Confirmed != nil {
		line.Said = o.T("purchase.page_said", *l.Confirmed, o.day(l.ExpectedOn))
		if *l.Confirmed == 0 {
			line.Said = o.T("purchase.page_said_none")
		}
	}
	return line
}

// answered says what the shop knows from the newest answer of the supplier.
func (o *opened) answered(page *views.SupplierOrder) {
	for i := range o.order.Answers {
		a := &o.order.Answers[i]
		if a.Source != purchase.BySupplier || a.Revision != o.order.Revision {
			continue
		}
		page.Answered = o.T("purchase.page_answered", o.Day(a.At), o.Clock(a.At))
		page.Wrote = a.Message
		return
	}
}

// day writes a calendar day; "" for none.
func (o *opened) day(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return o.CalendarDay(day)
}

// detail distinguishes a line from others of the same product.
func detail(l *purchase.Line) string {
	code := cmp.Or(l.CustomCode, l.VariantCode)
	if options := present.OptionsText(l.Options); options != "" {
		return options + " · " + code
	}
	return code
}
