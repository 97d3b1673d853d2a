package alerts

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func alertActURL(id int64, act string) string {
	return paths.Of(paths.AlertAct, strconv.FormatInt(id, 10), act)
}

// alertGroups groups the alerts of a page by product. Products are in the order of their first
// alert, and the alerts of each product in the order of the list. Alerts on the next page are not
// included.
func (r viewer) alertGroups(list []lowstock.Incident, back string) []views.AlertGroup {
	at := map[int64]int{}
	var groups []views.AlertGroup
	for _, i := range list {
		n, known := at[i.ProductNo]
		if !known {
			n, at[i.ProductNo] = len(groups), len(groups)
			groups = append(groups, views.AlertGroup{Item: views.Item{URL: present.OptionURL(i.ProductNo, i.VariantCode), Image: lowstock.PictureURL(i.ImageURL), Name: cmp.Or(i.ProductName, i.VariantCode)}})
		}
		g := &groups[n]
		g.Rows = append(g.Rows, r.alertRow(i, back))
		if len(g.Rows) > 1 {
			g.Item.URL = present.ProductURL(i.ProductNo) // the link leads to no single alert of several
			g.Count = r.T("alerts.of_product", len(g.Rows))
		}
	}
	return groups
}

func (r viewer) alertRow(i lowstock.Incident, back string) views.AlertRow {
	id := strconv.FormatInt(i.ID, 10)
	row := views.AlertRow{
		Item: views.Item{
			URL: present.OptionURL(i.ProductNo, i.VariantCode), Image: lowstock.PictureURL(i.ImageURL), Name: i.ProductName,
			Options: present.OptionsText(i.Options), Code: i.VariantCode,
		},
		ID: "alert-" + id, URL: present.AlertURL(i.ID),
		Kind: r.KindBadge(i.Kind), State: r.incidentBadge(i),
		Level:  r.T("alerts.level", i.Quantity, i.Threshold),
		Opened: r.Moment(i.OpenedAt), Back: back,
	}
	if i.StillSelling() {
		row.Kind, row.Selling = r.SellingBadge(), r.Selling(i.Quantity)
	}
	if i.State != lowstock.IncidentResolved {
		row.Risk = r.atRisk(i.Loss(r.DateAhead(1)))
	}
	row.Again = present.Joined(" · ", r.again(i), r.goods(&i))
	row.Notified = r.notified(i.Deliveries)
	row.NotNotified = r.T("alerts.told_nobody")
	if i.Notified == "" && i.State != lowstock.IncidentResolved {
		row.NotNotified = r.T("alerts.told_soon")
	}
	if r.Right < team.RightAct || i.State == lowstock.IncidentResolved {
		return row
	}
	row.Acts, row.More = r.alertActs(i)
	row.Pick = views.Pick{Code: id, Label: r.T("alerts.pick", present.Joined(" ", i.ProductName, present.OptionsText(i.Options)))}
	row.Order = r.orderForm(i)
	return row
}

// atRisk is [present.AtRisk] without the units where the money is known, so that a row keeps two lines.
func (r viewer) atRisk(loss lowstock.Loss) string {
	if loss.Money > 0 {
		return r.T("risk.short", r.About(r.Currency, loss.Money))
	}
	return present.AtRisk(r.Locale, r.Currency, loss)
}

// goods says what is on its way of the item of an alert, and what it means; an alert that waits for
// its order says what of itself.
func (r viewer) goods(i *lowstock.Incident) string {
	if i.State == lowstock.IncidentResolved {
		return ""
	}
	verdict := present.Verdict(r.Viewer, purchase.CoverOf(i, r.DateAhead(1)))
	if i.OnOrder() && len(i.Incoming.All) == 0 {
		return verdict
	}
	return present.Joined(" · ", present.Coming(r.Viewer, i.Incoming), verdict)
}

// again says when a snoozed alert returns; "" for any other alert.
func (r viewer) again(i lowstock.Incident) string {
	switch {
	case i.State != lowstock.IncidentSnoozed:
		return ""
	case i.OnOrder():
		return r.T("alerts.again_order", r.IsoDay(i.Order.ExpectedOn))
	}
	when := r.T("alerts.again_restock")
	if !i.UntilRestock {
		when = r.T("alerts.again_at", r.Date(i.SnoozedUntil))
	}
	if i.Kind == lowstock.KindLow { // what is sold out cannot become worse
		when = r.T("alerts.again_worse", when)
	}
	return r.T("alerts.again", when)
}

// incidentBadge shows what people have done with an alert; nil while it is open and nobody has
// reacted.
func (r viewer) incidentBadge(i lowstock.Incident) *views.Badge {
	ordered := i.Order != lowstock.Order{}
	switch i.State {
	case lowstock.IncidentAcknowledged:
		b := views.Badge{Tone: "accent", Icon: "check", Text: r.T("incident.acknowledged")}
		if i.AcknowledgedBy != "" {
			b.Text = r.T("incident.acknowledged_by", r.Person(i.AcknowledgedBy))
		}
		return &b
	case lowstock.IncidentSnoozed:
		switch {
		case ordered:
			return &views.Badge{Tone: "accent", Icon: "box", Text: r.T("incident.ordered", i.Order.Quantity, r.IsoDay(i.Order.ExpectedOn))}
		case i.UntilRestock:
			return &views.Badge{Tone: "quiet", Icon: "mute", Text: r.T("incident.restock")}
		}
		return &views.Badge{Tone: "quiet", Icon: "mute", Text: r.T("incident.snoozed", r.Day(i.SnoozedUntil))}
	case lowstock.IncidentResolved:
		return &views.Badge{Tone: "ok", Icon: "ok", Text: r.T("incident.resolved")}
	case lowstock.IncidentOpen, lowstock.IncidentStanding:
		switch {
		case ordered:
			return &views.Badge{Tone: "low", Icon: "clock", Text: r.T("incident.overdue", i.Order.Quantity, r.IsoDay(i.Order.ExpectedOn))}
		case !i.UnansweredAt.IsZero():
			return &views.Badge{Tone: "low", Icon: "clock", Text: r.T("incident.unanswered")}
		}
	}
	return nil
}

// alertActs returns the buttons of an alert: first the ones that are used most, then the others.
func (r viewer) alertActs(i lowstock.Incident) (first, more []views.AlertAct) {
	act := func(name string) views.AlertAct {
		return views.AlertAct{Label: r.T("alerts." + name), Hint: r.T("alerts." + name + "_hint"), URL: alertActURL(i.ID, name)}
	}
	switch i.State {
	case lowstock.IncidentOpen:
		first = []views.AlertAct{act(actAcknowledge), act(actSnooze)}
	case lowstock.IncidentAcknowledged:
		first = []views.AlertAct{act(actSnooze)}
	case lowstock.IncidentSnoozed:
		first = []views.AlertAct{act(actAcknowledge)}
		if i.UntilRestock || i.Order != (lowstock.Order{}) {
			first = append(first, act(actSnooze))
		}
	case lowstock.IncidentResolved, lowstock.IncidentStanding:
		return nil, nil
	}
	if !i.UntilRestock {
		more = append(more, act(actRestock))
	}
	return first, append(more, act(actResolve))
}

// orderForm returns the form for goods on their way, filled with what was noted before.
func (r viewer) orderForm(i lowstock.Incident) *views.OrderForm {
	today := r.DateAhead(1)
	f := &views.OrderForm{
		ID: "order-" + strconv.FormatInt(i.ID, 10), URL: alertActURL(i.ID, actOrder), Variant: i.VariantCode,
		Min: today.Format(time.DateOnly), Max: today.AddDate(1, 0, 0).Format(time.DateOnly),
	}
	if i.Order != (lowstock.Order{}) {
		f.Quantity, f.Day = strconv.Itoa(i.Order.Quantity), i.Order.ExpectedOn
	}
	return f
}

// notified returns the newest delivery state of each recipient, first the one that needs attention
// most.
func (r viewer) notified(deliveries []lowstock.Delivery) []views.Notified {
	type recipient struct {
		channel lowstock.Channel
		name    string
	}
	newest := map[recipient]int{}
	var list []views.Notified
	for _, d := range deliveries {
		t := views.Notified{Who: r.Recipient(d), State: r.DeliveryBadge(d.State), Note: r.DeliveryNote(d)}
		key := recipient{d.Channel, d.Recipient}
		if at, ok := newest[key]; ok {
			list[at] = t
			continue
		}
		newest[key] = len(list)
		list = append(list, t)
	}
	slices.SortStableFunc(list, func(a, b views.Notified) int { return cmp.Compare(attention(b), attention(a)) })
	return list
}

// attention says how much a delivery needs to be looked at: a row of the list shows one.
func attention(n views.Notified) int {
	return slices.Index([]string{"ok", "quiet", "accent", "low", "out"}, n.State.Tone)
}

// deliveries presents all deliveries of an alert, each with its reason and its result, the oldest
// first.
func (r viewer) deliveries(i lowstock.Incident, attempts []outgoing.Attempt) []views.Delivery {
	answers := map[int64]string{}
	for _, a := range attempts {
		answers[a.MessageID] = a.Answer
	}
	list := make([]views.Delivery, 0, len(i.Deliveries))
	for _, d := range i.Deliveries {
		v := views.Delivery{
			ID: strconv.FormatInt(d.ID, 10), Reason: r.T("reason." + string(cmp.Or(d.Reason, lowstock.ReasonRaised))), At: r.Moment(d.CreatedAt),
			Notified: views.Notified{Who: r.Recipient(d), State: r.DeliveryBadge(d.State), Note: r.DeliveryNote(d)},
		}
		if !d.SentAt.IsZero() {
			v.At = r.Moment(d.SentAt)
		}
		if answer := answers[d.MessageID]; d.MessageID != 0 && answer != "" {
			v.Answer = r.T("alerts.answer", r.Masked(answer))
		}
		if again := d.State == lowstock.DeliveryFailed || d.State == lowstock.DeliveryUnknown; again && d.MessageID != 0 && r.Right >= team.RightAct {
			v.ResendURL = alertActURL(i.ID, actResend)
		}
		list = append(list, v)
	}
	return list
}
