package alerts

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// orderRows is how many alerts the form of a bulk order shows: each has two fields to look at.
const orderRows = bulk.Step

// askOrders shows what the order sheet proposes for each alert of a selection, before anything is
// done. The newest alerts are shown if there are too many.
func (h *Handler) askOrders(c echo.Context, f *manyForm) error {
	if f.all && f.newest == 0 || !f.all && !f.Valid() {
		return lowstock.NotFound()
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	ids, err := h.Store.Mall(who.Mall.ID).IncidentIDs(ctx, f.selection(h.Now()))
	if err := f.Judge(err, "id"); err != nil {
		return err
	}
	if !f.Valid() {
		return h.refuseMany(c, f)
	}
	asked := len(ids)
	ids = ids[max(0, asked-orderRows):]
	page, err := h.readOrders(c, ids, asked, f.back)
	if err != nil {
		return err
	}
	if len(page.Lines) == 0 {
		return h.finishMany(c, f.back, doneMany(actOrder, bulk.Result{Asked: asked, Resolved: asked}, 0))
	}
	return h.showOrders(c, http.StatusOK, page)
}

func (h *Handler) showOrders(c echo.Context, status int, page views.AlertOrder) error {
	if kit.IsFragment(c) {
		return kit.Render(c, status, templ.Join(views.AlertOrderView(page), views.ActedPart(page.Shell, nil)))
	}
	return kit.Render(c, status, views.AlertOrderPageView(page))
}

// readOrders returns the form for alerts that are not resolved. Asked is how many were selected.
func (h *Handler) readOrders(c echo.Context, ids []int64, asked int, back string) (views.AlertOrder, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	incidents, err := h.Store.Mall(who.Mall.ID).IncidentsByID(ctx, ids)
	if err != nil {
		return views.AlertOrder{}, err
	}
	codes := make([]string, len(incidents))
	for n := range incidents {
		codes[n] = incidents[n].VariantCode
	}
	lines, err := h.Sheet.OrderLines(ctx, who, codes)
	if err != nil {
		return views.AlertOrder{}, err
	}
	shell, err := h.Shell(c, paths.Alerts, "alerts.title")
	if err != nil {
		return views.AlertOrder{}, err
	}
	r := h.viewerOf(who)
	page := views.AlertOrder{Shell: shell, Action: paths.OrderMany, Back: back, Intro: r.T("alerts.order_intro")}
	if asked > len(ids) {
		page.Intro = r.T("alerts.order_some", asked, len(ids)) + " " + page.Intro
	}
	for _, i := range slices.Backward(incidents) { // the newest first
		if i.State != lowstock.IncidentResolved {
			line, proposed := lines[i.VariantCode]
			page.Lines = append(page.Lines, r.orderLine(i, line, proposed))
		}
	}
	return page, nil
}

// orderLine presents what the sheet proposes for an alert. A quantity that is left empty is not
// ordered.
func (r viewer) orderLine(i lowstock.Incident, line outlook.ReorderLine, proposed bool) views.AlertOrderLine {
	today := r.DateAhead(1)
	v := views.AlertOrderLine{
		Item: views.Item{Image: lowstock.PictureURL(i.ImageURL), Name: i.ProductName, Options: present.OptionsText(i.Options), Code: i.VariantCode},
		ID:   strconv.FormatInt(i.ID, 10), Level: r.T("alerts.level", i.Quantity, i.Threshold),
		Min: today.Format(time.DateOnly), Max: today.AddDate(1, 0, 0).Format(time.DateOnly),
	}
	switch {
	case i.Order != lowstock.Order{}:
		v.Note = r.T("alerts.order_noted", i.Order.Quantity, r.IsoDay(i.Order.ExpectedOn))
		v.Day = i.Order.ExpectedOn
	case proposed && line.Order > 0:
		v.Note = r.T("alerts.order_proposed", line.LeadDays)
		v.Quantity, v.Day = strconv.Itoa(line.Order), today.AddDate(0, 0, line.LeadDays).Format(time.DateOnly)
	case proposed:
		v.Note, v.Day = r.T("alerts.order_enough"), today.AddDate(0, 0, line.LeadDays).Format(time.DateOnly)
	default:
		v.Note = r.T("alerts.order_unknown")
	}
	return v
}

// ordersForm is the form of a bulk order as it was sent.
type ordersForm struct {
	kit.Form
	ids    []int64
	orders map[int64]lowstock.Order // without those that were left empty
	back   string
}

// Read implements [kit.Fields].
func (f *ordersForm) Read() {
	f.back, f.orders = f.Back(paths.Alerts), map[int64]lowstock.Order{}
	for _, text := range f.List("id") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 || len(f.ids) >= orderRows {
			f.Refuse("id", "error.not_found")
			continue
		}
		f.ids = append(f.ids, id)
		order := lowstock.Order{Quantity: 1, ExpectedOn: f.Text("expected_on-" + text)}
		n := f.Optional("quantity-"+text, "error.order_quantity")
		if n != nil {
			order.Quantity = *n
		}
		if n != nil || f.Reason("quantity-"+text) != "" { // of a refused quantity the day is judged too
			f.orders[id] = order
		}
	}
}

// holds returns what each order waits for. Wrong orders are refused at their own fields.
func (f *ordersForm) holds(settings *preference.Settings, now time.Time) (map[int64]lowstock.Hold, error) {
	holds := map[int64]lowstock.Hold{}
	for id, order := range f.orders {
		hold, err := settings.HoldFor(order, now)
		var own kit.Form
		if err := own.Judge(err, ""); err != nil {
			return nil, err
		}
		for _, name := range []string{"quantity", "expected_on"} {
			if key := own.Reason(name); key != "" {
				f.Refuse(name+"-"+strconv.FormatInt(id, 10), key)
			}
		}
		holds[id] = hold
	}
	return holds, nil
}

// orderMany records what was ordered for each alert. An alert without a quantity stays as it is and
// is counted.
func (h *Handler) orderMany(c echo.Context) error {
	f, err := kit.BindForm[ordersForm](c)
	if err != nil {
		return err
	}
	if f.Reason("id") != "" || len(f.ids) == 0 {
		return lowstock.NotFound()
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	settings, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return err
	}
	holds, err := f.holds(&settings, h.Now())
	if err != nil {
		return err
	}
	if !f.Valid() {
		return h.refuseOrders(c, f)
	}
	acted, number, err := h.Merchant.ActOnMany(ctx, who.Mall.ID, bulk.Selection{IDs: f.ids}, merchant.Act{Spec: bulk.Spec{Name: actOrder}, By: who.By(), Do: bulk.Order(holds)})
	if err != nil {
		return err
	}
	acted.Same, acted.Kept = acted.Same+acted.Kept, 0 // both have no quantity
	return h.finishMany(c, f.back, doneMany(actOrder, acted, number))
}

// refuseOrders shows the form again with what was typed.
func (h *Handler) refuseOrders(c echo.Context, f *ordersForm) error {
	page, err := h.readOrders(c, f.ids, len(f.ids), f.back)
	if err != nil {
		return err
	}
	for n := range page.Lines {
		l := &page.Lines[n]
		l.Quantity, l.Day = f.Typed("quantity-"+l.ID), f.Typed("expected_on-"+l.ID)
		l.QuantityError, l.DayError = f.Message(page.Locale, "quantity-"+l.ID), f.Message(page.Locale, "expected_on-"+l.ID)
	}
	page.Errors = f.Messages(page.Locale, "", nil)
	return h.showOrders(c, http.StatusUnprocessableEntity, page)
}
