package purchasing

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func (r viewer) listPage(shell views.Shell, a *listRead) views.PurchasesPage {
	page := views.PurchasesPage{
		Shell: shell, Q: a.q, State: string(a.tab), Suppliers: r.supplierChoices(a.suppliers, a.supplierValue()),
		Export: addressOf(paths.PurchasesExport, a.values()), CSV: present.WithQuery(addressOf(paths.PurchasesExport, a.values()), "format", "csv"),
	}
	for _, t := range tabs() {
		to := asked{tab: t, supplier: a.supplier, q: a.q}
		choice := views.Choice{Label: r.tabName(t), URL: to.url(), On: t == a.tab}
		if n := t.count(&a.page); n > 0 {
			choice.Count = present.Number(n)
		}
		page.Tabs = append(page.Tabs, choice)
	}
	if a.q != "" || a.supplier != nil {
		page.ClearURL = asked{tab: a.tab}.url()
	}
	for i := range a.page.Orders {
		page.Rows = append(page.Rows, r.row(&a.page.Orders[i]))
	}
	if len(page.Rows) == 0 {
		page.Empty = r.nothing(a)
	}
	if a.cursor != "" {
		page.First = a.url()
	}
	if a.page.Next != "" {
		page.Next = present.WithQuery(a.url(), "cursor", a.page.Next)
	}
	return page
}

func (r viewer) tabName(t tab) string {
	switch t {
	case tabDraft:
		return r.T("purchase.state_draft")
	case tabSent:
		return r.T("purchase.state_sent")
	case tabConfirmed:
		return r.T("purchase.tab_confirmed")
	case tabPartly:
		return r.T("purchase.state_partly")
	case tabLate:
		return r.T("purchase.tab_late")
	case tabDone:
		return r.T("purchase.tab_done")
	case tabAll:
	}
	return r.T("purchase.tab_all")
}

// supplierChoices are the suppliers of the filter. A chosen supplier that is no longer known stays.
func (r viewer) supplierChoices(list []inbound.Supplier, chosen string) []views.Choice {
	if len(list) < 2 && chosen == "" {
		return nil
	}
	choices := []views.Choice{{Label: r.T("purchase.suppliers_all"), On: chosen == ""}}
	known := chosen == "" || chosen == noSupplier
	for _, s := range list {
		known = known || s.Code == chosen
		choices = append(choices, views.Choice{Value: s.Code, Label: cmp.Or(s.Name, s.Code), On: s.Code == chosen})
	}
	if !known {
		choices = append(choices, views.Choice{Value: chosen, Label: chosen, On: true})
	}
	return append(choices, views.Choice{Value: noSupplier, Label: r.T("purchase.supplier_none"), On: chosen == noSupplier})
}

// nothing says why the list is empty, and where orders come from.
func (r viewer) nothing(a *listRead) *views.Empty {
	if a.q != "" || a.supplier != nil {
		return &views.Empty{Icon: "search", Title: r.T("purchase.none_match"), Text: r.T("purchase.none_match_text"), Action: &views.Action{Label: r.T("purchase.clear"), URL: asked{tab: a.tab}.url()}}
	}
	e := &views.Empty{Icon: "box", Title: r.T("purchase.none"), Text: r.T("purchase.none_text"), Action: &views.Action{Label: r.T("purchase.none_act"), URL: paths.Reorder}}
	if a.tab != tabAll {
		e.Icon, e.Title = "ok", r.T("purchase.none_state", r.tabName(a.tab))
	}
	return e
}

// orderURL is the page of an order.
func orderURL(id int64) string { return paths.Of(paths.Purchase, strconv.FormatInt(id, 10)) }

// urlOf is the address of an action on an order.
func urlOf(path string, o *purchase.Order) string {
	return paths.Of(path, strconv.FormatInt(o.ID, 10))
}

// nameOf is an order's number, or what it is without one.
func (r viewer) nameOf(o *purchase.Order) string {
	switch {
	case o.Number != "":
		return o.Number
	case o.Origin == purchase.OriginNoted:
		return r.T("purchase.noted")
	}
	return r.T("purchase.state_draft")
}

func (r viewer) supplierOf(o *purchase.Order) string {
	return cmp.Or(o.SupplierName, o.SupplierCode, r.T("purchase.supplier_none"))
}

func (r viewer) row(o *purchase.Order) views.PurchaseRow {
	row := views.PurchaseRow{
		URL: orderURL(o.ID), Name: r.nameOf(o), Supplier: r.supplierOf(o), Items: r.itemsOf(o), Units: r.T("purchase.units_all", unitsOf(o)),
		Sent: r.Moment(o.SentAt), Next: r.next(o), Late: o.Late(r.DateAhead(1)), State: r.stateBadge(o), Mail: r.mailBadge(o),
	}
	if cost, _ := o.Cost(); cost > 0 {
		row.Cost = r.Price(o.Currency, int64(cost))
	}
	row.Note = r.silence(o)
	return row
}

func unitsOf(o *purchase.Order) (units int) {
	for i := range o.Lines {
		units += o.Lines[i].Ordered
	}
	return units
}

// itemsOf names the first item, and says how many more there are.
func (r viewer) itemsOf(o *purchase.Order) string {
	if len(o.Lines) == 0 {
		return r.T("purchase.no_items")
	}
	first := present.Joined(" ", cmp.Or(o.Lines[0].ProductName, o.Lines[0].VariantCode), present.OptionsText(o.Lines[0].Options))
	if len(o.Lines) == 1 {
		return first
	}
	return r.T("purchase.items_more", first, len(o.Lines)-1)
}

// next says what is on its way and when it is expected: "50개 · 목 12/3". Where it comes on several
// days, it says how much comes first: "80개 · 첫 50개 12/3".
func (r viewer) next(o *purchase.Order) string {
	on, rest := o.NextOn(), o.Rest()
	if rest == 0 {
		return ""
	}
	first := 0
	for i := range o.Lines {
		if l := &o.Lines[i]; l.ExpectedOn.Equal(on) {
			first += l.Rest()
		}
	}
	if first < rest {
		return r.T("purchase.next_first", rest, first, r.shortDate(on))
	}
	return r.T("purchase.next_all", rest, r.weekday(on), r.shortDate(on))
}

// shortDate writes a calendar day where there is little room.
func (r viewer) shortDate(day time.Time) string {
	return r.ShortDay(r.Noon(day))
}

// weekday writes the short name of a calendar day's weekday.
func (r viewer) weekday(day time.Time) string {
	return r.T("purchase.weekday_" + strconv.Itoa(int(day.Weekday())))
}

func (r viewer) stateBadge(o *purchase.Order) views.Badge {
	state := o.State()
	b := views.Badge{Tone: "quiet", Icon: "minus", Text: r.T("purchase.state_" + string(state))}
	switch state {
	case purchase.StateDraft:
		b.Icon = "box"
	case purchase.StateSent:
		b.Tone, b.Icon = "accent", "mail"
		if o.Origin == purchase.OriginNoted {
			b.Icon, b.Text = "clock", r.T("purchase.state_waiting")
		}
	case purchase.StateConfirmed:
		b.Tone, b.Icon = "accent", "check"
	case purchase.StatePartly:
		b.Tone, b.Icon = "low", "box"
	case purchase.StateReceived:
		b.Tone, b.Icon = "ok", "ok"
	case purchase.StateClosed, purchase.StateCancelled:
	}
	return b
}

// mailBadge says what is known about the newest mail to the supplier; nil if none was sent.
func (r viewer) mailBadge(o *purchase.Order) *views.Badge {
	switch {
	case o.Bounced != "", o.Delivery == lowstock.DeliveryFailed:
		return &views.Badge{Tone: "out", Icon: "warn", Text: r.T("purchase.mail_bounced")}
	case !slices.Contains([]purchase.State{purchase.StateSent, purchase.StateConfirmed, purchase.StatePartly}, o.State()):
		return nil
	case !o.SeenAt.IsZero():
		return &views.Badge{Tone: "quiet", Icon: "ok", Text: r.T("purchase.mail_seen")}
	case o.Delivery == lowstock.DeliverySent:
		return &views.Badge{Tone: "quiet", Icon: "mail", Text: r.T("purchase.mail_delivered")}
	case o.Delivery == "":
		return nil
	}
	return &views.Badge{Tone: "quiet", Icon: "clock", Text: r.T("purchase.mail_underway")}
}

// silence says that a supplier who got the order by mail has not answered for a working day. Goods
// that arrived are an answer.
func (r viewer) silence(o *purchase.Order) string {
	switch {
	case !o.Silent(r.Now, r.Zone):
		return ""
	case o.SeenAt.IsZero():
		return r.T("purchase.silent_unseen")
	}
	return r.T("purchase.silent_seen")
}
