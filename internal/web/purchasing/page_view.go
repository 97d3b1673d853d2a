package purchasing

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func (r viewer) page(shell views.Shell, o *purchase.Order) views.PurchasePage {
	shell.Title = r.titleOf(o)
	page := views.PurchasePage{
		Shell: shell, Heading: shell.Title, State: r.stateBadge(o), Late: r.lateness(o), Facts: r.facts(o), Note: o.Note, Total: r.total(o), Notice: r.notice(o),
		Receipts: r.receipts(o), Answers: r.answers(o), Events: r.events(o),
		Export: urlOf(paths.PurchaseExport, o), CSV: present.WithQuery(urlOf(paths.PurchaseExport, o), "format", "csv"),
	}
	if o.Origin == purchase.OriginSheet {
		page.Print = urlOf(paths.PurchasePrint, o)
	}
	if o.State() == purchase.StateDraft && r.mayOrder() {
		page.Draft = r.draftForm(o)
		return page
	}
	for i := range o.Lines {
		page.Lines = append(page.Lines, r.line(o, &o.Lines[i]))
	}
	if r.mayAct() {
		page.Acts = r.acts(o)
	}
	return page
}

// titleOf names an order with its supplier.
func (r viewer) titleOf(o *purchase.Order) string {
	name := r.nameOf(o)
	if o.State() == purchase.StateDraft {
		name = r.T("purchase.new")
	}
	return r.T("purchase.title_of", name, r.supplierOf(o))
}

// lateness says by how many days the oldest rest of an order is late; "" if none is.
func (r viewer) lateness(o *purchase.Order) string {
	today := r.DateAhead(1)
	if !o.Late(today) {
		return ""
	}
	return r.T("purchase.late_by", localtime.DaysBetween(o.NextOn(), today))
}

func (r viewer) facts(o *purchase.Order) (list []views.Fact) {
	add := func(label, value string) {
		if value != "" {
			list = append(list, views.Fact{Label: label, Value: value})
		}
	}
	add(r.T("purchase.supplier"), r.supplierOf(o))
	if o.SentAt.IsZero() {
		list = append(list, views.Fact{Label: r.T("purchase.created"), Time: r.Moment(o.CreatedAt)})
		add(r.T("purchase.created_by"), r.Person(o.CreatedBy))
		return list
	}
	list = append(list, views.Fact{Label: r.T("purchase.sent_on"), Time: r.Exact(o.SentAt)})
	add(r.T("purchase.sent_by"), r.Person(o.SentBy))
	if o.Revision > 1 {
		add(r.T("purchase.revision"), r.T("purchase.revision_n", o.Revision))
	}
	add(r.T("purchase.next"), r.next(o))
	add(r.T("purchase.to"), r.addresses(o))
	if len(o.To) > 0 {
		add(r.T("purchase.reply_to"), r.addressed(o.ReplyTo))
		add(r.T("purchase.mail_state"), r.mailText(o))
	}
	return list
}

// addresses are where the order was sent to; only those who may send see them whole.
func (r viewer) addresses(o *purchase.Order) string {
	if len(o.To) == 0 {
		return r.T("purchase.to_nobody")
	}
	return r.addressed(strings.Join(o.To, ", "))
}

func (r viewer) addressed(text string) string {
	if r.mayOrder() {
		return text
	}
	return r.Masked(text)
}

// mailText says what is known about the newest mail to the supplier.
func (r viewer) mailText(o *purchase.Order) string {
	switch b := r.mailBadge(o); {
	case o.Bounced != "":
		return r.T("purchase.mail_bounced_at", r.addressed(o.Bounced))
	case b == nil:
		return ""
	case !o.SeenAt.IsZero():
		return r.T("purchase.mail_seen_at", r.Relative(o.SeenAt))
	default:
		return b.Text
	}
}

// notice is what has to be said above everything else.
func (r viewer) notice(o *purchase.Order) *views.Banner {
	switch {
	case o.Bounced != "" && o.Coming():
		return &views.Banner{Tone: "out", Icon: "mail", Text: r.T("purchase.bounced_notice", r.addressed(o.Bounced))}
	case o.State() == purchase.StateCancelled && !o.CancelledAt.IsZero():
		return &views.Banner{Tone: "quiet", Icon: "minus", Text: present.Joined(" ", r.T("purchase.cancelled_notice", r.Date(o.CancelledAt), r.Person(o.CancelledBy)), o.CloseReason)}
	case !o.ClosedAt.IsZero():
		return &views.Banner{Tone: "quiet", Icon: "minus", Text: present.Joined(" ", r.T("purchase.closed_notice", r.Date(o.ClosedAt), r.Person(o.ClosedBy)), o.CloseReason)}
	}
	if text := r.silence(o); text != "" {
		return &views.Banner{Tone: "low", Icon: "clock", Text: r.T("purchase.silent_notice", text)}
	}
	return nil
}

func (r viewer) total(o *purchase.Order) views.PurchaseTotal {
	t := views.PurchaseTotal{Text: r.T("purchase.total_of", len(o.Lines), unitsOf(o))}
	cost, unknown := o.Cost()
	if cost > 0 {
		t.Cost = r.Price(o.Currency, int64(cost))
		if unknown > 0 {
			t.Note = r.T("purchase.costs_unknown", unknown)
		}
	}
	return t
}

func itemOf(l *purchase.Line) views.Item {
	return views.Item{
		URL: present.OptionURL(l.ProductNo, l.VariantCode), Image: lowstock.PictureURL(l.ImageURL), Name: cmp.Or(l.ProductName, l.VariantCode),
		Options: present.OptionsText(l.Options), Code: cmp.Or(l.CustomCode, l.VariantCode),
	}
}

func lineID(l *purchase.Line) string { return "line-" + strconv.Itoa(l.No) }

// line shows a line of an order. The ordered quantity is always shown, beside the quantities that were
// confirmed, received and given up.
func (r viewer) line(o *purchase.Order, l *purchase.Line) views.PurchaseLine {
	v := views.PurchaseLine{
		Item: itemOf(l), ID: lineID(l), Ordered: present.Number(l.Ordered), Confirmed: "–", Received: present.Number(l.Received), Rest: "–", On: r.day(l.ExpectedOn), Why: l.GiveUpWhy,
	}
	if l.Pack > 1 {
		v.Boxes = r.Pieces(l.Ordered, l.Pack)
	}
	if l.Confirmed != nil {
		v.Confirmed = present.Number(*l.Confirmed)
	}
	if l.Surplus() > 0 {
		v.Surplus = "+" + present.Number(l.Surplus())
	}
	if l.GivenUp > 0 {
		v.GivenUp = r.T("purchase.given_up_units", l.GivenUp)
	}
	if l.UnitCost > 0 {
		v.Cost, v.Amount = r.T("purchase.cost_each", r.Price(o.Currency, int64(l.UnitCost))), r.Price(o.Currency, int64(l.Cost()))
	}
	if !l.PromisedOn.IsZero() && !l.PromisedOn.Equal(l.ExpectedOn) {
		v.Moved = r.T("purchase.promised", r.shortDate(l.PromisedOn))
	}
	if !o.Coming() {
		return v
	}
	v.Rest = present.Number(l.Rest())
	if l.Rest() == 0 {
		return v
	}
	v.Late = l.ExpectedOn.Before(r.DateAhead(1))
	if r.mayOrder() && len(o.Lines) > 1 {
		v.GiveUp = &views.PurchaseGiveUp{
			ID: lineID(l), URL: urlOf(paths.PurchaseGiveUp, o), Version: strconv.Itoa(o.Version), Line: strconv.Itoa(l.No), Label: r.T("purchase.give_up_of", cmp.Or(l.ProductName, l.VariantCode)),
		}
	}
	return v
}

// day writes a calendar day; "–" for none.
func (r viewer) day(day time.Time) string {
	if day.IsZero() {
		return "–"
	}
	return r.CalendarDay(day)
}

// paper is the document. It shows what the supplier gets, and nothing of what became of it.
func (r viewer) paper(shell views.Shell, o *purchase.Order) views.PurchasePrint {
	shell.Title = r.titleOf(o)
	page := views.PurchasePrint{
		Shell: shell, Heading: r.T("purchase.paper"), Back: orderURL(o.ID), Shop: shell.Shop, Supplier: r.supplierOf(o), Note: o.Note, Total: r.total(o),
	}
	add := func(label, value string) {
		if value != "" {
			page.Facts = append(page.Facts, views.Fact{Label: label, Value: value})
		}
	}
	add(r.T("purchase.number"), cmp.Or(o.Number, r.T("purchase.state_draft")))
	if !o.SentAt.IsZero() {
		add(r.T("purchase.date"), localtime.DayOf(o.SentAt, r.Zone).Format(time.DateOnly))
	}
	if on := firstDay(o); !on.IsZero() {
		add(r.T("purchase.expected"), on.Format(time.DateOnly))
	}
	add(r.T("purchase.reply_to"), r.addressed(o.ReplyTo))
	for i := range o.Lines {
		l := &o.Lines[i]
		v := r.line(o, l)
		v.ID, v.Ordered, v.On = strconv.Itoa(i+1), r.Pieces(l.Ordered, l.Pack), "–"
		if !l.ExpectedOn.IsZero() {
			v.On = l.ExpectedOn.Format(time.DateOnly)
		}
		page.Costs = page.Costs || l.UnitCost > 0
		page.Lines = append(page.Lines, v)
	}
	return page
}

// firstDay is the first day on which goods of the order are expected, arrived or not.
func firstDay(o *purchase.Order) (on time.Time) {
	for i := range o.Lines {
		if day := o.Lines[i].ExpectedOn; !day.IsZero() && (on.IsZero() || day.Before(on)) {
			on = day
		}
	}
	return on
}
